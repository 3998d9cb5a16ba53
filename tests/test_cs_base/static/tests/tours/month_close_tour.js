import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function row(name) {
    return `.cs_mc_step:contains(${name})`;
}

function confirmed(button) {
    return [
        { trigger: button, run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
    ];
}

// Each role does its part; between the tours the test lets the server compute.
tours.add("cs_month_close_check", {
    steps: () => [
        { trigger: `${row("Test items")} button[name=start]:disabled` },
        ...confirmed(`${row("Test check")} button[name=lock]`),
        { trigger: `${row("Test check")}.cs_state_locking` },
    ],
});

tours.add("cs_month_close_compute", {
    steps: () => [
        { trigger: `${row("Test check")}.cs_state_locked` },
        { trigger: `${row("Test items")} button[name=start]`, run: "click" },
        { trigger: `${row("Test items")}.cs_state_running button[name=pause]` },
    ],
});

tours.add("cs_month_close_lock", {
    steps: () => [
        ...confirmed(`${row("Test items")} button[name=lock]`),
        { trigger: `${row("Test items")}.cs_state_locking` },
    ],
});

tours.add("cs_month_close_close", {
    steps: () => [
        { trigger: ".cs_mc_count:contains(2 / 2)" },
        ...confirmed(".cs_mc_close"),
        { trigger: ".cs_mc_progress:contains(closed this month)" },
        { trigger: "body:not(:has(.cs_mc_close))" },
        { trigger: ".cs_months button:last:not(:disabled)", run: "click" },
        { trigger: ".cs_mc_empty button:contains(Open this month)", run: "click" },
        { trigger: `${row("Test items")}.cs_state_waiting` },
    ],
});
