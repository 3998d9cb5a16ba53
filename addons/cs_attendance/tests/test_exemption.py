from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .request_common import RequestCase


@tagged("cs_attendance", "cs_attendance_request")
@freeze_time("2026-03-11 02:00")
class TestExemption(RequestCase):
    """ATT-06."""

    def _exemption(self, by="hr", role="agent", submit=True, **vals):
        record = self._as(by, self.env["cs.exemption"]).create(
            {
                "employee_id": self.people[role].id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "reason": "Works at the customer's",
                **vals,
            }
        )
        if submit:
            record.action_submit()
        return record.sudo()

    def test_asked_by_hr_or_supervisor_decided_by_the_general_manager(self):
        for by in ("hr", "supervisor"):
            with self.subTest(by), self.env.cr.savepoint() as savepoint:
                record = self._exemption(by)
                self.assertEqual(record.waiting_names, "gm")
                for role in ("agent", "leader", "supervisor", "hr", "payroll", "admin"):
                    with self.assertRaises(UserError):
                        self._as(role, record).action_approve()
                self._as("gm", record).action_approve()
                self.assertEqual(record.state, "approved")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_others_do_not_ask(self):
        for by in ("agent", "agent2", "leader", "payroll", "gm", "admin"):
            with self.subTest(by), self.assertRaises(AccessError):
                self._exemption(by, submit=False)

    def test_nobody_asks_for_the_own_person(self):
        for role in ("hr", "supervisor"):
            with self.subTest(role), self.assertRaisesRegex(UserError, "ATT-06"):
                self._exemption(role, role)

    def test_no_ladder_changes_who_decides(self):
        kind = self.env.ref("cs_attendance.decision_kind_exemption")
        self.assertTrue(kind.is_fixed)

    @mute_logger("odoo.sql_db")
    def test_no_day_twice(self):
        self._exemption()
        for vals in (
            {"date_from": "2026-03-31", "date_to": False},
            {"date_from": "2026-02-01", "date_to": "2026-03-01"},
        ):
            with (
                self.subTest(vals),
                self.assertRaises(ExclusionViolation),
                self.env.cr.savepoint(),
            ):
                self._exemption(**vals)
                self.env.flush_all()
            self.env.invalidate_all()
        self._exemption(date_from="2026-04-01", date_to=False)
        self.env.flush_all()

    def test_ending_early_only_shortens(self):
        record = self._exemption()
        self._as("gm", record).action_approve()
        hr = self._as("hr", record)
        for last_day, words in (
            ("2026-03-09", "passed"),
            ("2026-03-31", "already"),
            ("2026-04-30", "already"),
        ):
            with self.subTest(last_day), self.assertRaisesRegex(UserError, words):
                hr.action_end(last_day, "Back in the office")
        with self.assertRaises(UserError):
            hr.action_end("2026-03-10", " ")
        hr.action_end("2026-03-10", "Back in the office")
        self.assertEqual(str(record.date_to), "2026-03-10")
        self.assertEqual(str(record.approved_to), "2026-03-31")
        self.assertEqual(record.ended_by_id, self.people["hr"])
        self.assertEqual(record.end_reason, "Back in the office")

    def test_others_do_not_end_it(self):
        record = self._exemption(role="hr", by="supervisor", submit=False)
        record.employee_id = self.people["hr"]
        record._decision_write({"state": "approved"})
        for role in ("agent", "supervisor", "hr", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, record).action_end("2026-03-11", "x")
        self._as("gm", record).action_end("2026-03-11", "x")

    def test_only_what_is_approved_ends(self):
        record = self._exemption()
        with self.assertRaises(UserError):
            self._as("hr", record).action_end("2026-03-11", "x")

    def test_the_wizard(self):
        record = self._exemption(date_to=False)
        self._as("gm", record).action_approve()
        wizard = self._as("hr", self.env["cs.exemption.end"]).with_context(
            default_exemption_id=record.id
        )
        with Form(wizard) as form:
            form.last_day = "2026-03-12"
            form.reason = "Moved"
        form.record.action_confirm()
        self.assertEqual(str(record.date_to), "2026-03-12")

    def test_the_post_is_hrs(self):
        with Form(self._as("hr", self.job)) as form:
            form.cs_is_exempt = True
        self.assertTrue(self.job.cs_is_exempt)
        for role in ("agent", "leader", "supervisor", "payroll", "gm"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, self.job).write({"cs_is_exempt": False})
