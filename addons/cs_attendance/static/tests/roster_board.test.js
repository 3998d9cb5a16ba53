import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { hover, pointerDown, pointerUp, press, queryAll, queryAllTexts, queryOne, queryRect } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import {
    allowTranslations,
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
    draw,
    groupPeople,
    hoursText,
    mergeCoverage,
    shortfalls,
    stateFor,
    stateOf,
    totalHeads,
    totalsOf,
} from "@cs_attendance/roster_board/roster_people";
import { RosterBoard } from "@cs_attendance/roster_board/roster_board";
import { WAIT } from "@cs_attendance/roster_board/roster_board_view";
import { DAY_SHIFT, LOOKS, makeAgent, makeLook, makeRoster, NIGHT_SHIFT } from "./roster_data";

describe.current.tags("desktop");
defineMailModels();

let board, found, answer;

/** The server does what it is told: what comes back is what was sent. */
function accept(changes) {
    const days = changes.map(([, day]) => day).sort();
    return {
        cells: changes.map(([id, day, state]) => [
            id,
            day,
            state ? makeLook({ shift: 0, hours: null, ...state }) : LOOKS.p,
        ]),
        people: [...new Set(changes.map(([id]) => id))],
        troubles: [],
        from: days[0],
        to: days.at(-1),
        coverage: [],
    };
}

beforeEach(() => {
    mockDate("2026-11-02 10:00:00");
    board = makeRoster([
        makeAgent(1, "Anna", "pDDN-LD"),
        makeAgent(2, "Bo", "pNN-D.S"),
        makeAgent(3, "Cy", "p-DDDDD", { department: 3, edit: false }),
    ]);
    found = { coverage: [], troubles: [] };
    answer = accept;
    onRpc("cs.roster.board", "load", ({ kwargs }) => {
        expect.step(`load ${kwargs.week || kwargs.month} ${kwargs.department_id}`);
        return typeof board === "function" ? board(kwargs) : board;
    });
    onRpc("cs.roster.board", "check", () => found);
    onRpc("cs.roster.board", "apply", ({ args: [changes], kwargs }) => {
        const text = changes
            .map(([id, day, state]) => {
                const what = state ? `${state.kind}${state.shift || ""}` : "plan";
                return `${id}@${Number(day.slice(-2))}=${what}`;
            })
            .join(" ");
        expect.step(`${kwargs.exchange ? "exchange " : ""}${text}`);
        return answer(changes);
    });
});

async function openBoard(params = {}) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "cs_attendance.roster_board",
        path: "roster-board",
        params,
    });
    await animationFrame();
    await animationFrame();
}

/** Rows in order: Bo, who leads, Anna, then group two with Cy. */
const cell = (row, day) => queryOne(`tr[data-row="${row}"] td[data-day="${day - 1}"]`);
const letters = (row) =>
    queryAll(`tr[data-row="${row}"] td[data-day]`)
        .map((td) => td.textContent.trim() || ".")
        .join("");

async function type(...keys) {
    for (const key of keys) {
        await press(key);
        await animationFrame();
        await animationFrame();
    }
}

async function dragTo(from, to, { copy = false } = {}) {
    const center = (el) => {
        const { x, y, width, height } = queryRect(el);
        return { clientX: x + width / 2, clientY: y + height / 2, ctrlKey: copy };
    };
    await pointerDown(from);
    for (const place of [center(from), center(to), center(to)]) {
        window.dispatchEvent(new PointerEvent("pointermove", place));
        await animationFrame();
    }
    window.dispatchEvent(new PointerEvent("pointerup", center(to)));
    await pointerUp(to);
    await animationFrame();
    await animationFrame();
}

const bubble = () => queryAllTexts(".cs_rb_bubble .cs_rb_title, .cs_rb_bubble p");

