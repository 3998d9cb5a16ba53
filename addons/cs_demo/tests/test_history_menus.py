from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import NOW, ROLES, HistoryCase

WINDOW = "ir.actions.act_window"
OFFICE = {"hr", "payroll", "gm"}
HEADS = OFFICE | {"supervisor"}
EVERYBODY = HEADS | {"agent", "leader"}
#: Menus that may be empty, for whom, and why.
EMPTY = {
    # what is decided by others
    "cs_base.menu_cs_root": {"agent", "hr", "payroll"},
    "cs_base.menu_cs_to_decide": {"agent", "hr", "payroll"},
    "cs_base.menu_cs_decided": {"agent", "payroll"},
    "cs_base.menu_cs_submissions": {"payroll"},
    "cs_base.menu_cs_appeals": {"supervisor", "payroll"},
    "cs_base.menu_cs_deputies": {"agent", "leader", "payroll"},
    "cs_attendance.cs_attendance_menu_to_decide": {"agent", "hr", "payroll"},
    # the own ones, of who is not on a roster, on duty or paid by a scheme
    "cs_attendance.cs_roster_mine_menu": HEADS,
    "cs_attendance.cs_duty_watch_mine_menu": HEADS | {"leader"},
    "cs_attendance.cs_attendance_menu_leave_calendar": HEADS | {"leader"},
    "cs_attendance.cs_attendance_menu_outing": {"agent"},
    "cs_attendance.cs_attendance_menu_exemption": {"agent", "leader", "supervisor"},
    "cs_attendance.cs_attendance_menu_card": {"leader", "supervisor"},
    "cs_attendance.cs_attendance_menu_proxy": {"agent", "payroll"},
    "cs_attendance.cs_attendance_adjustment_menu": {"agent", "leader", "payroll"},
    "cs_attendance.cs_roster_change_menu": {"agent"},
    "cs_payroll.cs_payslip_my_menu": HEADS,
    "cs_payroll.cs_payroll_input_menu": {"hr"},
    "cs_incentive.cs_discipline_entry_menu_mine": HEADS,
    "cs_incentive.cs_staff_idea_my_menu": HEADS,
    "cs_incentive.cs_incentive_deal_refund_menu": {"agent"},
    "cs_incentive.cs_incentive_deal_slip_menu": {"agent"},
    # what does not happen in a good quarter
    "cs_incentive.cs_discipline_proposal_menu": HEADS,
    "cs_incentive.cs_incentive_withheld_menu": HEADS,
    "cs_appraisal.cs_appraisal_consequence_menu": HEADS,
    "cs_attendance.cs_shift_swap_ruling_menu": HEADS,
    # everything is judged
    "cs_attendance.cs_attendance_stale_menu": {"hr"},
    # customers rest at noon and at night (HD-07)
    "cs_helpdesk.cs_callback_menu_to_make": EVERYBODY,
    # "mine" is on from the start, and the own cases are those of agents
    "cs_helpdesk.cs_complaint_month_case_menu": EVERYBODY,
    # what HR and payroll have nothing to do with
    "cs_helpdesk.helpdesk_ticket_due_menu": {"hr", "payroll"},
    "cs_helpdesk.cs_phone_answering_menu": {"payroll"},
    "cs_helpdesk.cs_phone_record_menu": {"payroll"},
    "cs_helpdesk.cs_complaint_menu": {"hr", "payroll"},
    "cs_helpdesk.cs_callback_menu_missing": {"hr", "payroll"},
    "cs_helpdesk.cs_callback_menu_coverage": {"payroll"},
    "cs_helpdesk.cs_suggestion_menu": {"payroll"},
    "cs_helpdesk.cs_suggestion_report_menu": {"payroll"},
    "cs_helpdesk.cs_suggestion_certificate_menu": {"agent", "hr", "payroll"},
    "cs_attendance.cs_duty_watch_menu": {"payroll"},
    "cs_attendance.cs_duty_log_menu": {"payroll"},
    "cs_attendance.cs_duty_event_menu": {"payroll"},
    "cs_attendance.cs_duty_round_menu": {"payroll"},
    "cs_attendance.cs_duty_swap_menu": {"payroll"},
    "cs_attendance.cs_handover_menu": {"payroll"},
    "cs_attendance.cs_meal_break_menu": {"payroll"},
    "cs_appraisal.cs_appraisal_menu": {"payroll"},
    "cs_appraisal.cs_appraisal_result_menu": {"payroll"},
    "cs_appraisal.cs_appraisal_talk_menu": {"payroll"},
    "cs_appraisal.cs_improvement_plan_menu": {"payroll"},
    "cs_appraisal.cs_metric_figure_menu": {"payroll"},
    "cs_quality.cs_anomaly_menu": {"payroll"},
    "cs_quality.cs_quality_review_menu": {"payroll"},
    "cs_quality.cs_inspection_result_menu": {"payroll"},
    "cs_quality.cs_inspection_correction_menu": {"payroll"},
    "cs_helpdesk.cs_customer_menu": {"hr", "payroll"},
    "cs_helpdesk.cs_customer_visit_menu": {"hr", "payroll"},
    "cs_helpdesk.cs_customer_claim_menu": {"hr", "payroll"},
    "cs_helpdesk.cs_customer_dispute_menu": {"hr", "payroll"},
    "cs_helpdesk.cs_export_request_menu": {"payroll"},
    # who neither works on a secret ticket nor has opened one
    "cs_helpdesk.cs_secret_reading_menu": {"hr", "payroll"},
    # HR officers open complaints only, and none of them is secret
    "cs_helpdesk.cs_secret_stub_menu": {"hr"},
    "cs_helpdesk.cs_dispatch_waiting_menu": {"hr", "payroll"},
    "cs_helpdesk.cs_dispatch_decision_menu": {"payroll"},
    "cs_helpdesk.cs_dispatch_refusal_menu": {"agent", "payroll"},
    "cs_helpdesk.cs_dispatch_champion_menu": {"payroll"},
    "cs_helpdesk.cs_dispatch_member_menu": {"payroll"},
    "cs_helpdesk.cs_lost_order_menu": {"payroll"},
    "cs_attendance.cs_desk_state_menu": {"payroll"},
    "cs_appraisal.cs_training_need_menu": {"payroll"},
    # who was in no course
    "cs_appraisal.cs_training_my_menu": HEADS,
    # what nobody borrowed, and what does not concern them
    "cs_records.menu_cs_records_root": HEADS,
    "cs_records.cs_record_loan_menu_mine": HEADS,
    "cs_records.cs_record_incoming_menu": {"payroll"},
    "cs_records.cs_record_disposal_menu": {"leader"},
    "cs_records.cs_record_incident_menu": {"supervisor", "payroll"},
}


