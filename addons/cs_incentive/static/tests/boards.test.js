import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { IncentiveScreen } from "@cs_incentive/screen/incentive_screen";

describe.current.tags("desktop");
defineMailModels();

const change = (text, trend = "up", percent = "") => ({ text, trend, percent });
const opens = (label, count = 0) => ({ label, count, model: "m", domain: [["id", "=", 1]] });
const frame = { clock: "10:00", month: 202606, month_label: "June 2026", previous: 202605 };
let data;

beforeEach(() => {
    patchWithCleanup(IncentiveScreen.prototype, {
        openList: ({ label, domain }) => expect.step(`open ${label} ${JSON.stringify(domain)}`),
    });
    for (const [model, method] of [
        ["cs.incentive.month", "get_month"],
        ["cs.incentive.honours", "get_honours"],
        ["cs.incentive.points", "get_points"],
    ]) {
        onRpc(model, method, ({ args }) => {
            expect.step(`${method} ${JSON.stringify(args)}`);
            return data;
        });
    }
});

async function open(tag, props = {}) {
    await mountWithCleanup(WebClient);
    const action = { type: "ir.actions.client", tag: `cs_incentive.${tag}` };
    await getService("action").doAction(action, { props });
    await animationFrame();
}

describe("income month", () => {
    beforeEach(() => {
        const far = { name: "Person", statement_id: 7, amount: "9.00", usual: "5.00" };
        data = {
            ...frame,
            next: false,
            newest: 202606,
            is_empty: false,
            currency: "CNY",
            note: "Without your own.",
            head: [
                { key: "people", label: "Headcount", value: "2", change: false },
                { key: "total", label: "Net", value: "30.00", change: change("+3.00") },
            ],
            months: [
                { number: 202605, label: "May", text: "27.00", share: 90 },
                { number: 202606, label: "Jun", text: "30.00", share: 100, is_now: true },
            ],
            states: [
                { key: "computed", ...opens("Computed", 2) },
                { key: "approved", ...opens("Approved") },
            ],
            open: [
                { ...opens("Deals without a slip", 3), hint: "not paid", is_todo: true },
                { ...opens("Suggested entries"), hint: "", is_todo: false },
            ],
            sections: [
                {
                    key: "earning",
                    label: "Earnings",
                    amount: "30.00",
                    before: "27.00",
                    change: change("+3.00", "up", "+11.1%"),
                    rows: [
                        {
                            ...opens("Base pay"),
                            code: "BASE",
                            people: 2,
                            amount: "30.00",
                            before: "27.00",
                            change: change("+3.00", "up", "+11.1%"),
                        },
                    ],
                },
            ],
            outliers: {
                help: "Far is more than 3 times.",
                people: { rows: [{ ...far, change: change("+4.00") }], more: 2 },
                codes: { rows: [], more: 0 },
            },
        };
    });

    test("INC-30: figures, what is open, totals by code; each number opens", async () => {
        await open("month");
        expect(queryAllTexts(".cs_im_head dd b")).toEqual(["2", "30.00"]);
        expect(".cs_im_head .cs_good").toHaveText("+3.00");
        expect(".cs_im_notes .cs_todo").toHaveText("Without your own.");
        expect(queryAllTexts(".cs_im_open em")).toEqual(["3", "0"]);
        expect(".cs_im_open:disabled").toHaveCount(1);
        await contains(".cs_im_open:enabled").click();
        await contains("button[data-state=computed]").click();
        await contains(".cs_im_codes .cs_sv_link").click();
        expect("button[data-state=approved]").not.toBeEnabled();
        expect.verifySteps([
            "get_month [null]",
            'open Deals without a slip [["id","=",1]]',
            'open Computed [["id","=",1]]',
            'open Base pay [["id","=",1]]',
        ]);
    });

    test("what is far from the rest opens the statement", async () => {
        onRpc("cs.incentive.statement", "action_open_income", ({ args: [[id]] }) => {
            expect.step(`statement ${id}`);
            return { type: "ir.actions.act_window_close" };
        });
        await open("month");
        expect(queryAllTexts(".cs_im_far b")).toEqual(["Person"]);
        expect(".cs_im_usual").toHaveText("own mean 5.00");
        await contains(".cs_im_far").click();
        await animationFrame();
        expect.verifySteps(["get_month [null]", "statement 7"]);
    });

    test("the month stands in the address, bars and switch lead to others", async () => {
        await open("month", { resId: 202606 });
        await contains(".cs_im_bar:enabled").click();
        await contains("button[name=previous_month]").click();
        expect("button[name=next_month]").not.toBeEnabled();
        expect.verifySteps([
            "get_month [202606]",
            "get_month [202605]",
            "get_month [202605]",
        ]);
    });

    test("an empty month says what to do", async () => {
        data = { ...frame, next: 202607, newest: 202604, is_empty: true };
        await open("month");
        expect(".cs_sv_note p").toHaveText(/^No statements of June 2026/);
        expect("button[name=month_close]").toHaveCount(1);
        await contains("button[name=newest]").click();
        expect.verifySteps(["get_month [null]", "get_month [202604]"]);
    });
});

