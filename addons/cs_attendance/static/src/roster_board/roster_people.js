/** What the roster board shows and sends, computed from what the server sent. */

import { _t } from "@web/core/l10n/translation";

/** Kinds of day without work. */
const OFF = ["rest", "holiday"];
/** More shifts than these are summed up in one column at the right. */
export const MAX_TOTALS = 4;

/** Whether the leave of a cell covers the whole day: nothing can be planned there. */
export function isLocked(look) {
    return Boolean(look?.leave && !look.leave[2]);
}

/**
 * People with their cells, grouped by department as in the tree; who leads a group is
 * its first, the others follow by name as the language sorts.
 *
 * @param {Object} board as `cs.roster.board.load` describes it
 * @returns {{ people: Object[], items: Object[] }} items are groups and people
 */
export function groupPeople(board, locale) {
    const { compare } = new Intl.Collator(locale);
    const rank = new Map(board.departments.map(([id], index) => [id, index]));
    const rankOf = (person) => rank.get(person.department) ?? board.departments.length;
    const leads = (person) => {
        const department = board.departments[rankOf(person)];
        return department && department[3] === person.id ? 0 : 1;
    };
    const people = [...board.people].sort(
        (one, other) =>
            rankOf(one) - rankOf(other) ||
            leads(one) - leads(other) ||
            compare(one.name, other.name) ||
            one.id - other.id
    );
    const items = [];
    people.forEach((person, row) => {
        if (!row || people[row - 1].department !== person.department) {
            const [, name, , , leader] = board.departments[rankOf(person)] || [0, "", 0, 0, ""];
            const count = people.filter((one) => one.department === person.department).length;
            items.push({ key: `group-${person.department}`, name, count, leader });
        }
        items.push({ key: person.id, row });
    });
    return { people, items };
}

/** A person with its cells as objects and what speaks against them. */
export function openCells(person, looks, troubles, days) {
    return {
        ...person,
        looks: person.cells.map((index) => (index < 0 ? null : looks[index])),
        troubles: troublesByDay(person.id, troubles, days),
    };
}

/** @returns {Object} day index -> list of { rule, text, hard } */
export function troublesByDay(id, troubles, days) {
    const index = new Map(days.map(([iso], number) => [iso, number]));
    const result = {};
    for (const [person, iso, rule, text, hard] of troubles) {
        if (person === id && index.has(iso)) {
            (result[index.get(iso)] ||= []).push({ rule, text, hard });
        }
    }
    return result;
}

/** What the server needs to make a cell what it is now: null follows the plan. */
export function stateOf(look) {
    if (!look?.stored) {
        return null;
    }
    const { kind, shift, hours, origin } = look;
    return { kind, shift, hours, origin };
}

/**
 * What a cell becomes that gets the content of another one.
 *
 * @param {boolean} sameDay holidays and make-up days stay on their date
 * @returns {Object|undefined} undefined: there is nothing that could be moved
 */
export function stateFor(look, sameDay) {
    if (!look || isLocked(look)) {
        return undefined;
    }
    const kinds = sameDay ? {} : { holiday: "rest", makeup: "work" };
    const kind = kinds[look.kind] || look.kind;
    if (OFF.includes(kind)) {
        return { kind };
    }
    return look.shift || look.hours
        ? { kind, shift: look.shift, hours: look.hours }
        : undefined;
}

/** How a cell looks before the server has answered. */
export function lookAs(look, state) {
    if (!state) {
        return { ...look, stored: false, draft: false };
    }
    return {
        ...look,
        kind: state.kind,
        shift: state.shift || 0,
        hours: state.hours || null,
        origin: state.origin || "manual",
        draft: look.stored ? look.draft : true,
        stored: true,
    };
}

const clock = (minutes) =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** The own hours of a slot as 08:30–17:30; 24:00 ends the day. */
export function hoursText([start, stop]) {
    return `${clock(start)}–${clock(stop > 1440 ? stop - 1440 : stop)}`;
}

/**
 * How a cell is drawn.
 *
 * @param {Object} context `shifts` (by id) and `signs` of the board
 * @returns {{ char: string, class: string, words: string[] }}
 */
