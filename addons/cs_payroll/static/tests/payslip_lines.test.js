import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

const line = (id, name, amount, changes = {}) => ({
    id,
    code: name.toUpperCase(),
    name,
    note: "",
    amount,
    is_zero: false,
    is_explained: false,
    has_items: false,
    ...changes,
});

class Slip extends models.Model {
    _name = "slip";
    board = fields.Json();

    _records = [
        {
            id: 1,
            board: [
                {
                    key: "CS_EARNING",
                    label: "Earnings",
                    amount: "4,000.00",
                    is_total: false,
                    lines: [
                        line(11, "Base pay", "4,200.00", { has_items: true }),
                        line(12, "Absence", "−200.00", { is_explained: true, note: "1 × −200.00" }),
                    ],
                },
                {
                    key: "net",
                    label: "Net pay",
                    amount: "4,000.00",
                    is_total: true,
                    is_negative: false,
                    lines: [],
                },
            ],
        },
        { id: 2, board: [] },
    ];
}

defineMailModels();
defineModels([Slip]);

const mountSlip = (resId = 1) =>
    mountView({
        type: "form",
        resModel: "slip",
        resId,
        arch: `<form><field name="board" widget="cs_payslip_lines"/></form>`,
    });

test("lines stand by section, totals stand out", async () => {
    await mountSlip();
    expect(queryAllTexts(".cs_pl_head > :first-child")).toEqual(["Earnings", "Net pay"]);
    expect(queryAllTexts(".cs_pl_line .cs_pl_amount")).toEqual(["4,200.00", "−200.00"]);
    expect(".cs_pl_total .cs_pl_amount").toHaveText("4,000.00");
    expect(".cs_pl_line small").toHaveText("1 × −200.00");
});

test("an amount opens its items or its reasons, nothing else", async () => {
    onRpc("/web/dataset/call_button/hr.payslip.line/action_cs_open_items", async (request) => {
        const { params } = await request.json();
        expect.step(`items of ${params.args[0]}`);
        return false;
    });
    onRpc("hr.payslip.line", "get_explanation", ({ args }) => {
        expect.step(`why ${args[0]}`);
        return {
            title: "Absence",
            subtitle: "",
            badge: "",
            token: "",
            verdict: "Missed",
            reasons: [],
            hidden_facts: 0,
            history: [],
            actions: [],
        };
    });
    await mountSlip();
    expect(queryAllTexts(".cs_pl_more .btn")).toEqual(["Where from?", "Why?"]);
    await contains(".cs_pl_more .btn:contains(Where from)").click();
    expect.verifySteps(["items of 11"]);
    await contains(".cs_pl_more .btn:contains(Why)").click();
    expect.verifySteps(["why 12"]);
    expect(".cs_explanation h2").toHaveText("Absence");
});

test("a slip without lines says so", async () => {
    await mountSlip(2);
    expect(".cs_payslip_lines").toHaveText("Not computed yet.");
});
