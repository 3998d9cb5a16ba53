import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import {
    allowTranslations,
    contains,
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { POLL } from "@cs_base/month_close/month_close";
import { Person } from "@cs_base/month_close/person";
import { stepButtons } from "@cs_base/month_close/step_buttons";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

function makeStep(vals = {}) {
    return {
        id: 1,
        name: "Attendance sheets",
        rule: "ATT-08",
        state: "ready",
        state_label: "Can start",
        facts: [],
        open: [],
        open_total: 0,
        problem: "",
        person: { id: 7, name: "郭晓萌" },
        group: "HR officer",
        candidates: [],
        can_act: true,
        computes: true,
        run_label: "Calculate",
        unit: "people",
        pausing: false,
        lock_hint: "",
        view: false,
        done: 0,
        total: 0,
        share: 0,
        seconds_left: null,
        ...vals,
    };
}

function makeMonth(vals = {}) {
    return {
        month: 202610,
        month_label: "October 2026",
        month_short: "Oct",
        previous: 202609,
        next: 202611,
        company: "Star Ripple",
        period_id: 5,
        state: "closing",
        hint: "",
        version: "1",
        steps: [makeStep()],
        locked_count: 0,
        step_count: 1,
        open_total: 0,
        handover: { label: "Nov 10 18:00", days_left: 2, late: false },
        waiting: [],
        can_remind: true,
        log: [{ id: 1, date: "11-01 08:00", text: "The system opened the month" }],
        closed_line: "",
        can_close: false,
        close_hint: "1 steps are not locked yet.",
        ...vals,
    };
}

async function open(data, calls = {}) {
    onRpc("cs.period.screen", "load", ({ args }) => {
        expect.step(`load ${args[0]}`);
        return typeof data === "function" ? data(args[0]) : data;
    });
    for (const [name, answer] of Object.entries(calls)) {
        const [model, method] = name.split("/");
        onRpc(model, method, ({ args }) => {
            expect.step(`${method} ${JSON.stringify(args)}`);
            return answer(args);
        });
    }
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "cs_base.month_close",
    });
    await animationFrame();
}

test("buttons of each state", () => {
    allowTranslations();
    const of = (vals) =>
        stepButtons(makeStep(vals)).map((b) => `${b.name} ${b.label}${b.disabled ? " -" : ""}`);
    expect(of({ state: "waiting" })).toEqual(["start Calculate -"]);
    expect(of({ state: "ready" })).toEqual(["start Calculate"]);
    expect(of({ state: "ready", computes: false })).toEqual(["lock Lock"]);
    expect(of({ state: "ready", computes: false, lock_hint: "3 open" })).toEqual(["lock Lock -"]);
    expect(of({ state: "running" })).toEqual(["pause Pause"]);
    expect(of({ state: "running", pausing: true })).toEqual(["start Continue"]);
    expect(of({ state: "paused" })).toEqual(["start Continue"]);
    expect(of({ state: "error" })).toEqual(["start Try again"]);
    expect(of({ state: "done" })).toEqual(["lock Lock", "start Compute again"]);
    expect(of({ state: "done", can_act: false })).toEqual([
        "lock Lock -",
        "start Compute again -",
    ]);
    expect(of({ state: "locking" })).toEqual([]);
    expect(of({ state: "locked" })).toEqual([]);
});

test("a person is shown by the given name's character", async () => {
    await mountWithCleanup(Person, { props: { id: 1, name: "郭晓萌" } });
    expect(".cs_person_face").toHaveText("萌");
});

test("a person with a Latin name is shown by its first letter", async () => {
    await mountWithCleanup(Person, { props: { id: 1, name: "anna Li" } });
    expect(".cs_person_face").toHaveText("A");
});