test("groups with their leaders, shifts by character and shape, in words", async () => {
    await openBoard();
    expect(queryAllTexts(".cs_rb_group th")).toEqual([
        "Group one · 2 people · led by Bo",
        "Group two · 1 people",
    ]);
    expect(queryAllTexts("tbody .cs_rb_who > span:last-child")).toEqual(["Bo", "Anna", "Cy"]);
    expect([letters(0), letters(1), letters(2)]).toEqual(["DNN休D.N", "DDDN休年D", "D休DDDDD"]);
    expect(cell(0, 2)).toHaveClass(["cs_rb_s_night", "cs_rb_draft"]);
    expect(cell(0, 7)).toHaveClass("cs_rb_swap");
    expect(cell(0, 6)).toHaveClass("cs_rb_none");
    expect(cell(1, 6)).toHaveClass("cs_rb_leave");
    expect(cell(1, 1)).toHaveClass("cs_rb_plan");
    expect(cell(0, 2)).toHaveAttribute("aria-label", "Bo, Nov 2: Night 17:30–24:00, draft");
    expect(cell(1, 6)).toHaveAttribute(
        "aria-label",
        "Anna, Nov 6: Annual leave, approved, locked"
    );
    expect("td[tabindex='0']").toHaveCount(1);
    expect(cell(0, 2)).toHaveAttribute("tabindex", "0");
    expect("table[role=grid]").toHaveAttribute("aria-rowcount", "6");
    // day, night, off, leave
    expect(queryAllTexts("tr[data-row='1'] .cs_rb_total")).toEqual(["4", "1", "1", "1"]);
    expect(".cs_rb_pill:first").toHaveText("Draft: 15 days not published");
    expect.verifySteps(["load null null"]);
});

test("keys set shifts, a day off and the plan; the cell is drawn at once", async () => {
    await openBoard();
    const slow = new Deferred();
    answer = async (changes) => {
        await slow;
        return accept(changes);
    };
    cell(1, 2).focus();
    await contains(cell(1, 2)).click();
    await type("2");
    expect(cell(1, 2)).toHaveText("N");
    await type("ArrowRight", "0");
    expect(letters(1)).toBe("DN休N休年D");
    slow.resolve();
    await animationFrame();
    await animationFrame();
    await type("Delete");
    expect.verifySteps(["load null null", "1@2=work2", "1@3=rest", "1@3=plan"]);
    expect(letters(1)).toBe("DNDN休年D");
    expect("[aria-live=polite]:first").toHaveText(/Anna Nov 3: Day/);
});

test("Ctrl+Z takes back step by step, before publishing", async () => {
    await openBoard();
    expect("button[name=undo]").not.toBeEnabled();
    await contains(cell(1, 1)).click();
    await type("2", "ArrowRight", "0");
    expect(letters(1)).toBe("N休DN休年D");
    await type(["ctrl", "z"]);
    expect(letters(1)).toBe("NDDN休年D");
    await contains("button[name=undo]").click();
    await animationFrame();
    expect(letters(1)).toBe("DDDN休年D");
    expect(cell(1, 1)).toHaveClass("cs_rb_plan");
    expect("button[name=undo]").not.toBeEnabled();
    cell(1, 2).focus();
    await type(["ctrl", "z"]);
    expect("[aria-live=polite]:first").toHaveText("There is nothing to undo.");
    expect.verifySteps(["load null null", "1@1=work2", "1@2=rest", "1@2=work1", "1@1=plan"]);
});

test("Shift selects; a key sets all selected cells as one step", async () => {
    await openBoard();
    await contains(cell(0, 2)).click();
    await type(["shift", "ArrowDown"], ["shift", "ArrowRight"]);
    expect("td[aria-selected=true]").toHaveCount(4);
    expect("button[name=fill]").toBeEnabled();
    await type("0");
    expect(letters(0).slice(1, 3) + letters(1).slice(1, 3)).toBe("休休休休");
    await type(["ctrl", "z"]);
    expect(letters(0).slice(1, 3) + letters(1).slice(1, 3)).toBe("NNDD");
    expect.verifySteps([
        "load null null",
        "2@2=rest 2@3=rest 1@2=rest 1@3=rest",
        "2@2=work2 2@3=work2 1@2=work1 1@3=work1",
    ]);
    await type("Escape");
    expect("td[aria-selected=true]").toHaveCount(0);
});

test("dragging within a day exchanges two people's shifts", async () => {
    await openBoard();
    await dragTo(cell(0, 2), cell(1, 2));
    expect.verifySteps(["load null null", "exchange 1@2=work2 2@2=work1"]);
    expect([cell(0, 2).textContent.trim(), cell(1, 2).textContent.trim()]).toEqual(["D", "N"]);
    expect(cell(1, 2)).toBeFocused();
    expect(".cs_rb_ghost").toHaveCount(0);
});

