import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime } from "@web/core/l10n/dates";

/** Begun minutes from one moment to another: one second late is one minute. */
function minutesBetween(from, to) {
    return Math.ceil(to.diff(from, "seconds").seconds / 60);
}

/**
 * What pressing the punch button now would mean (ATT-04), before it is pressed.
 *
 * @param {Object} offer as `cs.attendance.my.month` describes it
 * @param {luxon.DateTime} now
 * @returns {{ label: string, text: string, level: "ok" | "late" | "absent" }}
 */
export function punchMeaning(offer, now) {
    const isIn = offer.side === "in";
    const label = isIn ? _t("Punch in") : _t("Punch out");
    if (!offer.start) {
        return { label, text: _t("No shift now; the punch is recorded"), level: "ok" };
    }
    const minutes = isIn
        ? minutesBetween(deserializeDateTime(offer.start), now)
        : minutesBetween(now, deserializeDateTime(offer.stop));
    if (minutes <= offer.grace) {
        return { label, text: _t("Counts as on time"), level: "ok" };
    }
    if (minutes > offer.limit || offer.strict) {
        const text = isIn
            ? _t("%s minutes late now: counts as absence", minutes)
            : _t("%s minutes early now: counts as absence", minutes);
        return { label, text, level: "absent" };
    }
    const text = isIn ? _t("Counts as %s minutes late now", minutes) : _t("Counts as %s minutes early now", minutes);
    return { label, text, level: "late" };
}
