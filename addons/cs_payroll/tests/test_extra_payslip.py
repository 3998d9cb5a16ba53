from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.addons.cs_base.tests.period_common import close_month
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .payroll_case import JUNE, PayrollMonthCase

NOW = "2025-07-10 02:00:00"


@tagged("cs_payroll", "cs_payroll_extra")
@freeze_time(NOW)
class TestExtraPayslip(PayrollMonthCase):
    """One payslip of one person besides the month's, with a reason (INC-31)."""

    def wizard(self, *lines, role="agent", by="payroll", **vals):
        Wizard = self.env["cs.payroll.extra"].with_user(self.users[by])
        rows = [
            {"rule_id": self.env.ref(f"cs_payroll.rule_{rule}").id, "amount": amount}
            for rule, amount in lines
        ]
        return Wizard.create(
            {
                "employee_id": self.people[role].id,
                "month": JUNE,
                "kind": "back_pay",
                "reason": "May: two days were taken off by mistake",
                "line_ids": [Command.create(row) for row in rows],
                **vals,
            }
        )

    def made(self, *lines, **vals):
        action = self.wizard(*(lines or [("base", 300)]), **vals).action_confirm()
        self.assertEqual(action["res_model"], "hr.payslip.run")
        return self.env["hr.payslip.run"].browse(action["res_id"])

    def amounts(self, run):
        return {line.code: line.total for line in run.slip_ids.line_ids}

    def test_from_the_dialog_to_the_person(self):
        run = self.made(("base", 300), ("tax", 9.99))
        self.assertEqual(
            self.amounts(run),
            {"BASE": 300, "TAX": -9.99, "GROSS": 300, "NET": 290.01},
        )
        # neither the wage of the contract nor attendance, which are on the other one
        self.assertFalse(run.slip_ids.worked_days_line_ids)
        self.assertRecordValues(
            run,
            [
                {
                    "cs_state": "computed",
                    "cs_gross": 300,
                    "cs_net": 290.01,
                    "cs_number": 0,
                }
            ],
        )
        mine = run.slip_ids.with_user(self.users["agent"])
        self.assertFalse(mine.has_access("read"))
        run.with_user(self.users["gm"]).action_cs_approve()
        self.assertEqual((run.cs_state, run.slip_ids.state), ("approved", "done"))
        self.assertEqual(mine.cs_net, 290.01)
        self.assertIn("two days", mine.cs_reason)
        self.assertIn("besides the month", mine.display_name)
        self.assertEqual(
            run.cs_event_ids.mapped("kind"), ["approve", "extra", "finish"]
        )

    def test_the_regular_payslip_comes_besides(self):
        """A leaver is settled first; the month's run has its number and everybody."""
        extra = self.made(kind="settlement")
        self.scheme(("BASE", "fixed", {"amount": 3800, "by_days": True}))
        self.book()
        self.approve("agent")
        run = self.env["hr.payslip.run"].with_user(self.users["hr"])
        run = run.action_cs_hand_over(self.company.id, JUNE).sudo()
        self.assertNotEqual(run, extra)
        self.assertEqual(run.cs_number, 1)
        run._cs_make(run._cs_people())
        [slip] = run.slip_ids.filtered(
            lambda one: one.employee_id == self.people["agent"]
        )
        self.assertEqual(slip.cs_net, 3800)
        self.assertEqual(extra.slip_ids.cs_net, 300)
        self.assertFalse(extra.cs_statement_ids)
        self.assertEqual(extra.cs_open_count, 0)

    def test_changed_until_it_is_approved(self):
        run = self.made(("base", 300), ("tax", 30))
        action = run.with_user(self.users["payroll"]).action_cs_change()
        wizard = self.env["cs.payroll.extra"].with_user(self.users["payroll"])
        wizard = wizard.browse(action["res_id"])
        self.assertEqual(
            [(one.rule_id.code, one.amount) for one in wizard.line_ids],
            [("BASE", 300), ("TAX", 30)],
        )
        wizard.line_ids[0].amount = 250.5
        wizard.reason = "May: a day and a half"
        wizard.action_confirm()
        self.assertEqual(self.amounts(run)["NET"], 220.5)
        self.assertEqual((run.cs_net, run.cs_reason), (220.5, "May: a day and a half"))
        gm = run.with_user(self.users["gm"])
        gm.action_cs_return()
        self.assertEqual(run.cs_state, "received")
        self.assertTrue(run.with_user(self.users["payroll"]).cs_can_change)
        wizard.action_confirm()
        gm.action_cs_approve()
        self.assertFalse(run.with_user(self.users["payroll"]).cs_can_change)
        for attempt in (wizard.action_confirm, self.discard(run)):
            with self.assertRaisesRegex(UserError, "Approved"):
                attempt()
        gm.action_cs_reopen("A wrong figure")
        # what was approved once is not deleted; nothing may be paid after all
        with self.assertRaisesRegex(UserError, "approved once"):
            self.discard(run)()
        wizard.line_ids.amount = 0
        wizard.action_confirm()
        self.assertEqual((run.cs_state, run.cs_net), ("computed", 0))
        gm.action_cs_approve()
        self.assertEqual(self.amounts(run), {"GROSS": 0, "NET": 0})

    def discard(self, run, role="payroll"):
        return run.with_user(self.users[role]).action_cs_discard

    def test_discarded(self):
        run = self.made()
        slip = run.slip_ids
        self.discard(run)()
        self.assertFalse((run | run).exists() or slip.exists())
        self.assertTrue(self.made())

    def test_once_a_person_and_month(self):
        run = self.made()
        with self.assertRaisesRegex(UserError, "already"):
            self.made()
        run.with_user(self.users["gm"]).action_cs_approve()
        with self.assertRaisesRegex(UserError, "already"):
            self.made()
        self.assertTrue(self.made(role="agent2"))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            run.sudo()._cs_extra_slip(run.cs_employee_id)
            self.env.flush_all()

    def test_not_of_a_closed_month(self):
        close_month(self.env, self.company, JUNE)
        with self.assertRaisesRegex(UserError, "is closed"):
            self.made()
        wizard = self.env["cs.payroll.extra"].with_user(self.users["payroll"])
        form = Form(wizard)
        self.assertEqual(str(form.month), "2025-07-01")
        self.assertTrue(self.made(month="2025-07-31"))
        with self.assertRaisesRegex(UserError, "not begun"):
            self.made(role="agent2", month="2025-08-01")

    def test_who_has_left(self):
        person = self.people["agent"]
        person.version_id.contract_date_end = "2025-05-20"
        person.active = False
        run = self.made(("base", 1200), kind="settlement")
        self.assertEqual(self.amounts(run)["NET"], 1200)
        run.with_user(self.users["gm"]).action_cs_approve()
        self.assertEqual(run.slip_ids.state, "done")

    def test_more_taken_off_than_paid(self):
        run = self.made(("base", 100), ("tax", 100.01))
        with self.assertRaisesRegex(UserError, "below 0"):
            run.with_user(self.users["gm"]).action_cs_approve()

    def test_not_in_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        person = self.env["hr.employee"].create({"name": "X", "company_id": other.id})
        for vals in (
            {"company_id": other.id, "employee_id": person.id},
            {"employee_id": person.id},
            {"company_id": other.id},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.wizard(("base", 5), **vals).action_confirm()

    def test_what_is_asked_for(self):
        for lines, vals, text in (
            ([], {}, "at least one pay item"),
            ([("base", 1), ("base", 2)], {}, "each one once"),
            ([("base", 0)], {}, "not 0"),
            ([("base", 0.004)], {}, "not 0"),
            ([("base", 1e9)], {}, "not 0"),
            ([("wage", 5)], {}, "no pay item to be entered"),
            ([("base", 5)], {"reason": " \t"}, "say why"),
            ([("base", 5)], {"reason": "x" * 2001}, "say why"),
        ):
            with (
                self.subTest((lines, vals)),
                self.assertRaisesRegex(UserError, text),
                self.env.cr.savepoint(),
            ):
                self.wizard(*lines, **vals).action_confirm()
        self.assertFalse(self.env["hr.payslip.run"].search([]))

    def test_no_amount_is_no_number(self):
        run = self.made().sudo()
        rule = self.env.ref("cs_payroll.rule_base")
        for amount in (float("nan"), float("inf"), float("-inf")):
            with self.subTest(amount), self.assertRaisesRegex(UserError, "not 0"):
                run._cs_input_row(run.slip_ids, rule, amount, False)

    # Who may

    def test_only_payroll_makes_and_only_the_manager_approves(self):
        for role in ("agent", "leader", "supervisor", "hr", "gm", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.made(by=role)
            Run = self.env["hr.payslip.run"].with_user(self.users[role])
            for name, value in (("cs_is_extra", True), ("cs_reason", "x")):
                with self.subTest((role, name)), self.assertRaises(UserError):
                    Run.create({"name": "x", name: value})
        run = self.made()
        for role in ("payroll", "hr", "leader", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                run.with_user(self.users[role]).action_cs_approve()
        for role in ("hr", "gm", "leader", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.discard(run, role)()
            with self.subTest(role), self.assertRaises(AccessError):
                run.with_user(self.users[role]).action_cs_change()

    def test_nobody_for_oneself(self):
        with self.assertRaisesRegex(AccessError, "own extra payslip"):
            self.made(role="payroll")
        run = self.made(role="gm")
        gm = run.with_user(self.users["gm"])
        self.assertFalse(gm.has_access("read"))
        with self.assertRaises(AccessError):
            gm.action_cs_approve()
        self._create_role("gm2", "cs_base.group_general_manager")
        run.with_user(self.users["gm2"]).action_cs_approve()

    def test_what_one_person_earns_is_not_shown_to_hr(self):
        run = self.made()
        readers = [
            role
            for role in self.users
            if run.with_user(self.users[role]).has_access("read")
        ]
        self.assertEqual(set(readers), {"payroll", "gm", "manager"})

    def test_a_month_s_run_is_not_changed_like_this(self):
        self.scheme(("BASE", "fixed", {"amount": 3800}))
        self.book()
        self.approve("agent")
        Run = self.env["hr.payslip.run"]
        run = Run.with_user(self.users["hr"]).action_cs_hand_over(self.company.id, JUNE)
        payroll = run.with_user(self.users["payroll"])
        payroll.action_cs_receive()
        self.assertFalse(payroll.cs_can_change)
        for attempt in (payroll.action_cs_change, payroll.action_cs_discard):
            with self.assertRaisesRegex(UserError, "only an extra payslip"):
                attempt()

    def test_the_database_wants_reason_and_person(self):
        run = self.made()
        for name in ("cs_reason", "cs_extra_kind", "cs_employee_id"):
            with (
                self.subTest(name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                run.sudo()._cs_write({name: False})
                self.env.flush_all()

    def test_month_close_waits_for_it(self):
        run = self.made()
        period = self.env["cs.period"]._open_month(self.company, JUNE)
        step = self.env["cs.payroll.step"]
        self.assertEqual(sum(one["count"] for one in step._period_open(period)), 1)
        run.with_user(self.users["gm"]).action_cs_approve()
        self.env.invalidate_all()
        self.assertFalse(any(one["count"] for one in step._period_open(period)))

    def test_finance_gets_it(self):
        """INC-32."""
        run = self.made(("base", 300), ("tax", 9.99))
        run.with_user(self.users["gm"]).action_cs_approve()
        action = run.with_user(self.users["payroll"]).action_cs_export()
        self.assertIn("cs.sheet.download", action["url"])
