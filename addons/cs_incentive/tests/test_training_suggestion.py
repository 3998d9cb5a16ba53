from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .discipline_case import NOW
from .suggestion_case import SuggestionCase


@tagged("cs_incentive", "cs_discipline")
@freeze_time(NOW)
class TestTrainingSuggestion(SuggestionCase):
    """APP-11: who did not take part in a course, a notice of criticism (INC-20)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rule = {
            "code": "COURSE",
            "name": "Did not take part in a course",
            "kind": "criticism",
            "suggested_by": "training",
        }
        cls.in_force(
            "cs.discipline.book", {"kind": "other", "rule_ids": [Command.create(rule)]}
        )
        hr = cls.env["cs.training.course"].with_user(cls.users["hr"])
        cls.course = hr.create(
            {
                "name": "Basics",
                "company_id": cls.company.id,
                "session_ids": [
                    Command.create(
                        {
                            "start_at": "2025-06-10 01:00:00",
                            "stop_at": "2025-06-10 04:00:00",
                        }
                    )
                ],
                "participant_ids": [
                    Command.create({"employee_id": cls.people[role].id, "score": 80})
                    for role in ("agent", "agent2")
                ],
            }
        )

    def test_a_third_missed_and_a_minute_less(self):
        for person, minutes in (("agent", 60), ("agent2", 59)):
            row = self.course.participant_ids.filtered(
                lambda one, p=person: one.employee_id == self.people[p]
            )
            session = self.course.session_ids.id
            row.miss_ids = [Command.create({"session_id": session, "minutes": minutes})]
        self.assertFalse(self.find(), "nothing while the course is not finished")
        self.course.action_start()
        self.course.action_close()
        found = self.find()
        self.assertEqual(
            (found.employee_id, found.suggested_by), (self.people["agent"], "training")
        )
        self.assertEqual(self.find(), found, "once")
        found.with_user(self.users["supervisor"]).action_confirm()
        self.assertEqual(found.entry_id.rule_id.kind, "criticism")
        self.assertFalse(found.entry_id.day_id)

    def test_corrected_result_ends_it(self):
        row = self.course.participant_ids[0]
        session = self.course.session_ids.id
        row.miss_ids = [Command.create({"session_id": session, "minutes": 180})]
        self.course.action_start()
        self.course.action_close()
        found = self.find()
        correction = self.env["cs.training.correction"].with_user(self.users["hr"])
        correction = correction.create(
            {"participant_id": row.id, "score": 80, "reason": "Was there"}
        )
        correction.action_submit()
        correction.with_user(self.users["gm"]).action_approve()
        self.find()
        self.assertEqual(found.state, "void")
