from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .roster_case import FIRST, ONE_DAY, RosterCase


@tagged("cs_attendance", "cs_attendance_roster")
class TestRosterAhead(RosterCase):
    def setUp(self):
        super().setUp()
        self.today = self.company._cs_today()
        self.tomorrow = self.today + ONE_DAY

    def _fill(self):
        """The scheduled action without its commits."""
        Plan = self.env["cs.roster.plan"]
        last = self.today + timedelta(self.company.cs_roster_ahead_days)
        lines = Plan._due(self.company, last)
        Plan._fill_lines(self.company, lines, last)
        return lines

    def test_att_10_generated_ahead(self):
        line = self._join(self.agent, self._pattern("D"))
        self.company.cs_roster_ahead_days = 10
        self.assertEqual(self._fill(), line)
        self.assertEqual(self._letters(self.agent, self.today, 12), ".DDDDDDDDDD.")
        self.assertEqual(line.filled_to, self.today + 10 * ONE_DAY)
        self.assertTrue(all(self._all().mapped("is_draft")))
        self.assertFalse(self._fill())

    def _all(self):
        return self._slots(self.agent, FIRST, self.today + 400 * ONE_DAY)

    def test_what_a_leader_took_out_stays_out(self):
        line = self._join(self.agent, self._pattern("D"))
        self.company.cs_roster_ahead_days = 3
        self._fill()
        self._slots(self.agent, self.tomorrow, self.tomorrow).unlink()
        self.company.cs_roster_ahead_days = 5
        self.assertEqual(self._fill(), line)
        self.assertEqual(self._letters(self.agent, self.tomorrow, 5), ".DDDD")

    def test_a_changed_pattern_is_planned_anew(self):
        pattern = self._pattern("D")
        line = self._join(self.agent, pattern)
        self.company.cs_roster_ahead_days = 3
        self._fill()
        pattern.line_ids.shift_id = self.night
        self.assertFalse(line.filled_to)
        self._fill()
        self.assertEqual(self._letters(self.agent, self.tomorrow, 3), "NNN")
        # A later line takes over from its first day on.
        self._join(self.agent, self._pattern("-"), self.tomorrow + ONE_DAY)
        self.assertEqual(len(self._fill()), 2)
        self.assertEqual(self._letters(self.agent, self.tomorrow, 3), "N--")

    def test_drafts_go_with_the_line_that_planned_them(self):
        line = self._join(self.agent, self._pattern("D"))
        self.company.cs_roster_ahead_days = 4
        self._fill()
        self.roster.publish(self.agent.ids, self.tomorrow, self.tomorrow)
        line.date_to = self.tomorrow + ONE_DAY
        self.assertEqual(self._letters(self.agent, self.tomorrow, 4), "DD..")
        line.unlink()
        self.assertEqual(self._letters(self.agent, self.tomorrow, 4), "D...")

    def test_att_10_days_to_come_follow_the_hours_of_their_shift(self):
        self._join(self.agent, self._pattern("N"))
        self.company.cs_roster_ahead_days = 3
        self._fill()
        self.roster.publish(self.agent.ids, self.tomorrow, self.tomorrow)
        published, own, draft = self._all()
        own.start += timedelta(minutes=30)
        before = published.stop, own.stop, draft.stop
        self.night.hour_to = 23
        self.env.invalidate_all()
        hour = timedelta(hours=1)
        after = published.stop, own.stop, draft.stop
        self.assertEqual(after, (before[0] - hour, before[1], before[2] - hour))
        self.assertEqual((published.is_draft, draft.is_draft), (False, True))
        self.assertEqual(draft.origin, "pattern")
        changes = self.env["cs.roster.change"].search(
            [("employee_id", "=", self.agent.id)]
        )
        self.assertEqual(changes.date, self.tomorrow)
        self.assertIn("23:00", changes.after)

    def test_nothing_ahead(self):
        self._join(self.agent)
        self.company.cs_roster_ahead_days = 0
        self.assertFalse(self._fill())


@tagged("cs_attendance", "cs_attendance_roster")
class TestRosterWizards(RosterCase):
    def test_join_several_people(self):
        """ATT-10: rest days rotate."""
        team = self._team(9)
        form = Form(self.env["cs.roster.join"].with_user(self.users["leader"]))
        form.pattern_id = self.pattern
        form.date_from = FIRST
        for person in self.env["hr.employee.public"].browse(team.ids):
            form.employee_ids.add(person)
        action = form.save().action_join()
        lines = self.env["cs.roster.member"].search(action["domain"], order="id")
        self.assertEqual(lines.employee_id, team)
        self.assertEqual(lines.mapped("offset"), [0, 1, 2, 3, 4, 5, 6, 0, 1])

    def test_join_nobody_or_nothing(self):
        common = {"pattern_id": self.pattern.id, "date_from": FIRST}
        Join = self.env["cs.roster.join"]
        with self.assertRaises(UserError):
            Join.create(common).action_join()
        empty = self._pattern("")
        people = {"employee_ids": [(6, 0, self.agent.ids)]}
        with self.assertRaises(UserError):
            Join.create({**common, **people, "pattern_id": empty.id}).action_join()

    def test_generate_by_hand(self):
        line = self._join(self.agent)
        wizard = (
            self.env["cs.roster.fill"]
            .with_user(self.users["leader"])
            .with_context(active_model=line._name, active_ids=line.ids)
            .create({"date_from": FIRST, "date_to": FIRST + 6 * ONE_DAY})
        )
        self.assertEqual(wizard.employee_ids.ids, self.agent.ids)
        wizard.action_generate()
        self.assertEqual(self._letters(self.agent, FIRST, 7), "DDDDDD-")
        wizard.employee_ids = False
        with self.assertRaises(UserError):
            wizard.action_generate()

    def test_all_04_templates(self):
        """Each can be loaded, twice is once, and their rosters have no troubles."""
        keys = dict(self.env["cs.roster.template"]._fields["template"].selection)
        for key in keys:
            Template = self.env["cs.roster.template"].with_user(self.users["hr"])
            wizard = Template.create({"template": key, "company_id": self.company.id})
            patterns = self._patterns(wizard)
            self.assertTrue(patterns)
            shifts = self.env["cs.shift"].search_count([])
            self.assertEqual(self._patterns(wizard), patterns)
            self.assertEqual(self.env["cs.shift"].search_count([]), shifts)
            for pattern in patterns:
                self._check_pattern(pattern)

    def _patterns(self, wizard):
        action = wizard.action_load()
        return self.env["cs.roster.pattern"].search(action["domain"])

    def _check_pattern(self, pattern):
        [person] = self._team(1)
        self._join(person, pattern)
        last = FIRST + 55 * ONE_DAY
        self.roster.generate(person.ids, FIRST, last)
        self.assertEqual(self.roster._troubles(person, FIRST, last), [])

    def test_all_04_round_the_clock(self):
        """Four teams: each shift has one of them every day."""
        for key, places in (("centre", 2), ("property", 1)):
            wizard = self.env["cs.roster.template"].create(
                {"template": key, "company_id": self.company.id}
            )
            pattern = self._patterns(wizard)
            team = self._team(4)
            for number, person in enumerate(team):
                self._join(person, pattern, offset=number * places)
            last = FIRST + 27 * ONE_DAY
            self.roster.generate(team.ids, FIRST, last)
            found = self.roster._coverage(team.department_id, FIRST, last)
            shifts = pattern.line_ids.shift_id
            self.assertEqual(len(found), 28 * len(shifts))
            self.assertEqual({planned for planned, _needed in found.values()}, {1})
