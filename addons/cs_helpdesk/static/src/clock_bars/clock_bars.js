import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Component} from "@odoo/owl";

const COLORS = 4;

/** Who had a ticket when, in all and by unit, up to its limit (HD-02, HD-03). */
export class ClockBars extends Component {
    static template = "cs_helpdesk.ClockBars";
    static props = {...standardFieldProps};

    get bars() {
        return this.props.record.data[this.props.name];
    }

    color(index) {
        return index ? `cs_unit_${(index - 1) % COLORS}` : "cs_total";
    }

    place({left, width}) {
        return `left: ${left}%; width: ${width}%`;
    }

    at(left) {
        return `left: ${left}%`;
    }

    align(index) {
        if (!index) {
            return "cs_first";
        }
        return index === this.bars.ticks.length - 1 ? "cs_last" : "";
    }
}

registry.category("fields").add("cs_clock_bars", {
    component: ClockBars,
    supportedTypes: ["json"],
});
