import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { ServiceScreen } from "@cs_helpdesk/service/service_screen";

/** From so few days left on, the end of a flower stands out. */
const SOON = 14;

/**
 * My flowers: those that I hold with the days left, and giving, passing on and redeeming
 * (INC-15).
 */
export class MyFlowers extends ServiceScreen {
    static template = "cs_incentive.MyFlowers";
    static path = "my-flowers";
    static displayName = _t("My Flowers");

    setup() {
        super.setup();
        this.load();
    }

    get question() {
        return ["cs.flower.my", "get_my", []];
    }

    get countLine() {
        const { length } = this.data.flowers;
        return length === 1 ? _t("flower to use") : _t("flowers to use");
    }

    get giveLine() {
        return _t("%(given)s of %(budget)s given this month", this.data.give);
    }

    get companyLine() {
        return _t(
            "In the whole company %(company_given)s of %(company_budget)s",
            this.data.give
        );
    }

    get redeemLine() {
        const { redeemed } = this.data;
        return redeemed.is_handed
            ? _t("Redeemed on %(date)s, handed out: %(gifts)s", redeemed)
            : _t("Redeemed on %(date)s, to be handed out: %(gifts)s", redeemed);
    }

    leftLine(one) {
        return one.days_left === 1
            ? _t("last day today")
            : _t("%s days left", one.days_left);
    }

    isSoon(one) {
        return one.days_left <= SOON;
    }

    fromLine(one) {
        return one.is_passed
            ? _t("passed on by %(from)s, valid until %(last_day)s", one)
            : _t("from %(from)s on %(date)s, valid until %(last_day)s", one);
    }

    choiceLine(choice) {
        return choice.count === 1 ? _t("1 flower") : _t("%s flowers", choice.count);
    }

    ask(model, name, context = {}) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name,
                res_model: model,
                views: [[false, "form"]],
                target: "new",
                context,
            },
            { onClose: () => this.load() }
        );
    }

    give() {
        return this.ask("cs.flower.give", _t("Give a Red Flower"));
    }

    passOn({ id }) {
        return this.ask("cs.flower.pass", _t("Pass a Red Flower On"), { active_id: id });
    }

    redeem() {
        return this.ask("cs.flower.redeem", _t("Redeem Red Flowers"));
    }

    redeemFlag({ id }) {
        return this.ask("cs.flower.redeem", _t("Redeem a Red Flag"), { flag_id: id });
    }
}

registry.category("actions").add("cs_incentive.my_flowers", MyFlowers);
