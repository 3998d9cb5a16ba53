"""The dialog that publishes a roster, as its leader uses it (ATT-10)."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .roster_case import FIRST, RosterCase

WEEK = FIRST + timedelta(days=6)


@tagged("cs_attendance", "cs_roster")
@freeze_time("2026-01-02 02:00:00")
class TestRosterPublishDialog(RosterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for person in (cls.agent, cls.agent2):
            cls._join(person)
        people = (cls.agent + cls.agent2).ids
        leader = cls.users["leader"]
        cls.roster.with_user(leader).generate(people, FIRST, WEEK)

    def _dialog(self, role="leader"):
        wizard = self.env["cs.roster.publish"].with_user(self.users[role])
        with Form(wizard) as form:
            form.date_from, form.date_to = FIRST, WEEK
        return form.save()

    def test_who_has_drafts_is_proposed(self):
        dialog = self._dialog()
        self.assertEqual(
            set(dialog.employee_ids.ids), set((self.agent + self.agent2).ids)
        )
        self.assertEqual((dialog.draft_count, dialog.hard_count), (14, 0))
        self.assertFalse(dialog.troubles)
        self.assertFalse(dialog.gaps)

    def test_publishing(self):
        result = self._dialog().action_publish()
        self.assertIn("14 days of 2 people", result["params"]["message"])
        slots = self.env["cs.duty.slot"].search([("employee_id", "=", self.agent.id)])
        self.assertEqual(slots.mapped("is_draft"), [False] * 7)
        dialog = self._dialog()
        self.assertFalse(dialog.employee_ids)
        with self.assertRaisesRegex(UserError, "no drafts"):
            dialog.action_publish()

    def test_what_speaks_against_it_is_shown_first(self):
        """Who left is not rostered; the reason and its rule are named."""
        self.agent.departure_date = WEEK - timedelta(days=1)
        dialog = self._dialog()
        self.assertEqual(dialog.hard_count, 1)
        self.assertIn("Not employed on this day", dialog.troubles)
        self.assertIn("ATT-10", dialog.troubles)
        with self.assertRaisesRegex(UserError, "cannot be published"):
            dialog.action_publish()

    def test_too_few_people_are_named(self):
        self.env["cs.roster.need"].create(
            {
                "company_id": self.company.id,
                "department_id": self.group_one.id,
                "shift_id": self.shift.id,
                "weekday": "0",
                "count": 3,
            }
        )
        gaps = self._dialog().gaps
        self.assertIn("Jan 5 Mon", gaps)
        self.assertNotIn("Jan 6", gaps)
        self.assertIn("Day", gaps)

    def test_only_the_own_team(self):
        dialog = self._dialog("supervisor")
        self.assertEqual(dialog.draft_count, 14)
        dialog.employee_ids += self.env["hr.employee.public"].browse(
            self.people["gm"].id
        )
        self.assertEqual(dialog.draft_count, 14)