test("a month with its steps", async () => {
    const steps = [
        makeStep({
            id: 1,
            state: "locked",
            state_label: "Locked",
            facts: [{ label: "Punches", count: 2318, action: false }],
        }),
        makeStep({
            id: 2,
            state: "running",
            state_label: "In progress",
            done: 14,
            total: 24,
            share: 0.5833,
            seconds_left: 30,
            open: [{ label: "To approve", count: 3, action: { type: "x" } }],
        }),
        makeStep({ id: 3, state: "waiting", state_label: "Not started" }),
    ];
    await open(makeMonth({ steps, locked_count: 1, step_count: 3, open_total: 3 }));
    expect.verifySteps(["load null"]);
    expect(".cs_mc_count").toHaveText("1 / 3 steps");
    expect(".cs_mc_open").toHaveText("3 open");
    expect(queryAllTexts(".cs_mc_state")).toEqual(["Locked", "In progress", "Not started"]);
    expect(queryText(".cs_mc_step:eq(0) .cs_mc_facts")).toBe("Punches 2,318");
    expect(queryText(".cs_mc_step:eq(1) .cs_mc_facts")).toInclude("14 / 24 people");
    expect(queryText(".cs_mc_step:eq(1) .cs_mc_facts")).toInclude("about 30 seconds left");
    expect(".cs_mc_step:eq(1) [role=progressbar]").toHaveAttribute("aria-valuenow", "58");
    expect(".cs_mc_step:eq(2) button[name=start]").not.toBeEnabled();
    expect(".o_control_panel .cs_mc_close").not.toBeEnabled();
    expect("#cs_mc_close_hint").toHaveText("1 steps are not locked yet.");
    expect(".cs_mc_log dd").toHaveText("The system opened the month");
});

test("an empty month says so in one sentence", async () => {
    await open({
        ...makeMonth(),
        period_id: false,
        state: "none",
        steps: undefined,
        can_open: false,
        hint: "There is no step to settle in this month.",
    });
    expect.verifySteps(["load null"]);
    expect(".cs_mc_empty").toHaveText("There is no step to settle in this month.");
    expect(".cs_mc_empty button").toHaveCount(0);
    expect(".cs_mc_close").toHaveCount(0);
});

test("opening a month", async () => {
    let data = { ...makeMonth(), state: "none", period_id: false, can_open: true, hint: "Open" };
    await open(() => data, {
        "cs.period/action_open_month": () => {
            data = makeMonth();
            return 5;
        },
    });
    await contains(".cs_mc_empty button").click();
    expect.verifySteps(["load null", 'action_open_month ["2026-10-01"]', "load 202610"]);
    expect(".cs_mc_step").toHaveCount(1);
});

test("start, then a look every two seconds while it computes", async () => {
    let step = makeStep({ total: 10 });
    let version = "1";
    await open(() => makeMonth({ steps: [step], version }), {
        "cs.period.step/action_start": () => {
            step = { ...step, state: "running", state_label: "In progress" };
            version = "2";
            return true;
        },
        "cs.period.screen/progress": () => ({
            version,
            steps: [{ id: 1, done: 5, total: 10, share: 0.5, seconds_left: 60 }],
        }),
    });
    await contains("button[name=start]").click();
    expect.verifySteps(["load null", "action_start [[1]]", "load 202610"]);
    await advanceTime(POLL.busy);
    await animationFrame();
    expect.verifySteps(["progress [5]"]);
    expect(queryText(".cs_mc_facts")).toInclude("5 / 10 people");
    expect("[aria-live=polite]").toHaveText("Attendance sheets 50%");
    step = { ...step, state: "done", state_label: "To be locked" };
    version = "3";
    await advanceTime(POLL.busy);
    await animationFrame();
    expect.verifySteps(["progress [5]", "load 202610"]);
    expect("button[name=lock]").toBeEnabled();
});

test("locking asks first and says what it means", async () => {
    await open(makeMonth({ steps: [makeStep({ state: "done" })] }), {
        "cs.period.step/action_lock": () => true,
    });
    await contains("button[name=lock]").click();
    expect(".modal-body").toHaveText(/does not change any more/);
    expect.verifySteps(["load null"]);
    await contains(".modal-footer .btn-primary").click();
    expect.verifySteps(["action_lock [[1]]", "load 202610"]);
});

test("what is missing stands beside the disabled button", async () => {
    const steps = [
        makeStep({ id: 1, state: "done", lock_hint: "3 still open" }),
        makeStep({ id: 2, state: "done", can_act: false, group: "Payroll accountant" }),
    ];
    await open(makeMonth({ steps }));
    expect.verifySteps(["load null"]);
    expect(queryAllTexts(".cs_mc_buttons .cs_mc_sub")).toEqual([
        "3 still open",
        "Done by: Payroll accountant",
    ]);
});