test("dragging within a row moves, with Ctrl it copies anywhere", async () => {
    await openBoard();
    await dragTo(cell(1, 4), cell(1, 5));
    expect.verifySteps(["load null null", "1@5=work2 1@4=rest"]);
    await dragTo(cell(1, 5), cell(0, 3), { copy: true });
    expect.verifySteps(["2@3=work2"]);
    await dragTo(cell(1, 5), cell(0, 4));
    expect(bubble()[0]).toBe("Not possible");
    expect(bubble()[1]).toMatch(/Hold Ctrl to copy/);
    expect.verifySteps([]);
});

test("Space picks up, arrows carry, Space drops: the twin of dragging", async () => {
    await openBoard();
    await contains(cell(0, 2)).click();
    await type("Space");
    expect(cell(0, 2)).toHaveClass("cs_rb_from");
    expect("[aria-live=polite]:first").toHaveText(/^Picked up: Night/);
    await type("ArrowDown");
    expect(cell(1, 2)).toHaveClass("cs_rb_target");
    await type("Space");
    expect.verifySteps(["load null null", "exchange 1@2=work2 2@2=work1"]);
    expect(".cs_rb_from").toHaveCount(0);
    await type(["ctrl", "c"], "ArrowRight", ["ctrl", "v"], "ArrowRight", ["ctrl", "v"]);
    expect.verifySteps(["1@3=work2", "1@4=work2"]);
    await type("Escape");
    expect(".cs_rb_from").toHaveCount(0);
});

test("what is refused is taken back and explained at the cell", async () => {
    await openBoard();
    answer = () => ({
        refused: {
            employee_id: 1,
            date: "2026-11-02",
            title: "No exchange",
            text: "Two shifts in a row.",
            rule: "ATT-11",
            rule_title: "Swapping shifts",
            rule_text: "Nobody works two shifts in a row.",
            others: [
                [3, "Cy"],
                [99, "Out of sight"],
            ],
        },
    });
    await dragTo(cell(0, 2), cell(1, 2));
    expect([letters(0), letters(1)]).toEqual(["DNN休D.N", "DDDN休年D"]);
    expect(".cs_rb_bubble[role=alert]").toHaveCount(1);
    expect(bubble()).toEqual(["No exchange", "Two shifts in a row."]);
    expect(".cs_rb_bubble .cs_rule_code").toHaveText("ATT-11");
    expect(queryAllTexts(".cs_rb_others .cs_person > span:last-child")).toEqual(["Cy"]);
    expect("button[name=undo]").not.toBeEnabled();
    const { top } = queryRect(".cs_rb_bubble");
    expect(top).toBeGreaterThan(queryRect(cell(1, 2)).bottom);
    // the other one exchanges instead, who is read only here
    await contains(".cs_rb_others button").click();
    await animationFrame();
    expect(bubble()[0]).toBe("Only to be read");
    await type("Escape");
    expect(".cs_rb_bubble").toHaveCount(0);
    expect(cell(1, 2)).toBeFocused();
    expect.verifySteps(["load null null", "exchange 1@2=work2 2@2=work1"]);
});

test("what somebody else changed meanwhile is loaded again", async () => {
    answer = () => ({
        refused: {
            employee_id: 2,
            date: "2026-11-03",
            title: "Changed meanwhile",
            text: "Somebody else has changed Bo.",
            rule: "",
            others: [],
            is_outdated: true,
        },
    });
    await openBoard();
    await contains(cell(0, 2)).click();
    await type("0");
    await animationFrame();
    await animationFrame();
    expect(".cs_rb_bubble .cs_rb_title").toHaveText("Changed meanwhile");
    expect("button[name=undo]").not.toBeEnabled();
    expect.verifySteps(["load null null", "2@2=rest", "load 202611 null"]);
});

