import { Component } from "@odoo/owl";
import { explanationExtras } from "@cs_base/explanation/explanation_panel";

/** Planned hours of a day and the punches, on one line. */
export class DayBar extends Component {
    static template = "cs_attendance.DayBar";
    static props = { view: Object };

    get bar() {
        return this.props.view.bar;
    }

    percent(share) {
        return `${share * 100}%`;
    }
}

explanationExtras.add("cs.attendance.day", DayBar);
