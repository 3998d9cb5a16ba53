from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase

HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestTicketClockScreens(DemoCase):
    """Limits, segments and pauses of a ticket (HD-03), on the desk and on the phone."""

    def setUp(self):
        super().setUp()
        leader, agent = self.user("leader"), self.user("agent")
        self.team = self.env["helpdesk.ticket.team"].create(
            {
                "name": "投诉热线",
                "company_id": self.company.id,
                "cs_department_id": agent.employee_id.department_id.id,
                "user_id": leader.id,
                "user_ids": [(6, 0, (leader | agent).ids)],
            }
        )
        stage = "helpdesk_mgmt.helpdesk_ticket_stage_"
        work, wait = (
            self.env.ref(stage + "in_progress"),
            self.env.ref(stage + "awaiting"),
        )
        now = fields.Datetime.now()
        with freeze_time(now - 30 * HOUR):
            self.ticket = self._ticket("水壶漏水，要求退换", user_id=leader.id)
        steps = [
            (28, {"stage_id": work.id}),
            (26, {"user_id": agent.id}),
            (20, {"stage_id": wait.id}),
            (4, {"stage_id": work.id}),
        ]
        for hours, vals in steps:
            with freeze_time(now - hours * HOUR):
                self.ticket.with_context(lang="zh_CN").write(vals)
                self.env.flush_all()
        self._ticket("订单 5521 未付款", cs_kind="order", cs_unpaid=True)
        self._ticket("发票抬头怎么改", cs_kind="inquiry")
        self.env.flush_all()

    def _ticket(self, name, **vals):
        vals = {"cs_kind": "complaint", "user_id": self.user("agent").id} | vals
        return self.env["helpdesk.ticket"].create(
            {
                "name": name,
                "description": name,
                "company_id": self.company.id,
                "team_id": self.team.id,
                "partner_name": "李女士",
                **vals,
            }
        )

    def _walk(self, size, name):
        with open_page(self, size, f"{name}_clock") as page:
            page.sign_in("agent")
            page.go("/odoo/tickets-due")
            page.wait("document.querySelector('.o_data_row, .o_kanban_record')")
            page.settle()
            page.photograph("due")
            text = page.run("document.querySelector('.o_action_manager').innerText")
            self.assertIn("还剩", text)
            self.assertEqual(page.sideways(), [])
            page.go(f"/odoo/tickets-due/{self.ticket.id}")
            page.wait("document.querySelector('.o_form_view .nav-link[name=cs_clock]')")
            page.settle()
            page.click(".o_form_view .nav-link[name=cs_clock]")
            page.wait(
                "document.querySelector('[name=cs_segment_ids] .o_data_row,"
                " [name=cs_segment_ids] .o_kanban_record')"
            )
            page.photograph("page")
            text = page.run("document.querySelector('.o_form_view').innerText")
            self.assertIn("适用时限", text)
            self.assertIn("等待客户答复", text)
            page.run("document.querySelector('[name=cs_segment_ids]').scrollIntoView()")
            page.photograph("segments")
            self.assertEqual(page.sideways(), [])
            page.run("document.querySelector('[name=cs_limit_ids]').scrollIntoView()")
            page.click("[name=cs_limit_ids] [name=is_explained] button")
            page.wait("document.body.innerText.includes('HD-03')")
            page.settle()
            page.photograph("why")
        with open_page(self, size, f"{name}_time") as page:
            page.sign_in("leader")
            page.go("/odoo/ticket-time")
            page.wait("document.querySelector('.o_pivot, .o_kanban_view')")
            page.settle()
            page.photograph("time")

    def test_desk(self):
        self._walk(DESKTOP, "clock_desk")

    def test_phone(self):
        self._walk(PHONE, "clock_phone")
