import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";

/**
 * The conditions for closing a complaint, and the button that follows them (HD-05).
 * What is entered but not saved counts once it is saved: the server judges.
 */
export class ClosingGate extends Component {
    static template = "cs_helpdesk.ClosingGate";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
    }

    get items() {
        return this.props.record.data[this.props.name] || [];
    }

    get doneLabel() {
        return _t("done");
    }

    get openLabel() {
        return _t("open");
    }

    get missing() {
        return _t("%s still missing. (HD-05)", this.items.length - this.done);
    }

    get done() {
        return this.items.filter((item) => item.done).length;
    }

    async close() {
        await this.act("action_close");
    }

    async callAgain() {
        await this.act("action_cs_plan_callback");
    }

    async act(method) {
        const {record} = this.props;
        if (await record.save()) {
            await this.orm.call(record.resModel, method, [[record.resId]]);
            await record.load();
        }
    }
}

registry.category("fields").add("cs_closing_gate", {
    component: ClosingGate,
    supportedTypes: ["json"],
});
