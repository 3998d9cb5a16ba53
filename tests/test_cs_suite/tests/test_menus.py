from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import datetime, dateutil, safe_eval, time

from ..schema import addons_of_suite
from .common import ROLES, DemoCase
from .views import specification

#: what the client puts beside uid when it evaluates an action
NOW = {"datetime": datetime, "relativedelta": dateutil.relativedelta, "time": time}

EVERYBODY = set(ROLES)
BUSINESS = EVERYBODY - {"sysadmin"}
MONTH_CLOSE = {"supervisor", "hr", "payroll", "gm"}
CONFIGURATION = {"hr", "sysadmin"}
PLANNERS = {"leader", "supervisor"}

#: Who sees what. A new menu of ours needs a line here.
MENUS = {
    "cs_base.menu_cs_root": EVERYBODY,
    "cs_base.menu_cs_waiting": EVERYBODY,
    "cs_base.menu_cs_reminders": CONFIGURATION,
    "cs_base.menu_cs_jobs": CONFIGURATION,
    "cs_base.menu_cs_decisions": EVERYBODY,
    "cs_base.menu_cs_to_decide": EVERYBODY,
    "cs_base.menu_cs_decided": EVERYBODY,
    "cs_base.menu_cs_submissions": EVERYBODY,
    "cs_base.menu_cs_appeals": EVERYBODY,
    "cs_base.menu_cs_deputies": EVERYBODY,
    "cs_base.menu_cs_month_close": MONTH_CLOSE,
    "cs_base.menu_cs_policies": BUSINESS,
    "cs_base.menu_cs_decision_ladders": BUSINESS,
    "cs_base.menu_cs_rule": EVERYBODY,
    "cs_base.menu_cs_config": CONFIGURATION,
    "cs_base.menu_cs_settings": {"sysadmin"},
    "cs_base.menu_cs_working_time": CONFIGURATION,
    "cs_base.menu_cs_department_hours": CONFIGURATION,
    "cs_base.menu_cs_holidays": CONFIGURATION,
    "cs_base.menu_cs_makeup_days": CONFIGURATION,
    "cs_base.menu_cs_holiday_fill": {"hr"},
    "cs_base.menu_cs_working_time_trial": {"hr"},
    "cs_attendance.cs_attendance_my_month_menu": BUSINESS,
    "cs_attendance.cs_attendance_board_menu": BUSINESS - {"agent"},
    "cs_attendance.cs_roster_board_menu": BUSINESS - {"agent"},
    "cs_attendance.cs_attendance_day_menu": BUSINESS,
    "cs_attendance.cs_attendance_menu_sheets": BUSINESS,
    "cs_attendance.cs_attendance_policy_menu": BUSINESS,
    "cs_attendance.cs_attendance_policy_menu_base": BUSINESS,
    "cs_attendance.cs_attendance_menu_punches": BUSINESS,
    "cs_attendance.cs_attendance_menu_ledger": BUSINESS,
    "cs_attendance.cs_attendance_menu_unknown_pins": {"hr"},
    "cs_attendance.cs_attendance_menu_quarantine": {"hr"},
    "cs_attendance.cs_attendance_menu_imports": {"hr"},
    "cs_attendance.cs_attendance_menu_pins": {"hr"},
    "cs_attendance.cs_attendance_menu_terminals": {"hr"},
    "cs_attendance.cs_attendance_menu_terminals_base": {"sysadmin"},
    "cs_attendance.cs_attendance_menu_candidates": {"sysadmin"},
    "cs_attendance.cs_attendance_adjustment_menu": BUSINESS,
    "cs_attendance.cs_attendance_analysis_menu": BUSINESS - {"agent"},
    "cs_attendance.cs_attendance_export_menu": {"supervisor", "hr", "payroll", "gm"},
    "cs_attendance.cs_attendance_menu_card": BUSINESS,
    "cs_attendance.cs_attendance_menu_correction": BUSINESS,
    "cs_attendance.cs_attendance_menu_exemption": BUSINESS,
    "cs_attendance.cs_attendance_menu_leave": BUSINESS,
    "cs_attendance.cs_attendance_menu_leave_calendar": BUSINESS,
    "cs_attendance.cs_attendance_menu_outing": BUSINESS,
    "cs_attendance.cs_attendance_menu_proxy": BUSINESS,
    "cs_attendance.cs_attendance_menu_requests": BUSINESS,
    "cs_attendance.cs_attendance_menu_to_decide": BUSINESS,
    "cs_attendance.cs_attendance_sheet_menu": BUSINESS,
    "cs_attendance.cs_attendance_shift_menu": BUSINESS,
    "cs_attendance.cs_attendance_stale_menu": {"hr"},
    "cs_attendance.cs_duty_slot_menu": BUSINESS,
    "cs_attendance.cs_exception_report_menu": BUSINESS - {"agent"},
    "cs_attendance.cs_shift_assignment_menu": BUSINESS,
    "cs_attendance.cs_shift_menu": BUSINESS,
    "cs_attendance.cs_attendance_menu_roster": BUSINESS,
    "cs_attendance.cs_shift_swap_menu": BUSINESS,
    "cs_attendance.cs_shift_swap_ruling_menu": MONTH_CLOSE,
    "cs_attendance.cs_handover_menu": BUSINESS,
    "cs_attendance.cs_shared_item_menu": PLANNERS | {"hr"},
    "cs_attendance.cs_roster_mine_menu": BUSINESS,
    "cs_attendance.cs_roster_change_menu": BUSINESS,
    "cs_attendance.cs_roster_fill_menu": PLANNERS,
    "cs_attendance.cs_roster_publish_menu": PLANNERS,
    "cs_attendance.cs_roster_member_menu": PLANNERS | {"hr"},
    "cs_attendance.cs_roster_pattern_menu": PLANNERS | {"hr"},
    "cs_attendance.cs_roster_need_menu": PLANNERS | {"hr"},
    "cs_attendance.cs_roster_template_menu": {"hr"},
    "cs_attendance.cs_attendance_menu_duty": BUSINESS,
    "cs_attendance.cs_duty_watch_mine_menu": BUSINESS,
    "cs_attendance.cs_duty_watch_menu": BUSINESS,
    "cs_attendance.cs_duty_swap_menu": BUSINESS,
    "cs_attendance.cs_duty_log_menu": BUSINESS,
    "cs_attendance.cs_duty_event_menu": BUSINESS,
    "cs_attendance.cs_duty_round_menu": BUSINESS,
    "cs_attendance.cs_duty_place_menu": PLANNERS | {"hr"},
    "cs_attendance.cs_meal_button_menu": BUSINESS,
    "cs_attendance.cs_meal_break_menu": BUSINESS,
    "cs_attendance.cs_desk_state_menu": BUSINESS,
    "cs_helpdesk.cs_service_day_menu": BUSINESS,
    "cs_helpdesk.cs_service_board_menu": {"leader", "supervisor", "gm"},
    "cs_helpdesk.cs_service_figures_menu": {"supervisor", "gm"},
    "cs_helpdesk.cs_service_report_menu": {"leader", "supervisor", "gm"},
    "cs_helpdesk.cs_phone_answering_menu": BUSINESS,
    "cs_helpdesk.cs_phone_record_menu": BUSINESS,
    "cs_helpdesk.cs_phone_import_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_helpdesk.cs_helpdesk_policy_menu": BUSINESS,
    "cs_helpdesk.cs_complaint_menu": BUSINESS,
    "cs_helpdesk.cs_phone_entry_menu": BUSINESS,
    "cs_base.cs_setup_menu": {"hr", "sysadmin"},
    # only while nothing is set up
    "cs_base.cs_setup_first_menu": set(),
    "cs_helpdesk.cs_intake_field_menu": {"leader", "supervisor"},
    "cs_helpdesk.cs_call_conversion_menu": {"leader", "supervisor", "gm"},
    "cs_helpdesk.cs_statistics_menu": BUSINESS,
    "cs_helpdesk.cs_complaint_month_root_menu": BUSINESS,
    "cs_helpdesk.cs_complaint_month_menu": BUSINESS,
    "cs_helpdesk.cs_complaint_month_case_menu": BUSINESS,
    "cs_helpdesk.cs_complaint_week_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_helpdesk.cs_complaint_live_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_helpdesk.cs_dispatch_root_menu": BUSINESS,
    "cs_helpdesk.cs_dispatch_waiting_menu": BUSINESS,
    "cs_helpdesk.cs_dispatch_decision_menu": BUSINESS,
    "cs_helpdesk.cs_dispatch_refusal_menu": BUSINESS,
    "cs_helpdesk.cs_lost_order_menu": BUSINESS,
    "cs_helpdesk.cs_lost_order_report_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_helpdesk.cs_dispatch_member_menu": BUSINESS,
    "cs_helpdesk.cs_dispatch_champion_menu": BUSINESS,
    "cs_helpdesk.cs_lost_order_reason_menu": {"supervisor", "hr"},
    "cs_helpdesk.cs_dispatch_policy_menu": BUSINESS,
    "cs_helpdesk.cs_dispatch_policy_menu_base": BUSINESS,
    "cs_helpdesk.cs_callback_menu": BUSINESS,
    "cs_helpdesk.cs_callback_menu_to_make": BUSINESS,
    "cs_helpdesk.cs_callback_menu_missing": BUSINESS,
    "cs_helpdesk.cs_callback_menu_coverage": BUSINESS,
    "cs_helpdesk.cs_callback_menu_scripts": BUSINESS,
    "cs_helpdesk.cs_customer_root_menu": BUSINESS,
    "cs_helpdesk.cs_customer_menu": BUSINESS,
    "cs_helpdesk.cs_customer_visit_menu": BUSINESS,
    "cs_helpdesk.cs_customer_claim_menu": BUSINESS,
    "cs_helpdesk.cs_customer_dispute_menu": BUSINESS,
    "cs_helpdesk.cs_export_request_menu": BUSINESS,
    "cs_helpdesk.cs_export_download_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_helpdesk.cs_secret_stub_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_helpdesk.cs_secret_reading_menu": BUSINESS,
    "cs_helpdesk.cs_secrecy_change_menu": {"supervisor", "gm"},
    "cs_helpdesk.cs_customer_policy_menu": BUSINESS,
    "cs_helpdesk.cs_customer_policy_menu_base": BUSINESS,
    # for helpdesk managers: no demo role
    "cs_helpdesk.cs_ticket_outcome_menu": set(),
    "cs_helpdesk.cs_ticket_import_menu": set(),
    "cs_helpdesk.cs_helpdesk_policy_menu_base": BUSINESS,
    "cs_helpdesk.cs_suggestion_root_menu": BUSINESS,
    "cs_helpdesk.cs_suggestion_menu": BUSINESS,
    "cs_helpdesk.cs_suggestion_certificate_menu": BUSINESS,
    "cs_helpdesk.cs_suggestion_report_menu": BUSINESS,
    "cs_helpdesk.cs_suggestion_member_menu": BUSINESS,
    "cs_helpdesk.cs_problem_menu": BUSINESS,
    "cs_helpdesk.helpdesk_ticket_due_menu": BUSINESS,
    "cs_helpdesk.cs_ticket_segment_menu": {"leader", "supervisor", "gm"},
    "cs_appraisal.menu_cs_appraisal_root": BUSINESS,
    "cs_appraisal.cs_appraisal_my_menu": BUSINESS,
    "cs_appraisal.cs_appraisal_my_ratings_menu": BUSINESS,
    "cs_appraisal.cs_job_description_mine_menu": BUSINESS,
    "cs_appraisal.cs_appraisal_board_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_appraisal.cs_appraisal_all_menu": BUSINESS,
    "cs_appraisal.cs_appraisal_cycle_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_appraisal.cs_appraisal_menu": BUSINESS,
    "cs_appraisal.cs_appraisal_result_menu": BUSINESS,
    "cs_appraisal.cs_appraisal_talk_menu": BUSINESS,
    "cs_appraisal.cs_improvement_plan_menu": BUSINESS,
    "cs_appraisal.cs_appraisal_consequence_menu": {"supervisor", "hr", "gm"},
    "cs_appraisal.cs_appraisal_report_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_appraisal.cs_appraisal_rater_menu": {"hr"},
    "cs_appraisal.cs_appraisal_rating_group_menu": {"supervisor", "hr", "gm"},
    "cs_appraisal.cs_appraisal_rating_remark_menu": {"supervisor", "hr", "gm"},
    "cs_appraisal.cs_training_root_menu": BUSINESS,
    "cs_appraisal.cs_training_my_menu": BUSINESS,
    "cs_appraisal.cs_training_need_menu": BUSINESS,
    "cs_appraisal.cs_training_course_menu": BUSINESS,
    "cs_appraisal.cs_training_participant_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_appraisal.cs_training_correction_menu": {"hr", "gm"},
    "cs_appraisal.cs_training_request_menu": BUSINESS,
    "cs_appraisal.cs_training_reimbursement_menu": {"hr", "payroll", "gm"},
    "cs_appraisal.cs_training_obligation_menu": {"hr", "payroll", "gm"},
    "cs_appraisal.cs_metric_root_menu": BUSINESS,
    "cs_appraisal.cs_metric_menu": BUSINESS,
    "cs_appraisal.cs_metric_figure_menu": BUSINESS,
    "cs_appraisal.cs_metric_import_menu": {"supervisor", "hr"},
    "cs_appraisal.cs_appraisal_rules_menu": BUSINESS,
    "cs_appraisal.cs_appraisal_template_menu": BUSINESS,
    "cs_appraisal.cs_job_description_menu": BUSINESS,
    "cs_appraisal.cs_appraisal_policy_menu": BUSINESS,
    "cs_appraisal.cs_appraisal_policy_menu_base": BUSINESS,
    "cs_incentive.menu_cs_incentive_root": BUSINESS,
    "cs_incentive.cs_incentive_mine_menu": BUSINESS,
    "cs_incentive.cs_incentive_income_menu": BUSINESS - {"agent"},
    "cs_incentive.cs_incentive_rules_menu": BUSINESS,
    "cs_incentive.cs_incentive_my_menu": BUSINESS,
    "cs_incentive.cs_incentive_month_menu": {"hr", "payroll", "gm"},
    "cs_incentive.cs_incentive_honours_menu": BUSINESS,
    "cs_incentive.cs_flower_root_menu": BUSINESS,
    "cs_incentive.cs_flower_my_menu": BUSINESS,
    "cs_incentive.cs_flower_wall_menu": BUSINESS,
    "cs_incentive.cs_flower_all_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_incentive.cs_flower_redemption_menu": {"hr", "gm"},
    "cs_incentive.cs_flower_move_menu": {"hr", "gm"},
    "cs_incentive.cs_flower_gift_menu": BUSINESS,
    "cs_incentive.cs_staff_idea_root_menu": BUSINESS,
    "cs_incentive.cs_staff_idea_my_menu": BUSINESS,
    "cs_incentive.cs_staff_idea_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_incentive.cs_good_practice_menu": BUSINESS,
    "cs_incentive.cs_incentive_points_menu": BUSINESS,
    "cs_incentive.cs_incentive_statement_menu": BUSINESS - {"agent"},
    "cs_incentive.cs_incentive_item_menu": BUSINESS - {"agent", "leader"},
    "cs_incentive.cs_incentive_cost_menu": BUSINESS - {"agent"},
    "cs_incentive.cs_incentive_withheld_menu": BUSINESS - {"agent", "leader"},
    "cs_incentive.cs_what_if_menu": {"supervisor", "hr", "gm"},
    "cs_incentive.cs_incentive_scheme_menu": BUSINESS,
    "cs_incentive.cs_incentive_scheme_menu_base": BUSINESS,
    "cs_incentive.cs_discipline_entry_menu_mine": BUSINESS,
    "cs_incentive.cs_discipline_menu": BUSINESS,
    "cs_incentive.cs_discipline_entry_menu": BUSINESS - {"agent"},
    "cs_incentive.cs_discipline_suggestion_menu": {"supervisor", "hr", "gm"},
    "cs_incentive.cs_discipline_proposal_menu": {"supervisor", "hr", "gm"},
    "cs_incentive.cs_discipline_instalment_menu": BUSINESS - {"agent", "leader"},
    "cs_incentive.cs_discipline_report_menu": BUSINESS - {"agent"},
    "cs_incentive.cs_discipline_rule_menu": BUSINESS,
    "cs_incentive.cs_discipline_book_menu": BUSINESS,
    "cs_incentive.cs_discipline_book_menu_base": BUSINESS,
    "cs_incentive.cs_incentive_deal_root_menu": BUSINESS,
    "cs_incentive.cs_incentive_deal_menu": BUSINESS,
    "cs_incentive.cs_incentive_deal_refund_menu": BUSINESS,
    "cs_incentive.cs_incentive_deal_slip_menu": BUSINESS,
    "cs_incentive.cs_incentive_deal_import_menu": {"supervisor", "hr"},
    "cs_incentive.cs_rebate_list_menu": {"hr", "payroll", "gm"},
    "cs_incentive.cs_rebate_entry_menu": {"hr", "payroll", "gm"},
    "cs_incentive.cs_rebate_agent_menu": {"hr", "payroll", "gm"},
    "cs_incentive.cs_rebate_term_menu": {"hr", "payroll", "gm"},
    "cs_incentive.cs_incentive_policy_menu": BUSINESS,
    "cs_incentive.cs_incentive_policy_menu_base": BUSINESS,
    "cs_quality.cs_quality_root_menu": BUSINESS,
    # who is named as a reviewer
    "cs_quality.cs_quality_review_todo_menu": {"leader"},
    "cs_quality.cs_quality_review_menu": BUSINESS,
    "cs_quality.cs_quality_calibration_menu": {"supervisor", "hr", "gm"},
    "cs_quality.cs_quality_draw_menu": {"supervisor", "hr", "gm"},
    "cs_quality.cs_inspection_todo_menu": {"leader"},
    "cs_quality.cs_inspection_result_menu": BUSINESS,
    "cs_quality.cs_inspection_correction_menu": BUSINESS,
    "cs_quality.cs_inspection_round_menu": {"supervisor", "hr", "gm"},
    "cs_quality.cs_inspection_plan_menu": BUSINESS,
    "cs_quality.cs_inspection_plan_menu_base": BUSINESS,
    "cs_quality.cs_anomaly_menu": BUSINESS,
    "cs_quality.cs_quality_card_menu": BUSINESS,
    "cs_quality.cs_quality_card_menu_base": BUSINESS,
    "cs_records.menu_cs_records_root": BUSINESS,
    "cs_records.cs_record_loan_menu_mine": BUSINESS,
    "cs_records.cs_record_menu": BUSINESS,
    "cs_records.cs_record_loan_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_records.cs_record_incoming_menu": BUSINESS,
    "cs_records.cs_record_disposal_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_records.cs_record_incident_menu": BUSINESS,
    "cs_records.cs_record_rules_menu": BUSINESS,
    "cs_records.cs_record_reading_menu": {"leader", "supervisor", "hr", "gm"},
    "cs_records.cs_record_policy_menu": BUSINESS,
    "cs_records.cs_record_policy_menu_base": BUSINESS,
    "cs_records.cs_record_category_menu": {"hr"},
    "cs_payroll.cs_payslip_my_menu": BUSINESS,
    "cs_payroll.cs_payroll_menu": {"hr", "payroll", "gm"},
    "cs_payroll.cs_payslip_run_menu": {"hr", "payroll", "gm"},
    "cs_payroll.cs_payroll_handover_menu": {"hr"},
    "cs_payroll.cs_payslip_menu": {"payroll", "gm"},
    "cs_payroll.cs_payroll_input_menu": {"hr", "payroll", "gm"},
    "cs_payroll.cs_payslip_line_menu": {"payroll", "gm"},
    "cs_payroll.cs_payroll_policy_menu": {"hr", "payroll", "gm"},
    "cs_payroll.cs_payroll_policy_menu_base": BUSINESS,
    "cs_payroll_account.cs_payroll_entry_menu": {"payroll", "gm"},
    "cs_payroll_account.cs_payroll_account_menu": {"payroll", "gm"},
    # only where analytic accounting is switched on
    "cs_payroll_account.cs_payroll_analytic_menu": set(),
}

