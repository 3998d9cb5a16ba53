import { Component, useState } from "@odoo/owl";
import { formatDate, serializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Days as {date, name, mine, theirs}: what each of the two works, in words or "". */

/** My own shifts, which I can give away (ATT-11). */
export function daysToGive(days) {
    return days.filter((day) => day.mine);
}

/**
 * The colleague's shifts that I can take for the one I give away: that of the same day,
 * or on a day on which I am free, if the colleague is free on the day that I give.
 */
export function daysToTake(days, given) {
    const start = days.find((day) => day.date === given);
    if (start?.theirs) {
        return [start];
    }
    return days.filter((day) => day.theirs && !day.mine);
}

/** A day of a swap, chosen from the shifts that there are instead of from a calendar. */
export class SwapDayField extends Component {
    static template = "cs_attendance.SwapDayField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ days: [] });
        useRecordObserver(async (record) => {
            const colleague = record.data.colleague_id?.id || false;
            if (this.props.readonly || colleague === this.asked) {
                return;
            }
            this.asked = colleague;
            this.state.days = [];
            if (colleague) {
                const days = await this.orm.call("cs.shift.swap", "choices", [
                    colleague,
                ]);
                if (colleague === this.asked) {
                    this.state.days = days;
                }
            }
        });
    }

    get isGiven() {
        return this.props.name === "date_given";
    }

    get isAsked() {
        return Boolean(this.props.record.data.colleague_id);
    }

    get value() {
        const date = this.props.record.data[this.props.name];
        return date ? serializeDate(date) : "";
    }

    get shown() {
        const date = this.props.record.data[this.props.name];
        return date ? formatDate(date) : "";
    }

    get days() {
        const { date_given: given } = this.props.record.data;
        const days = this.isGiven
            ? daysToGive(this.state.days)
            : daysToTake(this.state.days, given && serializeDate(given));
        return days.map((day) => ({
            date: day.date,
            text: `${day.name} ${this.isGiven ? day.mine : day.theirs}`,
        }));
    }

    /** A stored day that is none of the choices any more is shown all the same. */
    get isOther() {
        return this.value && !this.days.some((day) => day.date === this.value);
    }

    onChange(event) {
        const day = event.target.value;
        const value = day ? luxon.DateTime.fromISO(day) : false;
        const changes = { [this.props.name]: value };
        if (this.isGiven) {
            const [only, ...others] = daysToTake(this.state.days, day);
            changes.date_returned = only && !others.length ? luxon.DateTime.fromISO(only.date) : false;
        }
        this.props.record.update(changes);
    }
}

registry.category("fields").add("cs_swap_day", {
    component: SwapDayField,
    supportedTypes: ["date"],
    fieldDependencies: [
        { name: "colleague_id", type: "many2one", relation: "hr.employee" },
        { name: "date_given", type: "date" },
        { name: "date_returned", type: "date" },
    ],
});
