import json
from contextlib import nullcontext
from datetime import datetime, time, timezone
from itertools import groupby

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .appraisal_pages import AppraisalPages
from .browser import DESKTOP, PHONE
from .close_clicks import ClickedMonthEnd
from .common import DemoCase
from .month_end import ACTORS, MonthEnd
from .ticket_pages import shows

REASON = ".modal [name=reason] :is(textarea, input)"
CONFIRM = ".modal-footer .btn-primary"
PANEL = ":is(.cs_explanation_sheet, .cs_explanation_side)"


@tagged("post_install", "-at_install", "cs_suite", "cs_journey", "cs_first_day")
class TestFirstDay(AppraisalPages, DemoCase):
    """What a newcomer does first, on the demo company with its history: an agent reads
    the month, corrects and appeals; a leader plans, decides and calls a customer; HR
    and everybody whose step it is close the month; payroll ties out the one before."""

    def setUp(self):
        super().setUp()
        self.let_customers_be_called()
        self.today = self.company._cs_today()

    def first(self, months_ago):
        return self.today + relativedelta(months=-months_ago, day=1)

    def see_waiting(self, page):
        self.open(page, "waiting", ".cs_waiting_content")
        self.look(page, "waiting")

    # The agent

    def a_day(self, *verdicts):
        """A day of the agent that is open to requests; not of a closed month."""
        person = self.user("agent2")._cs_employees()
        days = self.env["cs.attendance.day"].search(
            [
                ("employee_id", "in", person.ids),
                ("verdict", "in", verdicts),
                ("date", ">=", self.first(1)),
                ("date", "<", self.today),
            ]
        )
        free = days.filtered(lambda day: not day.is_locked and not day.is_pending)
        self.assertTrue(free, verdicts)
        return free[0]

    def open_day(self, page, day, name):
        self.open(page, "my-attendance", ".cs_mm_calendar")
        if day.date < self.first(0):
            page.click("button[name=previous_month]")
            page.wait(shows(f"{day.date.year}年{day.date.month}月"))
            page.settle()
        self.look(page, f"{name}_month")
        page.click(f".cs_mm_calendar button[data-day='{day.date.day}']")
        page.wait(f"document.querySelector('{PANEL} .cs_rule_code')")
        page.settle()
        self.look(page, f"{name}_why")

    def correct(self, page, day):
        self.open_day(page, day, "correct")
        page.click(f"{PANEL} button[name=action_correct]")
        page.wait("document.querySelector('.modal [name=reason] :is(textarea, input)')")
        page.type(
            ".modal [name=reason] :is(textarea, input)", "打卡机无反应，同事可证明"
        )
        page.settle()
        self.look(page, "correct_form")
        self.press(page, "action_submit", ".modal")
        page.wait("!document.querySelector('.modal')")
        page.settle()
        mine = [("employee_id", "=", day.employee_id.id), ("date", "=", day.date)]
        correction = self.env["cs.punch.correction"].search(mine, limit=1)
        self.assertEqual(correction.state, "submitted")
        return correction

    def appeal(self, page, day):
        self.open_day(page, day, "appeal")
        page.click(f"{PANEL} button[name=action_appeal]")
        page.wait("document.querySelector('[name=claim] textarea')")
        page.type("[name=claim] textarea", "当天地铁停运，有延误证明")
        page.settle()
        self.look(page, "appeal_form")
        self.press(page, "action_submit")
        page.wait("document.querySelector('[name=filed_at]')")
        page.settle()
        self.look(page, "appealed")
        self.env.invalidate_all()
        about = [("res_model", "=", day._name), ("res_id", "=", day.id)]
        self.assertEqual(self.env["cs.appeal"].search(about).state, "submitted")

    # The leader

    def plan(self, page):
        coming = self.first(-1)
        self.open(page, f"roster-board/{coming:%Y%m}", ".cs_roster_board")
        self.look(page, "roster")
        if self.is_phone:
            return
        page.wait("document.querySelectorAll('tr[data-row]').length > 2")
        if page.run("!!document.querySelector('button[name=generate]')"):
            page.click("button[name=generate]")
            page.wait("document.querySelector('td.cs_rb_draft')", "drafts")
            page.settle()
            self.look(page, "generated")
        if page.run("!!document.querySelector('td.cs_rb_draft')"):
            page.click("button[name=publish]")
            page.wait("document.querySelector('.modal button[name=action_publish]')")
            page.click("button[name=action_publish]")
            page.wait("!document.querySelector('td.cs_rb_draft')", "publishing")
            page.settle()
        self.look(page, "published")

    def decide(self, page, correction):
        self.open(page, "to-decide")
        self.look(page, "to_decide")
        self.open(page, f"punch-corrections/{correction.id}", ".o_form_view")
        self.look(page, "correction")
        self.press_labelled(page, "同意")
        page.wait("!document.querySelector('.modal')")
        page.settle()
        self.env.invalidate_all()
        self.assertEqual(correction.state, "approved")

    def call_back(self, page):
        callback = self.env["cs.callback"].search(
            [("state", "=", "waiting"), ("ticket_id.cs_kind", "!=", "complaint")]
        )
        callback = callback.with_user(self.user("leader"))._filtered_access("read")[0]
        self.open(page, "callbacks", ":is(.o_list_view, .o_kanban_view)")
        self.look(page, "callbacks")
        self.open(page, f"callbacks/{callback.id}", ".o_form_view")
        self.press(page, "action_call")
        page.wait("document.querySelector('.modal [name=outcome] input')")
        for field, value in (("outcome", "reached"), ("satisfaction", "satisfied")):
            page.click(f".modal [name={field}] input[data-value={value}]")
            page.settle()
        self.look(page, "call")
        page.click(".modal button[name=action_save]")
        page.wait("!document.querySelector('.modal')")
        page.settle()
        self.look(page, "called")
        self.env.invalidate_all()
        self.assertEqual(callback.sudo().state, "reached")

    # The month close

    def open_close(self, page, name):
        self.env.flush_all()
        self.open(page, f"month-close/{self.first(1):%Y%m}", ".cs_mc_steps .cs_mc_step")
        self.look(page, name)

    def press_step(self, page, number, name, then):
        row = f".cs_mc_step:nth-child({number})"
        page.click(f"{row} button[name={name}]")
        if name == "lock":
            page.settle(arrived="document.querySelector('.modal')")
            page.click(CONFIRM)
        page.wait(f"document.querySelector('{row}.cs_state_{then}')", then)
        page.leave()
        self.env.invalidate_all()

    def close_step(self, page, number, step, end):
        """Compute it, do what it waits for, lock it."""
        self.open_close(page, f"{number}_{step.code}")
        if step.type_id.computes and step.state == "ready":
            self.press_step(page, number, "start", "running")
            self.work(step)
        if not self.is_phone:
            end.at(page, self.login_of(step.type_id.group_id), number, step)
        end.settle(step.code)
        self.assertEqual([i for i in step._open_items() if i["count"]], [])
        self.open_close(page, f"{number}_{step.code}_settled")
        self.press_step(page, number, "lock", "locking")
        self.work(step)
        self.assertEqual(step.state, "locked")

    def work(self, step):
        """On the morning of the 1st the last shifts of the month are not over yet
        (ATT-01): what computes it runs at noon."""
        noon = datetime.combine(self.first(0), time(12), self.company._cs_zone())
        noon = noon.astimezone(timezone.utc).replace(tzinfo=None)
        is_over = fields.Datetime.now() >= noon
        with nullcontext() if is_over else freeze_time(noon):
            self.env["cs.demo"]._work(step)

    def close_month(self):
        """Each step by those whose it is, in order; then the general manager."""
        mine = [("company_id", "=", self.company.id), ("month", "=", self.first(1))]
        period = self.env["cs.period"].search(mine)
        # At the desk by clicks; a phone shows the screens, which bulk work is not for.
        way = MonthEnd if self.is_phone else ClickedMonthEnd
        end, steps = way(self, self.first(1)), enumerate(period.step_ids, 1)
        for group, theirs in groupby(steps, lambda pair: pair[1].type_id.group_id):
            with self.as_person(self.login_of(group)) as page:
                for number, step in theirs:
                    self.close_step(page, number, step, end)
        with self.as_person("gm") as page:
            self.open_close(page, "all_locked")
            page.click(".cs_mc_close")
            page.settle(arrived="document.querySelector('.modal')")
            page.click(CONFIRM)
            page.wait("!document.querySelector('.cs_mc_close')", "the month to close")
            page.settle(arrived="document.querySelector('.cs_mc_steps')")
            self.look(page, "closed")
        self.env.invalidate_all()
        self.assertEqual(period.state, "closed")

    def login_of(self, group):
        groups = {self.env.ref(name): login for name, login in ACTORS.items()}
        return groups[group]

    # Payroll

    def tie_out(self, page):
        run = self.env["hr.payslip.run"].search([("cs_month", "=", self.first(2))])
        self.open(page, f"pay-runs/{run.id}", ".o_form_view")
        self.look(page, "run")
        self.press(page, "action_cs_tie_out")
        page.wait("document.querySelector('.alert-success')")
        page.settle()
        self.look(page, "tie_out")
        entry = run.cs_entry_ids.move_id
        self.assertEqual(set(entry.mapped("state")), {"posted"})
        self.open(page, "payroll-entries")
        self.look(page, "entries")

    def export(self, page):
        """The workbook of the month is made; its contents have tests of their own."""
        run = self.env["hr.payslip.run"].search([("cs_month", "=", self.first(2))])
        answer = page.run(
            f"""(async () => {{
                const answer = await fetch("/web/dataset/call_button", {{
                    method: "POST",
                    headers: {{ "Content-Type": "application/json" }},
                    body: JSON.stringify({{ jsonrpc: "2.0", params: {{
                        model: "hr.payslip.run", method: "action_cs_export",
                        args: [[{run.id}]], kwargs: {{}} }} }}),
                }});
                return JSON.stringify(await answer.json());
            }})()"""
        )
        self.assertIn("url", json.loads(answer)["result"])

    # Whole days

    def as_agent(self):
        with self.as_person("agent2") as page:
            self.see_waiting(page)
            correction = self.correct(page, self.a_day("missed", "absent"))
            self.appeal(page, self.a_day("late", "early"))
        return correction

    def as_leader(self, correction):
        supervisor = correction.employee_id._cs_supervisors()[correction.employee_id.id]
        with self.as_person(supervisor.user_id.login) as page:
            self.see_waiting(page)
            self.decide(page, correction)
        with self.as_person("leader") as page:
            self.plan(page)
            self.call_back(page)

    def as_payroll(self):
        with self.as_person("payroll") as page:
            self.see_waiting(page)
            self.tie_out(page)
            self.export(page)

    def walk(self, size, name):
        self.size, self.journey, self.is_phone = size, name, size == PHONE
        self.as_leader(self.as_agent())
        self.as_payroll()

    def close(self, size, name):
        self.size, self.journey, self.is_phone = size, name, size == PHONE
        with self.as_person("hr") as page:
            self.see_waiting(page)
        self.close_month()

    def test_closing_the_month_at_the_desk(self):
        self.close(DESKTOP, "month_end_desk")

    def test_closing_the_month_on_the_phone(self):
        self.close(PHONE, "month_end_phone")

    def test_at_the_desk(self):
        self.walk(DESKTOP, "first_day_desk")

    def test_on_the_phone(self):
        self.walk(PHONE, "first_day_phone")
