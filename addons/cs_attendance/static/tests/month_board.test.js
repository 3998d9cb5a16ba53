import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { hover, press, queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { utils } from "@web/core/ui/ui_service";
import { router } from "@web/core/browser/router";
import { WebClient } from "@web/webclient/webclient";
import {
    changedCells,
    selectPeople,
    sortPeople,
    sumUp,
} from "@cs_attendance/month_board/board_people";
import { WAIT } from "@cs_attendance/month_board/month_board";
import { CODES, makeBoard, makePerson } from "./board_data";

describe.current.tags("desktop");
defineMailModels();

let board;

beforeEach(() => {
    mockDate("2026-11-05 10:00:00");
    board = makeBoard({
        people: [
            makePerson(1, "Anna", { 1: 0, 2: 2, 3: 5 }),
            makePerson(2, "Bo", { 1: 0, 2: 0, 3: 0 }),
            makePerson(3, "Cy", { 1: 6, 2: 0 }, 2),
        ],
    });
    onRpc("cs.attendance.board", "get_board", ({ args, kwargs }) => {
        expect.step(`board ${args[0]} ${kwargs.department_id}`);
        return typeof board === "function" ? board(args[0]) : board;
    });
    onRpc("cs.attendance.day", "get_explanation", ({ args: [[id]] }) => {
        expect.step(`explain ${id}`);
        return {
            title: `Person ${id}`,
            subtitle: "Oct 3",
            badge: "缺",
            token: "miss",
            pending: false,
            person: { id: 1, name: "Anna" },
            bar: {
                start: "08:30",
                stop: "17:30",
                from: 0.1,
                to: 0.9,
                marks: [
                    { at: 0.09, text: "On duty 08:24", missing: false },
                    { at: 0.9, text: "Off duty no record", missing: true },
                ],
            },
            verdict: "Missed punch",
            reasons: [],
            hidden_facts: 0,
            history: [],
            actions: [],
        };
    });
});

async function openBoard(params = {}) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "cs_attendance.month_board",
        path: "attendance-board",
        params,
    });
    await animationFrame();
}

const cell = (row, day) => queryOne(`tr[data-row="${row}"] td[data-day="${day}"]`);

async function type(...keys) {
    for (const key of keys) {
        await press(key);
        await animationFrame();
    }
}

test("every code: character, shape and colour, in words for who cannot see it", async () => {
    const cells = Object.fromEntries(CODES.map((_code, index) => [index + 1, index]));
    board = makeBoard({ people: [makePerson(1, "Anna", cells)] });
    await openBoard();
    CODES.forEach((code, index) => {
        const td = cell(0, index + 1);
        expect(td.firstChild.textContent).toBe(code.char);
        expect(td).toHaveClass(code.class);
        expect(td).toHaveAttribute(
            "aria-label",
            `Oct ${index + 1} ${code.label}${code.pending ? ", waits for approval" : ""}`
        );
    });
    expect(cell(0, 1).querySelector("em")).toHaveText("√");
    // the future is blank
    expect(cell(0, 31)).toHaveText("");
    expect.verifySteps(["board null null"]);
});

test("a grid with header, totals and one tab stop", async () => {
    await openBoard();
    expect("table[role=grid]").toHaveAttribute("aria-rowcount", "6");
    expect("thead th").toHaveCount(1 + 31 + 6);
    expect(queryAllTexts("tbody .cs_mb_name > span:last-child")).toEqual(["Anna", "Bo", "Cy"]);
    expect("td[tabindex='0']").toHaveCount(1);
    expect(queryAllTexts("tfoot tr:eq(0) td").slice(0, 3)).toEqual(["2", "3", "2"]);
    expect(queryAllTexts("tfoot tr:eq(1) td").slice(0, 3)).toEqual(["3", "3", "2"]);
    expect(".cs_mb_count").toHaveText("3 people · 1 to do");
    expect.verifySteps(["board null null"]);
});