export function draw(look, { shifts, signs }) {
    if (!look) {
        return { char: "", class: "cs_rb_none", words: [_t("not employed")] };
    }
    const shift = shifts[look.shift];
    const [sign, kind] = signs[look.kind];
    const classes = [];
    const words = [];
    let char = shift ? shift.char : sign;
    const hours = look.hours ? hoursText(look.hours) : shift?.hours;
    if (isLocked(look)) {
        char = look.leave[0];
        classes.push("cs_rb_leave");
        words.push(_t("%s, approved, locked", look.leave[1]));
    } else {
        classes.push(
            shift ? `cs_rb_s_${shift.token}` : OFF.includes(look.kind) ? "cs_rb_off" : "cs_rb_work"
        );
        words.push([shift ? shift.name : kind, hours].filter(Boolean).join(" "));
        if (look.leave) {
            classes.push("cs_rb_part");
            words.push(_t("%s for a part of the day", look.leave[1]));
        }
    }
    if (!look.stored) {
        classes.push("cs_rb_plan");
        words.push(_t("not rostered: by the working calendar"));
    } else if (look.draft) {
        classes.push("cs_rb_draft");
        words.push(_t("draft"));
    }
    if (look.origin === "swap" && look.stored) {
        classes.push("cs_rb_swap");
        words.push(_t("swapped"));
    }
    if (look.hours && shift) {
        classes.push("cs_rb_own");
    }
    if (look.extra) {
        classes.push("cs_rb_extra");
        words.push(_t("overtime %s", look.extra));
    }
    return { char, class: classes.join(" "), words };
}

/** Shifts that are rostered, in the order of the legend. */
export function usedShifts(board) {
    const used = new Set(board.looks.map((look) => look.shift));
    return board.shifts.filter((shift) => shift.active || used.has(shift.id));
}

/** Column heads of the totals: shifts or all work together, days off, leave. */
export function totalHeads(shifts) {
    const heads =
        shifts.length > MAX_TOTALS
            ? [{ key: "work", text: _t("Work") }]
            : shifts.map((shift) => ({ key: shift.id, text: shift.char, title: shift.name }));
    return [...heads, { key: "off", text: _t("Off") }, { key: "leave", text: _t("Leave") }];
}

/** One figure for each head. */
export function totalsOf(person, heads) {
    const counts = new Map(heads.map(({ key }) => [key, 0]));
    for (const look of person.looks) {
        if (!look) {
            continue;
        }
        let key = OFF.includes(look.kind) ? "off" : look.shift;
        if (isLocked(look)) {
            key = "leave";
        } else if (key !== "off" && counts.has("work")) {
            key = "work";
        }
        if (counts.has(key)) {
            counts.set(key, counts.get(key) + 1);
        }
    }
    return [...counts.values()];
}

export function countDrafts(people) {
    let days = 0;
    let persons = 0;
    for (const person of people) {
        const own = person.edit
            ? person.looks.filter((look) => look?.stored && look.draft).length
            : 0;
        days += own;
        persons += own ? 1 : 0;
    }
    return { days, people: persons };
}

/** Cells of the coverage in which people are missing: list of [shift id, day]. */
export function shortfalls(coverage) {
    return coverage.flatMap(([shift, cells]) =>
        cells.flatMap(([, , missing], day) => (missing ? [[shift, day]] : []))
    );
}

/**
 * The coverage with new figures of some days.
 *
 * @param {number} from index of the first of these days
 * @param {number} count how many days they are
 */
export function mergeCoverage(coverage, dayCount, from, count, fresh) {
    const blank = () => [...Array(dayCount)].map(() => [0, 0, 0]);
    const result = new Map(coverage.map(([shift, cells]) => [shift, [...cells]]));
    for (const cells of result.values()) {
        for (let index = from; index < from + count; index++) {
            if (cells[index]) {
                cells[index] = [0, 0, 0];
            }
        }
    }
    for (const [shift, cells] of fresh) {
        if (!result.has(shift)) {
            result.set(shift, blank());
        }
        cells.forEach((cell, index) => {
            if (from + index >= 0 && from + index < dayCount) {
                result.get(shift)[from + index] = cell;
            }
        });
    }
    return [...result].sort(([one], [other]) => one - other);
}
