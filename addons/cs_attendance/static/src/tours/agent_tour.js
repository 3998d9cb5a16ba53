import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { guidedTours } from "@cs_base/waiting/waiting";

guidedTours.add("cs_guided_agent", {
    label: _t("Understand my month"),
    group: "cs_base.group_agent",
});

/** Days that are not as they should be come first; else any that has been judged. */
const TOLD = ["late", "abs", "miss", "fix", "leave", "out"]
    .map((code) => `.cs_day_${code}`)
    .join(", ");

registry.category("web_tour.tours").add("cs_guided_agent", {
    url: "/odoo/waiting",
    steps: () => [
        {
            trigger:
                ".cs_waiting_links button[data-action='cs_attendance.cs_attendance_my_month_action']",
            content: _t("Everything about your own attendance is here."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".cs_mm_figures",
            content: _t("Your month in numbers: present, late, missed punches, leave. Click to go on."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: `.cs_mm_calendar button:is(${TOLD})`,
            content: _t("Each day opens to its reason. Click this one."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".cs_explanation .cs_explanation_verdict",
            content: _t(
                "Why the day counts as it does: the rule, then your punches and what the policy said on that day."
            ),
            tooltipPosition: "left",
            run: "click",
        },
        {
            trigger: ".cs_explanation .cs_explanation_head .oi-close",
            content: _t(
                "Not right? Appeal at the bottom of this panel, until the date that stands there; somebody else decides. Close the panel to go on."
            ),
            tooltipPosition: "left",
            run: "click",
        },
        {
            trigger: ".cs_mm_todo h2",
            content: _t(
                "What needs you, the soonest deadline first. A missed punch has the button “Correct Punch”: enter the time and the reason and submit; your superior confirms it."
            ),
            tooltipPosition: "left",
            run: "click",
        },
    ],
});
