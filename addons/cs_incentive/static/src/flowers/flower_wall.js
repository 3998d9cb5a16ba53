import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { IncentiveScreen } from "../screen/incentive_screen";

/**
 * Flower wall: who was given flowers and flags in a month, and who got most of the year
 * (INC-15). The month is in the address: /odoo/flower-wall/202610.
 */
export class FlowerWall extends IncentiveScreen {
    static template = "cs_incentive.FlowerWall";
    static path = "flower-wall";
    static displayName = _t("Flower Wall");

    get question() {
        return ["cs.flower.wall", "get_wall", [this.place]];
    }

    get emptyLine() {
        return _t("No flowers in %s yet.", this.data.month_label);
    }

    get topLine() {
        return _t("Most flowers of %s", this.data.year_label);
    }

    rankLabel(one) {
        return _t("Place %s", one.rank);
    }

    countLine(one) {
        return one.count === 1 ? _t("1 flower") : _t("%s flowers", one.count);
    }

    fromLine(one) {
        return _t("from %(giver)s on %(date)s", one);
    }

    picture(one) {
        return `/web/image/hr.employee.public/${one.person_id}/avatar_128`;
    }
}

registry.category("actions").add("cs_incentive.flower_wall", FlowerWall);
