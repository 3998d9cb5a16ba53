from datetime import date, timedelta

from odoo import fields
from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase

CELL = "tr[data-row='{}'] td[data-day='{}']"


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestRosterBoardJourney(DemoCase):
    """A leader plans a month: from patterns, by keyboard and by hand; an agent reads
    what is published."""

    def setUp(self):
        super().setUp()
        self.first = (date.today().replace(day=1) + timedelta(days=31)).replace(day=1)
        self.month = self.first.year * 100 + self.first.month
        self.boss = self.person("tang_wanning")
        self.team = self.env["hr.employee"].search(
            [
                ("parent_id", "=", self.boss.id),
                ("company_id", "=", self.company.id),
                ("contract_date_end", "=", False),
            ]
        )
        self.day = self.env.ref("cs_attendance.shift_day_demo")
        self.night = self.env.ref("cs_attendance.shift_night_demo")
        self.mid = self.day.create(
            {
                "name": "中班",
                "code": "中",
                "token": "mid",
                "sequence": 1,
                "company_id": self.company.id,
                "hour_from": 11,
                "hour_to": 20,
            }
        )
        shifts = [self.day] * 3 + [self.mid] + [self.night] * 2
        pattern = self.env["cs.roster.pattern"].create(
            {
                "name": "做六休一",
                "company_id": self.company.id,
                "line_ids": [
                    fields.Command.create(
                        {"number": number, "kind": "work", "shift_id": shift.id}
                    )
                    for number, shift in enumerate(shifts, 1)
                ]
                + [fields.Command.create({"number": 7, "kind": "rest"})],
            }
        )
        for number, person in enumerate(self.team):
            self.env["cs.roster.member"].create(
                {
                    "company_id": self.company.id,
                    "employee_id": person.id,
                    "pattern_id": pattern.id,
                    "date_from": self.first,
                    "offset": number,
                }
            )
        self._need(self.day, 1)
        self._need(self.mid, 2)
        self._leave(self.team[1], 10, 12)

    def _need(self, shift, count):
        self.env["cs.roster.need"].create(
            [
                {
                    "company_id": self.company.id,
                    "department_id": self.team[0].department_id.id,
                    "shift_id": shift.id,
                    "weekday": str(weekday),
                    "count": count,
                }
                for weekday in range(7)
            ]
        )

    def _leave(self, person, first, last):
        kind = self.env["hr.leave.type"].create(
            {
                "name": "年假",
                "cs_code": "年",
                "company_id": self.company.id,
                "requires_allocation": False,
            }
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": person.id,
                "holiday_status_id": kind.id,
                "request_date_from": self.first + timedelta(first - 1),
                "request_date_to": self.first + timedelta(last - 1),
            }
        )
        leave.write({"state": "validate"})
        leave.flush_recordset()

    def _press(self, page, key, **options):
        names = "".join(f", {name}: true" for name in options)
        page.run(
            f"""document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
                {{ key: "{key}"{names}, bubbles: true, cancelable: true }}))"""
        )

    def _quiet(self, page):
        page.wait("!window.csPending", "answers")

    def _text(self, page, row, day):
        cell = CELL.format(row, day)
        return page.run(f'document.querySelector("{cell}").innerText')

    def _mouse(self, page, kind, x, y):
        page.ask(
            "Input.dispatchMouseEvent",
            params={
                "type": kind,
                "x": x,
                "y": y,
                "button": "left",
                "buttons": 1,
                "clickCount": 1,
            },
        )

    def _center(self, page, row, day):
        cell = CELL.format(row, day)
        return page.run(
            f"""(() => {{
                const box = document.querySelector("{cell}").getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }})()"""
        )

    def _drag(self, page, source, target, photograph=None):
        start, end = self._center(page, *source), self._center(page, *target)
        self._mouse(page, "mouseMoved", *start)
        self._mouse(page, "mousePressed", *start)
        for step in (0.3, 0.7, 1):
            place = [a + (b - a) * step for a, b in zip(start, end, strict=True)]
            self._mouse(page, "mouseMoved", *place)
        if photograph:
            page.photograph(photograph)
        self._mouse(page, "mouseReleased", *end)
        self._quiet(page)

    def _row_of(self, page, person):
        return page.run(
            f"""[...document.querySelectorAll("tr[data-row]")]
                .find((tr) => tr.innerText.includes("{person.name}")).dataset.row"""
        )

    def _slot(self, person, number):
        self.env.invalidate_all()
        return self.env["cs.duty.slot"].search(
            [
                ("employee_id", "=", person.id),
                ("date", "=", self.first + timedelta(number - 1)),
            ]
        )

    def test_a_leader_plans_a_month(self):
        with open_page(self, DESKTOP, "roster_board") as page:
            page.sign_in("leader2")
            page.go(f"/odoo/roster-board/{self.month}")
            page.wait("document.querySelectorAll('tr[data-row]').length > 2")
            self._quiet(page)
            page.photograph("empty")
            page.click("button[name=generate]")
            page.wait("document.querySelector('td.cs_rb_draft')", "drafts")
            page.wait("document.querySelector('tfoot .cs_rb_low')", "coverage")
            page.photograph("generated")
            self.assertEqual(page.sideways(), [])
            rows = [int(self._row_of(page, person)) for person in self.team[:3]]
            self._plan_by_keyboard(page, rows[0])
            self._plan_by_hand(page, rows)
            self._publish(page)

    def _plan_by_keyboard(self, page, row):
        before = self._text(page, row, 4)
        page.click(CELL.format(row, 4))
        self._press(page, "3")
        self._quiet(page)
        self.assertEqual(self._text(page, row, 4), "晚")
        self._press(page, "z", ctrlKey=True)
        self._quiet(page)
        self.assertEqual(self._text(page, row, 4), before)
        self._press(page, "0")
        self._quiet(page)
        self.assertEqual(self._slot(self.team[0], 5).kind, "rest")
        self._press(page, "Enter")
        page.wait("document.querySelector('.cs_rb_bubble')?.style.visibility")
        page.photograph("explained")
        self._press(page, "Escape")

    def _plan_by_hand(self, page, rows):
        one, other = rows[0], rows[2]
        texts = self._text(page, one, 16), self._text(page, other, 16)
        self._drag(page, (one, 16), (other, 16), photograph="dragging")
        self.assertEqual(
            (self._text(page, other, 16), self._text(page, one, 16)), texts
        )
        # onto approved leave: nothing is written
        self._drag(page, (one, 10), (rows[1], 10))
        page.wait("document.querySelector('.cs_rb_bubble.cs_rb_bad')", "the refusal")
        page.photograph("refused")
        self._press(page, "Escape")
        page.click(CELL.format(rows[1], 10))
        self._press(page, "1")
        self._quiet(page)
        page.wait("document.querySelector('.cs_rb_bubble .cs_rule_code')", "the rule")
        page.photograph("locked")
        words = page.run("document.querySelector('.cs_rb_bubble').innerText")
        self.assertIn("ATT-09", words)
        self.assertIn("年假", words)
        self._press(page, "Escape")
        page.click("tfoot .cs_rb_low button")
        page.wait("document.querySelector('.cs_rb_bubble')?.style.visibility")
        page.photograph("candidates")
        self._press(page, "Escape")

    def _publish(self, page):
        page.click("button[name=publish]")
        page.wait("document.querySelector('.modal button[name=action_publish]')")
        page.photograph("publish")
        page.click("button[name=action_publish]")
        page.wait("!document.querySelector('td.cs_rb_draft')", "publishing")
        self._quiet(page)
        page.photograph("published")
        self.assertFalse(self._slot(self.team[0], 5).is_draft)
        page.click("button[name=week]")
        page.wait(
            "document.querySelector('.cs_rb_wide td[data-day] small')", "the week"
        )
        self._quiet(page)
        page.photograph("week")
        self.assertEqual(page.sideways(), [])

    def test_on_a_phone(self):
        for login in ("agent", "leader"):
            with open_page(self, PHONE, f"roster_board_{login}") as page:
                page.sign_in(login)
                page.go("/odoo/roster-board")
                page.wait(
                    "document.querySelector('.cs_roster_board button[name=mine]')"
                )
                self._quiet(page)
                page.photograph("phone")
                self.assertEqual(page.sideways(), [])
                page.click("button[name=mine]")
                page.settle("!document.querySelector('.cs_roster_board')")
                page.photograph("mine")
