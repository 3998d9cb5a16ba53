from datetime import date, timedelta

from odoo.addons.cs_base.tests.period_common import close_month
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .day_case import at
from .roster_case import FIRST, LAST, ONE_DAY, RosterCase


@tagged("cs_attendance", "cs_attendance_roster")
class TestRosterGenerate(RosterCase):
    def test_att_10_seven_agents_over_ten_weeks(self):
        """One rest in every seven days and six at work each day, through Spring
        Festival with its make-up days."""
        self._spring_festival()
        team = self._team(7)
        for offset, person in enumerate(team):
            self._join(person, offset=offset)
        result = self.roster.generate(team.ids, FIRST, LAST)
        self.assertEqual(result, {"made": 490, "kept": 0, "people": 7})
        for person in team:
            letters = self._letters(person, FIRST, 70)
            for number in range(64):
                self.assertEqual(letters[number : number + 7].count("-"), 1)
        coverage = self.roster._coverage(team.department_id, FIRST, LAST)
        for number in range(70):
            day = FIRST + number * ONE_DAY
            self.assertEqual(coverage[self.shift.id, day], (6, 0))

    def _spring_festival(self):
        self.env["calendar.public.holiday"].create(
            {
                "year": 2026,
                "country_id": self.company.country_id.id,
                "line_ids": [
                    (0, 0, {"name": "Spring Festival", "date": date(2026, 2, day)})
                    for day in range(15, 24)
                ],
                "cs_makeup_ids": [
                    (0, 0, {"name": "Make-up", "date": "2026-02-14", "dayofweek": "0"}),
                    (0, 0, {"name": "Make-up", "date": "2026-02-28", "dayofweek": "4"}),
                ],
            }
        )

    def test_att_18_week_plan_off_on_holidays(self):
        self._spring_festival()
        office = self._pattern("DDDDD--", is_weekly=True, skips_holidays=True)
        self._join(self.agent, office)
        self.roster.generate(self.agent.ids, FIRST, LAST)
        first = date(2026, 2, 9)
        self.assertEqual(self._letters(self.agent, first, 21), "DDDDDD---------DDDDD-")
        kinds = self._slots(self.agent, date(2026, 2, 14), date(2026, 2, 15))
        self.assertEqual(kinds.mapped("kind"), ["makeup", "holiday"])

    def test_twice_is_once_and_ranges_concatenate(self):
        team = self._team(3)
        for offset, person in enumerate(team):
            self._join(person, self._pattern("DDN-"), offset=offset)
        half = FIRST + 30 * ONE_DAY
        self.roster.generate(team.ids, FIRST, half)
        self.roster.generate(team.ids, half + ONE_DAY, LAST)
        parts = self._rows(team)
        ids = self._slots(team).ids
        again = self.roster.generate(team.ids, str(FIRST), str(LAST))
        self.assertEqual(again, {"made": 210, "kept": 0, "people": 3})
        self.assertEqual(self._rows(team), parts)
        self.assertEqual(self._slots(team).ids, ids)

    def test_drafts_by_hand_and_published_days_stay(self):
        self._join(self.agent)
        by_hand = self.env["cs.duty.slot"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.agent.id,
                "date": FIRST,
                "kind": "rest",
                "is_draft": True,
            }
        )
        published = by_hand.copy({"date": FIRST + ONE_DAY, "is_draft": False})
        result = self.roster.generate(self.agent.ids, FIRST, FIRST + 6 * ONE_DAY)
        self.assertEqual(result, {"made": 5, "kept": 2, "people": 1})
        self.assertEqual(self._letters(self.agent, FIRST, 7), "--DDDD-")
        self.assertEqual(by_hand.origin, "manual")
        self.assertFalse(published.is_draft)

    def test_a_draft_changed_by_hand_stays(self):
        self._join(self.agent)
        self.roster.generate(self.agent.ids, FIRST, FIRST)
        slot = self._slots(self.agent)
        self.assertEqual((slot.origin, slot.is_draft), ("pattern", True))
        slot.write({"kind": "rest", "shift_id": False, "start": False, "stop": False})
        self.roster.generate(self.agent.ids, FIRST, FIRST)
        self.assertEqual(self._letters(self.agent, FIRST, 1), "-")

    def test_drafts_follow_a_changed_pattern(self):
        member = self._join(self.agent)
        self.roster.generate(self.agent.ids, FIRST, LAST)
        self.pattern.line_ids[0].write({"kind": "rest", "shift_id": False})
        self.roster.generate(self.agent.ids, FIRST, LAST)
        self.assertEqual(self._letters(self.agent, FIRST, 7), "-DDDDD-")
        member.date_to = FIRST + ONE_DAY
        self.roster.generate(self.agent.ids, FIRST, LAST)
        self.assertEqual(self._letters(self.agent, FIRST, 4), "-D..")

    def test_joining_leaving_and_moving(self):
        self.agent.version_id.write(
            {"contract_date_start": "2026-01-08", "contract_date_end": "2026-01-20"}
        )
        self._join(self.agent)
        self._join(self.agent, self._pattern("N"), date_from=date(2026, 1, 15))
        self.roster.generate(self.agent.ids, FIRST, LAST)
        self.assertEqual(self._letters(self.agent, FIRST, 17), "...DDD-DDDNNNNNN.")

    def test_att_10_hours_of_the_shift(self):
        self._join(self.agent, self._pattern("DN"))
        self.roster.generate(self.agent.ids, FIRST, FIRST + ONE_DAY)
        day, night = self._slots(self.agent)
        self.assertEqual(
            (day.start, day.stop), (at("08:30", FIRST), at("17:30", FIRST))
        )
        self.assertEqual(night.stop, at("24:00", FIRST + ONE_DAY))
        self.assertEqual((day.is_open_end, night.is_open_end), (False, True))

    def test_locked_days_and_closed_months_stay(self):
        month = date(2025, 6, 1)
        self._join(self.agent, date_from=month)
        self._work(self.agent, date(2025, 6, 9))
        day = self._judge(self.agent, date(2025, 6, 9))
        self.env.cr.execute(
            "UPDATE cs_attendance_day SET is_locked = TRUE WHERE id = %s", [day.id]
        )
        self.roster.generate(self.agent.ids, "2025-06-09", "2025-06-10")
        self.assertEqual(self._letters(self.agent, date(2025, 6, 9), 2), ".D")
        close_month(self.env, self.company, month)
        result = self.roster.generate(self.agent.ids, "2025-06-11", "2025-07-02")
        self.assertEqual((result["made"], result["kept"]), (2, 20))
        with self.assertRaises(UserError):
            self.roster.publish(self.agent.ids, "2025-06-10", "2025-06-10")

    def test_drafts_decide_nothing(self):
        self._join(self.agent, self._pattern("N"))
        self.roster.generate(self.agent.ids, FIRST, FIRST)
        planned = self.env["cs.duty.slot"]._planned(self.agent, FIRST, FIRST)
        self.assertEqual(planned[self.agent.id][FIRST].shift, self.shift.id)
        self.roster.publish(self.agent.ids, FIRST, FIRST)
        planned = self.env["cs.duty.slot"]._planned(self.agent, FIRST, FIRST)
        self.assertEqual(planned[self.agent.id][FIRST].shift, self.night.id)

    def test_ranges_that_make_no_sense(self):
        for first, last in (
            (LAST, FIRST),
            (FIRST, FIRST + 400 * ONE_DAY),
            ("soon", LAST),
            (None, LAST),
        ):
            with self.assertRaises(UserError):
                self.roster.generate(self.agent.ids, first, last)

    def test_patterns_that_make_no_sense(self):
        with self.assertRaises(ValidationError):
            self._pattern("DD-", is_weekly=True)
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(ValidationError):
            self._pattern("DD-", company_id=other.id)

    def test_cost_does_not_grow_with_people(self):
        team = self._team(40)
        for number, person in enumerate(team):
            self._join(person, offset=number)
        self.env.flush_all()
        self.roster.generate(team[:7].ids, FIRST, LAST)
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            self.roster.generate(team.ids, FIRST, LAST)


