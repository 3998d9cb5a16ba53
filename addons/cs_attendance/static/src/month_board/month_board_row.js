import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Person } from "@cs_base/month_close/person";
import { CELLS, NAME, PERSON, SHIFT, TOTALS } from "./board_people";

/** Index of the days absent among the totals. */
const ABSENT = 4;
/** From so many on, a number of times late, early or missing is bold. */
const MANY = 3;

/**
 * One person's month. Drawn again only when something of this row changed.
 */
export class MonthBoardRow extends Component {
    static template = "cs_attendance.MonthBoardRow";
    static components = { Person };
    static props = {
        person: Array,
        codes: Array,
        days: Array,
        index: Number,
        /** Day index of the cell that has the tab stop, or -1. */
        active: Number,
        /** Whether its explanation is open. */
        picked: Boolean,
        blank: Boolean,
        onName: Function,
    };

    get id() {
        return this.props.person[PERSON];
    }

    get name() {
        return this.props.person[NAME];
    }

    get shift() {
        return this.props.person[SHIFT];
    }

    get cells() {
        const { person, codes, days, active, picked, blank } = this.props;
        return days.map(([day, , , title], index) => {
            const code = codes[person[CELLS][index]];
            const isActive = index === active;
            return {
                day,
                code: blank ? null : code,
                class: blank ? "cs_mb_blank" : code ? code.class : "",
                label: labelOf(title, code),
                tabindex: isActive ? "0" : "-1",
                picked: isActive && picked,
            };
        });
    }

    get totals() {
        return this.props.person[TOTALS].map((figure, index) => ({
            text: figure || "·",
            class:
                index === ABSENT && figure
                    ? "cs_bad fw-bold"
                    : index && index < ABSENT && figure >= MANY
                    ? "fw-bold"
                    : figure
                    ? ""
                    : "cs_mute",
        }));
    }
}

export function labelOf(title, code) {
    if (!code) {
        return title;
    }
    return code.pending
        ? _t("%(day)s %(code)s, waits for approval", { day: title, code: code.label })
        : `${title} ${code.label}`;
}
