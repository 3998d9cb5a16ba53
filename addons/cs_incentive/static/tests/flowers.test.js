import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { MyFlowers } from "@cs_incentive/flowers/my_flowers";

describe.current.tags("desktop");
defineMailModels();

const flower = (id, days_left) => ({
    id,
    days_left,
    name: `202506-00${id}`,
    from: "Leader",
    reason: "Stayed until ten",
    is_passed: false,
    date: "Jun 2",
    last_day: "Sep 2",
});
let data;

beforeEach(() => {
    data = {
        clock: "10:00",
        month_label: "June 2025",
        has_person: true,
        flowers: [flower(1, 1), flower(2, 40)],
        choices: [{ count: 2, ways: ["Level 2", "Level 1 + Level 1"] }],
        redeemed: false,
        give: { budget: 2, given: 2, company_budget: 30, company_given: 9, left: 0 },
        given: [],
        flags: [],
        over: [],
    };
    patchWithCleanup(MyFlowers.prototype, {
        ask: (model, name, context) => expect.step(`${model} ${JSON.stringify(context)}`),
    });
    onRpc("cs.flower.my", "get_my", () => data);
    onRpc("cs.flower.wall", "get_wall", ({ args }) => {
        expect.step(`wall ${JSON.stringify(args)}`);
        return data;
    });
});

async function open(tag) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag });
    await animationFrame();
}

test("flowers with their days; what cannot be given is not offered", async () => {
    await open("cs_incentive.my_flowers");
    expect(queryAllTexts(".cs_fl_row .cs_fl_left")).toEqual([
        "last day today",
        "40 days left",
    ]);
    expect(".cs_fl_soon").toHaveCount(1);
    expect("button[name=give]").not.toBeEnabled();
    await contains("button[name=pass]:first").click();
    await contains("button[name=redeem]").click();
    expect.verifySteps(['cs.flower.pass {"active_id":1}', "cs.flower.redeem undefined"]);
});

test("once a month: no second redemption", async () => {
    data.redeemed = { date: "Jun 3", gifts: "Cup", is_handed: false };
    await open("cs_incentive.my_flowers");
    expect("button[name=redeem]").toHaveCount(0);
    expect(".cs_fl_head").toHaveText(/to be handed out: Cup/);
});

test("the wall names who got flowers, and the first of the year", async () => {
    const given = { kind: "flower", unit: "Desk", giver: "Boss", reason: "Good", date: "Jun 2" };
    data = {
        clock: "10:00",
        month: 202506,
        month_label: "June 2025",
        previous: 202505,
        next: false,
        newest: 202506,
        year_label: "2025",
        top: [{ person_id: 1, name: "Ann", unit: "Desk", rank: 1, count: 3, is_own: true }],
        flowers: [{ ...given, id: 1, person_id: 1, name: "Ann", is_own: true }],
        flags: [],
    };
    await open("cs_incentive.flower_wall");
    expect(queryAllTexts(".cs_fl_card b")).toEqual(["Ann"]);
    expect(".cs_hb_row").toHaveText(/1\s*Ann\s*Desk\s*3 flowers/);
    await contains("button[name=previous_month]").click();
    expect.verifySteps(["wall [null]", "wall [202505]"]);
});
