import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** Asks to which grade somebody moves, and why. A refusal is told in the dialog. */
export class MoveDialog extends Component {
    static template = "cs_appraisal.MoveDialog";
    static components = { Dialog };
    static props = {
        person: String,
        from: String,
        grade: String,
        choices: { type: Array, element: String },
        move: Function,
        close: Function,
    };

    setup() {
        this.state = useState({
            grade: this.props.grade,
            reason: "",
            refusal: "",
            busy: false,
        });
    }

    get title() {
        return _t("Another grade for %s", this.props.person);
    }

    async confirm() {
        this.state.busy = true;
        this.state.refusal = await this.props.move(this.state.grade, this.state.reason);
        this.state.busy = false;
        if (!this.state.refusal) {
            this.props.close();
        }
    }
}
