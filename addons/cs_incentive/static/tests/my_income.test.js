import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

const change = (text, trend) => ({ text, trend });
let income;

function line(id, name, amount, vals = {}) {
    return { id, name, note: "", rule: "INC-01", before: "0.00", amount, is_zero: false, ...vals };
}

function makeIncome() {
    return {
        has_any: true,
        newest: 202610,
        months: { previous: 202609, next: false },
        appeal: {
            deadline: "Nov 12 18:00",
            can: true,
            text: "You can appeal until Nov 12 18:00. Somebody else decides.",
        },
        statement: {
            head: {
                id: 5,
                month: "October 2026",
                title: "Agent · Income of Oct",
                facts: "Group 1",
                total: "¥ 1,276.80",
                change: change("+190.50", "up"),
            },
            steps: [{ label: "Approved", is_now: true, is_done: false }],
            sections: [
                {
                    key: "earning",
                    label: "Earnings",
                    before: "1,086.30",
                    amount: "1,296.00",
                    lines: [
                        line(1, "Commission", "1,296.00", { note: "86,400.00 × 1.5%" }),
                        line(2, "Pool", "0.00", { is_zero: true }),
                    ],
                },
                {
                    key: "deduction",
                    label: "Deductions",
                    before: "0.00",
                    amount: "−19.20",
                    lines: [line(3, "Refunds", "−19.20")],
                },
            ],
            comparison: {
                months: ["Sep", "Oct"],
                bars: [85, 100],
                rows: [
                    {
                        label: "Commission",
                        before: "1,086.30",
                        amount: "1,296.00",
                        change: change("+209.70", "up"),
                    },
                    {
                        label: "Refunds",
                        before: "0.00",
                        amount: "−19.20",
                        change: change("−19.20", "down"),
                    },
                ],
                total: {
                    label: "Total",
                    before: "1,086.30",
                    amount: "1,276.80",
                    change: change("+190.50", "up"),
                },
            },
            cap: { text: "Fines this month: 0.00.", rule: "INC-28" },
        },
    };
}

function makeDetail(id) {
    return {
        id,
        formula: [
            { label: "Sales", value: "86,400.00", is_result: false },
            { sign: "×" },
            { label: "Rate", value: "1.5%", is_result: false },
            { sign: "=" },
            { label: "This item", value: "1,296.00", is_result: true },
        ],
        reasons: [
            {
                rule: { code: "INC-01", title: "", text: "", id: 9 },
                sentence: "71.2% is at or above 70%.",
                params: [{ label: "Edge", value: "70%" }],
                facts: [{ label: "Figure", display: "October", link: false }],
            },
        ],
        hidden_facts: 0,
        scheme: { name: "Shop", since: "in force since 2026-07-01", link: false },
        source: false,
        can_appeal: true,
    };
}

beforeEach(() => {
    income = makeIncome();
    onRpc("cs.incentive.my", "get_income", ({ args: [month] }) => {
        expect.step(`income ${month}`);
        return income;
    });
    onRpc("cs.incentive.my", "get_line", ({ args: [id] }) => {
        expect.step(`line ${id}`);
        return makeDetail(id);
    });
});

async function openIncome(tag = "cs_incentive.my_income", params = {}, props = {}) {
    await mountWithCleanup(WebClient);
    const action = { type: "ir.actions.client", tag, params };
    await getService("action").doAction(action, { props });
    await animationFrame();
}

const row = (id) => queryOne(`.cs_mi_line[data-id="${id}"]`);

test("INC-30: sections, lines, comparison, limit and deadline", async () => {
    await openIncome();
    expect.verifySteps(["income null"]);
    expect("h1").toHaveText("Agent · Income of Oct");
    expect(".cs_mi_total b").toHaveText("¥ 1,276.80");
    expect(".cs_mi_total .cs_mi_up").toHaveText("+190.50");
    expect(queryAllTexts(".cs_mi_section .cs_mi_amount")).toEqual(["1,296.00", "−19.20"]);
    expect(queryAllTexts(".cs_mi_name")).toEqual(["Commission", "Pool", "Refunds"]);
    expect(row(2)).toHaveClass("cs_mi_zero");
    expect(queryAllTexts("tbody td:last-child")).toEqual(["+209.70", "−19.20"]);
    expect(".cs_mi_side .cs_rule_code").toHaveText("INC-28");
    expect(".cs_mi_side b.cs_todo").toHaveText("Nov 12 18:00");
    expect(".cs_steps [aria-current=step]").toHaveText("Approved");
});

