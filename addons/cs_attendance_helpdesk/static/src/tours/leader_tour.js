import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { guidedTours } from "@cs_base/waiting/waiting";
import { stepUtils } from "@web_tour/tour_utils";

guidedTours.add("cs_guided_leader", {
    label: _t("Plan, clear up, call back"),
    group: "cs_base.group_team_leader",
});

const link = (action) => `.cs_waiting_links button[data-action='${action}']`;

/** Back to the first page of the suite. */
function home() {
    return [
        stepUtils.showAppsMenuItem(),
        {
            trigger: ".o_app[data-menu-xmlid='cs_base.menu_cs_root']",
            content: _t("Back to what waits for you."),
            tooltipPosition: "right",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("cs_guided_leader", {
    url: "/odoo/waiting",
    steps: () => [
        {
            trigger: link("cs_attendance.cs_roster_board_action"),
            content: _t("First the plan: open the roster board of your people."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".cs_roster_board .cs_months button[name=next]",
            content: _t("Go to the next month, or week."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".cs_roster_board .cs_rb_legend",
            content: _t(
                "Choose a pattern and fill it in for selected cells, or press 1, 2, 3 and 0 in a cell. Drafts are yours alone; “Publish” tells your people, each once. Click to go on."
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        ...home(),
        {
            trigger: link("cs_attendance.cs_attendance_board_action"),
            content: _t("Then what does not fit: open the month board."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".cs_month_board .cs_mb_only",
            content: _t(
                "Show only people with exceptions. Each cell opens to its reason; what waits for you to confirm is on the first page under “To Decide”."
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        ...home(),
        {
            trigger: link("cs_helpdesk.cs_service_day_action"),
            content: _t("Last the customers: open your day."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".cs_service_day #cs_sd_callbacks, .cs_service_day .cs_sv_note",
            content: _t(
                "Customers to call back at this moment, never in their rest hours. “Call Now” opens the script; write down what they said, a dissatisfied customer becomes a complaint by itself."
            ),
            tooltipPosition: "left",
            run: "click",
        },
    ],
});
