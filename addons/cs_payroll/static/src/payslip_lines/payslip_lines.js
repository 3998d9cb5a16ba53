import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { pressRecordButton } from "@cs_base/record_button";

const LINE = "hr.payslip.line";

/**
 * The lines of a payslip by section (`cs.payslip.board`): what is explained opens to its
 * reasons, what comes from the statement to the items behind it (ALL-01).
 */
export class PayslipLines extends Component {
    static template = "cs_payroll.PayslipLines";
    static props = standardFieldProps;

    setup() {
        this.action = useService("action");
        this.explanation = useService("cs_explanation");
    }

    get parts() {
        return this.props.record.data[this.props.name] || [];
    }

    get explainedIds() {
        const lines = this.parts.flatMap((part) => part.lines);
        return lines.filter((line) => line.is_explained).map((line) => line.id);
    }

    explain(line) {
        this.explanation.open(LINE, line.id, { ids: this.explainedIds });
    }

    openItems(line) {
        return pressRecordButton(this.action, {
            model: LINE,
            id: line.id,
            method: "action_cs_open_items",
        });
    }
}

registry.category("fields").add("cs_payslip_lines", {
    component: PayslipLines,
    supportedTypes: ["json"],
    isEmpty: () => false,
});
