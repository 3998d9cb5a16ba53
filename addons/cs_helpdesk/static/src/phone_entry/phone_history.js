import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Component} from "@odoo/owl";

/** Who calls, and what is open, while the caller is on the line (HD-09). */
export class PhoneHistory extends Component {
    static template = "cs_helpdesk.PhoneHistory";
    static props = {...standardFieldProps};

    get known() {
        return this.props.record.data[this.props.name];
    }

    get isUnknown() {
        const {callers, open, closed, callbacks} = this.known;
        return ![callers, open, closed, callbacks].some((list) => list.length);
    }

    get partnerId() {
        return this.props.record.data.partner_id?.id;
    }

    choose(caller) {
        this.props.record.update({
            partner_id: {id: caller.id, display_name: caller.name},
        });
    }
}

registry.category("fields").add("cs_phone_history", {
    component: PhoneHistory,
    supportedTypes: ["json"],
});
