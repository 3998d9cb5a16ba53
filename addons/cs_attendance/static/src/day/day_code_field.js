import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The code of a day as on the board; its classes are in the field `code_class`. */
export class DayCodeField extends Component {
    static template = "cs_attendance.DayCodeField";
    static props = standardFieldProps;

    get code() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("cs_day_code", {
    component: DayCodeField,
    displayName: _t("Code of a day"),
    supportedTypes: ["char"],
    fieldDependencies: [{ name: "code_class", type: "char" }],
});
