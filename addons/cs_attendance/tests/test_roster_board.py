from datetime import date, timedelta
from unittest.mock import patch

from odoo.addons.cs_attendance.models import cs_roster_board, roster_sheet
from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .day_case import at
from .roster_case import RosterCase

#: A Monday, and the month that it begins in.
MONDAY = date(2026, 11, 2)
NOVEMBER = {"first": "2026-11-01", "last": "2026-11-30"}
REST = {"kind": "rest"}


def day(number):
    return date(2026, 11, number)


class RosterBoardCase(RosterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.env["cs.roster.board"]
        cls.agent.name, cls.agent2.name = "Anna", "Bo"

    def _as(self, role):
        return self.board.with_user(self.users[role])

    def _load(self, role="leader", month=202611, **arguments):
        return self._as(role).load(month, **arguments)

    def _check(self, role="leader"):
        return self._as(role).check(NOVEMBER)

    def _person(self, board, person):
        [found] = [one for one in board["people"] if one["id"] == person.id]
        return found

    def _look(self, board, person, number):
        index = self._person(board, person)["cells"][number - 1]
        return board["looks"][index] if index >= 0 else None

    def _apply(self, *changes, role="leader", view=None, **options):
        return self._as(role).apply(
            [[one.id, str(when), state] for one, when, state in changes],
            view=view or NOVEMBER,
            **options,
        )

    def _work(self, shift, **vals):
        return {"kind": "work", "shift": shift.id, **vals}

    def _publish(self, *people):
        ids = [person.id for person in people]
        self.env["cs.roster"].publish(ids, day(1), day(30))

    def _leave(self, person, first, last=None, **vals):
        kind = self.env["hr.leave.type"].create(
            {
                "name": "年假",
                "cs_code": "年",
                "company_id": self.company.id,
                "requires_allocation": False,
                **vals,
            }
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": person.id,
                "holiday_status_id": kind.id,
                "request_date_from": first,
                "request_date_to": last or first,
            }
        )
        leave.sudo().write({"state": "validate"})
        leave.flush_recordset()
        return leave