@tagged("post_install", "-at_install")
class TestHistoryMenus(HistoryCase):
    """Every screen has something on it, for everybody who sees its menu."""

    def test_no_menu_opens_on_nothing(self):
        found = {}
        for login in ROLES:
            user = self.env.ref(f"cs_base.user_{login}_demo")
            env = self.env(
                user=user,
                context=dict(user.context_get(), allowed_company_ids=self.company.ids),
            )
            windows = list(self.windows(env))
            self.assertTrue(windows)
            for name, action in windows:
                if not self.records(env, action):
                    found.setdefault(name, []).append(login)
        unknown = {
            name: [login for login in logins if login not in EMPTY.get(name, ())]
            for name, logins in found.items()
        }
        self.assertEqual({name: who for name, who in unknown.items() if who}, {})

    def windows(self, env):
        """(xml id, action) of each menu of ours that opens a list."""
        for menu in env["ir.ui.menu"].load_web_menus(False).values():
            name = menu.get("xmlid") or ""
            if name.startswith("cs_") and menu["actionModel"] == WINDOW:
                [values] = env[WINDOW].sudo().browse(menu["actionID"]).read()
                if values["target"] != "new" and values["view_mode"] != "form":
                    yield name, values

    def records(self, env, action):
        """One of what the list shows, with the filters that are on from the start."""
        scope = {"uid": env.uid, "allowed_company_ids": self.company.ids, **NOW}
        context = safe_eval(action["context"] or "{}", dict(scope, active_id=False))
        domain = safe_eval(action["domain"] or "[]", scope)
        Model = env[action["res_model"]].with_context(**context)
        view = action["search_view_id"] and action["search_view_id"][0]
        arch = etree.fromstring(Model.get_view(view or None, "search")["arch"])
        for element in arch.iter("filter"):
            is_on = context.get(f"search_default_{element.get('name')}")
            if is_on and element.get("domain"):
                domain = [*domain, *safe_eval(element.get("domain"), scope)]
        return Model.search(domain, limit=1)
