import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, onWillUnmount, useState } from "@odoo/owl";

const { DateTime } = luxon;

/** What is left until a deadline, in words. Both are luxon moments. */
export function timeLeft(deadline, now) {
    const minutes = Math.floor(deadline.diff(now, "minutes").minutes);
    if (minutes < 0) {
        return _t("the deadline has passed");
    }
    if (minutes < 60) {
        return _t("%s minutes left", minutes);
    }
    if (minutes < 24 * 60) {
        return _t("%s hours left", Math.floor(minutes / 60));
    }
    return _t("%s days left", Math.floor(minutes / (24 * 60)));
}

/** "today 23:59" and the like; other days by date. */
export function deadlineText(deadline, now) {
    const time = deadline.toFormat("HH:mm");
    if (deadline.hasSame(now, "day")) {
        return _t("until today %s", time);
    }
    if (deadline.hasSame(now.plus({ days: 1 }), "day")) {
        return _t("until tomorrow %s", time);
    }
    return _t("until %s", formatDateTime(deadline, { format: "MM-dd HH:mm" }));
}

/** A deadline that counts down while one looks at it. */
export class CountdownField extends Component {
    static template = "cs_attendance.CountdownField";
    static props = standardFieldProps;

    setup() {
        this.clock = useState({ now: DateTime.now() });
        const timer = setInterval(() => {
            this.clock.now = DateTime.now();
        }, 30000);
        onWillUnmount(() => clearInterval(timer));
    }

    get deadline() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return deadlineText(this.deadline, this.clock.now);
    }

    get left() {
        return timeLeft(this.deadline, this.clock.now);
    }
}

registry.category("fields").add("cs_countdown", {
    component: CountdownField,
    displayName: _t("Countdown"),
    supportedTypes: ["datetime"],
});
