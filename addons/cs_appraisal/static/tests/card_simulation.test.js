import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, test } from "@odoo/hoot";
import {
    queryAll,
    queryAllTexts,
    queryAttribute,
    waitFor,
    waitForNone,
} from "@odoo/hoot-dom";
import { runAllTimers } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Template extends models.Model {
    _name = "cs.template";
    name = fields.Char();

    _records = [{ id: 7, name: "Card" }];
}

defineMailModels();
defineModels([Template]);

/** One item: a point each set, not capped; the server's answer for what is typed. */
function answer({ m1: typed = "" }) {
    const chart = { low: "0", high: "13", top: "13", dot: typed && [1, 1] };
    return {
        lines: [
            {
                key: 1,
                name: "Sets",
                section: "",
                inputs: [{ key: "m1", label: "Sets", unit: "", error: "", target: "10" }],
                points: typed,
                full: "10",
                weight: "50",
                weight_given: typed ? "100" : "0",
                is_spread: true,
                contribution: typed && "130",
                how: "",
                chart: { ...chart, line: [[0, 0], [1, 1]] }, // prettier-ignore
            },
        ],
        total: typed && "130",
        weight_note: "",
    };
}

async function mountSimulation() {
    onRpc("simulate", ({ args: [ids, samples] }) => {
        expect.step([ids, samples]);
        return answer(samples);
    });
    await mountView({
        type: "form",
        resModel: "cs.template",
        resId: 7,
        arch: `<form><field name="name" /><widget name="cs_card_simulation" /></form>`,
    });
    expect.verifySteps([[[7], {}]]);
}

test("typing a figure shows points, spread weight and the dot on the curve", async () => {
    await mountSimulation();
    expect("footer strong").toHaveText("–");
    expect(queryAllTexts("dd")).toEqual(["Not applicable", "50% → 0%", "–"]);
    expect(".cs_curve_dot").toHaveCount(0);
    expect(queryAttribute(".cs_curve_line", "points")).toBe("0,44 120,0");

    await contains("input[name=m1]").edit("13", { confirm: false });
    await runAllTimers();
    expect.verifySteps([[[7], { m1: "13" }]]);
    expect("footer strong").toHaveText("130");
    expect(queryAllTexts("dd")).toEqual(["13 / 10", "50% → 100%", "130"]);
    expect(".cs_curve_dot").toHaveCount(1);
});

test("targets are filled in and cleared", async () => {
    await mountSimulation();
    const [fill, clear] = queryAll("section.cs_simulation header button");
    await contains(fill).click();
    expect.verifySteps([[[7], { m1: "10" }]]);
    expect("input[name=m1]").toHaveValue("10");
    await contains(clear).click();
    expect.verifySteps([[[7], {}]]);
    expect("input[name=m1]").toHaveValue("");
});

test("what is not saved is not scored, and it says so", async () => {
    await mountSimulation();
    await contains(".o_field_widget[name=name] input").edit("Other");
    await waitFor("[role=status]");
    await contains(".o_form_button_save").click();
    await waitForNone("[role=status]");
    expect.verifySteps([[[7], {}]]);
});
