import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { ServiceScreen } from "@cs_helpdesk/service/service_screen";
import { drawHistory } from "./history";

const LINE = "cs.appraisal.line";
const RESULT = "cs.appraisal.result";

/**
 * My appraisal: how far it is, the score with how it came about, the months before.
 * The appraisal is the record number in the address: /odoo/my-appraisal/12.
 */
export class MyAppraisal extends ServiceScreen {
    static template = "cs_appraisal.MyAppraisal";
    static path = "my-appraisal";
    static displayName = _t("My Appraisal");

    setup() {
        super.setup();
        this.explanation = useService("cs_explanation");
        this.asked = this.props.resId || null;
        useBus(this.explanation.bus, "changed", ({ detail }) => {
            if ([LINE, RESULT].includes(detail.resModel)) {
                this.load();
            }
        });
        this.load();
    }

    get question() {
        return ["cs.appraisal.my", "get_my_appraisal", [this.asked]];
    }

    get drawing() {
        return drawHistory(this.data.history, this.env.isSmall);
    }

    get rankLine() {
        const { group, rank, rank_of } = this.data.result;
        return _t("Rank %(rank)s of %(people)s in %(group)s", {
            rank,
            people: rank_of,
            group,
        });
    }

    get differsLine() {
        const { score, grade } = this.data.result;
        return _t("As it was given: %(score)s, grade %(grade)s; differences came later.", {
            score,
            grade,
        });
    }

    get appealLine() {
        return _t("An appeal is possible until %s.", this.data.result.deadline);
    }

    lineLabel(line) {
        return _t("%(name)s: adds %(added)s to the score. Why?", line);
    }

    weightLine(line) {
        return _t("weight %s %%", line.weight);
    }

    pointLabel(point) {
        return point.grade
            ? _t("%(label)s: %(score)s, grade %(grade)s", point)
            : _t("%(label)s: left out or without a score", point);
    }

    async goTo(id) {
        if (id) {
            this.explanation.close();
            this.asked = id;
            this.props.updateActionState?.({ resId: id });
            await this.load();
            this.state.said = this.data.appraisal.name;
        }
    }

    explain(line) {
        const ids = this.data.result.lines.map((one) => one.id);
        this.explanation.open(LINE, line.id, { ids });
    }

    explainScore() {
        this.explanation.open(RESULT, this.data.result.id);
    }

    openResult() {
        return this.openRecord(RESULT, this.data.result.id);
    }

    openAppraisal() {
        return this.openRecord("cs.appraisal", this.data.appraisal.id);
    }

    sign() {
        return this.press("cs.appraisal", this.data.appraisal.id, "action_open_sign");
    }

    appeal() {
        return this.press(RESULT, this.data.result.id, "action_appeal");
    }
}

registry.category("actions").add("cs_appraisal.my_appraisal", MyAppraisal);
