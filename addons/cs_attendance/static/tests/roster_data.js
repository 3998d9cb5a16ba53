/** What the server would answer about rosters, for tests. */

export const DAY_SHIFT = { id: 1, char: "D", name: "Day", token: "day", hours: "08:30–17:30", active: true };
export const NIGHT_SHIFT = { id: 2, char: "N", name: "Night", token: "night", hours: "17:30–24:00", active: true };

const WEEKDAYS = ["M", "T", "W", "T", "F", "S", "S"];
const iso = (number) => `2026-11-${String(number).padStart(2, "0")}`;

export function makeLook(vals = {}) {
    return {
        kind: "work",
        shift: 1,
        hours: null,
        origin: "manual",
        draft: true,
        stored: true,
        leave: null,
        extra: "",
        ...vals,
    };
}

/** Letters of the rosters below: day, night, off, leave, planned by the calendar, swapped. */
export const LOOKS = {
    D: makeLook(),
    N: makeLook({ shift: 2 }),
    "-": makeLook({ kind: "rest", shift: 0 }),
    L: makeLook({ leave: ["年", "Annual leave", false], draft: false }),
    p: makeLook({ stored: false, draft: false, origin: "" }),
    S: makeLook({ shift: 2, origin: "swap", draft: false }),
    P: makeLook({ draft: false }),
};
const LETTERS = Object.keys(LOOKS);

/** A person with the roster "DDN-…"; a dot is a day without employment. */
export function makeAgent(id, name, days, vals = {}) {
    return {
        id,
        name,
        department: 1,
        edit: true,
        cells: [...days].map((letter) => LETTERS.indexOf(letter)),
        ...vals,
    };
}

export function makeRoster(people, vals = {}) {
    const count = people[0]?.cells.length || 7;
    return {
        first: iso(1),
        last: iso(count),
        is_week: false,
        month: 202611,
        label: "November 2026",
        previous: 202610,
        next: 202612,
        today: iso(2),
        days: [...Array(count).keys()].map((index) => [
            iso(index + 1),
            index + 1,
            WEEKDAYS[(index + 6) % 7],
            [0, 6].includes(index % 7) ? "rest" : "work",
            `Nov ${index + 1}`,
        ]),
        company: "Star Ripple",
        departments: [
            [1, "Group one", 0, 2, "Bo"],
            [3, "Group two", 0, 0, ""],
        ],
        department: 0,
        mine: 0,
        signs: {
            rest: ["休", "Rest"],
            holiday: ["节", "Public holiday"],
            work: ["·", "Work"],
            makeup: ["·", "Make-up working day"],
        },
        people,
        looks: Object.values(LOOKS),
        shifts: [DAY_SHIFT, NIGHT_SHIFT],
        patterns: [[5, "Six on, one off"]],
        can_edit: people.some((person) => person.edit),
        too_many: 0,
        ...vals,
    };
}
