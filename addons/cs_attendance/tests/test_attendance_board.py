from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.cs_attendance.models import cs_attendance_board
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .day_common import DayCase, day_vals, insert_days

NAME, TOTALS, CELLS, IDS = 1, 4, 5, 6


@tagged("cs_attendance", "cs_attendance_screen")
@freeze_time(DayCase.NOW)
class TestAttendanceBoard(DayCase):
    """ALL-01: the month board."""

    def _board(self, role, **arguments):
        board = self.env["cs.attendance.board"].with_user(self.users[role])
        return board.get_board(202610, **arguments)

    def _names(self, board):
        return {person[NAME] for person in board["people"]}

    def _cell(self, board, name, number):
        [person] = [person for person in board["people"] if person[NAME] == name]
        index = person[CELLS][number - 1]
        return board["codes"][index] if index >= 0 else None

    def _in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.users["hr"].lang = "zh_CN"
        board = self.env["cs.attendance.board"].with_user(self.users["hr"])
        return board.with_context(lang="zh_CN").get_board(202610)

    # Who sees whom

    def test_each_role_sees_its_people(self):
        elsewhere = self.env["hr.department"].create(
            {"name": "Warehouse", "company_id": self.company.id}
        )
        self._create_role("stranger", "cs_base.group_agent", department=elsewhere)
        roles = [role for role in self.people if role != "admin"]
        for role in roles:
            self._create_day(role, 1)
        service = set(roles) - {"stranger"}
        expected = {
            "agent": {"agent"},
            "stranger": {"stranger"},
            "leader": {"leader", "agent", "agent2"},
            "supervisor": service,
            "hr": set(roles),
            "payroll": set(roles),
            "gm": set(roles),
        }
        for role, names in expected.items():
            with self.subTest(role=role):
                self.assertEqual(self._names(self._board(role)), names)

    def test_technical_administration_sees_nothing(self):
        self._create_day("agent", 1)
        with self.assertRaises(AccessError):
            self._board("admin")

    def test_other_companies_stay_apart(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "cs_other_hr",
            groups="cs_base.group_hr_officer",
            company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )
        self._create_day("agent", 1)
        board = self.env["cs.attendance.board"].with_user(user)
        board = board.with_context(allowed_company_ids=other.ids)
        self.assertEqual(board.get_board(202610)["people"], [])

    def test_a_preview_is_for_who_may_read_the_day(self):
        day = self._create_day("agent", 22, "missed", check_in="2026-10-22 00:24:16")
        board = self.env["cs.attendance.board"]
        preview = board.with_user(self.users["leader"]).get_preview(day.id)
        self.assertIn("agent · Oct 22 Thu", preview["title"])
        self.assertEqual(
            preview["lines"],
            [
                "Missed punch, to be confirmed",
                "08:30–17:30",
                "On duty 08:24 · Off duty no record",
            ],
        )
        with self.assertRaises(AccessError):
            board.with_user(self.users["agent2"]).get_preview(day.id)

    # What a cell shows

    def test_every_verdict_has_its_character_and_shape(self):
        signs = {
            "open": ("", "cs_day cs_day_open", ""),
            "ok": ("√", "cs_day cs_day_ok", "√"),
            "fixed": ("补", "cs_day cs_day_fix", "√"),
            "late": ("迟", "cs_day cs_day_late", "※"),
            "early": ("退", "cs_day cs_day_early", "◇"),
            "late_early": ("迟退", "cs_day cs_day_late_early", "※◇"),
            "missed": ("缺", "cs_day cs_day_miss", "□"),
            "absent": ("旷", "cs_day cs_day_abs", "×"),
            "out": ("外", "cs_day cs_day_out", "＋"),
            "rest": ("休", "cs_day cs_day_rest", ""),
            "holiday": ("节", "cs_day cs_day_hol", ""),
            "exempt": ("免", "cs_day cs_day_exempt", "免"),
        }
        for number, verdict in enumerate(signs, start=1):
            self._create_day("agent", number, verdict)
        board = self._in_chinese()
        for number, sign in enumerate(signs.values(), start=1):
            code = self._cell(board, "agent", number)
            with self.subTest(sign=sign):
                self.assertEqual((code["char"], code["class"], code["paper"]), sign)
        self.assertIsNone(self._cell(board, "agent", 31))

    def test_a_leave_has_the_character_of_its_type(self):
        kind = self.env["hr.leave.type"].create(
            {"name": "病假", "cs_code": "病", "company_id": self.company.id}
        )
        self._create_day("agent", 1, "leave", leave_type_id=kind.id, is_part=True)
        code = self._cell(self._board("hr"), "agent", 1)
        self.assertEqual(code["char"], "病")
        self.assertEqual(code["class"], "cs_day cs_day_leave cs_day_part")
        self.assertEqual(code["label"], "病假")
        self.assertEqual(code["paper"], "病☆")

    def test_a_leave_type_without_character_takes_the_first_of_its_name(self):
        kind = self.env["hr.leave.type"].create({"name": "Paternity"})
        kind.cs_code = False
        self._create_day("agent", 1, "leave", leave_type_id=kind.id)
        self.assertEqual(self._cell(self._board("hr"), "agent", 1)["char"], "P")

    def _outing(self, state, kind="out"):
        outing = self.env["cs.outing"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.people["agent"].id,
                "kind": kind,
                "start": "2026-10-23 01:00:00",
                "stop": "2026-10-23 05:00:00",
                "place": "Bank",
                "reason": "Papers",
            }
        )
        outing._decision_write({"state": state})
        return outing

    def test_a_waiting_request_is_striped_in_its_own_colour(self):
        self._create_day("agent", 23, "absent", is_pending=True)
        self._outing("submitted")
        code = self._cell(self._in_chinese(), "agent", 23)
        self.assertEqual(code["char"], "外")
        self.assertEqual(code["class"], "cs_day cs_day_out cs_day_pending")
        self.assertTrue(code["todo"])

    def test_a_waiting_correction_and_a_waiting_leave(self):
        self._create_day("agent", 22, "missed", is_pending=True)
        correction = self.env["cs.punch.correction"].create(
            {
                "company_id": self.company.id,
                "employee_id": self.people["agent"].id,
                "date": "2026-10-22",
                "side": "out",
                "moment": "2026-10-22 09:30:00",
                "reason": "Forgotten",
            }
        )
        correction._decision_write({"state": "submitted"})
        self._create_day("agent2", 23, "absent", is_pending=True)
        kind = self.env["hr.leave.type"].create(
            {"name": "事假", "cs_code": "事", "requires_allocation": False}
        )
        self.env["hr.leave"].create(
            {
                "employee_id": self.people["agent2"].id,
                "holiday_status_id": kind.id,
                "request_date_from": "2026-10-23",
                "request_date_to": "2026-10-23",
            }
        )
        board = self._in_chinese()
        self.assertEqual(self._cell(board, "agent", 22)["char"], "补")
        self.assertIn("cs_day_pending", self._cell(board, "agent", 22)["class"])
        self.assertEqual(self._cell(board, "agent2", 23)["char"], "事")

    def test_a_business_trip_has_its_own_character(self):
        self._create_day("agent", 23, "out")
        self._outing("approved", kind="trip")
        self.assertEqual(self._cell(self._in_chinese(), "agent", 23)["char"], "差")

    def test_a_day_under_appeal_has_a_dot(self):
        day = self._create_day("agent", 22, "absent")
        Appeal = self.env["cs.appeal"].with_user(self.users["agent"])
        appeal = Appeal.create(
            {"res_model": day._name, "res_id": day.id, "claim": "I was there."}
        )
        appeal.sudo()._decision_write({"state": "submitted"})
        self.assertIn("cs_day_dot", self._cell(self._board("hr"), "agent", 22)["class"])

    # Figures

    def test_totals_and_who_needs_somebody(self):
        self._create_day("agent", 1, "late")
        self._create_day("agent", 2, "late_early")
        self._create_day("agent", 3, "missed")
        self._create_day("agent", 4, "absent")
        self._create_day(
            "agent", 5, "leave", leave_days=0.5, present_days=0.5, is_part=True
        )
        board = self._board("hr")
        [person] = board["people"]
        self.assertEqual(person[TOTALS], [3.5, 2, 1, 1, 1, 0.5])
        self.assertTrue(self._cell(board, "agent", 3)["todo"])
        self.assertFalse(self._cell(board, "agent", 1)["todo"])
        self.assertTrue(self._cell(board, "agent", 1)["exception"])
        half = self._cell(board, "agent", 5)
        self.assertEqual((half["present"], half["due"]), (1, 1))

    def test_on_a_running_day_who_punched_is_there(self):
        self._create_day("agent", 23, "open", check_in="2026-10-23 00:21:00")
        self._create_day("agent2", 23, "open", present_days=0)
        board = self._board("hr")
        self.assertEqual(self._cell(board, "agent", 23)["present"], 1)
        self.assertEqual(self._cell(board, "agent2", 23)["present"], 0)

    def test_filters_by_department_with_those_below_and_by_name(self):
        self._create_day("agent", 1)
        self._create_day("supervisor", 1)
        below = self._board("hr", department_id=self.group_one.id)
        self.assertEqual(self._names(below), {"agent"})
        both = self._board("hr", department_id=self.department.id)
        self.assertEqual(self._names(both), {"agent", "supervisor"})
        self.assertEqual(
            [entry[1:] for entry in both["departments"]],
            [["Customer service", 0], ["Group one", 1]],
        )
        self.assertEqual(self._names(self._board("hr", search="SUPER")), {"supervisor"})

    def test_the_header_knows_holidays_and_makeup_days(self):
        year = self.env["calendar.public.holiday"].create(
            {
                "year": 2026,
                "country_id": self.company.country_id.id,
                "line_ids": [
                    fields.Command.create({"name": "National Day", "date": day})
                    for day in ("2026-10-01", "2026-10-02")
                ],
            }
        )
        self.env["cs.makeup.day"].create(
            {
                "name": "National Day",
                "date": "2026-10-10",
                "replaced_date": "2026-10-02",
                "public_holiday_id": year.id,
            }
        )
        days = self._board("hr")["days"]
        self.assertEqual(len(days), 31)
        self.assertEqual(days[0], [1, "H", "holiday", "Oct 1 Thu National Day"])
        self.assertEqual(days[9][2], "makeup")
        self.assertEqual(days[7], [8, "T", "work", "Oct 8 Thu"])
        self.assertEqual(days[10][2], "rest")

    def test_months_around_and_today(self):
        board = self._board("hr")
        self.assertEqual((board["previous"], board["next"]), (202609, False))
        self.assertEqual(board["today"], 23)
        current = self.env["cs.attendance.board"].with_user(self.users["hr"])
        self.assertEqual(current.get_board()["month"], 202610)
        past = current.get_board(202512)
        self.assertEqual((past["next"], past["today"]), (202601, 0))

    def test_a_month_that_is_none_is_refused(self):
        board = self.env["cs.attendance.board"].with_user(self.users["hr"])
        for month in (202613, 0, -1, 199912, "202610", 1.5, True):
            with self.subTest(month=month), self.assertRaises(UserError):
                board.get_board(month)

    def test_too_many_people_have_to_choose_a_department(self):
        self._create_day("agent", 1)
        self._create_day("agent2", 1)
        with patch.object(cs_attendance_board, "MAX_PEOPLE", 1):
            board = self._board("hr")
        self.assertEqual((board["people"], board["too_many"]), ([], 2))

    # Cost

    def _team(self, size):
        """A month of each of ``size`` new people."""
        people = self.env["hr.employee"].create(
            [
                {
                    "name": f"Person {size} {number}",
                    "company_id": self.company.id,
                    "department_id": self.group_one.id,
                }
                for number in range(size)
            ]
        )
        verdicts = ["ok", "late", "out", "missed", "rest", "ok", "absent"]
        insert_days(
            self.env,
            [
                day_vals(
                    person,
                    date(2026, 10, 1) + timedelta(days=number),
                    verdicts[number % 7],
                    is_pending=number % 7 == 3,
                )
                for person in people
                for number in range(23)
            ],
        )

    def test_the_number_of_queries_does_not_grow(self):
        counts = []
        for size in (5, 45):
            self._team(size)
            self.env.flush_all()
            self._board("hr")  # fills the caches of groups, rules and languages
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            board = self._board("hr")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(len(board["people"]), 50)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 40)
