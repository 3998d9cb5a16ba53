import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { IncentiveScreen } from "../screen/incentive_screen";

/**
 * Honours board: ranks, streaks and awards of a month or quarter by department, and who
 * leads the year (INC-10 to INC-14). Month or quarter and department are in the address:
 * /odoo/honours/202610?by=quarter&department=3.
 */
export class Honours extends IncentiveScreen {
    static template = "cs_incentive.Honours";
    static path = "honours";
    static displayName = _t("Honours Board");
    static choices = ["by", "department"];

    get question() {
        const { by, department } = this.chosen;
        const args = [this.place, by || "month", Number(department) || null];
        return ["cs.incentive.honours", "get_honours", args];
    }

    get emptyLine() {
        return _t(
            "No honours for %s yet. They appear here when the statements are approved.",
            this.data.month_label
        );
    }

    get yearLine() {
        return _t("The year %s so far", this.data.year_label);
    }

    get yearLists() {
        const { firsts, awards } = this.data.year;
        return [
            { key: "firsts", title: _t("Most often first of the month"), ...firsts },
            { key: "awards", title: _t("Most awards"), ...awards },
        ].filter((one) => one.rows.length);
    }

    rankLabel(one) {
        return _t("Place %s", one.rank);
    }

    /** Month (in a quarter), award, and for how long it has been held. */
    awardLine(one) {
        const running = one.running > 1 ? _t("%s months in a row", one.running) : "";
        return [one.month, one.award, running].filter(Boolean).join(" · ");
    }

    teamLine(one) {
        const growth = one.growth
            ? _t("growth %(growth)s, %(count)s people", one)
            : _t("%(count)s people", one);
        return [one.month, growth].filter(Boolean).join(" · ");
    }

    timesLine(list, one) {
        if (list.key === "firsts") {
            return one.count === 1 ? _t("once") : _t("%s times", one.count);
        }
        return one.count === 1 ? _t("1 award") : _t("%s awards", one.count);
    }

    moreLine(list) {
        return _t("and %s more who share these places", list.more);
    }

    picture(one) {
        return `/web/image/hr.employee.public/${one.person_id}/avatar_128`;
    }
}

registry.category("actions").add("cs_incentive.honours", Honours);