test("instead of who is refused somebody else gets the shift", async () => {
    board = makeRoster([makeAgent(1, "Anna", "pDDN-LD"), makeAgent(4, "Di", "p------")]);
    await openBoard();
    answer = (changes) =>
        changes[0][0] === 1
            ? {
                  refused: {
                      employee_id: 1,
                      date: changes[0][1],
                      title: "Shifts overlap",
                      text: "…",
                      rule: "ATT-10",
                      rule_title: "",
                      rule_text: "",
                      others: [[4, "Di"]],
                  },
              }
            : accept(changes);
    await contains(cell(0, 3)).click();
    await type("2");
    await contains(".cs_rb_others button").click();
    await animationFrame();
    await animationFrame();
    expect(letters(1)).toBe("D休N休休休休");
    expect.verifySteps(["load null null", "1@3=work2", "4@3=work2"]);
});

test("an error of the server is told at the cell too", async () => {
    await openBoard();
    answer = () => {
        throw makeServerError({
            errorName: "odoo.exceptions.UserError",
            message: "The month is closed.",
        });
    };
    await contains(cell(1, 2)).click();
    await type("0");
    expect(bubble()).toEqual(["Not changed", "The month is closed."]);
    expect(letters(1)).toBe("DDDN休年D");
    expect.verifySteps(["load null null", "1@2=rest"]);
});

test("rosters of others are only read, leave is locked", async () => {
    await openBoard();
    await contains(cell(2, 3)).click();
    await type("0");
    expect(bubble()).toEqual([
        "Only to be read",
        "Cy does not belong to your team. Ask who leads the group.",
    ]);
    await contains(cell(1, 6)).click();
    expect(".cs_rb_bubble").toHaveCount(0);
    await type("Space");
    expect(bubble()[1]).toBe("Anna is on approved leave (Annual leave) on this day.");
    expect(".cs_rb_bubble .cs_rule_code").toHaveText("ATT-09");
    await dragTo(cell(2, 3), cell(2, 4));
    expect(bubble()[0]).toBe("Only to be read");
    expect.verifySteps(["load null null"]);
});

test("who plans nobody has no buttons to do so", async () => {
    board = makeRoster([makeAgent(3, "Cy", "p-DDDDD", { edit: false })], { patterns: [] });
    await openBoard();
    expect("button[name=publish], button[name=generate], button[name=fill]").toHaveCount(0);
    expect("button[name=print]").toHaveCount(1);
    expect(".cs_rb_help").toHaveText(/^Read only/);
    expect(".cs_rb_pill").toHaveText("Draft: 6 days not published");
    expect.verifySteps(["load null null"]);
});

test("a pattern over the selected cells", async () => {
    onRpc("cs.roster.board", "fill", ({ args, kwargs }) => {
        expect.step(`fill ${JSON.stringify(args)} ${kwargs.stagger}`);
        return accept([
            [2, "2026-11-02", { kind: "work", shift: 1 }],
            [1, "2026-11-02", { kind: "rest" }],
        ]);
    });
    await openBoard();
    expect("button[name=fill]").not.toBeEnabled();
    expect(".cs_rb_fill").toHaveText(/Select cells with Shift/);
    await contains(cell(0, 2)).click();
    await type(["shift", "ArrowDown"]);
    await contains(".cs_rb_fill input").click();
    await contains("button[name=fill]").click();
    await animationFrame();
    expect(cell(0, 2)).toHaveText("D");
    expect(cell(1, 2)).toHaveText("休");
    await contains("button[name=undo]").click();
    await animationFrame();
    expect.verifySteps([
        "load null null",
        'fill [5,[2,1],"2026-11-02","2026-11-02"] true',
        "2@2=work2 1@2=work1",
    ]);
});

test("coverage: shortfalls stand out and show who could help", async () => {
    found.coverage = [
        [1, [[1, 1, 0], [1, 0, 0], [2, 2, 0], [1, 1, 0], [1, 1, 0], [1, 1, 0], [1, 1, 0]]],
        [2, [[0, 0, 0], [1, 2, 1], [1, 1, 0], [1, 1, 0], [0, 0, 0], [0, 0, 0], [1, 1, 0]]],
    ];
    onRpc("cs.roster.board", "candidates", ({ args }) => {
        expect.step(`candidates ${args}`);
        return [[1, "Anna"]];
    });
    await openBoard();
    expect(queryAllTexts("tfoot tr:last td").slice(0, 3)).toEqual(["–", "1/2", "1/1"]);
    expect("tfoot .cs_rb_low").toHaveCount(1);
    expect(".cs_rb_todo").toHaveText("1 gaps");
    await contains("button[name=next_gap]").click();
    await animationFrame();
    expect(bubble()[0]).toBe("Night · Nov 2");
    answer = (changes) => ({ ...accept(changes), coverage: [[2, [[2, 2, 0]]]] });
    await contains(".cs_rb_others button").click();
    await animationFrame();
    await animationFrame();
    expect(cell(1, 2)).toHaveText("N");
    expect("tfoot .cs_rb_low").toHaveCount(0);
    // what was not answered anew is zero: nobody works the day shift any more
    expect(queryAllTexts("tfoot tr:first td").slice(0, 3)).toEqual(["1/1", "–", "2/2"]);
    expect.verifySteps(["load null null", "candidates 2,2026-11-02", "1@2=work2"]);
});

