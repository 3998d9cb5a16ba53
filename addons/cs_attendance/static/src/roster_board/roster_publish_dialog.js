import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** What speaks against publishing, before it is done (ATT-10). */
export class RosterPublishDialog extends Component {
    static template = "cs_attendance.RosterPublishDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        days: Number,
        people: Number,
        label: String,
        /** list of { key, name, day, rule, text, hard } */
        troubles: Array,
        /** list of { key, shift, day, planned, needed } */
        gaps: Array,
        publish: Function,
    };

    get hardCount() {
        return this.props.troubles.filter((one) => one.hard).length;
    }

    get summary() {
        return _t("%(days)s days of %(people)s people begin to count, and the people are told.", {
            days: this.props.days,
            people: this.props.people,
        });
    }

    get refusal() {
        return _t("%s to be solved before the roster can be published.", this.hardCount);
    }

    async publish() {
        this.props.close();
        await this.props.publish();
    }
}