test("ALL-01: a line opens in place, one at a time, Escape closes it", async () => {
    await openIncome();
    await contains(row(1)).click();
    await animationFrame();
    expect(row(1)).toHaveAttribute("aria-expanded", "true");
    expect(queryAllTexts(".cs_mi_figure")).toEqual([
        "Sales\n86,400.00",
        "Rate\n1.5%",
        "This item\n1,296.00",
    ]);
    expect(".cs_mi_sentence").toHaveText("71.2% is at or above 70%.");
    expect(".cs_mi_scheme").toHaveText("Shop · in force since 2026-07-01");
    await contains(row(3)).click();
    await animationFrame();
    expect(row(1)).toHaveAttribute("aria-expanded", "false");
    expect(".cs_mi_detail").toHaveCount(1);
    row(3).focus();
    await press("Escape");
    await animationFrame();
    expect(".cs_mi_detail").toHaveCount(0);
    expect(row(3)).toBeFocused();
    expect.verifySteps(["income null", "line 1", "line 3"]);
});

test("arrow keys move between lines and stop at the ends", async () => {
    await openIncome();
    row(1).focus();
    for (const [key, id] of [
        ["ArrowUp", 1],
        ["ArrowDown", 2],
        ["End", 3],
        ["ArrowDown", 3],
        ["Home", 1],
    ]) {
        await press(key);
        expect(row(id)).toBeFocused();
    }
    expect.verifySteps(["income null"]);
});

test("ALL-02: an appeal is against a line; without one the page asks for it", async () => {
    mockService("action", {
        doActionButton: ({ name, resModel, resId }) =>
            expect.step(`${resModel} ${resId} ${name}`),
    });
    await openIncome();
    await contains("button[name=appeal_side]").click();
    await animationFrame();
    expect(".cs_mi_hint").toHaveCount(1);
    expect(row(1)).toBeFocused();
    await contains(row(3)).click();
    await animationFrame();
    expect(".cs_mi_hint").toHaveCount(0);
    await contains("button[name=appeal]").click();
    await animationFrame();
    expect.verifySteps([
        "income null",
        "line 3",
        "cs.incentive.item 3 action_appeal",
        "income null",
    ]);
});

test("INC-28, INC-09: what is still to be paid, and what is withheld", async () => {
    Object.assign(income.statement, {
        debts: {
            rows: [
                {
                    name: "Damage",
                    taken: "800.00",
                    left: "2,200.00",
                    plan: "800.00 a month, still 3 months",
                },
                { name: "Fine", taken: "0.00", left: "50.00", plan: "as far as it goes" },
            ],
            left: "2,250.00",
            rule: "INC-28",
        },
        withheld: {
            rows: [{ month: "June 2026", amount: "270.00" }],
            total: "270.00",
            text: "The disciplinary period ends on 2026-09-30.",
            rule: "INC-09",
        },
    });
    await openIncome();
    expect(queryAllTexts(".cs_mi_debts tbody tr:first-child td")).toEqual([
        "Damage\n800.00 a month, still 3 months",
        "800.00",
        "2,200.00",
    ]);
    expect(".cs_mi_debts tfoot td:last-child").toHaveText("2,250.00");
    expect(queryAllTexts(".cs_mi_withheld td")).toEqual([
        "June 2026",
        "270.00",
        "Total",
        "270.00",
    ]);
    expect(".cs_mi_withheld p").toHaveText(/ends on 2026-09-30/);
    expect.verifySteps(["income null"]);
});

test("the month before, and a month without a statement", async () => {
    await openIncome();
    Object.assign(income, { statement: false, appeal: false, months: {} });
    await contains("button[name=previous_month]").click();
    await animationFrame();
    expect(".cs_sv_note p").toHaveText("There is no approved statement for this month.");
    await contains("button[name=newest]").click();
    expect.verifySteps(["income null", "income 202609", "income 202610"]);
});

test("the month stands in the address", async () => {
    await openIncome("cs_incentive.my_income", {}, { resId: 202609 });
    const action = { type: "ir.actions.client", tag: "cs_incentive.my_income" };
    await getService("action").doAction(action, { props: { resId: 12 } });
    expect.verifySteps(["income 202609", "income null"]);
});

test("one sentence when there is none at all", async () => {
    Object.assign(income, { statement: false, appeal: false, has_any: false });
    await openIncome();
    expect(".cs_sv_note p").toHaveText(/^You have no statement yet/);
    expect("button[name=newest]").toHaveCount(0);
    expect.verifySteps(["income null"]);
});

test("the statement of somebody else, without lines", async () => {
    onRpc("cs.incentive.my", "get_statement", ({ args: [id] }) => {
        expect.step(`statement ${id}`);
        for (const section of income.statement.sections) {
            section.lines = [];
        }
        income.statement.comparison.rows = [];
        return { ...income, appeal: false };
    });
    await openIncome("cs_incentive.income", { statement_id: 5 });
    expect(".cs_mi_section").toHaveCount(2);
    expect(".cs_mi_line").toHaveCount(0);
    expect("button[name=appeal_side]").toHaveCount(0);
    expect.verifySteps(["statement 5"]);
});
