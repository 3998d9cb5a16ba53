from odoo.addons.cs_payroll_account.tests.book_case import CHART, make_chart
from odoo.tests import tagged
from odoo.tools import SQL

from .appraisal_pages import AppraisalPages
from .browser import DESKTOP, PHONE
from .common import DemoCase
from .ticket_pages import shows


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestPayJourney(AppraisalPages, DemoCase):
    """A month of pay from its facts to the entry in the books, through the hands of HR,
    payroll, the general manager and accounting (INC-30, INC-31, INC-32)."""

    def setUp(self):
        super().setUp()
        self.Run = self.env["hr.payslip.run"]
        self.run_of_month = self.Run
        self.month = self.env["cs.demo"]._demo_date(1, 1)
        self.statements = self.env["cs.incentive.statement"].search(
            [("company_id", "=", self.company.id), ("month", "=", self.month)]
        )
        self.approve_statements()
        self.settle_sheets()
        self.keep_books()

    def approve_statements(self):
        """By those whom it is for; the own ones of HR stay behind."""
        for login, state, method in (
            ("hr", "computed", "action_review"),
            ("gm", "reviewed", "action_approve"),
        ):
            user = self.user(login)
            others = self.statements.filtered(
                lambda one, state=state, user=user: one.state == state
                and one.employee_id.user_id != user
            )
            getattr(others.with_user(user), method)()

    def settle_sheets(self):
        """Attendance of the month is approved; its own journey shows how."""
        self.env.cr.execute(
            SQL(
                "UPDATE cs_attendance_sheet SET state = 'approved'"
                " WHERE company_id = %s AND month = %s AND state != 'handed_over'",
                self.company.id,
                self.month,
            )
        )
        self.env.invalidate_all()

    def keep_books(self):
        """Accounts of the wages; payroll lets the pay items be proposed."""
        books = self.env(
            context=dict(self.env.context, allowed_company_ids=self.company.ids)
        )
        known = books["account.account"].search(
            [("code", "in", list(CHART)), ("company_ids", "in", self.company.ids)]
        )
        if not known:
            make_chart(books, self.company)

    def reread(self):
        self.env.invalidate_all()
        return self.run_of_month

    # HR

    def see_month(self, page):
        """What the month comes to, and what is still open."""
        self.open(page, f"income-month/{self.month:%Y%m}", ".cs_im_page")
        self.look(page, "month")

    def hand_over(self, page):
        there = ".o_kanban_view" if self.is_phone else ".o_list_view"
        self.open(page, "pay-runs", there)
        self.look(page, "runs")
        action = self.env.ref("cs_payroll.cs_payroll_handover_action")
        page.click(f".o_control_panel button[name='{action.id}']")
        page.wait("document.querySelector('.modal button[name=action_confirm]')")
        page.settle()
        self.look(page, "asked")
        self.press(page, "action_confirm")
        page.wait("document.querySelector('[name=cs_statement_total]')")
        page.settle()
        self.look(page, "handed")
        self.run_of_month = self.Run.search([("cs_month", "=", self.month)])
        self.assertEqual(self.reread().cs_state, "handed")
        taken = self.run_of_month.cs_statement_ids
        self.assertEqual(set(taken.mapped("state")), {"paid"})
        self.assertEqual(round(sum(taken.mapped("total")), 2), self.total)

    @property
    def total(self):
        return self.run_of_month.cs_statement_total

    # Payroll

    def open_run(self, page, name):
        self.open(page, f"pay-runs/{self.run_of_month.id}", ".o_form_view")
        self.look(page, name)

    def propose_accounts(self):
        books = self.env["cs.payroll.account"].with_user(self.user("payroll"))
        books.with_context(allowed_company_ids=self.company.ids).action_propose()

    def receive_and_compute(self, page):
        self.open_run(page, "to_receive")
        self.press(page, "action_cs_receive")
        page.wait("document.querySelector('button[name=action_cs_compute]')")
        self.press(page, "action_cs_compute")
        page.wait(shows("正在计算", ".o_form_view"))
        self.look(page, "computing")
        page.leave()
        run = self.reread().sudo()
        for _batch in run._background_as_user()._background_steps():
            pass
        self.env.flush_all()
        self.open_run(page, "computed")
        run = self.reread()
        self.assertEqual(run.cs_state, "computed")
        self.assertEqual(run.cs_slip_statement_total, self.total)

    def read_slip(self, page):
        slip = self.run_of_month.slip_ids.sorted("cs_net")[-1]
        self.open(page, f"pay-slips/{slip.id}", ".o_form_view")
        page.wait(shows(f"{slip.cs_net:,.2f}", ".o_form_view"))
        self.look(page, "slip")

    # The general manager, and the books

    def approve(self, page):
        self.open_run(page, "to_approve")
        self.press(page, "action_cs_approve")
        page.click(".modal footer .btn-primary")
        page.wait("!document.querySelector('.modal')")
        page.settle()
        self.look(page, "approved")
        self.assertEqual(self.reread().cs_state, "approved")
        self.assertEqual(set(self.run_of_month.slip_ids.mapped("state")), {"done"})

    def tie_out(self, page):
        self.open_run(page, "booked")
        self.press(page, "action_cs_tie_out")
        page.wait("document.querySelector('.alert-success')")
        page.settle()
        self.look(page, "tie_out")
        run = self.reread()
        entry = run.cs_entry_ids.move_id
        self.assertEqual(entry.state, "draft")
        debit = round(sum(entry.line_ids.mapped("debit")), 2)
        self.assertEqual(debit, round(sum(entry.line_ids.mapped("credit")), 2))

    def see_own(self, page):
        """The agent's own slip, line by line."""
        there = ".o_kanban_view"
        self.open(page, "my-payslips", there)
        self.look(page, "mine")
        page.click(".o_kanban_record:not(.o_kanban_ghost)")
        page.wait("document.querySelector('.o_form_view')")
        page.settle()
        self.look(page, "my_slip")

    def walk(self, size, name):
        self.size, self.journey = size, name
        self.is_phone = size == PHONE
        self.propose_accounts()
        with self.as_person("hr") as page:
            self.see_month(page)
            self.hand_over(page)
        with self.as_person("payroll") as page:
            self.receive_and_compute(page)
            self.read_slip(page)
        with self.as_person("gm") as page:
            self.approve(page)
        with self.as_person("payroll") as page:
            self.tie_out(page)
        with self.as_person("agent") as page:
            self.see_own(page)

    def test_at_the_desk(self):
        self.walk(DESKTOP, "pay_desk")

    def test_on_the_phone(self):
        self.walk(PHONE, "pay_phone")
