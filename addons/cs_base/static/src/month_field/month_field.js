import { registry } from "@web/core/registry";
import { dateField, DateTimeField } from "@web/views/fields/datetime/datetime_field";

/** A month, kept as its first day: shown and picked as a month. */
export class MonthField extends DateTimeField {
    static template = "cs_base.MonthField";

    getFormattedValue(valueIndex) {
        const value = this.values[valueIndex];
        return value ? value.toLocaleString({ year: "numeric", month: "long" }) : "";
    }
}

export const monthField = {
    ...dateField,
    component: MonthField,
    extractProps: (...args) => ({
        ...dateField.extractProps(...args),
        minPrecision: "months",
        maxPrecision: "years",
    }),
    listViewWidth: [100, 150],
    supportedTypes: ["date"],
};

registry.category("fields").add("cs_month", monthField);
