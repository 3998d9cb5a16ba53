import { ExplanationPanel } from "@cs_base/explanation/explanation_panel";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, press, queryAll, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { Deferred, animationFrame } from "@odoo/hoot-mock";
import { utils } from "@web/core/ui/ui_service";
import {
    contains,
    defineModels,
    fields,
    getService,
    makeServerError,
    mockService,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class Result extends models.Model {
    _name = "result";
    name = fields.Char();
    is_explained = fields.Boolean();
    note = fields.Char({ string: "Reason", required: true });

    _records = [
        { id: 1, name: "First", is_explained: true },
        { id: 2, name: "Second", is_explained: true },
        { id: 3, name: "Third", is_explained: false },
    ];
}

defineMailModels();
defineModels([Result]);

const reason = {
    rule: { code: "ATT-02", title: "Missed punch", text: "Up to three times.", id: 7 },
    sentence: "No punch 12 min after the shift.",
    policy: { name: "Template", since: "2026/07/01", link: { model: "cs.policy", ids: [4] } },
    facts: [
        { label: "Punch in", display: "08:24", link: { model: "cs.punch", ids: [9] } },
        { label: "Orders", display: "8 records", link: { model: "order", ids: [1, 2] } },
        { label: "Punch out", display: "none", link: false },
    ],
    params: [{ label: "Quota", value: "3" }],
};

function viewOf(id, changes = {}) {
    return {
        title: `Result ${id}`,
        subtitle: "",
        badge: "缺",
        token: "miss",
        verdict: "No punch out",
        reasons: [reason],
        hidden_facts: 0,
        history: [{ moment: "10/23 09:00", text: "Told" }],
        actions: [],
        ...changes,
    };
}

/** Other answers than the usual one: record id -> function. */
let answers;

beforeEach(() => {
    answers = {};
    onRpc("get_explanation", ({ args: [[id]] }) => {
        expect.step(`explain ${id}`);
        return answers[id]?.() ?? viewOf(id);
    });
});

const mountForm = (resId = 1, resIds = [1, 2, 3]) =>
    mountView({
        type: "form",
        resModel: "result",
        resId,
        resIds,
        arch: `<form>
            <field name="name"/>
            <field name="is_explained" widget="cs_explanation"/>
        </form>`,
    });

const mountList = () =>
    mountView({
        type: "list",
        resModel: "result",
        arch: `<list>
            <field name="name"/>
            <field name="is_explained" widget="cs_explanation"/>
        </list>`,
    });

const mountPanel = (props = {}) =>
    mountWithCleanup(ExplanationPanel, {
        props: { resModel: "result", resId: 1, inPlace: true, ...props },
    });

test("the button opens everything that led to the result", async () => {
    await mountForm();
    expect(".cs_why").toHaveAttribute("aria-expanded", "false");
    await contains(".cs_why").click();
    expect.verifySteps(["explain 1"]);
    expect(".cs_why").toHaveAttribute("aria-expanded", "true");
    expect("aside.cs_explanation_side").toHaveAttribute("aria-label", "Explanation");
    expect(".cs_explanation h2").toHaveText("Result 1");
    expect(".cs_explanation_verdict .cs_day_miss").toHaveText("缺");
    expect(".cs_explanation h3").toHaveText("No punch out");
    expect(".cs_explanation_sentence").toHaveText("No punch 12 min after the shift.");
    expect(".cs_rule_code").toHaveText("ATT-02");
    expect(".cs_rule_text").toHaveText("Up to three times.");
    expect(".cs_explanation_policy").toHaveText(/Template.*in force since 2026\/07\/01/);
    expect(queryAllTexts(".cs_explanation dt")).toEqual([
        "Punch in",
        "Orders",
        "Punch out",
        "Quota",
        "10/23 09:00",
    ]);
    expect(queryAllTexts(".cs_explanation dd")).toEqual([
        "08:24",
        "8 records",
        "none",
        "3",
        "Told",
    ]);
    expect(".cs_explanation_hidden").toHaveCount(0);
    expect(".cs_explanation_actions").toHaveCount(0);
    expect("[role=status]").toHaveText("Result 1 No punch out");
});

test("text of people stays text", async () => {
    const text = `<b class="evil">x</b><script>1</script>{{7*7}}`;
    answers[1] = () => viewOf(1, {
        title: text,
        verdict: text,
        reasons: [
            {
                rule: { code: text, title: text, text, id: false },
                sentence: text,
                policy: false,
                facts: [{ label: text, display: text, link: false }],
                params: [{ label: text, value: text }],
            },
        ],
        history: [{ moment: text, text }],
        actions: [{ method: "m", label: text, disabled: text, note: text, deadline: text }],
    });
    await mountForm();
    await contains(".cs_why").click();
    expect(".evil").toHaveCount(0);
    expect(".cs_explanation script").toHaveCount(0);
    expect(".cs_explanation h2").toHaveText(text);
    expect(".cs_explanation_sentence").toHaveText(text);
    expect.verifySteps(["explain 1"]);
});

test("with the keyboard: Enter opens, Esc closes, the focus returns", async () => {
    await mountList();
    queryFirst(".cs_why").focus();
    await press("Enter");
    await animationFrame();
    expect("aside.cs_explanation_side").toBeFocused();
    expect(document.body).toHaveClass("o_cs_explaining");
    await press("Escape");
    await animationFrame();
    expect(".cs_explanation").toHaveCount(0);
    expect(document.body).not.toHaveClass("o_cs_explaining");
    expect(".cs_why:first").toBeFocused();
    expect.verifySteps(["explain 1"]);
});

test("no button where there is nothing to explain", async () => {
    await mountList();
    expect(".o_data_row").toHaveCount(3);
    expect(".cs_why").toHaveCount(2);
});

test("the arrows step through the list, the panel stays", async () => {
    await mountList();
    const moved = [];
    getService("cs_explanation").bus.addEventListener("moved", ({ detail }) =>
        moved.push(detail.resId)
    );
    await contains(".cs_why:first").click();
    expect("button[name=previous]").not.toBeEnabled();
    await contains("button[name=next]").click();
    expect(".cs_explanation h2").toHaveText("Result 2");
    expect(".cs_why:last").toHaveAttribute("aria-expanded", "true");
    await contains("button[name=next]").click();
    expect("button[name=next]").not.toBeEnabled();
    expect(moved).toEqual([2, 3]);
    expect.verifySteps(["explain 1", "explain 2", "explain 3"]);
});

test("the panel follows the form to the next record", async () => {
    await mountForm();
    await contains(".cs_why").click();
    await contains(".o_pager_next").click();
    expect(".cs_explanation h2").toHaveText("Result 2");
    expect.verifySteps(["explain 1", "explain 2"]);
});

test("grey blocks while loading, and never the reasons of another record", async () => {
    const first = new Deferred();
    answers[1] = () => first;
    await mountList();
    await contains(".cs_why:first").click();
    expect(".cs_explanation").toHaveAttribute("aria-busy", "true");
    expect(".cs_explanation_blank").not.toHaveCount(0);
    await contains("button[name=next]").click();
    expect(".cs_explanation h2").toHaveText("Result 2");
    first.resolve(viewOf(1));
    await animationFrame();
    expect(".cs_explanation h2").toHaveText("Result 2");
    expect(".cs_explanation").toHaveAttribute("aria-busy", "false");
    expect.verifySteps(["explain 1", "explain 2"]);
});

test("a refusal says why and can be tried again", async () => {
    answers[1] = () => {
        throw makeServerError({
            errorName: "odoo.exceptions.AccessError",
            message: "Not yours.",
        });
    };
    await mountForm();
    await contains(".cs_why").click();
    expect(".cs_explanation_error [dir=auto]").toHaveText("Not yours.");
    expect(".cs_explanation_error").toHaveAttribute("role", "alert");
    delete answers[1];
    await contains("button[name=retry]").click();
    expect(".cs_explanation_error").toHaveCount(0);
    expect(".cs_explanation h2").toHaveText("Result 1");
    expect.verifySteps(["explain 1", "explain 1"]);
});

test("an error inside the program shows none of its words", async () => {
    answers[1] = () => {
        throw makeServerError({ errorName: "builtins.KeyError", message: "Traceback" });
    };
    await mountPanel();
    await animationFrame();
    expect(".cs_explanation_error [dir=auto]").toHaveText(/could not be loaded/);
    expect.verifySteps(["explain 1"]);
});

test("in place: no head, several reasons, hidden facts, facts open", async () => {
    const done = [];
    mockService("action", {
        doAction: (action) => {
            done.push([action.res_model, action.res_id || action.domain]);
        },
    });
    answers[1] = () => viewOf(1, { reasons: [reason, { ...reason, facts: [] }], hidden_facts: 2 });
    await mountPanel();
    await animationFrame();
    expect(".cs_explanation_head").toHaveCount(0);
    expect("article").toHaveCount(2);
    expect("article .cs_explanation_sentence").toHaveCount(2);
    expect(".cs_explanation_hidden").toHaveText("2 more facts are not open to you");
    expect("dd a:first").toHaveAttribute("href", "/odoo/cs.punch/9");
    for (const link of queryAll("article:first-of-type a")) {
        await click(link);
    }
    expect(done).toEqual([
        ["cs.policy", 4],
        ["cs.rule", 7],
        ["cs.punch", 9],
        ["order", [["id", "in", [1, 2]]]],
    ]);
    expect.verifySteps(["explain 1"]);
});

test("one hidden fact is told in the singular", async () => {
    answers[1] = () => viewOf(1, { hidden_facts: 1 });
    await mountPanel();
    await animationFrame();
    expect(".cs_explanation_hidden").toHaveText("1 more fact is not open to you");
    expect.verifySteps(["explain 1"]);
});

test("nothing to explain yet", async () => {
    answers[1] = () => viewOf(1, { verdict: "", badge: "", reasons: [], history: [] });
    await mountPanel();
    await animationFrame();
    expect(".cs_explanation_verdict").toHaveCount(0);
    expect(".cs_explanation_empty").toHaveText(/no reasons for this result yet/);
    expect.verifySteps(["explain 1"]);
});

test("an action runs once and what it changed is shown", async () => {
    const pressed = new Deferred();
    onRpc("/web/dataset/call_button/result/action_appeal", async (request) => {
        const { params } = await request.json();
        expect.step(`appeal ${params.args}`);
        return pressed;
    });
    answers[1] = () => viewOf(1, {
        actions: [
            {
                method: "action_appeal",
                label: "Appeal",
                primary: true,
                disabled: "",
                note: "The leader decides.",
                deadline: "Until 3 November",
            },
            { method: "x", label: "Correct", disabled: "The quota is used up.", note: "" },
        ],
    });
    await mountForm();
    onRpc("result", "web_read", () => expect.step("reload form"));
    await contains(".cs_why").click();
    expect("button[name=x]").not.toBeEnabled();
    expect(queryAllTexts(".cs_explanation_actions p")).toEqual([
        "Appeal:The leader decides.Until 3 November",
        "Correct:The quota is used up.",
    ]);
    await click("button[name=action_appeal]");
    await animationFrame();
    expect("button[name=action_appeal]").not.toBeEnabled();
    pressed.resolve(false);
    await animationFrame();
    await animationFrame();
    expect("button[name=action_appeal]").toBeEnabled();
    expect.verifySteps(["explain 1", "appeal 1", "explain 1", "reload form"], {
        ignoreOrder: true,
    });
});

test("on a phone: Back closes the sheet and stays on the page", async () => {
    patchWithCleanup(utils, { isSmall: () => true });
    await mountForm();
    await contains(".cs_why").click();
    expect(".cs_explanation_sheet").toHaveCount(1);
    window.dispatchEvent(new PopStateEvent("popstate", { state: { skipRouteChange: true } }));
    await animationFrame();
    expect(".cs_explanation_sheet").toHaveCount(0);
    expect(".o_form_view").toHaveCount(1);
    expect.verifySteps(["explain 1"]);
});

test("on a phone: a full sheet that keeps the focus", async () => {
    patchWithCleanup(utils, { isSmall: () => true });
    await mountForm();
    await contains(".cs_why").click();
    expect(".cs_explanation_sheet").toHaveAttribute("role", "dialog");
    expect(".cs_explanation_sheet").toHaveAttribute("aria-modal", "true");
    expect(document.body).not.toHaveClass("o_cs_explaining");
    expect(".cs_explanation_sheet button[name=close]").toBeFocused();
    await press("Escape");
    await animationFrame();
    expect(".cs_explanation").toHaveCount(0);
    expect(".cs_why").toBeFocused();
    expect.verifySteps(["explain 1"]);
});

test("a form that cannot be saved names what is missing", async () => {
    await mountView({
        type: "form",
        resModel: "result",
        arch: `<form><field name="note"/></form>`,
    });
    await contains(".o_form_button_save").click();
    expect(".o_notification").toHaveText(/Please fill in or correct: Reason/);
});