test("troubles are marked and named", async () => {
    found.troubles = [
        [1, "2026-11-03", "ATT-10", "Seven days in a row.", false],
        [2, "2026-11-03", "ATT-10", "Shifts overlap.", true],
    ];
    await openBoard();
    expect(cell(1, 3)).toHaveClass("cs_rb_soft");
    expect(cell(0, 3)).toHaveClass("cs_rb_hard");
    expect(cell(1, 3)).toHaveAttribute("aria-label", /Seven days in a row/);
    await contains(cell(1, 3)).click();
    await type("Enter");
    expect(".cs_rb_bubble .cs_rb_rule").toHaveText("ATT-10 Seven days in a row.");
    // what is counted is found: each press goes to the next one, then from the start
    await contains("button[name=next_trouble]").click();
    expect(".cs_rb_bubble .cs_rb_rule").toHaveText("ATT-10 Shifts overlap.");
    await contains("button[name=next_trouble]").click();
    expect(".cs_rb_bubble .cs_rb_rule").toHaveText("ATT-10 Seven days in a row.");
    expect.verifySteps(["load null null"]);
});

test("publishing asks with what is shown, and the board is loaded again", async () => {
    await openBoard();
    patchWithCleanup(getService("action"), {
        doAction(name, { additionalContext, onClose }) {
            expect.step(`${name} ${JSON.stringify(additionalContext)}`);
            return onClose();
        },
    });
    answer = (changes) => accept(changes);
    await contains(cell(0, 3)).click();
    await type("0");
    await contains("button[name=publish]").click();
    await animationFrame();
    await animationFrame();
    expect("button[name=undo]").not.toBeEnabled();
    expect.verifySteps([
        "load null null",
        "2@3=rest",
        'cs_attendance.cs_roster_publish_action {"default_date_from":"2026-11-01","default_date_to":"2026-11-07","default_employee_ids":[2,1]}',
        "load 202611 null",
    ]);
});

test("generate from patterns asks for those whom the user plans", async () => {
    onRpc("cs.roster", "generate", ({ args }) => {
        expect.step(`generate ${JSON.stringify(args)}`);
        return { made: 3, kept: 4, people: 2 };
    });
    await openBoard();
    await contains("button[name=generate]").click();
    await animationFrame();
    expect.verifySteps([
        "load null null",
        'generate [[2,1],"2026-11-01","2026-11-07"]',
        "load 202611 null",
    ]);
});

test("keys move, months turn, what is shown is in the address", async () => {
    await openBoard();
    await contains(cell(0, 2)).click();
    await type("End");
    expect(cell(0, 7)).toBeFocused();
    await type(["ctrl", "End"]);
    expect(cell(2, 7)).toBeFocused();
    await type(["ctrl", "Home"]);
    expect(cell(0, 1)).toBeFocused();
    expect(router.current).toInclude(["resId", 202611]);
    await type("PageDown");
    await contains("select:first").select("3");
    await animationFrame();
    expect(router.current).toInclude(["department", 3]);
    expect.verifySteps(["load null null", "load 202612 null", "load 202611 3"]);
    board = { ...board, is_week: true, first: "2026-11-01", label: "Nov 1 – Nov 7" };
    await contains("button[name=week]").click();
    await animationFrame();
    expect(router.current).toInclude(["week", "2026-11-01"]);
    expect(cell(0, 2)).toHaveText("N\n17:30–24:00");
    expect.verifySteps(["load 2026-11-01 3"]);
});