@tagged("cs_attendance", "cs_attendance_roster")
class TestRosterPublish(RosterCase):
    def _texts(self, person=None, first=FIRST, last=LAST):
        found = self.roster._troubles(person or self.agent, first, last)
        return [(one["date"], one["rule"], one["is_hard"]) for one in found]

    def _draft(self, day, shift=None, person=None, **vals):
        shift = shift or self.shift
        hours = [shift.hour_from, shift.hour_to]
        start, stop = (at(f"{int(hour)}:{round(hour % 1 * 60)}", day) for hour in hours)
        return self.env["cs.duty.slot"].create(
            {
                "company_id": self.company.id,
                "employee_id": (person or self.agent).id,
                "date": day,
                "kind": "work",
                "shift_id": shift.id,
                "start": start,
                "stop": stop,
                "is_draft": True,
                **vals,
            }
        )

    def test_publish(self):
        self._join(self.agent)
        self._join(self.agent2)
        people = self.agent | self.agent2
        self.roster.generate(people.ids, FIRST, FIRST + 6 * ONE_DAY)
        self.env.cr.execute("DELETE FROM cs_attendance_stale")
        result = self.roster.publish(people.ids, FIRST, FIRST + 5 * ONE_DAY)
        self.assertEqual(result, {"slots": 12, "people": 2})
        self.assertEqual(
            self._slots(people).filtered("is_draft").mapped("date"),
            [FIRST + 6 * ONE_DAY] * 2,
        )
        told = self.env["mail.message"].search([("subject", "like", "Roster from")])
        self.assertEqual(
            told.partner_ids, (self.users["agent"] | self.users["agent2"]).partner_id
        )
        noted = self.env["cs.attendance.stale"].search([])
        self.assertEqual(noted.employee_id, people)
        self.assertFalse(self.env["cs.roster.change"].search([]))
        again = self.roster.publish(people.ids, FIRST, FIRST + 5 * ONE_DAY)
        self.assertEqual(again, {"slots": 0, "people": 0})

    def test_six_days_in_a_row_are_all_right_seven_are_not(self):
        self._join(self.agent)
        self.roster.generate(self.agent.ids, FIRST, LAST)
        self.assertEqual(self._texts(), [])
        sunday = FIRST + 6 * ONE_DAY
        self._slots(self.agent, sunday, sunday).unlink()
        self._draft(sunday)
        self.assertEqual(self._texts(), [(sunday, "ATT-10", False)])
        self.roster.publish(self.agent.ids, FIRST, LAST)

    def test_too_little_rest(self):
        """Night until 24:00, then 08:00 is 8 hours; 07:59 is too early (P: 8)."""
        tuesday = FIRST + ONE_DAY
        self._draft(FIRST, self.night)
        slot = self._draft(tuesday, start=at("08:00", tuesday))
        self.assertEqual(self._texts(last=tuesday), [])
        slot.start = at("07:59", tuesday)
        self.assertEqual(self._texts(last=tuesday), [(tuesday, "ATT-10", False)])
        # An overlap can only be a mistake.
        slot.write({"start": at("00:00", tuesday) - timedelta(minutes=1)})
        self.assertEqual(self._texts(last=tuesday), [(tuesday, "ATT-10", True)])
        with self.assertRaisesRegex(UserError, "begins before"):
            self.roster.publish(self.agent.ids, FIRST, tuesday)

    def test_nobody_employed(self):
        self._draft(FIRST)
        self.agent.version_id.contract_date_start = FIRST + ONE_DAY
        self.assertEqual(self._texts(), [(FIRST, "ATT-10", True)])
        with self.assertRaisesRegex(UserError, "Not employed"):
            self.roster.publish(self.agent.ids, FIRST, LAST)

    def test_leave_on_a_working_day(self):
        """ATT-09: it is shown, and whoever is away covers nothing."""
        self._join(self.agent)
        self.roster.generate(self.agent.ids, FIRST, FIRST + 6 * ONE_DAY)
        self._leave(FIRST + ONE_DAY, FIRST + 2 * ONE_DAY)
        days = [FIRST + ONE_DAY, FIRST + 2 * ONE_DAY]
        self.assertEqual(self._texts(), [(day, "ATT-09", False) for day in days])
        coverage = self.roster._coverage(self.group_one, FIRST, FIRST + 2 * ONE_DAY)
        # agent2 has the fixed day shift
        planned = [coverage[self.shift.id, FIRST + n * ONE_DAY][0] for n in range(3)]
        self.assertEqual(planned, [2, 1, 1])

    def _leave(self, first, last):
        kind = self.env["hr.leave.type"].create(
            {
                "name": "Personal",
                "requires_allocation": False,
                "leave_validation_type": "no_validation",
                "company_id": self.company.id,
            }
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.agent.id,
                "holiday_status_id": kind.id,
                "request_date_from": first,
                "request_date_to": last,
            }
        )
        leave.flush_recordset()
        self.env.cr.execute(
            "UPDATE hr_leave SET state = 'validate' WHERE id = %s", [leave.id]
        )
        leave.invalidate_recordset()

    def test_coverage(self):
        """Needs of a department count for those below; a parent adds them up."""
        self._join(self.agent, self._pattern("N"))
        self.roster.generate(self.agent.ids, FIRST, FIRST + 6 * ONE_DAY)
        Need = self.env["cs.roster.need"]
        common = {"company_id": self.company.id, "shift_id": self.night.id}
        Need.create(
            [
                {**common, "department_id": self.group_one.id, "weekday": "0"},
                {
                    **common,
                    "department_id": self.group_one.id,
                    "weekday": "1",
                    "count": 2,
                },
            ]
        )
        tuesday = FIRST + ONE_DAY
        for department in (self.group_one, self.department):
            found = self.roster._coverage(department, FIRST, FIRST + 6 * ONE_DAY)
            self.assertEqual(found[self.night.id, FIRST], (1, 1))
            self.assertEqual(found[self.night.id, tuesday], (1, 2))
            self.assertEqual(found[self.night.id, tuesday + ONE_DAY], (1, 0))
        found = self.roster._coverage(self.group_one, FIRST, FIRST, with_drafts=False)
        self.assertEqual(found[self.night.id, FIRST], (0, 1))
        Need.create(
            {**common, "department_id": self.department.id, "weekday": "1", "count": 5}
        )
        found = self.roster._coverage(self.department, FIRST, tuesday)
        self.assertEqual(found[self.night.id, tuesday], (1, 5))
        # a department's own table replaces those below
        self.assertEqual(found[self.night.id, FIRST], (1, 0))

    def test_coverage_on_public_holidays(self):
        self.env["calendar.public.holiday"].create(
            {
                "year": 2026,
                "country_id": self.company.country_id.id,
                "line_ids": [(0, 0, {"name": "Holiday", "date": "2026-01-06"})],
                "cs_makeup_ids": [
                    (0, 0, {"name": "Make-up", "date": "2026-01-11", "dayofweek": "0"})
                ],
            }
        )
        common = {
            "company_id": self.company.id,
            "shift_id": self.night.id,
            "department_id": self.group_one.id,
        }
        Need = self.env["cs.roster.need"]
        for weekday, count in (("0", 3), ("1", 4)):
            Need.create({**common, "weekday": weekday, "count": count})

        def needed(day):
            found = self.roster._coverage(self.group_one, day, day)
            return found[self.night.id, day][1]

        self.assertEqual(needed(date(2026, 1, 6)), 4)
        Need.create({**common, "weekday": "7", "count": 7})
        self.assertEqual(needed(date(2026, 1, 6)), 7)
        # the make-up day stands for a Monday
        self.assertEqual(needed(date(2026, 1, 11)), 3)

    def test_changes_are_recorded(self):
        slot = self._draft(FIRST)
        slot.write({"shift_id": self.night.id})
        Change = self.env["cs.roster.change"]
        self.assertFalse(Change.search([]))
        self.roster.publish(self.agent.ids, FIRST, FIRST)
        self.assertFalse(Change.search([]))
        slot.write({"kind": "rest", "shift_id": False, "start": False, "stop": False})
        change = Change.search([])
        self.assertEqual(change.employee_id, self.agent)
        self.assertEqual((change.before, change.after), ("Night 08:30–17:30", "Rest"))
        self.assertEqual(change.user_id, self.env.user)
        slot.write({"origin": "manual"})
        self.assertEqual(Change.search([]), change)
        slot.employee_id = self.agent2
        moved = Change.search([]) - change
        self.assertEqual(
            {(one.employee_id, one.before, one.after) for one in moved},
            {(self.agent, "Rest", False), (self.agent2, False, "Rest")},
        )
        slot.unlink()
        self.assertEqual(Change.search([], limit=1).before, "Rest")
        for act in (
            lambda: change.write({"before": "x"}),
            change.unlink,
            lambda: Change.create({"employee_id": self.agent.id}),
        ):
            with self.assertRaises(UserError):
                act()

    def test_who_is_told_of_a_change(self):
        """Once for everything that is done together; what is over is not told."""
        day = date.today() + 40 * ONE_DAY
        slots = self._draft(day, is_draft=False)
        slots |= self._draft(day + ONE_DAY, is_draft=False)
        self._draft(FIRST, is_draft=False)
        slots.write({"shift_id": self.night.id})
        self.env.cr.precommit.run()
        told = self.env["mail.message"].search(
            [("subject", "=", "Your roster has changed")]
        )
        self.assertEqual(told.partner_ids, self.users["agent"].partner_id)
        self.assertEqual(len(told), 1)
        self.assertEqual(told.body.count("<li>"), 2)
        self.assertIn("– → Night", told.body)

    def test_only_publishing_publishes(self):
        slot = self._draft(FIRST).with_user(self.users["leader"])
        with self.assertRaises(UserError):
            slot.write({"is_draft": False})
        self.roster.publish(self.agent.ids, FIRST, FIRST)
        with self.assertRaises(UserError):
            slot.write({"is_draft": True})

    def test_who_plans_whom(self):
        self._join(self.agent)
        own = self.people
        cases = {
            "agent": set(),
            "leader": {"agent"},
            "supervisor": {"agent", "leader", "supervisor"},
            "hr": set(),
            "payroll": set(),
            "gm": set(),
            "admin": set(),
        }
        for role, allowed in cases.items():
            roster = self.roster.with_user(self.users[role])
            for person in ("agent", "leader", "supervisor"):
                for method in (roster.generate, roster.publish):
                    if person in allowed:
                        method(own[person].ids, FIRST, FIRST)
                        continue
                    with self.assertRaises(AccessError):
                        method(own[person].ids, FIRST, FIRST)

    def test_drafts_are_not_shown_to_the_person(self):
        slot = self._draft(FIRST)
        mine = self.env["cs.duty.slot"].with_user(self.users["agent"])
        domain = [("id", "=", slot.id)]
        self.assertFalse(mine.search(domain))
        self.assertTrue(mine.with_user(self.users["leader"]).search(domain))
        self.roster.publish(self.agent.ids, FIRST, FIRST)
        self.assertTrue(mine.search(domain))

    def test_a_roster_edited_after_the_punch(self):
        """Exactly the day concerned is judged differently (ATT-05, ATT-10)."""
        monday = date(2025, 6, 9)
        self._work(self.agent, *(monday + n * ONE_DAY for n in range(3)))
        self._judge(self.agent, monday)
        before = self._verdicts(monday)
        self.assertEqual([verdict for _id, verdict in before], ["ok"] * 3)
        self.env.cr.execute("DELETE FROM cs_attendance_stale")
        tuesday = monday + ONE_DAY
        self._draft(tuesday, self.night)
        self.assertFalse(self._stale_after_drafts())
        self.roster.publish(self.agent.ids, tuesday, tuesday)
        noted = self.env["cs.attendance.stale"].search([])
        self.assertEqual(noted.employee_id, self.agent)
        self.env["cs.attendance.stale"]._judge_batch()
        after = self._verdicts(monday)
        self.assertEqual(after[0], before[0])
        self.assertEqual(after[2], before[2])
        self.assertNotEqual(after[1][1], "ok")

    def _verdicts(self, monday):
        return [
            (day.id, day.verdict)
            for day in self.env["cs.attendance.day"].search(
                [
                    ("employee_id", "=", self.agent.id),
                    ("date", ">=", monday),
                    ("date", "<=", monday + 2 * ONE_DAY),
                ],
                order="date",
            )
        ]

    def _stale_after_drafts(self):
        """Drafts concern nobody."""
        return self.env["cs.attendance.stale"].search_count([])
