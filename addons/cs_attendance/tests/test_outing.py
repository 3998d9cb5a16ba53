from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .request_common import RequestCase

#: the last second of 2026-03-11 in Shanghai
DEADLINE = "2026-03-11 15:59:59"


@tagged("cs_attendance", "cs_attendance_request")
@freeze_time("2026-03-11 02:00")
class TestOuting(RequestCase):
    """ATT-03."""

    def _submitted(self, **vals):
        outing = self._outing(**vals)
        self._as("agent", outing).action_submit()
        return outing

    def test_the_deadline_is_the_end_of_the_day_of_return(self):
        outing = self._outing()
        self.assertEqual(str(outing.deadline), DEADLINE)
        self.assertEqual(str(outing.return_date), "2026-03-11")

    def test_an_end_at_midnight_belongs_to_the_day_that_ends(self):
        outing = self._outing(stop="2026-03-11 16:00:00")
        self.assertEqual(str(outing.deadline), DEADLINE)
        outing = self._outing(stop="2026-03-11 16:00:01")
        self.assertEqual(str(outing.deadline), "2026-03-12 15:59:59")

    def test_the_policy_may_give_more_days(self):
        self.policy._decision_write({"out_deadline_days": 2})
        self.assertEqual(str(self._outing().deadline), "2026-03-13 15:59:59")

    def test_the_zone_is_that_of_the_persons_calendar(self):
        """ATT-32: the day of return ends where the person works."""
        tokyo = self.company.resource_calendar_id.copy({"tz": "Asia/Tokyo"})
        self.people["agent"].resource_calendar_id = tokyo
        self.assertEqual(str(self._outing().deadline), "2026-03-11 14:59:59")

    def test_approved_in_the_last_second_it_counts(self):
        for moment, is_late in ((DEADLINE, False), ("2026-03-11 16:00:00", True)):
            with self.subTest(moment), self.env.cr.savepoint() as savepoint:
                outing = self._submitted()
                with freeze_time(moment):
                    self.assertEqual(outing.is_late, is_late)
                    self._as("leader", outing).action_approve()
                self.assertEqual(str(outing.approved_at), moment)
                self.assertEqual(outing.is_late, is_late)
                self.assertEqual(outing.decision_ids.detail["is_late"], is_late)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_not_filed_in_time_it_is_refused(self):
        outing = self._outing()
        with (
            freeze_time("2026-03-11 16:00:00"),
            self.assertRaisesRegex(UserError, "03-11 23:59"),
        ):
            self._as("agent", outing).action_submit()
        with freeze_time(DEADLINE):
            self._as("agent", outing).action_submit()

    def test_the_direct_supervisor_decides(self):
        outing = self._submitted()
        for role in ("agent", "agent2", "supervisor", "hr", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                self._as(role, outing).action_approve()
        self._as("leader", outing).action_approve()
        self.assertEqual(outing.state, "approved")

    def test_a_trip_lasts_days_and_is_due_on_its_last(self):
        outing = self._outing(kind="trip", stop="2026-03-13 10:00:00")
        self.assertEqual(str(outing.deadline), "2026-03-13 15:59:59")
        self.assertEqual(outing._decision_measure(), 3)

    @mute_logger("odoo.sql_db")
    def test_bounds(self):
        for vals in (
            {"stop": "2026-03-11 03:00"},
            {"stop": "2026-03-11 02:00"},
            {"stop": "2026-03-12 03:00:01"},
            {"kind": "trip", "stop": "2027-03-13 03:00"},
        ):
            with (
                self.subTest(vals),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._outing(**vals).flush_recordset()
        self._outing(stop="2026-03-12 03:00:00").flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_nobody_is_at_two_places(self):
        self._submitted()
        touching = self._outing(start="2026-03-11 08:00", stop="2026-03-11 09:00")
        self._as("agent", touching).action_submit()
        overlapping = self._outing(start="2026-03-11 07:59", stop="2026-03-11 07:59:59")
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self._as("agent", overlapping).action_submit()
            self.env.flush_all()
        self.env.invalidate_all()
        other = self._outing("agent2")
        self._as("agent2", other).action_submit()
        self.env.flush_all()

    def test_time_left_in_words(self):
        outing = self._outing()
        for moment, words in (
            ("2026-03-10 15:59:59", "until 03-11 23:59"),
            ("2026-03-10 16:00:59", "23 hours left"),
            ("2026-03-11 08:30:00", "7 hours left"),
            ("2026-03-11 15:34:59", "25 minutes left"),
            (DEADLINE, "0 minutes left"),
            ("2026-03-11 16:00:00", "ended on 03-11 23:59"),
        ):
            with self.subTest(moment), freeze_time(moment):
                outing.invalidate_recordset(["time_left"])
                self.assertEqual(outing.time_left, words)

    def test_stamps_are_the_servers(self):
        outing = self._outing(deadline="2030-01-01 00:00:00", return_date="2030-01-01")
        self.assertEqual(str(outing.deadline), DEADLINE)
        self._as("agent", outing).write({"deadline": "2030-01-01 00:00:00"})
        self.assertEqual(str(outing.deadline), DEADLINE)
        with self.assertRaises(UserError):
            self._as("agent", outing).write({"approved_at": "2026-03-11 03:00:00"})
        with self.assertRaises(UserError):
            self._outing(approved_at="2026-03-11 03:00:00")

    def test_deciders_are_reminded_once_before_the_deadline(self):
        outing = self._submitted()
        cron = self.env.ref("cs_attendance.cs_outing_cron_remind")
        self.assertIn(
            "2026-03-11 12:59:59",
            self.env["ir.cron.trigger"]
            .search([("cron_id", "=", cron.id)])
            .mapped(lambda trigger: str(trigger.call_at)),
        )
        inbox = [("partner_ids", "in", self.users["leader"].partner_id.ids)]
        counts = []
        for moment in (
            "2026-03-11 12:59:58",
            "2026-03-11 12:59:59",
            "2026-03-11 13:15:00",
            "2026-03-11 16:00:00",
        ):
            with freeze_time(moment), self.enter_registry_test_mode():
                cron.method_direct_trigger()
            counts.append(self.env["mail.message"].search_count(inbox))
        asked = counts[0]
        self.assertEqual(counts, [asked, asked + 1, asked + 1, asked + 1])
        outing.invalidate_recordset()
        self.assertEqual(str(outing.reminded_at), "2026-03-11 12:59:59")

    def test_who_was_just_asked_is_not_reminded(self):
        with freeze_time("2026-03-11 14:00:00"):
            outing = self._submitted()
            self.assertNotIn(outing, outing.search(outing._remind_domain()))
        with freeze_time("2026-03-11 15:00:00"):
            self.assertIn(outing, outing.search(outing._remind_domain()))

    def test_what_is_decided_is_not_reminded(self):
        outing = self._submitted()
        self._as("leader", outing).action_approve()
        with freeze_time("2026-03-11 14:00:00"):
            self.assertNotIn(outing, outing.search(outing._remind_domain()))

    def test_the_screen_fills_it_in(self):
        model = self._as("agent", self.env["cs.outing"]).with_context(
            default_employee_id=self.people["agent"].id,
            default_start="2026-03-11 05:00:00",
        )
        with Form(model) as form:
            form.stop = "2026-03-11 08:00:00"
            self.assertEqual(str(form.deadline), DEADLINE)
            form.place, form.reason = "Customer", "Visit"
        self.assertEqual(form.record.kind, "out")
