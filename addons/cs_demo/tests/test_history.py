from collections import Counter
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..hooks import pre_init_hook
from .common import HistoryCase

#: Calls that load once more what the demo files load.
AGAIN = (
    ("_load_sheets",),
    ("_load_complaint_months",),
    ("_load_cycles",),
    ("_load_deals",),
    ("_load_statements", 3),
    ("_load_statements", 2),
    ("_load_statements", 1),
    ("_load_pay_run", 3),
    ("_load_pay_run", 2),
    ("_load_history",),
    ("_make_phone_logs",),
)
#: What must not grow by that.
KEPT = (
    "account.move",
    "cs.attendance.sheet",
    "cs.complaint.penalty",
    "cs.callback",
    "cs.discipline.entry",
    "cs.incentive.deal",
    "cs.incentive.item",
    "cs.period.event",
    "cs.phone.record",
    "cs.punch",
    "cs.suggestion",
    "cs.ticket.import",
    "cs.training.obligation",
    "helpdesk.ticket",
    "hr.payslip",
    "rating.rating",
)


@tagged("post_install", "-at_install")
class TestHistory(HistoryCase):
    """The demo company with three months behind it."""

    def test_tickets_of_all_kinds(self):
        groups = self.env["helpdesk.ticket"]._read_group(
            [("company_id", "=", self.company.id)], ["cs_kind"], ["__count"]
        )
        counts = Counter(dict(groups))
        self.assertGreaterEqual(sum(counts.values()), 1400)
        for kind, least in (
            ("inquiry", 900),
            ("order", 80),
            ("repair", 80),
            ("complaint", 40),
            ("suggestion", 15),
        ):
            self.assertGreaterEqual(counts[kind], least, kind)

    def test_the_telephone_was_answered(self):
        """HD-03: mostly within 3 rings; the agent has a late and a missed call."""
        calls = self.env["cs.phone.record"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertGreater(len(calls), 1000)
        verdicts = Counter(calls.mapped("verdict"))
        self.assertGreater(verdicts["in_time"] * 2, len(calls))
        own = calls.filtered(lambda call: call.employee_id.user_id.login == "agent")
        self.assertLessEqual({"in_time", "late", "missed"}, {*own.mapped("verdict")})
        self.assertEqual(calls.filtered("is_to_assign").mapped("extension"), ["8099"])

    def test_customers_were_called_and_said_how_it_was(self):
        states = dict(self.env["cs.callback"]._read_group([], ["state"], ["__count"]))
        self.assertGreaterEqual(states["reached"], 50)
        self.assertTrue(states["waiting"])
        self.assertTrue(states["unreachable"])
        mine = ("res_model", "=", "helpdesk.ticket"), ("consumed", "=", True)
        self.assertGreaterEqual(self.count("rating.rating", *mine), 50)

    def test_who_suggested_something_was_answered_within_the_hour(self):
        self.env.cr.execute(
            """SELECT count(*) >= 10, max(cs_first_reply_at - create_date) < '1 hour',
                      min(cs_first_reply_at - create_date) > '0'
                 FROM helpdesk_ticket
                WHERE cs_kind = 'suggestion' AND cs_first_reply_at IS NOT NULL"""
        )
        self.assertEqual(self.env.cr.fetchone(), (True, True, True))

    def test_nothing_was_rated_before_it_was_asked(self):
        self.env.cr.execute(
            """SELECT count(*) FROM rating_rating rating
                 JOIN cs_callback call ON call.ticket_id = rating.res_id
                WHERE rating.res_model = 'helpdesk.ticket'
                  AND rating.create_date > call.done_at + interval '1 minute'
                  AND call.ticket_id IN (
                      SELECT res_id FROM ir_model_data
                       WHERE module = 'cs_demo' AND name LIKE 'service_%'
                         AND model = 'helpdesk.ticket')"""
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_two_months_are_closed_and_one_waits(self):
        periods = self.env["cs.period"].search([("company_id", "=", self.company.id)])
        states = {period.month: period.state for period in periods}
        self.assertEqual(states.get(self.month(3)), "closed")
        self.assertEqual(states.get(self.month(2)), "closed")
        self.assertNotEqual(states.get(self.month(1)), "closed")
        closed = periods.filtered(lambda period: period.state == "closed")
        self.assertEqual(set(closed.step_ids.mapped("state")), {"locked"})

    def test_statement_payslip_and_entry_agree(self):
        runs = self.env["hr.payslip.run"].search(
            [
                ("company_id", "=", self.company.id),
                ("cs_state", "=", "approved"),
                ("cs_is_extra", "=", False),
            ]
        )
        self.assertEqual(set(runs.mapped("cs_month")), {self.month(3), self.month(2)})
        for run in runs:
            self.assertEqual(run.cs_booking, "posted")
            lines = run._cs_entry().move_id.line_ids
            balance = sum(Decimal(str(line.balance)) for line in lines)
            self.assertEqual(round(balance, 2), 0)
            tie = self.env["cs.payroll.tie"]._compare(run)
            self.assertTrue(tie.line_ids)
            self.assertEqual(tie.difference_count, 0)

    def test_penalties_of_complaints_went_to_finance(self):
        """HD-06: of both published lists, with money in the later one."""
        lists = self.env["cs.complaint.month"].search(
            [("company_id", "=", self.company.id), ("state", "=", "published")]
        )
        self.assertEqual(set(lists.mapped("month")), {self.month(3), self.month(2)})
        for one in lists:
            handed = self.env["cs.complaint.penalty"].search(
                [("month_id", "=", one.id)]
            )
            self.assertTrue(handed)
            self.assertTrue(set(handed.entry_id.mapped("state")) <= {"approved"})
            self.assertEqual(any(handed.mapped("amount")), one.month == self.month(2))

    def test_course_fees_of_leavers(self):
        """APP-11: one is still to be settled, one goes with the last statement."""
        mine = ("company_id", "=", self.company.id)
        owed = self.env["cs.training.obligation"].search([mine], order="leaving_on")
        self.assertEqual(owed.mapped("state"), ["open", "pay"])
        self.assertEqual(owed.mapped("pay_month"), [False, self.month(0)])

    def test_an_extra_payslip_is_approved(self):
        """INC-31: what a closed month lacked, paid in this one."""
        run = self.env.ref("cs_demo.payslip_extra")
        self.assertEqual((run.cs_state, run.cs_month), ("approved", self.month(0)))
        self.assertEqual((run.slip_ids.state, run.cs_net), ("done", 240))

    def test_inspections_are_handed_on_and_suggest_entries(self):
        """HD-30, INC-24: by whom instead, and what came of a missing badge."""
        signs = self.env["cs.inspection.sign"].search([("instead_of_id", "!=", False)])
        self.assertEqual(len(signs), 1)
        self.assertEqual(signs.result_id.state, "open")
        found = self.env["cs.discipline.suggestion"].search(
            [("company_id", "=", self.company.id), ("suggested_by", "=", "inspection")]
        )
        self.assertEqual(found.rule_id.mapped("code"), ["CS-02"])
        self.assertIn("未佩戴工牌", found.found)

    def test_loading_again_adds_nothing(self):
        before = {name: self.count(name) for name in KEPT}
        Demo = self.env["cs.demo"]
        for method, *arguments in AGAIN:
            getattr(Demo, method)(*arguments)
        self.assertEqual({name: self.count(name) for name in KEPT}, before)

    def test_it_is_not_installed_among_real_people(self):
        pre_init_hook(self.env)
        name = "company_xinglan_demo"
        known = [("module", "=", "cs_base"), ("name", "=", name)]
        self.env["ir.model.data"].search(known).name = "another_company"
        self.env.registry.clear_cache("stable")
        self.env.registry.clear_cache()
        with self.assertRaises(UserError):
            pre_init_hook(self.env)
        with self.assertRaises(UserError):
            self.env["cs.demo"]._load_history()

    def test_few_messages_wait(self):
        self.env.cr.execute(
            """SELECT max(count) FROM (
                   SELECT count(*) FROM mail_notification
                    WHERE is_read IS NOT TRUE GROUP BY res_partner_id) AS unread"""
        )
        self.assertEqual(self.env.cr.fetchone(), (4,))

    def test_open_things_to_do(self):
        """For each role of the running months."""
        todo = {
            "agent": [
                ("helpdesk.ticket", [("user_id", "=", "me"), ("closed", "=", False)]),
                ("cs.callback", [("state", "=", "waiting")]),
            ],
            "leader": [("cs.decision.request", [("pending_decider_ids", "!=", False)])],
            "supervisor": [("cs.discipline.entry", [("state", "=", "submitted")])],
            "hr": [
                ("cs.attendance.sheet", [("state", "=", "confirmed")]),
                ("cs.incentive.statement", [("state", "=", "computed")]),
            ],
            "gm": [("cs.incentive.scheme", [("state", "=", "proposed")])],
        }
        for login, wanted in todo.items():
            user = self.env.ref(f"cs_base.user_{login}_demo")
            for model, domain in wanted:
                with self.subTest(login=login, model=model):
                    domain = [
                        (name, operator, user.id if value == "me" else value)
                        for name, operator, value in domain
                    ]
                    Model = self.env[model].with_user(user)
                    self.assertTrue(Model.search_count(domain))