test("a link restores week and department", async () => {
    await openBoard({ resId: 202611, week: "2026-11-09", department: 3 });
    expect.verifySteps(["load 2026-11-09 3"]);
});

test("hovering previews after a moment, and nothing more", async () => {
    await openBoard();
    await hover(cell(0, 2));
    expect(".cs_mb_preview").toHaveCount(0);
    await advanceTime(WAIT.preview);
    await animationFrame();
    expect(".cs_mb_preview").toHaveCount(1);
    expect.verifySteps(["load null null"]);
});

test("a preview whose day went with its board is not shown", async () => {
    await openBoard();
    const left = cell(0, 7);
    patchWithCleanup(RosterBoard.prototype, {
        show(shown) {
            super.show(shown);
            this.preview({ row: 0, day: 6 }, left); // the moment is over before the board is drawn
        },
    });
    board = makeRoster([makeAgent(1, "Anna", "pDD")], { is_week: true });
    await contains("button[name=week]").click();
    await animationFrame();
    expect(left.isConnected).toBe(false);
    expect(".cs_mb_preview").toHaveCount(0);
    expect.verifySteps(["load null null", "load 2026-11-02 null"]);
});

test("print and export what is shown", async () => {
    onRpc("cs.roster.board", "print_roster", ({ kwargs }) => {
        expect.step(`print ${kwargs.month} ${kwargs.department_id}`);
        return { type: "ir.actions.act_window_close" };
    });
    onRpc("cs.roster.board", "export", ({ kwargs }) => {
        expect.step(`export ${kwargs.month}`);
        return { type: "ir.actions.act_window_close" };
    });
    await openBoard();
    await contains("button[name=print]").click();
    await contains("button[name=export]").click();
    expect.verifySteps(["load null null", "print 202611 null", "export 202611"]);
});

test("of two hundred people only those in sight are drawn, and one change draws one row", async () => {
    const people = [...Array(200).keys()].map((id) =>
        makeAgent(id + 1, `P${1000 + id}`, "D".repeat(30))
    );
    board = makeRoster(people);
    await openBoard();
    expect(queryAll("tr[data-row]").length).toBeLessThan(120);
    expect(queryOne(".cs_rb_scroll").scrollHeight).toBeGreaterThan(200 * 31);
    await contains(cell(0, 1)).click();
    await type(["ctrl", "End"]);
    expect(cell(199, 30)).toBeFocused();
    const before = cell(198, 30);
    await type("2");
    expect(cell(199, 30)).toHaveText("N");
    expect(cell(198, 30)).toBe(before);
    expect.verifySteps(["load null null", "200@30=work2"]);
});

test("too many people, nobody at all, a refusal", async () => {
    board = makeRoster([], { too_many: 900 });
    await openBoard();
    expect(".cs_rb_note p").toHaveText(/900 people are too many/);
    board = () => {
        throw makeServerError({
            errorName: "odoo.exceptions.AccessError",
            message: "Not for you.",
        });
    };
    await contains("button[name=next]").click();
    await animationFrame();
    expect(".cs_rb_note").toHaveText("Not for you.");
    expect.verifySteps(["load null null", "load 202612 null"]);
});

test("names stay and cells turn grey while another month loads", async () => {
    const slow = new Deferred();
    await openBoard();
    const other = makeRoster([makeAgent(2, "Bo", "DDDDDDD")], { month: 202612 });
    board = async () => {
        await slow;
        return other;
    };
    await contains("button[name=next]").click();
    await advanceTime(WAIT.blank);
    await animationFrame();
    expect(cell(0, 2)).toHaveClass("cs_rb_blank");
    expect("table[role=grid]").toHaveAttribute("aria-busy", "true");
    slow.resolve();
    await animationFrame();
    await animationFrame();
    expect("tr[data-row]").toHaveCount(1);
    expect(".cs_rb_blank").toHaveCount(0);
    expect.verifySteps(["load null null", "load 202612 null"]);
});

