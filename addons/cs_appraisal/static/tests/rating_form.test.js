import { describe, expect, test } from "@odoo/hoot";
import { RatingForm } from "@cs_appraisal/rating_form/rating_form";

describe.current.tags("desktop");

/** The form without its screen, on a connection that fails where it is told to. */
function formOn(fails) {
    const items = [1, 2].map((id) => ({ id, score: false, reason: "", refusal: "" }));
    const form = Object.create(RatingForm.prototype);
    Object.defineProperty(form, "items", { value: items });
    form.saving = Promise.resolve(true);
    form.state = { busy: false };
    form.props = { form: { id: 7, name: "F" }, onGiven: () => expect.step("given") };
    const call = async (_model, method, args) => {
        if (fails.shift()) {
            throw new Error("connection lost");
        }
        expect.step(`${method} ${args.slice(1, 3)}`.trim());
        return { ok: true };
    };
    form.orm = { silent: { call } };
    return form;
}

test("what a lost connection kept is sent by the next score", async () => {
    const form = formOn([false, true]);
    form.choose(form.items[0], 4);
    form.items[1].score = 3;
    await form.saving;
    await expect(form.save(form.items[1])).rejects.toThrow();
    form.items[0].score = 5;
    await form.save(form.items[0]);
    expect.verifySteps(["save 1,4", "save 1,5", "save 2,3"]);
});

test("submitting sends what is unsent, and can be pressed again", async () => {
    const form = formOn([true, true, false, false]);
    form.items[0].score = 4;
    await expect(form.save(form.items[0])).rejects.toThrow();
    await expect(form.give("submit", [7])).rejects.toThrow();
    expect(form.state.busy).toBe(false);
    await form.give("submit", [7]);
    expect.verifySteps(["save 1,4", "submit", "given"]);
});
