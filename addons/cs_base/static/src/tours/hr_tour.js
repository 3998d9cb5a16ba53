import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { guidedTours } from "@cs_base/waiting/waiting";

guidedTours.add("cs_guided_hr", {
    label: _t("Close a month"),
    group: "cs_base.group_hr_officer",
});

// Locking is for good: the tour shows where, people press when they mean it.
registry.category("web_tour.tours").add("cs_guided_hr", {
    url: "/odoo/waiting",
    steps: () => [
        {
            trigger: ".cs_waiting_row[data-code=month_close]",
            content: _t("A month that is over waits to be closed. Open it."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".cs_mc_progress .cs_mc_count",
            content: _t(
                "How far the month is, what is open in all, and until when finance expects it. Click to go on."
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".cs_mc_step:not(.cs_state_locked) .cs_mc_name",
            content: _t(
                "Steps are settled in their order; this one is next. What is still open stands beside it as a link, and then who has to act."
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".cs_mc_step:not(.cs_state_locked) .cs_mc_state",
            content: _t(
                "Compute with the button on the right, as often as you like; you can pause and go on. When nothing is open any more, lock the step. What is locked does not change any more."
            ),
            tooltipPosition: "left",
            run: "click",
        },
        {
            trigger: ".cs_mc_side h2",
            content: _t("Whom the month waits for. Remind each of them once a day."),
            tooltipPosition: "left",
            run: "click",
        },
        {
            trigger: ".cs_mc_log",
            content: _t(
                "What happened, and who did it. When all steps are locked the general manager closes the month; print the closing protocol at the top and have it signed."
            ),
            tooltipPosition: "left",
            run: "click",
        },
    ],
});