#: Stock menus that tell whether a role got more than its own.
STOCK_MENUS = {
    "base.menu_administration": {"sysadmin"},
    "base.menu_users": {"sysadmin"},
    # wages and contracts: for HR managers, which no demo user is
    "hr.menu_human_resources_configuration": set(),
    # where there is a dashboard to look at
    "spreadsheet_dashboard.spreadsheet_dashboard_menu_root": BUSINESS - {"agent"},
    "spreadsheet_dashboard.spreadsheet_dashboard_menu_configuration": set(),
}


@tagged("post_install", "-at_install", "cs_suite", "cs_demo")
class TestMenus(DemoCase):
    def load_menus(self, login):
        """Menus that the web client shows to ``login``, by xml id."""
        self.authenticate(login, login)
        menus = self.url_open("/web/webclient/load_menus").json()
        return {
            menu["xmlid"]: menu
            for menu in menus.values()
            if menu.get("xmlid") and menu["id"] != "root"
        }

    def test_what_waits_opens_what_it_counts(self):
        """The first page of the suite, with the rights of each role."""
        codes = set()
        for login in ROLES:
            user = self.user(login)
            page = self.env["cs.waiting"].with_user(user)
            page = page.with_context(allowed_company_ids=self.company.ids)
            kinds = page._all_kinds()
            self.assertEqual(len(kinds), len({kind.code for kind in kinds}), login)
            codes |= {kind.code for kind in kinds}
            for section in page.load()["sections"]:
                for row in section["rows"]:
                    with self.subTest(login=login, code=row["code"]):
                        self.check_opens(page, row)
        self.assertGreater(len(codes), 15)

    def check_opens(self, page, row):
        action = page.get_action(row["code"])
        if isinstance(action.get("domain"), list):
            found = page.env[action["res_model"]].search_count(action["domain"])
            self.assertEqual(found, row["count"])
        else:
            self.assertEqual(action["type"], "ir.actions.client")

    def test_every_menu_of_ours_is_in_the_table(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.ui.menu"), ("module", "in", addons_of_suite())]
        )
        empty = self.env["ir.ui.menu"].search(
            [("action", "=", False), ("child_id", "=", False)]
        )
        self.assertEqual(
            set(
                data.filtered(lambda x: x.res_id not in empty.ids).mapped(
                    "complete_name"
                )
            ),
            set(MENUS),
        )

    def test_each_role_sees_its_menus_and_no_other(self):
        ours = tuple(f"{name}." for name in addons_of_suite())
        for login in ROLES:
            with self.subTest(login=login):
                seen = set(self.load_menus(login))
                self.assertEqual(
                    {name for name in seen if name.startswith(ours)},
                    {name for name, roles in MENUS.items() if login in roles},
                )
                self.assertEqual(
                    seen & set(STOCK_MENUS),
                    {name for name, roles in STOCK_MENUS.items() if login in roles},
                )

    def test_what_waits_is_the_page_after_signing_in(self):
        """The web client opens the first menu that leads somewhere; while nothing is
        set up that is the assistant for who sets up."""
        for login in ROLES:
            self.authenticate(login, login)
            menus = self.url_open("/web/webclient/load_menus").json()
            first = menus[str(menus["root"]["children"][0])]
            self.assertEqual(first["xmlid"], "cs_base.menu_cs_root", login)
            kids = [menus[str(child)]["xmlid"] for child in first["children"]]
            kids = [name for name in kids if name != "cs_base.cs_setup_first_menu"]
            self.assertEqual(kids[0], "cs_base.menu_cs_waiting", login)

    def test_a_customer_has_no_back_office(self):
        self.authenticate("customer", "customer")
        answer = self.url_open("/odoo", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_each_role_opens_every_menu_it_sees(self):
        ours = tuple(f"{name}." for name in addons_of_suite())
        opened = 0
        for login in ROLES:
            for xmlid, menu in self.load_menus(login).items():
                if xmlid.startswith(ours) and menu["actionID"]:
                    with self.subTest(login=login, menu=xmlid):
                        self.open_action(menu["actionID"], login)
                        opened += 1
        self.assertTrue(opened)

    def open_action(self, action_id, login):
        """Do what the client does: load views, read the list, open and start one."""
        action = self.make_jsonrpc_request("/web/action/load", {"action_id": action_id})
        if action["type"] != "ir.actions.act_window":
            return  # client actions open in test_journeys
        model = action["res_model"]
        scope = {
            "uid": self.user(login).id,
            "active_id": False,
            "allowed_company_ids": self.company.ids,
            **NOW,
        }
        context = {
            **safe_eval(str(action["context"] or {}), scope),
            **self.user(login).context_get(),
        }
        search_view = action["search_view_id"] and action["search_view_id"][0]
        answer = self.call_kw(
            model,
            "get_views",
            views=[*action["views"], [search_view, "search"]],
            options={"toolbar": True, "load_filters": True},
            context=context,
        )
        fields = answer["models"][model]["fields"]
        archs = {
            kind: etree.fromstring(view["arch"])
            for kind, view in answer["views"].items()
        }
        records = []
        for kind in {"list", "kanban"} & set(archs):
            records = self.call_kw(
                model,
                "web_search_read",
                domain=safe_eval(str(action["domain"] or []), scope),
                specification=specification(archs[kind], fields),
                order=archs[kind].get("default_order") or "",
                limit=40,
                context=context,
            )["records"]
        if "form" in archs:
            spec = specification(archs["form"], fields)
            self.open_form(model, records[:1], spec, context)

    def open_form(self, model, records, spec, context):
        for record in records:
            self.call_kw(
                model, "web_read", [[record["id"]]], specification=spec, context=context
            )
        if self.call_kw(model, "has_access", [[]], operation="create"):
            self.call_kw(model, "onchange", [[], {}, [], spec], context=context)