test("a shortfall is marked, but not on a day that is not over", async () => {
    const people = [1, 2, 3].map((id) => makePerson(id, `P${id}`, { 1: 6, 22: 6, 23: 6 }));
    board = makeBoard({ people, today: 23 });
    await openBoard();
    expect("tfoot .cs_mb_low").toHaveCount(2);
    expect(queryAllTexts("tfoot .cs_mb_low")).toEqual(["0", "0"]);
    expect("tfoot tr:first-child td:eq(22)").not.toHaveClass("cs_mb_low");
    expect.verifySteps(["board null null"]);
});

test("with the keyboard: arrows, ends, corners, months", async () => {
    board = (month) =>
        makeBoard({
            month: month || 202610,
            previous: (month || 202610) - 1,
            people: [makePerson(1, "Anna", { 1: 0 }), makePerson(2, "Bo", { 1: 0 })],
        });
    await openBoard();
    cell(0, 1).focus();
    await type("ArrowRight", "ArrowDown");
    expect(cell(1, 2)).toBeFocused();
    await type("ArrowDown", "ArrowRight");
    expect(cell(1, 3)).toBeFocused();
    await type("End");
    expect(cell(1, 31)).toBeFocused();
    await type("Home");
    expect(cell(1, 1)).toBeFocused();
    await type(["ctrl", "End"]);
    expect(cell(1, 31)).toBeFocused();
    await type(["ctrl", "Home"]);
    expect(cell(0, 1)).toBeFocused();
    expect("td[tabindex='0']").toHaveCount(1);
    expect.verifySteps(["board null null"]);
    await type("PageUp");
    await animationFrame();
    expect.verifySteps(["board 202609 null"]);
    expect(cell(0, 1)).toBeFocused();
    await type("PageDown");
    expect.verifySteps(["board 202611 null"]);
});

test("Enter explains, moving keeps the panel open, Esc closes", async () => {
    await openBoard();
    cell(0, 2).focus();
    await contains(cell(0, 3)).click();
    expect(".cs_explanation_side").toHaveCount(1);
    expect(cell(0, 3)).toBeFocused();
    expect(cell(0, 3)).toHaveAttribute("aria-selected", "true");
    expect.verifySteps(["board null null", "explain 103"]);
    await type("ArrowLeft");
    await advanceTime(WAIT.follow);
    await animationFrame();
    expect.verifySteps(["explain 102"]);
    expect(".cs_explanation h2").toHaveText("Person 102");
    await type("Escape");
    expect(".cs_explanation_side").toHaveCount(0);
    expect(cell(0, 2)).toBeFocused();
    await type("Enter");
    expect.verifySteps(["explain 102"]);
    await type("Escape");
    await type("ArrowDown", "End", "Enter");
    expect(".cs_explanation_side").toHaveCount(0);
    expect("[aria-live=polite]:first").toHaveText("There is no verdict on this day yet.");
});

test("the arrows of the panel move the grid", async () => {
    await openBoard();
    await contains(cell(0, 2)).click();
    await contains("button[name=next]").click();
    await animationFrame();
    expect(cell(0, 3)).toHaveAttribute("aria-selected", "true");
    expect.verifySteps(["board null null", "explain 102", "explain 103"]);
});

test("the explanation shows the hours as a bar", async () => {
    await openBoard();
    await contains(cell(0, 3)).click();
    expect(queryAllTexts(".cs_day_bar_times span")).toEqual(["08:30", "17:30"]);
    expect(".cs_day_bar_texts .cs_missing").toHaveText("Off duty no record");
    expect(".cs_explanation_head .cs_person_face").toHaveText("A");
    expect.verifySteps(["board null null", "explain 103"]);
});

