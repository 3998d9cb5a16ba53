import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { IncentiveScreen } from "../screen/incentive_screen";

const CLOSE = "cs_base.cs_period_action";
const STATEMENT = "cs.incentive.statement";

/**
 * HR's month: what it comes to, what is open, totals by code and what is far from the
 * rest (INC-30). The month is in the address: /odoo/income-month/202610.
 */
export class IncomeMonth extends IncentiveScreen {
    static template = "cs_incentive.IncomeMonth";
    static path = "income-month";
    static displayName = _t("Income Month");

    get question() {
        return ["cs.incentive.month", "get_month", [this.place]];
    }

    get emptyLine() {
        return _t(
            "No statements of %s have been computed yet. The month close computes them.",
            this.data.month_label
        );
    }

    get openCount() {
        return this.data.open.filter((one) => one.is_todo).length;
    }

    get hasOutliers() {
        const { people, codes } = this.data.outliers;
        return people.rows.length + codes.rows.length > 0;
    }

    /** Of what an amount is, said with a number that opens it. */
    codeLabel(row) {
        return _t("%(label)s, %(amount)s: open the items", row);
    }

    moreLine(part) {
        return _t("%s more, less far away", part.more);
    }

    openClose() {
        return this.action.doAction(CLOSE);
    }

    get words() {
        return {
            people: _t("Net income against the own mean"),
            mean: _t("own mean"),
            codes: _t("A pay item against the others"),
            others: _t("others"),
        };
    }

    async openStatement(row) {
        const ids = [row.statement_id];
        return this.action.doAction(await this.orm.call(STATEMENT, "action_open_income", [ids]));
    }
}

registry.category("actions").add("cs_incentive.month", IncomeMonth);
