import { Component } from "@odoo/owl";
import { Person } from "@cs_base/month_close/person";
import { draw, hoursText, isLocked, totalsOf } from "./roster_people";

/** One person's roster. Drawn again only when something of this row changed. */
export class RosterBoardRow extends Component {
    static template = "cs_attendance.RosterBoardRow";
    static components = { Person };
    static props = {
        person: Object,
        days: Array,
        heads: Array,
        context: Object,
        row: Number,
        /** Index in the grid, for the rows that assistive technology counts. */
        position: Number,
        /** Day index of the cell with the tab stop, or -1. */
        active: Number,
        /** Selected days as [first, last] in a text, or empty. */
        range: String,
        /** Day index of what is picked up or dragged, or -1. */
        source: Number,
        /** Day index of where it would be dropped, or -1. */
        target: Number,
        wide: Boolean,
        blank: Boolean,
    };

    get cells() {
        const { person, days, context, active, source, target, range } = this.props;
        const [low, high] = range ? range.split(" ").map(Number) : [-1, -2];
        return days.map(([iso, , , , title], index) => {
            const look = person.looks[index];
            const { char, class: shape, words } = draw(look, context);
            const troubles = person.troubles[index] || [];
            const isSelected = low <= index && index <= high;
            return {
                iso,
                day: index,
                char,
                hours: this.props.wide && look && !isLocked(look) ? this.hoursOf(look) : "",
                class: [
                    this.props.blank ? "cs_rb_blank" : shape,
                    troubles.some((one) => one.hard)
                        ? "cs_rb_hard"
                        : troubles.length
                        ? "cs_rb_soft"
                        : "",
                    isSelected ? "cs_rb_selected" : "",
                    index === source ? "cs_rb_from" : "",
                    index === target ? "cs_rb_target" : "",
                ].join(" "),
                label: [`${person.name}, ${title}: ${words[0]}`, ...words.slice(1)]
                    .concat(troubles.map((one) => one.text))
                    .join(", "),
                tabindex: index === active ? "0" : "-1",
                selected: isSelected ? "true" : undefined,
            };
        });
    }

    hoursOf(look) {
        return look.hours
            ? hoursText(look.hours)
            : this.props.context.shifts[look.shift]?.hours || "";
    }

    get totals() {
        return totalsOf(this.props.person, this.props.heads);
    }
}