test("what was done from the panel changes cells in place and says so once", async () => {
    await openBoard();
    await contains(cell(0, 3)).click();
    board = makeBoard({
        people: [
            makePerson(1, "Anna", { 1: 0, 2: 2, 3: 1 }),
            makePerson(2, "Bo", { 1: 0, 2: 0, 3: 0 }),
            makePerson(3, "Cy", { 1: 6, 2: 0 }, 2),
        ],
    });
    getService("cs_explanation").bus.trigger("changed", {
        resModel: "cs.attendance.day",
        resId: 103,
    });
    await animationFrame();
    await animationFrame();
    expect(cell(0, 3).firstChild.textContent).toBe("补");
    expect("[aria-live=polite]:first").toHaveText("Anna Oct 3 fix");
    expect.verifySteps(["board null null", "explain 103", "board 202610 null"]);
});

test("filters are in the address", async () => {
    await openBoard();
    await contains("input[type=search]").edit("b", { confirm: false });
    await animationFrame();
    expect("tr[data-row]").toHaveCount(1);
    await contains("select").select("2");
    await animationFrame();
    await contains(".cs_mb_only").click();
    await animationFrame();
    expect(router.current).toInclude(["q", "b"]);
    expect(router.current).toInclude(["department", 2]);
    expect(router.current).toInclude(["only", 1]);
    expect(router.current).toInclude(["resId", 202610]);
    expect.verifySteps(["board null null", "board 202610 2"]);
    expect(".cs_mb_note p").toHaveText("Nobody matches these filters.");
    await contains(".cs_mb_note button").click();
    await animationFrame();
    expect("tr[data-row]").toHaveCount(3);
    expect(router.current.q).toBe(undefined);
    expect.verifySteps(["board 202610 null"]);
});

test("a link restores month and filters", async () => {
    await openBoard({ resId: 202609, q: "cy", only: 1, department: 2 });
    expect("tr[data-row]").toHaveCount(1);
    expect("input[type=search]").toHaveValue("cy");
    expect(".cs_mb_only").toHaveAttribute("aria-pressed", "true");
    expect.verifySteps(["board null 2"]);
});

test("hovering previews after a moment", async () => {
    onRpc("cs.attendance.board", "get_preview", ({ args }) => {
        expect.step(`preview ${args[0]}`);
        return { title: "Anna · Oct 3", lines: ["Missed", "", "On duty 08:24"] };
    });
    await openBoard();
    await hover(cell(0, 3));
    expect.verifySteps(["board null null"]);
    await advanceTime(WAIT.preview);
    await animationFrame();
    expect.verifySteps(["preview 103"]);
});

test("names stay and cells turn grey while another month loads", async () => {
    const slow = new Deferred();
    await openBoard();
    board = () => slow;
    await contains("button[name=next_month]").click();
    expect(cell(0, 1)).toHaveText("√");
    await advanceTime(WAIT.blank);
    await animationFrame();
    expect("table[role=grid]").toHaveAttribute("aria-busy", "true");
    expect(cell(0, 1)).toHaveClass("cs_mb_blank");
    expect(queryAllTexts("tbody .cs_mb_name > span:last-child")).toEqual(["Anna", "Bo", "Cy"]);
    slow.resolve(makeBoard({ month: 202611, people: [makePerson(2, "Bo", { 1: 0 })] }));
    await animationFrame();
    await animationFrame();
    expect("tr[data-row]").toHaveCount(1);
    expect(".cs_mb_blank").toHaveCount(0);
    expect.verifySteps(["board null null", "board 202611 null"]);
});

test("an empty month says so in one sentence with one button", async () => {
    board = (month) => makeBoard({ month: month || 202610 });
    await openBoard();
    expect(".cs_mb_note p").toHaveText("There are no attendance days in October 2026 yet.");
    expect(".cs_mb_note button").toHaveCount(1);
    await contains(".cs_mb_note button").click();
    expect.verifySteps(["board null null", "board 202609 null"]);
});

test("too many people are asked to choose a department", async () => {
    board = makeBoard({ too_many: 4321 });
    await openBoard();
    expect(".cs_mb_note p").toHaveText(/4321 people are too many/);
    expect.verifySteps(["board null null"]);
});

