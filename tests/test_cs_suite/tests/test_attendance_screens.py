from datetime import timedelta

from odoo.addons.cs_attendance.tests.day_common import day_vals, insert_days, slot
from odoo.addons.cs_base.engine.explanation import Explanation, Param, Reason
from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase

ORDINARY = ("ok", "ok", "ok", "late", "ok", "ok", "rest")


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestAttendanceScreens(DemoCase):
    """A leader asks why somebody was absent; an agent corrects a missed punch."""

    def setUp(self):
        super().setUp()
        # The days are given, not judged: this is about the screens.
        self.env["cs.attendance.day"].search([]).flush_recordset()
        self.env.cr.execute("DELETE FROM cs_attendance_day")
        today = self.company._cs_today()
        self.month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        team = [self.person(key) for key in ("lin_jiahe", "zhou_muyang", "chen_sining")]
        policies = self.env["cs.attendance.policy"]._policy_on(team[0], today)
        self.policy = policies[team[0].id]
        self.days = {}
        for person in team:
            for number in range(27):
                self._day(person, number, ORDINARY[number % 7])
        self.absent = self._change("chen_sining", 12, "absent")
        self.missed = self._change("zhou_muyang", 21, "missed")
        self.patch(
            type(self.env["cs.duty.slot"]),
            "_planned",
            lambda _self, employees, first, last: {
                person.id: {
                    first + timedelta(days=n): slot(first + timedelta(days=n))
                    for n in range((last - first).days + 1)
                }
                for person in employees
            },
        )

    def _day(self, person, number, verdict, **vals):
        day = self.month + timedelta(days=number)
        row = day_vals(person, day, verdict, policy_id=self.policy.id, **vals)
        self.days[person, number] = insert_days(self.env, [row])
        return self.days[person, number]

    def _change(self, key, number, verdict):
        person = self.person(key)
        self.days[person, number].flush_recordset()
        self.env.cr.execute(
            "DELETE FROM cs_attendance_day WHERE id = %s",
            [self.days[person, number].id],
        )
        day = self._day(person, number, verdict)
        reason = Reason(
            rule="ATT-05",
            key="att.absent",
            params=[Param("absence_minutes", 30, "minute")],
        )
        self.env["cs.attendance.day"]._set_explanations(
            {day.id: Explanation([reason], verdict=f"att.verdict.{verdict}")}
        )
        return day

    def test_a_leader_asks_why(self):
        with open_page(self, DESKTOP, "attendance_board") as page:
            page.sign_in("leader")
            number = self.month.year * 100 + self.month.month
            page.go(f"/odoo/attendance-board/{number}")
            page.wait("document.querySelectorAll('tr[data-row]').length === 3")
            page.photograph("board")
            self.assertEqual(page.sideways(), [])
            self.assertIn(
                "旷", page.run("document.querySelector('.cs_day_abs').innerText")
            )
            page.click("td.cs_day_abs")
            page.wait("document.querySelector('.cs_explanation_side .cs_rule_code')")
            page.photograph("absent")
            panel = page.run("document.querySelector('.cs_explanation_side').innerText")
            for text in ("陈思凝", "ATT-05", "补卡"):
                self.assertIn(text, panel)
            # the focus is in the grid: one step on, the panel stays and follows
            page.run(
                """document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
                    { key: "ArrowLeft", bubbles: true, cancelable: true }))"""
            )
            page.wait(
                "document.querySelector('td[aria-selected]')?.dataset.day === '12'"
            )
            page.click("button.cs_mb_only")
            page.wait("location.search.includes('only=1')")
            page.run("history.back()")
            page.wait("!location.search.includes('only=1')", "Back to work")
            page.wait("document.querySelectorAll('tr[data-row]').length === 3")

    def test_an_agent_corrects_a_missed_punch(self):
        with open_page(self, PHONE, "attendance_my_month") as page:
            page.sign_in("agent")
            page.go("/odoo/my-attendance")
            page.wait("document.querySelector('.cs_mm_today b')")
            page.photograph("today")
            self.assertEqual(page.sideways(), [])
            page.click("button[name=previous_month]")
            page.wait("document.querySelector('.cs_mm_calendar .cs_day_miss')")
            page.photograph("month")
            small = page.run(
                """[...document.querySelectorAll(".cs_my_month button")]
                    .filter((el) => el.getClientRects().length)
                    .filter((el) => el.offsetHeight < 44 || el.offsetWidth < 44)
                    .map((el) => el.className)"""
            )
            self.assertEqual(small, [], "too small for a finger")
            page.click(".cs_mm_calendar .cs_day_miss")
            page.wait("document.querySelector('.cs_explanation_sheet .cs_day_bar')")
            page.photograph("explanation")
            page.click(".cs_explanation_sheet button[name=action_correct]")
            page.wait("document.querySelector('.modal .o_form_view')")
            page.photograph("correction")
            self.assertEqual(page.sideways(), [])
