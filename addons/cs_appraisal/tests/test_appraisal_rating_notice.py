from psycopg2.errors import UniqueViolation

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .rating_case import RatingCase


@tagged("cs_appraisal", "cs_appraisal_rating")
class TestAppraisalRatingNotice(RatingCase):
    """Reminders: at opening, days before the date, on it; each once (APP-01)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # others in the database are none of this test's business
        cls._set_state(
            cls.env["cs.appraisal.cycle"].search([("id", "!=", cls.cycle.id)]), "closed"
        )
        cls._assign()

    def told(self, moment):
        """:return: dict login -> body of the message of this run"""
        last = self.env["mail.message"].search([], order="id desc", limit=1).id
        with freeze_time(moment), self.enter_registry_test_mode():
            cron = self.env.ref("cs_appraisal.cs_appraisal_rating_cron")
            cron.method_direct_trigger()
        sent = self.env["mail.message"].search([("id", ">", last)])
        return {
            partner.user_ids.login: message.body
            for message in sent
            for partner in message.partner_ids
        }

    def test_each_once_and_one_message_a_person(self):
        raters = {f"cs_{one.name}" for one in self.raters().employee_id}
        first = self.told("2025-07-05 04:00")
        self.assertEqual(set(first), raters)
        # the leader: oneself and the agent
        self.assertIn("2 not given yet", first["cs_leader"])
        self.assertFalse(self.told("2025-07-07 04:00"))
        self._rate(self.agent_row, "agent4", 4)
        self.assertIn("cs_leader", self.told("2025-07-08 04:00"))
        due = self.told("2025-07-10 04:00")
        self.assertIn("cs_hr", due)
        self.assertFalse(self.told("2025-07-11 04:00"))

    def test_as_many_days_before_as_the_policy_says(self):
        self.ruled(3)
        self.assertTrue(self.told("2025-07-06 04:00"), "they are open")
        self.assertTrue(self.told("2025-07-07 04:00"), "three days before")
        self.assertFalse(self.told("2025-07-08 04:00"))

    def test_no_day_before_is_no_reminder(self):
        self.ruled(0)
        self.assertTrue(self.told("2025-07-05 04:00"), "they are open")
        self.assertFalse(self.told("2025-07-09 04:00"))
        self.assertIn("cs_hr", self.told("2025-07-10 04:00"))

    def ruled(self, days):
        policy = self.env["cs.appraisal.policy"].create(
            {
                "name": "Rules",
                "company_id": self.company.id,
                "date_from": "2025-01-01",
                "rating_warn_days": days,
            }
        )
        policy._decision_write({"state": "approved"})

    def raters(self):
        return self.env["cs.appraisal.rater"].search(
            [("cycle_id", "=", self.cycle.id), ("state", "=", "asked")]
        )

    def test_messages_name_nobody_and_hang_on_no_record(self):
        last = self.env["mail.message"].search([], order="id desc", limit=1).id
        bodies = self.told("2025-07-10 04:00")
        for body in bodies.values():
            for person in self.raters().employee_id:
                self.assertNotIn(f">{person.name}<", body)
                self.assertNotIn(f"{person.name}:", body)
        for message in self.env["mail.message"].search([("id", ">", last)]):
            self.assertFalse(message.model or message.res_id)

    def test_nobody_is_told_at_night_or_when_all_is_given(self):
        self.assertFalse(self.told("2025-07-05 15:00"))
        self.raters()._kept_write({"state": "done"})
        self.assertFalse(self.told("2025-07-10 04:00"))

    @mute_logger("odoo.sql_db")
    def test_once_is_a_constraint(self):
        row = {"cycle_id": self.cycle.id, "user_id": self.users["hr"].id}
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.env["cs.appraisal.rating.notice"]._kept_create(
                [{**row, "kind": "due"}] * 2
            )
