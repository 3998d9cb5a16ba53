import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    allowTranslations,
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { utils } from "@web/core/ui/ui_service";
import { WebClient } from "@web/webclient/webclient";
import { punchMeaning } from "@cs_attendance/my_month/punch_meaning";
import { makeMonth } from "./board_data";

describe.current.tags("desktop");
defineMailModels();

let month;

beforeEach(() => {
    // 16:48 in Shanghai
    mockDate("2026-10-23 08:48:00", +8);
    month = makeMonth();
    onRpc("cs.attendance.my.month", "get_month", ({ args }) => {
        expect.step(`month ${args[0]}`);
        return typeof month === "function" ? month(args[0]) : month;
    });
    onRpc("cs.attendance.day", "get_explanation", ({ args: [[id]] }) => {
        expect.step(`explain ${id}`);
        return {
            title: `Day ${id}`,
            subtitle: "",
            badge: "",
            token: "",
            verdict: "",
            reasons: [],
            hidden_facts: 0,
            history: [],
            actions: [],
        };
    });
});

async function openMonth() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "cs_attendance.my_month",
    });
    await animationFrame();
}

const day = (number) => queryOne(`.cs_mm_calendar [data-day="${number}"]`);

function at(side, clock, vals = {}) {
    const { punch } = makeMonth().today_card;
    const meaning = punchMeaning(
        { ...punch, side, ...vals },
        luxon.DateTime.fromISO(`2026-10-23T${clock}+08:00`)
    );
    return { ...meaning, text: meaning.text.toString() };
}

test("ATT-04: what pressing the button now would mean, exactly at the limits", () => {
    allowTranslations();
    expect(at("in", "08:30:00").level).toBe("ok");
    expect(at("in", "08:30:01").text).toBe("Counts as 1 minutes late now");
    expect(at("in", "09:00:00").level).toBe("late");
    expect(at("in", "09:00:01").text).toBe("31 minutes late now: counts as absence");
    expect(at("in", "08:35:00", { grace: 5 }).level).toBe("ok");
    expect(at("in", "08:35:01", { grace: 5 }).level).toBe("late");
    expect(at("out", "17:30:00").level).toBe("ok");
    expect(at("out", "17:29:59").text).toBe("Counts as 1 minutes early now");
    expect(at("out", "17:00:00").level).toBe("late");
    expect(at("out", "16:59:59").level).toBe("absent");
    expect(at("out", "17:20:00", { strict: true }).level).toBe("absent");
    expect(at("in", "12:00:00", { start: "", stop: "" }).level).toBe("ok");
});

test("today, numbers and calendar", async () => {
    await openMonth();
    expect(".cs_mm_today b").toHaveText("Today Day shift 08:30–17:30");
    expect(".cs_mm_today .cs_mute:first").toHaveText("Oct 23 · now 16:48");
    expect("button[name=punch]").toHaveText(
        "Punch out\n42 minutes early now: counts as absence"
    );
    expect(queryAllTexts(".cs_mm_steps span")).toEqual([
        "On duty since 08:21",
        "Normal off duty from 17:30",
    ]);
    expect(queryAllTexts(".cs_mm_figures dd")).toEqual(["11", "1"]);
    expect(".cs_mm_calendar button").toHaveCount(31);
    expect(day(1)).toHaveStyle({ gridColumnStart: "4" });
    expect(day(23)).toHaveAttribute("aria-current", "date");
    expect(".cs_mm_calendar [tabindex='0']").toHaveCount(1);
    expect(day(28)).toHaveText("28\n白");
    expect(".cs_mm_todo p").toHaveText("Nothing needs you at the moment.");
    expect.verifySteps(["month null"]);
});

test("without a button where people do not punch in the browser", async () => {
    month.today_card.punch = false;
    await openMonth();
    expect("button[name=punch]").toHaveCount(0);
    expect.verifySteps(["month null"]);
});