test("the month is in the address, and an older answer never wins", async () => {
    const answers = {};
    onRpc("cs.period.screen", "load", ({ args }) => {
        const month = args[0] || 202610;
        return new Promise((resolve) => {
            answers[month] = () =>
                resolve(makeMonth({ month, previous: month - 1, month_label: `M${month}` }));
        });
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "cs_base.month_close",
    });
    expect("[aria-busy]").toHaveCount(1);
    answers[202610]();
    await animationFrame();
    await contains(".cs_months button:first").click();
    await contains(".cs_months button:last").click();
    answers[202611]();
    answers[202609]();
    await animationFrame();
    expect(".o_breadcrumb, .o_last_breadcrumb_item").toHaveText(/M202611/);
    expect(getService("action").currentController.currentState.resId).toBe(202611);
});

test("a reminder, and a refusal at the place of the attempt", async () => {
    const row = {
        label: "To approve",
        count: 3,
        action: false,
        key: "hr.employee,3",
        person: { id: 3, name: "刘建国" },
        group: "Supervisor",
        is_me: false,
        reminded: "",
        due: "due today 18:00",
        overdue: false,
    };
    const rows = [row, { ...row, key: "hr.employee,4", reminded: "09:30" }];
    await open(makeMonth({ waiting: rows }), {
        "cs.period.waiting/remind": () => {
            throw makeServerError({ message: "She has been reminded today already." });
        },
    });
    expect(".cs_mc_remind:eq(0)").toBeEnabled();
    expect(".cs_mc_remind:eq(1)").not.toBeEnabled();
    expect(queryText(".cs_mc_row:eq(1)")).toInclude("Reminded today at 09:30");
    await contains(".cs_mc_remind:eq(0)").click();
    expect.verifySteps(["load null", 'remind [5,"hr.employee,3"]', "load 202610"]);
    expect(".cs_mc_row:eq(0) [role=alert]").toHaveText("She has been reminded today already.");
    expect(".modal").toHaveCount(0);
});

test("everybody is reminded at once", async () => {
    const row = (id, vals = {}) => ({
        label: "To approve",
        count: 1,
        action: false,
        key: `hr.employee,${id}`,
        person: { id, name: `Person ${id}` },
        group: "Supervisor",
        is_me: false,
        reminded: "",
        due: "",
        overdue: false,
        ...vals,
    });
    const waiting = [row(3), row(4), row(5, { is_me: true })];
    await open(makeMonth({ waiting }), { "cs.period.waiting/remind_all": () => 2 });
    await contains(".cs_mc_remind_all").click();
    expect.verifySteps(["load null", "remind_all [5]", "load 202610"]);
});

test("one person is reminded by one button", async () => {
    const waiting = [];
    await open(makeMonth({ waiting }));
    expect.verifySteps(["load null"]);
    expect(".cs_mc_remind_all").toHaveCount(0);
});

test("naming who is responsible", async () => {
    const candidates = [
        { id: 7, name: "郭晓萌" },
        { id: 8, name: "吴倩" },
    ];
    await open(makeMonth({ steps: [makeStep({ candidates })] }), {
        "cs.period.step/action_assign": () => true,
    });
    await contains(".cs_mc_assign").click();
    await contains(".o-dropdown--menu .o-dropdown-item:contains(吴倩)").click();
    expect.verifySteps(["load null", "action_assign [[1],8]", "load 202610"]);
});

test("a closed month offers nothing but looking and printing", async () => {
    await open(
        makeMonth({
            state: "closed",
            steps: [makeStep({ state: "locked" })],
            closed_line: "Chen closed this month on 2026-11-10 17:00.",
            handover: false,
        })
    );
    expect.verifySteps(["load null"]);
    expect(".cs_mc_close").toHaveCount(0);
    expect(".cs_mc_print").toBeEnabled();
    expect(".cs_mc_buttons button").toHaveCount(0);
    expect(".cs_mc_progress").toHaveText(/Chen closed this month/);
    await advanceTime(POLL.idle * 2);
    expect.verifySteps([]);
});
