import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryText } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    allowTranslations,
    contains,
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import "@cs_base/setup/setup";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

function makePart(vals = {}) {
    return {
        id: 1,
        name: "Attendance policy",
        text: "Late and early",
        check: "From how many minutes on?",
        is_found: false,
        obstacle: "",
        preview: ["Swaps in a Month: 2 times"],
        count: 0,
        action: false,
        status: "",
        tone: "",
        record: false,
        ...vals,
    };
}

const DRAFT = {
    count: 1,
    preview: [],
    action: { type: "ir.actions.act_window" },
    status: "Draft",
    tone: "todo",
    record: { model: "cs.attendance.policy", id: 9, can_submit: true, waiting: "", trial: false },
};

function makeData(parts, vals = {}) {
    return {
        company: "Star Ripple",
        kind: "retail",
        kinds: [
            { code: "ecommerce", name: "E-commerce", text: "Online shop" },
            { code: "retail", name: "Retail with points", text: "Shops" },
        ],
        department_id: false,
        departments: [{ id: 4, name: "Cashiers" }],
        date_from: "2025-06-01",
        before: [{ label: "Employees", text: "3 people", is_ok: true, action: false }],
        areas: parts.length ? [{ name: "Attendance", parts }] : [],
        total: parts.length,
        made: parts.filter((part) => part.count).length,
        done: 0,
        can_make: parts.some((part) => !part.count && !part.obstacle),
        ...vals,
    };
}

async function openPage(data) {
    allowTranslations();
    onRpc("cs.setup", "load", ({ args }) => {
        expect.step(`load ${args[0]} ${args[1]}`);
        return typeof data === "function" ? data(args) : data;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "cs_base.setup" });
    await animationFrame();
    expect.verifySteps(["load null null"]);
}

test("nothing but kinds before one is chosen", async () => {
    const none = makeData([], { kind: false });
    await openPage(([kind]) => (kind ? makeData([makePart()]) : none));
    expect(".cs_su_list").toHaveCount(0);
    await contains("[data-kind=retail]").click();
    expect.verifySteps(["load retail false"]);
    expect("[data-kind=retail]").toHaveAttribute("aria-pressed", "true");
    expect(queryAllTexts(".cs_su_row b")).toEqual(["Attendance policy"]);
});

test("what is chosen is made, from the first day that is shown", async () => {
    const parts = [makePart(), makePart({ id: 2 }), makePart({ id: 3, obstacle: "Not you." })];
    onRpc("cs.setup", "make", ({ args }) => {
        expect.step(JSON.stringify(args));
        return makeData([makePart(DRAFT)]);
    });
    await openPage(makeData(parts));
    expect(".cs_su_row input").toHaveCount(2);
    expect(queryText(".cs_su_make .btn")).toBe("Make drafts (2)");
    await contains("#cs_su_part_2").click();
    expect(queryText(".cs_su_make .btn")).toBe("Make drafts (1)");
    await contains(".cs_su_make .btn").click();
    expect.verifySteps(['["retail",false,"2025-06-01",[1]]']);
    expect(".cs_su_make").toHaveCount(0);
    expect(queryAllTexts(".cs_su_badge")).toEqual(["Draft"]);
});

test("a refusal is shown where it was tried", async () => {
    onRpc("cs.attendance.policy", "action_submit", () => {
        throw makeServerError({ message: "Nobody could decide.", type: "UserError" });
    });
    await openPage(makeData([makePart(DRAFT)]));
    await contains("button[name=submit]").click();
    expect(queryText("[data-part='1'] [role=alert]")).toBe("Nobody could decide.");
});

test("a proposal is sent and the list looked at again", async () => {
    onRpc("cs.attendance.policy", "action_submit", ({ args }) => {
        expect.step(`submit ${args[0]}`);
        return true;
    });
    await openPage(makeData([makePart(DRAFT)]));
    await contains("button[name=submit]").click();
    expect.verifySteps(["submit 9", "load retail false"]);
});
