import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Person } from "./person";

/** So many people are shown at first. */
const FEW = 8;

/** Who is waited for, what locking means, and what happened so far. */
export class MonthCloseSide extends Component {
    static template = "cs_base.MonthCloseSide";
    static components = { Person };
    static props = {
        data: Object,
        refused: Object,
        busy: Boolean,
        onRemind: Function,
        onRemindAll: Function,
        onOpen: Function,
    };

    setup() {
        this.state = useState({ all: false });
    }

    get rows() {
        const { waiting } = this.props.data;
        return this.state.all ? waiting : waiting.slice(0, FEW);
    }

    get moreLabel() {
        return _t("%s more", this.props.data.waiting.length - this.rows.length);
    }

    /** Several people who can be reminded: then there is one button for all. */
    get canRemindAll() {
        const { waiting, can_remind } = this.props.data;
        const keys = waiting
            .filter((row) => row.person && !row.is_me && !row.reminded)
            .map((row) => row.key);
        return can_remind && new Set(keys).size > 1;
    }

    refusalOf(row) {
        return this.props.refused[`remind ${row.key}`];
    }
}
