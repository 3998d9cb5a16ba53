import { registry } from "@web/core/registry";
import { floatField } from "@web/views/fields/float/float_field";
import { formatFloat } from "@web/views/fields/formatters";

/** A number of things of which one may be shared: 3 and 0.5, also below a list. */
export function formatCount(value, options = {}) {
    return formatFloat(value, { ...options, trailingZeros: false });
}
formatCount.extractOptions = formatFloat.extractOptions;

export const countField = {
    ...floatField,
    extractProps: (...args) => ({
        ...floatField.extractProps(...args),
        trailingZeros: false,
    }),
};

registry.category("fields").add("cs_count", countField);
registry.category("formatters").add("cs_count", formatCount);