test("a refusal is told", async () => {
    board = () => {
        throw makeServerError({
            errorName: "odoo.exceptions.AccessError",
            message: "Not for you.",
        });
    };
    await openBoard();
    expect(".cs_mb_note").toHaveText("Not for you.");
    expect.verifySteps(["board null null"]);
});

test("of many people only those in sight are drawn", async () => {
    const count = 500;
    board = makeBoard({
        people: [...Array(count).keys()].map((id) => makePerson(id + 1, `P${1000 + id}`, { 1: 0 })),
    });
    await openBoard();
    expect("table[role=grid]").toHaveAttribute("aria-rowcount", "503");
    const rows = queryAll("tr[data-row]").length;
    expect(rows).toBeLessThan(120);
    const { scrollHeight } = queryOne(".cs_mb_scroll");
    expect(scrollHeight).toBeGreaterThan(500 * 26);
    cell(0, 1).focus();
    await type(["ctrl", "End"]);
    expect(cell(499, 31)).toBeFocused();
    expect("tr[data-row='0']").toHaveCount(0);
    queryOne(".cs_mb_scroll").scrollTop = 0;
    await animationFrame();
    await animationFrame();
    expect("tr[data-row='0']").toHaveCount(1);
    expect("tr[data-row='499']").toHaveCount(0);
    expect.verifySteps(["board null null"]);
});

test("the list of the same days, and of one person", async () => {
    await openBoard();
    patchWithCleanup(getService("action"), {
        loadAction: async () => ({ type: "ir.actions.act_window" }),
        doAction: ({ domain }) => expect.step(JSON.stringify(domain)),
    });
    await contains("button[name=list]").click();
    await contains(".cs_mb_name:first").click();
    expect.verifySteps([
        "board null null",
        '[["month","=","2026-10-01"]]',
        '[["month","=","2026-10-01"],["employee_id","=",1]]',
    ]);
});

test("on a phone: only who has exceptions, with their days", async () => {
    patchWithCleanup(utils, { isSmall: () => true });
    await openBoard();
    expect("table").toHaveCount(0);
    expect(queryAllTexts(".cs_mb_people .cs_person > span:last-child")).toEqual(["Anna", "Cy"]);
    expect(queryAllTexts(".cs_mb_chips:first button")).toEqual(["2迟", "3缺"]);
    await contains(".cs_mb_chips:first button:last").click();
    expect(".cs_explanation_sheet").toHaveCount(1);
    expect.verifySteps(["board null null", "explain 103"]);
});

test("export only where it can be made", async () => {
    await openBoard();
    expect("button[name=export]").toHaveCount(0);
    expect("button[name=print]").toHaveCount(1);
    expect.verifySteps(["board null null"]);
});

test("people by department, then by name as the language sorts", () => {
    const people = [
        makePerson(1, "周沐阳", {}, 2),
        makePerson(2, "安心", {}, 2),
        makePerson(3, "郑皓然", {}, 1),
        makePerson(4, "无", {}, 9),
    ];
    const sorted = sortPeople(people, [[1, "A", 0], [2, "B", 1]], "zh-CN");
    expect(sorted.map((person) => person[0])).toEqual([3, 2, 1, 4]);
});

test("sums and selections are plain", () => {
    const people = [makePerson(1, "Anna", { 1: 0, 2: 9 }), makePerson(2, "bo", { 1: 6 })];
    expect(sumUp(people, CODES, 2)).toEqual({ present: [1, 1], due: [2, 1], todo: 1 });
    const all = { people, codes: CODES };
    expect(selectPeople(all, { search: " BO", only: false })).toEqual([people[1]]);
    expect(selectPeople(all, { search: "", only: true })).toEqual(people);
    expect(changedCells(makeBoard({ people }), makeBoard({ people }))).toEqual([]);
});