@tagged("cs_attendance", "cs_attendance_roster")
@freeze_time("2026-10-23 04:00:00")
class TestRosterBoard(RosterBoardCase):
    """ATT-10: what the roster board shows and what it changes."""

    # Who sees and plans whom

    def test_each_role_sees_its_people_and_plans_its_own(self):
        everybody = {person.name for role, person in self.people.items()}
        expected = {
            "agent": ({"Anna"}, set()),
            "leader": ({"Anna", "Bo", "leader"}, {"Anna", "Bo"}),
            "supervisor": (everybody, everybody),
            "hr": (everybody, set()),
            "payroll": (everybody, set()),
            "gm": (everybody, set()),
        }
        for role, (shown, planned) in expected.items():
            people = self._load(role)["people"]
            with self.subTest(role=role):
                self.assertEqual({one["name"] for one in people}, shown)
                self.assertEqual(
                    {one["name"] for one in people if one["edit"]}, planned
                )

    def test_technical_administration_sees_nothing(self):
        with self.assertRaises(AccessError):
            self._load("admin")

    def test_leaders_change_the_roster_of_their_team_only(self):
        change = (self.people["leader"], day(3), REST)
        with self.assertRaises(AccessError):
            self._apply(change)
        with self.assertRaises(AccessError):
            self._apply((self.agent, day(3), REST), change)
        for role in ("agent", "agent2", "hr", "payroll", "gm", "admin"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._apply((self.agent, day(3), REST), role=role)
        self.assertFalse(self._slots(self.agent, day(1), day(30)))
        self._apply((self.agent, day(3), REST), role="supervisor")
        self.assertTrue(self._slots(self.agent, day(1), day(30)))

    def test_two_who_plan_the_same_cell_do_not_overwrite_each_other(self):
        cell = str(day(3))
        nothing = [[self.agent.id, cell, None]]
        night = self._work(self.night)
        self._apply((self.agent, day(3), night), expected=nothing)
        answer = self._apply(
            (self.agent, day(3), REST), role="supervisor", expected=nothing
        )
        self.assertTrue(answer["refused"]["is_outdated"])
        self.assertIn("Anna", answer["refused"]["text"])
        slot = self._slots(self.agent, day(3), day(3))
        self.assertEqual(slot.shift_id, self.night)
        seen = [[self.agent.id, cell, night]]
        other = [[self.agent.id, cell, self._work(self.shift)]]
        own_hours = [[self.agent.id, cell, night | {"hours": [1080, 1440]}]]
        for known in (other, own_hours):
            answer = self._apply((self.agent, day(3), REST), expected=known)
            self.assertTrue(answer["refused"]["is_outdated"])
        self._apply((self.agent, day(3), REST), expected=seen)
        self.assertEqual(slot.kind, "rest")
        self._apply((self.agent, day(3), None), expected=[[self.agent.id, cell, REST]])
        self.assertFalse(slot.exists())

    def test_nobody_claims_a_swap(self):
        """Only what was swapped is shown as swapped."""
        state = self._work(self.night, origin="swap")
        self._apply((self.agent, day(3), state))
        slot = self._slots(self.agent, day(3), day(3))
        self.assertEqual(slot.origin, "manual")
        mine = slot.with_user(self.users["leader"])
        mine.write({"origin": "swap"})
        self.assertEqual(slot.origin, "manual")
        made = mine.create(
            {
                "company_id": self.company.id,
                "employee_id": self.agent.id,
                "date": day(4),
                "kind": "rest",
                "origin": "pattern",
            }
        )
        self.assertEqual(made.origin, "manual")

    def test_an_agent_does_not_see_own_drafts(self):
        self._apply((self.agent, day(3), self._work(self.night)))
        look = self._look(self._load("leader"), self.agent, 3)
        self.assertEqual((look["shift"], look["draft"]), (self.night.id, True))
        look = self._look(self._load("agent"), self.agent, 3)
        self.assertEqual((look["shift"], look["stored"]), (self.shift.id, False))
        self._publish(self.agent)
        look = self._look(self._load("agent"), self.agent, 3)
        self.assertEqual((look["shift"], look["draft"]), (self.night.id, False))

    # What is shown

    def test_a_day_without_slot_follows_the_fixed_shift(self):
        board = self._load()
        self.assertEqual(
            (board["first"], board["last"], board["previous"], board["next"]),
            ("2026-11-01", "2026-11-30", 202610, 202612),
        )
        self.assertEqual(len(board["days"]), 30)
        self.assertEqual(board["days"][1][:4], ["2026-11-02", 2, "M", "work"])
        self.assertEqual(self._look(board, self.agent, 1)["kind"], "rest")
        look = self._look(board, self.agent, 2)
        self.assertEqual((look["shift"], look["stored"]), (self.shift.id, False))
        self.assertEqual(board["shifts"][0]["hours"], "08:30–17:30")
        self.assertEqual(board["shifts"][1]["hours"], "17:30–24:00")

    def test_a_week_over_the_end_of_a_month(self):
        board = self._as("leader").load(week="2026-12-01")
        self.assertEqual(board["days"][0][0], "2026-11-30")
        self.assertEqual(board["days"][6][0], "2026-12-06")
        self.assertEqual(
            (board["previous"], board["next"]), ("2026-11-23", "2026-12-07")
        )
        for week in ("x", "1999-01-01", 3, [1]):
            with self.subTest(week=week), self.assertRaises(UserError):
                self._as("leader").load(week=week)
        with self.assertRaises(UserError):
            self._load(month=202613)

    def test_own_hours_and_overtime_are_shown(self):
        slots = self.env["cs.duty.slot"]
        common = {"company_id": self.company.id, "employee_id": self.agent.id}
        slots.create(
            {
                **common,
                "date": day(3),
                "shift_id": self.shift.id,
                "start": at("09:00", day(3)),
                "stop": at("17:30", day(3)),
            }
        )
        slots.create(
            {
                **common,
                "date": day(3),
                "is_extra": True,
                "start": at("19:00", day(3)),
                "stop": at("21:00", day(3)),
            }
        )
        look = self._look(self._load(), self.agent, 3)
        self.assertEqual(tuple(look["hours"]), (540, 1050))
        self.assertEqual(look["extra"], "19:00–21:00")

    def test_a_leave_is_shown_with_its_character(self):
        self._leave(self.agent, day(4), day(5))
        board = self._load()
        self.assertEqual(
            self._look(board, self.agent, 4)["leave"], ["年", "年假", False]
        )
        self.assertEqual(self._look(board, self.agent, 6)["leave"], None)

    def test_who_leaves_has_no_cells_afterwards(self):
        self.agent.write({"departure_date": day(10)})
        board = self._load()
        self.assertIsNotNone(self._look(board, self.agent, 10))
        self.assertIsNone(self._look(board, self.agent, 11))
        self.assertNotIn(
            self.agent.id, [one["id"] for one in self._load(month=202612)["people"]]
        )

    def test_groups_with_their_leaders_and_the_department_filter(self):
        board = self._load("hr")
        self.assertEqual(
            [row[1:3] + row[4:] for row in board["departments"]],
            [["Customer service", 0, "supervisor"], ["Group one", 1, "leader"]],
        )
        board = self._load("hr", department_id=self.group_one.id)
        self.assertEqual({one["name"] for one in board["people"]}, {"Anna", "Bo"})
        self.assertEqual(len(board["departments"]), 2)

    def test_too_many_people_have_to_choose_a_department(self):
        with patch.object(cs_roster_board, "MAX_PEOPLE", 1):
            board = self._load()
            self.assertEqual((board["people"], board["too_many"]), ([], 3))
            with self.assertRaises(UserError):
                self._as("leader").export(202611)

    def test_coverage_and_shortfall(self):
        self.env["cs.roster.need"].create(
            {
                "company_id": self.company.id,
                "department_id": self.group_one.id,
                "shift_id": self.night.id,
                "weekday": "1",
                "count": 2,
            }
        )
        self._apply((self.agent, day(3), self._work(self.night)))
        coverage = dict(self._check()["coverage"])
        self.assertEqual(coverage[self.night.id][2], [1, 2, 1])
        self.assertEqual(coverage[self.shift.id][2], [1, 0, 0])
        self.assertEqual(coverage[self.night.id][9], [0, 2, 2])
        self.assertTrue(self._check("hr")["coverage"])
        self.assertEqual(self._check("agent"), {"coverage": [], "troubles": []})

    def test_people_elsewhere_fill_no_gap(self):
        """Each department has to have its own people; tables below another one that
        has one do not count twice."""
        below = self.env["hr.department"].create(
            {
                "name": "Below",
                "parent_id": self.group_one.id,
                "company_id": self.company.id,
            }
        )
        other = self.env["hr.department"].create(
            {
                "name": "Group two",
                "parent_id": self.department.id,
                "company_id": self.company.id,
            }
        )
        for department, count in ((self.group_one, 3), (below, 9), (other, 1)):
            self.env["cs.roster.need"].create(
                {
                    "company_id": self.company.id,
                    "department_id": department.id,
                    "shift_id": self.shift.id,
                    "weekday": "1",
                    "count": count,
                }
            )
        everybody = len(self.people)
        coverage = dict(self._check("supervisor")["coverage"])
        planned, needed, missing = coverage[self.shift.id][2]
        self.assertEqual((needed, missing), (4, 2))
        self.assertLess(planned, everybody)
        self.agent2.department_id = other
        coverage = dict(self._check("supervisor")["coverage"])
        self.assertEqual(coverage[self.shift.id][2], [2, 4, 2])

    def test_troubles_of_the_people_planned(self):
        for number in range(1, 9):
            self._apply((self.agent, day(number), self._work(self.shift)))
        [trouble] = [
            one for one in self._check()["troubles"] if one[0] == self.agent.id
        ]
        self.assertEqual(trouble[1:3] + trouble[4:], ["2026-11-07", "ATT-10", False])
        self.assertEqual(self._check("hr")["troubles"], [])

    def test_the_answer_to_a_change_tells_coverage_and_troubles(self):
        rows = [(self.agent, day(n), self._work(self.night)) for n in range(1, 9)]
        answer = self._apply(*rows)
        self.assertEqual((answer["from"], answer["to"]), ("2026-11-01", "2026-11-08"))
        self.assertEqual(dict(answer["coverage"])[self.night.id], [[1, 0, 0]] * 8)
        [trouble] = answer["troubles"]
        self.assertEqual(trouble[:2], [self.agent.id, "2026-11-07"])

    def test_coverage_of_foreign_departments_stays_unknown(self):
        elsewhere = self.env["hr.department"].create(
            {"name": "Elsewhere", "company_id": self.company.id}
        )
        self._create_role("stranger", "cs_base.group_agent", department=elsewhere)
        for known in (self.people, self.users):
            self.addCleanup(known.pop, "stranger")
        view = {**NOVEMBER, "department_id": elsewhere.id}
        self.assertFalse(self._as("leader").check(view)["coverage"])
        self.assertTrue(self._as("hr").check(view)["coverage"])
        for view in (None, 5, {}, {"first": "x", "last": "y"}):
            with self.subTest(view=view), self.assertRaises(UserError):
                self._as("leader").check(view)

    # Changing

    def test_a_shift_a_day_off_and_back_to_the_plan(self):
        answer = self._apply((self.agent, day(3), self._work(self.night)))
        [[person, when, look]] = answer["cells"]
        self.assertEqual((person, when), (self.agent.id, "2026-11-03"))
        self.assertEqual((look["shift"], look["draft"]), (self.night.id, True))
        [slot] = self._slots(self.agent, day(1), day(30))
        self.assertEqual(
            (slot.start, slot.stop), (at("17:30", day(3)), at("24:00", day(3)))
        )
        self.assertTrue(slot.is_open_end)
        self._apply((self.agent, day(3), REST))
        self.assertEqual(
            (slot.kind, slot.shift_id.id, slot.start), ("rest", False, False)
        )
        [[_person, _when, look]] = self._apply((self.agent, day(3), None))["cells"]
        self.assertFalse(slot.exists())
        self.assertEqual((look["shift"], look["stored"]), (self.shift.id, False))

    def test_undo_restores_own_hours_and_origin(self):
        state = self._work(self.shift, hours=[540, 1050], origin="pattern")
        self._apply((self.agent, day(3), state))
        [slot] = self._slots(self.agent, day(1), day(30))
        self.assertEqual(slot.start, at("09:00", day(3)))
        self.assertEqual(slot.origin, "pattern")
        look = self._look(self._load(), self.agent, 3)
        self.assertEqual(tuple(look["hours"]), (540, 1050))

    def test_a_published_slot_stays_so_and_its_change_is_recorded(self):
        self._apply((self.agent, day(3), self._work(self.night)))
        self._publish(self.agent)
        self.env["cs.attendance.stale"].search([]).unlink()
        with freeze_time("2026-11-20 04:00:00"):
            self._apply((self.agent, day(3), REST), (self.agent, day(4), REST))
        published, draft = self._slots(self.agent, day(3), day(4))
        self.assertEqual((published.is_draft, draft.is_draft), (False, True))
        changes = self.env["cs.roster.change"].search(
            [("employee_id", "=", self.agent.id)]
        )
        self.assertEqual(
            [(one.date, one.before, one.after) for one in changes],
            [(day(3), "Night 17:30–24:00", "Rest")],
        )
        self.assertEqual(changes.user_id, self.users["leader"])
        stale = self.env["cs.attendance.stale"].search([])
        self.assertEqual(stale.employee_id, self.agent)

    def test_all_or_nothing(self):
        self._leave(self.agent2, day(3))
        answer = self._apply((self.agent, day(3), REST), (self.agent2, day(3), REST))
        self.assertEqual(answer["refused"]["employee_id"], self.agent2.id)
        self.assertFalse(self._slots(self.agent | self.agent2, day(1), day(30)))

    def test_leave_is_locked(self):
        self._leave(self.agent, day(3))
        refused = self._apply((self.agent, day(3), REST))["refused"]
        self.assertEqual((refused["rule"], refused["date"]), ("ATT-09", "2026-11-03"))
        self.assertIn("年假", refused["text"])

    def test_not_employed(self):
        self.agent.write({"departure_date": day(10)})
        refused = self._apply((self.agent, day(11), REST))["refused"]
        self.assertEqual(refused["rule"], "ATT-10")
        self.assertIn("not employed on Nov 11", refused["text"])
        self.assertNotIn("refused", self._apply((self.agent, day(10), REST)))

    def _early(self, hour_from=0.0, hour_to=8.0):
        return self.shift.create(
            {
                "name": "Early",
                "code": "E",
                "company_id": self.company.id,
                "hour_from": hour_from,
                "hour_to": hour_to,
            }
        )

    def test_shifts_that_overlap_are_refused(self):
        long = self._early(20, 9)
        self._apply((self.agent, day(3), self._work(self.shift)))
        refused = self._apply((self.agent, day(2), self._work(long)))["refused"]
        self.assertEqual(
            (refused["rule"], refused["title"]), ("ATT-10", "Shifts overlap")
        )
        self.assertIn("20:00–09:00", refused["text"])
        self.assertIn("Nov 3", refused["text"])
        # both at once: what counts is what would be
        both = [(self.agent, day(2), self._work(long)), (self.agent, day(3), REST)]
        self.assertNotIn("refused", self._apply(*both))

    def test_an_exchange_gives_nobody_two_shifts_in_a_row(self):
        """ATT-11; without an exchange it is a trouble that is shown."""
        early = self._early()
        third = self._team(1)
        self._apply(
            (self.agent, day(3), self._work(self.shift)),
            (self.agent, day(4), self._work(early)),
            (self.agent2, day(3), self._work(self.night)),
            (third, day(3), REST),
            (third, day(4), REST),
        )
        exchange = [
            (self.agent, day(3), self._work(self.night)),
            (self.agent2, day(3), self._work(self.shift)),
        ]
        refused = self._apply(*exchange, exchange=True)["refused"]
        self.assertEqual((refused["rule"], refused["title"]), ("ATT-11", "No exchange"))
        self.assertIn("17:30–24:00", refused["text"])
        self.assertIn("two shifts in a row", refused["text"])
        self.assertEqual(refused["rule_title"], "Swapping shifts")
        self.assertEqual(refused["others"], [[third.id, "Agent 0"]])
        self.assertNotIn("refused", self._apply(*exchange))

    def test_who_could_take_a_shift(self):
        self._apply((self.agent, day(3), REST))
        candidates = self._as("leader").candidates(self.night.id, "2026-11-03")
        self.assertEqual(candidates, [[self.agent.id, "Anna"]])
        self._leave(self.agent, day(3))
        self.assertFalse(self._as("leader").candidates(self.night.id, "2026-11-03"))
        self.assertFalse(self._as("hr").candidates(self.night.id, "2026-11-03"))

    def test_a_foreign_shift_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.shift.sudo().copy({"company_id": other.id})
        refused = self._apply((self.agent, day(3), self._work(foreign)))["refused"]
        self.assertIn("another company", refused["text"])
        gone = {"kind": "work", "shift": 10**8}
        self.assertIn("refused", self._apply((self.agent, day(3), gone)))

    def test_a_closed_month_is_not_changed(self):
        Period = type(self.env["cs.period"])
        with (
            patch.object(Period, "_check_open", side_effect=UserError("closed")),
            self.assertRaisesRegex(UserError, "closed"),
        ):
            self._apply((self.agent, day(3), REST))
        self.assertFalse(self._slots(self.agent, day(1), day(30)))

    def test_bad_input_is_refused(self):
        person, when = self.agent.id, "2026-11-03"
        for rows in (
            [],
            None,
            5,
            [[person]],
            [["x", when, None]],
            [[person, "x", None]],
            [[person, when, {}]],
            [[person, when, {"kind": "party"}]],
            [[person, when, {"kind": "work"}]],
            [[person, when, {"kind": "rest", "shift": self.shift.id}]],
            [[person, when, {"kind": "work", "shift": "1"}]],
            [[person, when, {"kind": "work", "hours": [9, 8]}]],
            [[person, when, {"kind": "work", "hours": [0, 9999]}]],
            [[person, when, {"kind": "work", "hours": [-5, 8]}]],
            [[person, when, {"kind": "rest", "origin": "god"}]],
            [[True, when, None]],
        ):
            with self.subTest(rows=rows), self.assertRaises(UserError):
                self._as("leader").apply(rows)

    # Patterns

    def _fill(self, pattern, *people, first=2, last=8, **options):
        return self._as("leader").fill(
            pattern.id,
            [person.id for person in people],
            str(day(first)),
            str(day(last)),
            **options,
        )

    def test_a_pattern_over_a_selection(self):
        pattern = self._pattern("DN-")
        answer = self._fill(pattern, self.agent, self.agent2, stagger=True)
        self.assertEqual(len(answer["cells"]), 14)
        self.assertEqual(self._letters(self.agent, day(2), 7), "DN-DN-D")
        self.assertEqual(self._letters(self.agent2, day(2), 7), "N-DN-DN")
        self.assertEqual(
            set(self._slots(self.agent, day(1), day(30)).mapped("origin")), {"manual"}
        )

    def test_a_week_plan_begins_on_its_monday(self):
        pattern = self._pattern("DDDDD--", is_weekly=True)
        self._fill(pattern, self.agent, first=4, last=9)
        self.assertEqual(self._letters(self.agent, day(4), 6), "DDD--D")

    def test_filling_leaves_leave_alone(self):
        self._leave(self.agent, day(3))
        self._fill(self._pattern("DN-"), self.agent)
        self.assertEqual(self._letters(self.agent, day(2), 4), "D.-D")
        self._leave(self.agent, day(20), day(22))
        with self.assertRaises(UserError):
            self._fill(self._pattern("D"), self.agent, first=20, last=22)
        with self.assertRaises(AccessError):
            self._fill(self._pattern("D"), self.people["leader"])

    # Paper and workbook

    def test_workbook(self):
        self._apply((self.agent, day(3), self._work(self.night)))
        self._leave(self.agent, day(4))
        board, shifts, groups = self._as("leader")._in_words(202611)
        self.assertEqual([shift["char"] for shift in shifts], ["D", "N"])
        rows = dict(groups)["Group one"]
        name, marks, totals = rows[0]
        self.assertEqual((name, marks[2], marks[3]), ("Anna", "N", "年"))
        # 21 working days: one by night, one on leave; nine days off
        self.assertEqual(totals, [19, 1, 9, 1])
        self.assertIn("1 days", self._as("leader")._draft_line(board))
        action = self._as("leader").export(202611)
        self.assertIn("/web/content/cs.sheet.download/", action["url"])

    def test_paper(self):
        self._apply((self.agent, day(3), self._work(self.night)))
        action = self._as("leader").print_roster(202611)
        self.assertEqual(action["report_name"], "cs_attendance.roster_print")
        Report = self.env["ir.actions.report"].with_user(self.users["leader"])
        html, _type = Report._render_qweb_html(
            "cs_attendance.roster_print", [], data=dict(action["data"])
        )
        text = html.decode()
        for expected in ("Roster · November 2026", "Group one", "Anna", "Night"):
            self.assertIn(expected, text)
        self.assertNotIn("payroll", text)
        self.assertIn("1 / 2", text)

    def test_many_people_are_spread_over_sheets_of_paper(self):
        self._team(30)
        Report = self.env["report.cs_attendance.roster_print"]
        values = Report.with_user(self.users["leader"])._get_report_values(
            [], {"month": 202611}
        )
        counts = [len(page["rows"]) for page in values["pages"]]
        self.assertEqual(counts, [1, 2, 28, 2])
        self.assertIn("4 / 4", values["pages"][-1]["printed"])

    # Cost

    def test_the_number_of_queries_does_not_grow(self):
        counts = []
        for size in (4, 40):
            people = self._team(size)
            people.write({"name": f"Person {size}"})
            self.env["cs.roster.edit"].with_user(self.users["leader"])._apply(
                [
                    roster_sheet.Change(one.id, day(number), "work", shift.id)
                    for one in people
                    for number, shift in ((2, self.night), (3, self.shift))
                ]
            )
            self.env.flush_all()
            self._load()  # fills the caches of groups, rules and languages
            self._check()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            board = self._load()
            self._check()
            loading = self.cr.sql_log_count - before
            changes = [
                (one, day(4) + timedelta(number), self._work(self.night))
                for number in range(size // 4)
                for one in people
            ]
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._apply(*changes)
            self.env.flush_all()
            counts.append((loading, self.cr.sql_log_count - before))
        self.assertEqual(len(board["people"]), 47)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1][0], 90)
        self.assertLessEqual(counts[1][1], 110)


