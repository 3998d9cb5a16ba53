import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase

DAY = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = {"day": (time(8, 30), time(17, 30)), "night": (time(17, 30), time(23, 59))}


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestSwapScreens(DemoCase):
    """Two agents swap shifts (ATT-11), on the desk and on the phone."""

    def setUp(self):
        super().setUp()
        self.agent = self.person("zhou_muyang")
        self.colleague = self.person("chen_sining")
        self.shifts = {
            name: self.env.ref(f"cs_attendance.shift_{name}_demo") for name in HOURS
        }
        self.days = self._ordinary_days()
        both = self.agent | self.colleague
        self.env["cs.duty.slot"].search([("employee_id", "in", both.ids)]).unlink()
        for day in self.days:
            self._slot(self.agent, day, "day")
            self._slot(self.colleague, day, "night")
        # The first day is swapped already.
        first = self._swap(self.days[0])
        first.action_submit()
        first.with_user(self.user("agent2")).action_accept()
        first.with_user(self.user("leader")).action_approve()

    def _ordinary_days(self):
        """Five days of one month in a row without public holidays and leave."""
        Swap = self.env["cs.shift.swap"]
        both = self.agent | self.colleague
        start = date.today() + 3 * DAY
        while True:
            days = [start + number * DAY for number in range(5)]
            is_one_month = days[0].month == days[-1].month
            taken = Swap._holidays(self.agent, days) or Swap._leave_days(both, days)
            if is_one_month and not taken:
                return days
            start += DAY

    def _slot(self, person, day, name):
        start, stop = (
            datetime.combine(day, clock, SHANGHAI)
            .astimezone(ZoneInfo("UTC"))
            .replace(tzinfo=None)
            for clock in HOURS[name]
        )
        self.env["cs.duty.slot"].create(
            {
                "employee_id": person.id,
                "company_id": self.company.id,
                "date": day,
                "shift_id": self.shifts[name].id,
                "start": start,
                "stop": stop,
            }
        )

    def _swap(self, day):
        return (
            self.env["cs.shift.swap"]
            .with_user(self.user("agent"))
            .with_company(self.company)
            .create(
                {
                    "colleague_id": self.colleague.id,
                    "date_given": day,
                    "reason": "体检",
                }
            )
        )

    def _choose(self, page, name, day):
        selector = json.dumps(f".o_field_widget[name={name}] select")
        page.wait(f"document.querySelector({selector})?.options.length > 1")
        page.run(
            f"""{{
                const select = document.querySelector({selector});
                select.value = "{day}";
                select.dispatchEvent(new Event("change", {{ bubbles: true }}));
            }}"""
        )
        page.wait("!window.csPending")

    def _text(self, page, selector=".o_form_view"):
        return page.run(f"document.querySelector('{selector}').innerText")

    def _ask(self, page):
        """The agent files: a day that cannot be swapped first, then a good one."""
        page.go("/odoo/shift-swaps/new")
        page.wait("document.querySelector('.o_form_view [name=colleague_id] input')")
        page.settle()
        page.click(".o_field_widget[name=colleague_id] input")
        page.type(".o_field_widget[name=colleague_id] input", "陈思凝")
        chosen = ".o-autocomplete--dropdown-item a, .o_kanban_record"
        page.wait(
            f"[...document.querySelectorAll('{chosen}')]"
            ".some((a) => a.innerText.includes('陈思凝'))",
            "the colleague",
        )
        page.run(
            f"[...document.querySelectorAll('{chosen}')]"
            ".find((a) => a.innerText.includes('陈思凝')).click()"
        )
        page.wait("!window.csPending")
        self._choose(page, "date_given", self.days[1])
        page.wait("document.querySelector('.o_form_view .alert-warning')", "why not")
        page.photograph("why_not")
        text = self._text(page)
        self.assertIn("不能这样换班", text)
        self.assertIn("会连续换班", text)
        self.assertIn("ATT-11", text)
        self.assertEqual(page.sideways(), [])
        self._choose(page, "date_given", self.days[3])
        page.wait("!document.querySelector('.o_form_view .alert-warning')")
        page.type(".o_field_widget[name=reason] textarea", "孩子开家长会")
        page.photograph("possible")
        page.click("button[name=action_submit]")
        page.settle("!document.querySelector('button[name=action_submit]')")
        page.photograph("asked")

    def _answer(self, page):
        page.go("/odoo/shift-swaps")
        page.wait("document.querySelector('button[name=action_accept]')")
        page.settle()
        page.photograph("list")
        self.assertEqual(page.sideways(), [])
        page.go(f"/odoo/shift-swaps/{self._latest().id}")
        page.wait("document.querySelector('.o_form_view button[name=action_accept]')")
        page.settle()
        page.photograph("to_answer")
        page.click(".o_form_view button[name=action_accept]")
        page.settle("!document.querySelector('button[name=action_accept]')")
        page.photograph("accepted")
        self.assertEqual(page.sideways(), [])

    def _latest(self):
        self.env.invalidate_all()
        return self.env["cs.shift.swap"].search(
            [("employee_id", "=", self.agent.id)], order="id desc", limit=1
        )

    def _decide(self, page, is_phone):
        """In the inbox, among what waits for the leader."""
        page.go("/odoo/to-decide")
        page.settle()
        name = "周沐阳"
        page.wait(f"document.querySelector('.o_content').innerText.includes('{name}')")
        page.photograph("inbox")
        if is_phone:
            page.click(".o_kanban_record")
        else:
            request = self._latest().decision_request_ids[:1]
            page.go(f"/odoo/to-decide/{request.id}")
            page.wait("document.querySelector('.o_form_view [name=maker_id]')")
            page.settle()
            page.photograph("to_decide")
            page.click("button[name=action_open_document]")
        page.wait("document.querySelector('.o_form_view [name=given_text]')")
        page.settle()
        page.photograph("document")
        page.click(".o_form_view button[name=action_approve]")
        page.settle("!document.querySelector('button[name=action_approve]')")
        page.photograph("approved")

    def _see_roster(self, page, shift):
        page.go("/odoo/cs-my-roster")
        page.settle()
        page.photograph("roster")
        self.assertIn(shift, self._text(page, ".o_content"))
        self.assertEqual(page.sideways(), [])

    def _walk(self, size, name):
        with open_page(self, size, f"{name}_ask") as page:
            page.sign_in("agent")
            self._ask(page)
        self.assertEqual(self._latest().state, "asked")
        with open_page(self, size, f"{name}_answer") as page:
            page.sign_in("agent2")
            self._answer(page)
        self.assertEqual(self._latest().state, "submitted")
        with open_page(self, size, f"{name}_decide") as page:
            page.sign_in("leader")
            self._decide(page, size == PHONE)
        swap = self._latest()
        self.assertEqual((swap.state, swap.date_given), ("approved", self.days[3]))
        slots = self.env["cs.duty.slot"].search([("date", "=", self.days[3])])
        now = {slot.employee_id: slot.shift_id for slot in slots}
        self.assertEqual(now[self.agent], self.shifts["night"])
        self.assertEqual(now[self.colleague], self.shifts["day"])
        for login, shift in (("agent", "晚班"), ("agent2", "白班")):
            with open_page(self, size, f"{name}_{login}") as page:
                page.sign_in(login)
                self._see_roster(page, shift)

    def test_two_agents_swap_at_the_desk(self):
        self._walk(DESKTOP, "swap_desk")

    def test_two_agents_swap_on_the_phone(self):
        self._walk(PHONE, "swap_phone")

    def _uncovered(self):
        """The last day on which somebody of the department was absent."""
        return self.env["cs.attendance.day"].search(
            [
                ("verdict", "=", "absent"),
                ("employee_id.department_id", "=", self.agent.department_id.id),
                ("work_days", ">", 0),
            ],
            order="date desc",
            limit=1,
        )

    def _rule(self, size, name):
        day = self._uncovered()
        other = self.agent if day.employee_id != self.agent else self.colleague
        # Talked about, never asked for: written down by the supervisor.
        ruling = (
            self.env["cs.shift.swap.ruling"]
            .with_user(self.user("supervisor"))
            .with_company(self.company)
            .create(
                {
                    "date": day.date,
                    "rostered_id": day.employee_id.id,
                    "other_id": other.id,
                    "who": "rostered",
                    "rostered_share": 70,
                    "reason": "只在群里说过，没有走换班流程。",
                }
            )
        )
        with open_page(self, size, name) as page:
            page.sign_in("supervisor")
            page.go("/odoo/swap-rulings")
            page.wait("document.querySelector('.o_data_row, .o_kanban_record')")
            page.settle()
            page.photograph("list")
            self.assertEqual(page.sideways(), [])
            page.go(f"/odoo/swap-rulings/{ruling.id}")
            page.wait("document.querySelector('.o_form_view [name=rostered_share]')")
            page.settle()
            page.photograph("ruling")
            page.click(".o_statusbar_buttons button")
            page.wait("document.querySelector('.modal [name=who] input')")
            page.settle()
            page.photograph("anew")
            self.assertEqual(page.sideways(), [])
            page.click(".modal [name=who] input[data-value=other]")
            page.type(".modal [name=reason] textarea", "替班人在群里答应过。")
            page.click(".modal .o_form_button_save")
            page.wait("!document.querySelector('.modal')", "the new ruling")
        self.env.invalidate_all()
        self.assertFalse(ruling.is_in_force)
        new = ruling.search([("replaces_id", "=", ruling.id)]).sudo()
        self.assertEqual((new.employee_id, new.rostered_share), (other, 70))

    def test_a_shift_left_uncovered_at_the_desk(self):
        self._rule(DESKTOP, "ruling_desk")

    def test_a_shift_left_uncovered_on_the_phone(self):
        self._rule(PHONE, "ruling_phone")
