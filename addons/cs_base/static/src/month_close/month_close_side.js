import { Component } from "@odoo/owl";
import { Person } from "./person";

/** Who is waited for, what locking means, and what happened so far. */
export class MonthCloseSide extends Component {
    static template = "cs_base.MonthCloseSide";
    static components = { Person };
    static props = {
        data: Object,
        refused: Object,
        busy: Boolean,
        onRemind: Function,
        onOpen: Function,
    };

    refusalOf(row) {
        return this.props.refused[`remind ${row.key}`];
    }
}