@tagged("cs_attendance", "cs_attendance_roster", "post_install", "-at_install")
class TestRosterBoardRpc(RpcMixin, RosterBoardCase):
    """From outside (TRUST: roster)."""

    def test_over_rpc(self):
        change = [[self.agent.id, "2026-11-03", REST]]
        fill = (self.pattern.id, self.agent.ids, "2026-11-02", "2026-11-03")
        for role in ("agent", "agent2", "hr", "payroll", "gm", "admin"):
            self._refused(role, "cs.roster.board", "apply", change)
            self._refused(role, "cs.roster.board", "fill", *fill)
        boss = [[self.people["leader"].id, "2026-11-03", REST]]
        self._refused("leader", "cs.roster.board", "apply", boss)
        self._refused("leader", "cs.roster.board", "apply", "x")
        self._refused("leader", "cs.roster.board", "fill", 10**8, *fill[1:])
        self._refused("leader", "cs.roster.board", "fill", *fill[:2], "x", "y")
        self._refused("admin", "cs.roster.board", "load", 202611)
        self._refused("admin", "cs.roster.board", "check", NOVEMBER)
        self._refused("admin", "cs.roster.board", "export", 202611)
        self._refused("admin", "cs.roster.board", "print_roster", 202611)
        self._refused("leader", "cs.roster.board", "_apply", change)
        answer = self._rpc("leader", "cs.roster.board", "apply", change)
        self.assertEqual(answer["people"], self.agent.ids)
        board = self._rpc("agent", "cs.roster.board", "load", 202611)
        self.assertEqual([one["name"] for one in board["people"]], ["Anna"])