test("punching goes the stock way and shows at once", async () => {
    onRpc("/hr_attendance/systray_check_in_out", () => {
        expect.step("punch");
        month = makeMonth({ today_card: { ...month.today_card, out: "16:48" } });
        return {};
    });
    await openMonth();
    await contains("button[name=punch]").click();
    await animationFrame();
    expect.verifySteps(["month null", "punch", "month 202610"]);
    expect(".cs_mm_steps span:last").toHaveText("Off duty at 16:48");
});

test("a day opens its reasons, a day to come offers leave and outing", async () => {
    onRpc("cs.attendance.my.month", "get_request", ({ args }) => {
        expect.step(`ask ${args}`);
        return { type: "ir.actions.act_window_close" };
    });
    await openMonth();
    await contains(day(22)).click();
    expect(".cs_explanation_side h2").toHaveText("Day 921");
    expect(day(22)).toHaveAttribute("aria-pressed", "true");
    await contains(day(28)).click();
    expect(".cs_explanation_side").toHaveCount(0);
    expect(".cs_mm_plan b").toHaveText("Oct 28");
    await contains("button[name=leave]").click();
    expect.verifySteps(["month null", "explain 921", "ask leave,2026-10-28", "month 202610"]);
});

test("with the keyboard through the calendar", async () => {
    await openMonth();
    day(23).focus();
    for (const [key, number] of [
        ["ArrowLeft", 22],
        ["ArrowUp", 15],
        ["ArrowDown", 22],
        ["End", 31],
        ["Home", 1],
        ["ArrowLeft", 1],
    ]) {
        await press(key);
        await animationFrame();
        expect(day(number)).toBeFocused();
    }
    expect.verifySteps(["month null"]);
});

test("what needs me: button by kind", async () => {
    const row = {
        key: "day 921",
        char: "缺",
        class: "cs_day cs_day_miss",
        title: "Oct 22: no off-duty punch",
        note: "No. 2 this month",
        due: "7 days left",
        late: false,
        button: {
            label: "Correct Punch",
            primary: true,
            model: "cs.attendance.day",
            id: 921,
            method: "action_correct",
        },
    };
    month = makeMonth({
        todo: [
            row,
            {
                ...row,
                key: "day 920",
                due: "",
                button: { ...row.button, label: "View", id: 920, method: null },
            },
        ],
    });
    onRpc("/web/dataset/call_button/cs.attendance.day/action_correct", async (request) => {
        const { params } = await request.json();
        expect.step(`correct ${params.args}`);
        return false;
    });
    await openMonth();
    expect(".cs_mm_todo h2 small").toHaveText("2");
    expect(queryAllTexts(".cs_mm_due:first span")).toEqual(["7 days left", "· No. 2 this month"]);
    await contains(".cs_mm_todo .btn-primary:first").click();
    await animationFrame();
    expect.verifySteps(["month null", "correct 921", "month 202610"]);
    await contains(".cs_mm_todo li:last .btn").click();
    expect.verifySteps(["explain 920"]);
});

test("on a phone a day covers the screen", async () => {
    patchWithCleanup(utils, { isSmall: () => true });
    await openMonth();
    await contains(day(22)).click();
    expect(".cs_explanation_sheet").toHaveCount(1);
    expect.verifySteps(["month null", "explain 921"]);
});

test("the month is in the address", async () => {
    month = (number) => makeMonth({ month: number || 202610, today: 0 });
    await openMonth();
    await contains("button[name=previous_month]").click();
    await animationFrame();
    expect(getService("action").currentController.currentState.resId).toBe(202609);
    expect(".cs_mm_today").toHaveCount(0);
    expect.verifySteps(["month null", "month 202609"]);
});

test("who is no employee is told what to do", async () => {
    month = { ...makeMonth(), person: false };
    await openMonth();
    expect(".cs_mm_note").toHaveText(/no employee record/);
    expect.verifySteps(["month null"]);
});
