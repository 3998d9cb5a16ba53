/** What the server would answer, for tests. */

const WEEKDAYS = ["M", "T", "W", "T", "F", "S", "S"];

export function makeDays(count = 31, first = 3) {
    return [...Array(count).keys()].map((index) => {
        const weekday = (index + first) % 7;
        return [index + 1, WEEKDAYS[weekday], weekday > 4 ? "rest" : "work", `Oct ${index + 1}`];
    });
}

export function makeCode(char, token, vals = {}) {
    return {
        char,
        class: `cs_day cs_day_${token}`,
        token,
        label: token,
        paper: "",
        pending: false,
        exception: false,
        todo: false,
        due: 1,
        present: 1,
        ...vals,
    };
}

export const CODES = [
    makeCode("√", "ok", { paper: "√" }),
    makeCode("补", "fix"),
    makeCode("迟", "late", { exception: true, paper: "※" }),
    makeCode("退", "early", { exception: true }),
    makeCode("迟退", "late_early", { exception: true }),
    makeCode("缺", "miss", { exception: true, todo: true }),
    makeCode("旷", "abs", { exception: true, present: 0 }),
    makeCode("年", "leave", { present: 0 }),
    makeCode("外", "out"),
    makeCode("外", "out cs_day_pending", { pending: true, exception: true, todo: true }),
    makeCode("休", "rest", { due: 0, present: 0 }),
    makeCode("节", "hol", { due: 0, present: 0 }),
    makeCode("免", "exempt", { due: 0 }),
    makeCode("事", "leave cs_day_part cs_day_dot"),
];

/**
 * @param {number} id
 * @param {string} name
 * @param {Object} cells day -> index into CODES; day `d` of person `id` is record id*100+d
 */
export function makePerson(id, name, cells = {}, department = 1) {
    const list = [...Array(31).keys()].map((index) => cells[index + 1] ?? -1);
    return [
        id,
        name,
        "Day",
        department,
        [20, 0, 0, 0, 0, 0],
        list,
        list.map((cell, index) => (cell < 0 ? 0 : id * 100 + index + 1)),
    ];
}

export function makeBoard(vals = {}) {
    return {
        month: 202610,
        month_label: "October 2026",
        month_short: "Oct",
        previous: 202609,
        next: 202611,
        today: 0,
        days: makeDays(),
        company: "Star Ripple",
        legend: [{ char: "√", class: "cs_day cs_day_ok", paper: "√", label: "Present" }],
        departments: [
            [1, "Service", 0],
            [2, "Group one", 1],
        ],
        shortfall: 3,
        can_export: false,
        codes: CODES,
        people: [],
        too_many: 0,
        ...vals,
    };
}

export function makeMonth(vals = {}) {
    return {
        ...makeBoard({ today: 23 }),
        weekdays: WEEKDAYS,
        person: true,
        today_card: {
            date: "Oct 23",
            zone: "Asia/Shanghai",
            kind: "work",
            shift: "Day shift",
            hours: "08:30–17:30",
            stop: "17:30",
            in: "08:21",
            out: "",
            punch: {
                side: "out",
                start: "2026-10-23 00:30:00",
                stop: "2026-10-23 09:30:00",
                grace: 0,
                limit: 30,
                strict: false,
                tracking: false,
            },
        },
        figures: [
            ["Present", 11],
            ["Late", 1],
        ],
        calendar: [...Array(31).keys()].map((index) => ({
            day: index + 1,
            weekday: (index + 3) % 7,
            date: `2026-10-${String(index + 1).padStart(2, "0")}`,
            id: index < 23 ? 900 + index : 0,
            text: index < 23 ? "√" : "白",
            class: index < 23 ? "cs_day cs_day_ok" : "cs_day cs_day_open",
            label: `Oct ${index + 1}`,
            today: index === 22,
            come: index >= 23,
        })),
        todo: [],
        ...vals,
    };
}