describe("honours board", () => {
    beforeEach(() => {
        const one = { person_id: 1, name: "Person", award: "Best", amount: "", month: "" };
        const place = { rank: 1, person_id: 1, name: "Person", group: "Group", count: 4 };
        data = {
            ...frame,
            next: false,
            by: "month",
            newest: 202606,
            departments: [
                { id: 3, name: "Group" },
                { id: 4, name: "Other" },
            ],
            department_id: false,
            sees_amounts: false,
            groups: [
                {
                    name: "Group",
                    ranks: [{ ...one, rank: 1, running: 2, is_own: true, amount: "50.00" }],
                    streaks: [],
                    awards: [{ ...one, award: "Service" }],
                    teams: [{ ...one, award: "Growth", growth: "30%", count: 5 }],
                },
            ],
            year: { firsts: { rows: [place], more: 3 }, awards: { rows: [], more: 0 } },
            year_label: "2026",
        };
    });

    test("INC-10: ranks, awards and teams; the own amount", async () => {
        await open("honours");
        expect(queryAllTexts(".cs_hb_group small")).toEqual([
            "Best · 2 months in a row",
            "Service",
            "growth 30%, 5 people",
        ]);
        expect(".cs_hb_own .cs_hb_amount").toHaveText("50.00");
        expect(queryAllTexts(".cs_hb_year li .cs_num:last-child")).toEqual(["4 times"]);
        expect(".cs_hb_more").toHaveText("and 3 more who share these places");
        expect.verifySteps(['get_honours [null,"month",null]']);
    });

    test("quarter and department are asked for, and kept", async () => {
        await open("honours");
        await contains("button[name=by_quarter]").click();
        await contains("select[name=department]").select("4");
        expect.verifySteps([
            'get_honours [null,"month",null]',
            'get_honours [202606,"quarter",null]',
            'get_honours [202606,"quarter",4]',
        ]);
    });

    test("nobody yet", async () => {
        Object.assign(data, { groups: [], newest: 202604 });
        await open("honours");
        expect(".cs_sv_note p").toHaveText(/^No honours for June 2026 yet/);
        await contains("button[name=newest]").click();
        expect.verifySteps([
            'get_honours [null,"month",null]',
            'get_honours [202604,"month",null]',
        ]);
    });
});

describe("points board", () => {
    const empty = { count: 0, points: "", balance: "0", trend: "same" };
    const line = (id, name, ...marks) => {
        const cells = Array.from({ length: 12 }, () => ({ ...empty }));
        for (const [month, points] of marks) {
            cells[month - 1] = { count: 1, points, balance: points, trend: "down" };
        }
        const totals = { given: "0", taken: "−1", balance: "−1", trend: "down" };
        return { id, name, cells, classes: ["", "", "", "−1"], ...totals };
    };

    beforeEach(() => {
        data = {
            clock: "10:00",
            year: 2026,
            previous: 2025,
            next: false,
            months: [..."123456789"].concat(["10", "11", "12"]),
            departments: [],
            department_id: false,
            classes: ["A2", "A1", "B1", "C1"].map((label) => ({ key: label, label, value: "1" })),
            domain: [["state", "=", "approved"]],
            bars: Array.from({ length: 12 }, () => ({ given: "", taken: "" })),
            more: 0,
            groups: [
                {
                    id: 3,
                    name: "Group",
                    total: line(0, ""),
                    rows: [line(1, "Ann", [2, "−1"]), line(2, "Ben", [2, "−3"], [12, "−1"])],
                },
            ],
        };
    });

    const cell = (row, column) =>
        queryOne(`button[data-row="${row}"][data-column="${column}"]`);

    test("INC-21: months, classes and balance; a cell opens its entries", async () => {
        await open("points");
        expect(queryAllTexts("tbody .cs_pb_name")).toEqual(["Group", "Ann", "Ben"]);
        expect(queryAllTexts(".cs_pb_cell b")).toEqual(["−1", "−3", "−1"]);
        await contains(cell(1, 11)).click();
        await contains(cell(0, 12)).click();
        const state = '["state","=","approved"]';
        const december = '["date",">=","2026-12-01"],["date","<","2027-01-01"]';
        expect.verifySteps([
            "get_points [null,null]",
            `open Ben · 12 [${state},["employee_id","=",2],${december}]`,
            `open Ann · 2026 [${state},["employee_id","=",1]]`,
        ]);
    });

    test("arrow keys move between cells", async () => {
        await open("points");
        cell(0, 1).focus();
        for (const [key, row, column] of [
            ["ArrowDown", 1, 1],
            ["ArrowRight", 1, 11],
            ["End", 1, 12],
            ["Home", 1, 1],
            ["ArrowUp", 0, 1],
            ["ArrowUp", 0, 1],
        ]) {
            await press(key);
            expect(cell(row, column)).toBeFocused();
        }
        expect.verifySteps(["get_points [null,null]"]);
    });

    test("another year, and nobody with points", async () => {
        await open("points", { resId: 2026 });
        Object.assign(data, { groups: [], year: 2025, next: 2026 });
        await contains("button[name=previous_year]").click();
        expect(".cs_sv_note").toHaveText("Nobody was given or taken points in 2025.");
        expect.verifySteps(["get_points [2026,null]", "get_points [2025,null]"]);
    });
});