test("on a phone: the own coming days and what needs somebody", async () => {
    patchWithCleanup(utils, { isSmall: () => true });
    board.mine = 2;
    found.troubles = [[1, "2026-11-03", "ATT-10", "Seven days in a row.", false]];
    await openBoard();
    expect("table").toHaveCount(0);
    expect(queryAllTexts(".cs_rb_list:first .cs_rb_chip")).toEqual(["N", "N", "休", "D", "N"]);
    expect(queryAllTexts(".cs_rb_list:first .cs_rb_what")[0]).toBe("Night 17:30–24:00");
    expect(".cs_rb_list:last li").toHaveText(/Anna.*Seven days in a row/s);
    patchWithCleanup(getService("action"), {
        doAction: (action) => expect.step(action),
    });
    await contains("button[name=mine]").click();
    expect.verifySteps(["load null null", "cs_attendance.cs_roster_mine_action"]);
});

// What needs no screen

const context = {
    shifts: { 1: DAY_SHIFT, 2: NIGHT_SHIFT },
    signs: { rest: ["休", "Rest"], holiday: ["节", "Holiday"], work: ["·", "Work"] },
};

test("people by department, who leads first, then by name as the language sorts", () => {
    const { people, items } = groupPeople(
        makeRoster([
            makeAgent(1, "周沐阳", "D"),
            makeAgent(2, "郑皓然", "D"),
            makeAgent(3, "安心", "D"),
            makeAgent(4, "无", "D", { department: 9 }),
        ]),
        "zh-CN"
    );
    expect(people.map(({ id }) => id)).toEqual([2, 3, 1, 4]);
    expect(items.map(({ key }) => key)).toEqual(["group-1", 2, 3, 1, "group-9", 4]);
});

test("what a cell becomes that gets the content of another one", () => {
    expect(stateOf(LOOKS.p)).toBe(null);
    expect(stateOf(LOOKS.S)).toEqual({ kind: "work", shift: 2, hours: null, origin: "swap" });
    expect(stateFor(LOOKS.S, false)).toEqual({ kind: "work", shift: 2, hours: null });
    expect(stateFor(LOOKS.L, false)).toBe(undefined);
    expect(stateFor(null, false)).toBe(undefined);
    const holiday = makeLook({ kind: "holiday", shift: 0 });
    expect(stateFor(holiday, true)).toEqual({ kind: "holiday" });
    expect(stateFor(holiday, false)).toEqual({ kind: "rest" });
    expect(stateFor(makeLook({ kind: "makeup" }), false).kind).toBe("work");
    expect(stateFor(makeLook({ shift: 0 }), false)).toBe(undefined);
});

test("own hours, overtime and leave for a part of the day", () => {
    allowTranslations();
    expect(hoursText([1050, 1440])).toBe("17:30–24:00");
    expect(hoursText([1200, 1980])).toBe("20:00–09:00");
    const look = makeLook({ hours: [540, 1050], extra: "19:00–21:00", leave: ["事", "Affairs", true] });
    const { char, class: shape, words } = draw(look, context);
    expect(char).toBe("D");
    expect(shape).toInclude("cs_rb_part");
    expect(words.map(String)).toEqual([
        "Day 09:00–17:30",
        "Affairs for a part of the day",
        "draft",
        "overtime 19:00–21:00",
    ]);
});

test("totals count shifts, or all work together when there are many", () => {
    allowTranslations();
    const person = { looks: [LOOKS.D, LOOKS.N, LOOKS["-"], LOOKS.L, null] };
    expect(totalsOf(person, totalHeads([DAY_SHIFT, NIGHT_SHIFT]))).toEqual([1, 1, 1, 1]);
    const many = [1, 2, 3, 4, 5].map((id) => ({ ...DAY_SHIFT, id }));
    expect(totalsOf(person, totalHeads(many))).toEqual([2, 1, 1]);
});

test("coverage is put together from parts", () => {
    const before = [[1, [[1, 1, 0], [1, 1, 0], [1, 1, 0]]]];
    const after = mergeCoverage(before, 3, 1, 2, [[2, [[0, 1, 1], [5, 4, 1]]]]);
    expect(after).toEqual([
        [1, [[1, 1, 0], [0, 0, 0], [0, 0, 0]]],
        [2, [[0, 0, 0], [0, 1, 1], [5, 4, 1]]],
    ]);
    expect(before[0][1][1]).toEqual([1, 1, 0]);
    expect(shortfalls(after)).toEqual([[2, 1], [2, 2]]);
});
