import base64

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase

ROWS = """工单号,操作,处理人,时间,客户,电话,部门,备注
A-1001,创建,{agent},2024-03-04 09:00:00,王女士,13800000001,售后组,滤芯漏水
A-1001,受理,{agent},2024-03-04 09:20:00,王女士,13800000001,售后组,滤芯漏水
A-1001,等待客户,{agent},2024-03-04 10:00:00,王女士,13800000001,售后组,滤芯漏水
A-1001,受理,老刘,2024-03-05 09:00:00,王女士,13800000001,外包组,滤芯漏水
A-1001,解决,老刘,2024-03-05 09:40:00,王女士,13800000001,外包组,滤芯漏水
A-1001,关闭,老刘,2024-03-08 09:40:00,王女士,13800000001,外包组,滤芯漏水
A-1002,创建,{agent},2024-03-04 11:00:00,李先生,13800000002,售后组,发票抬头
A-1002,受理,{agent},2024-03-04 11:30:00,李先生,13800000002,售后组,发票抬头
A-1003,创建,{agent},1971-03-04 11:00:00,赵先生,13800000003,售后组,退货
A-1003,关闭,{agent},2024-03-04 12:00:00,赵先生,13800000003,售后组,退货
"""


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestTicketImportScreens(DemoCase):
    """Tickets of an earlier system: preview, import and what a ticket shows of it."""

    def setUp(self):
        super().setUp()
        agent = self.user("agent")
        new_test_user(
            self.env,
            login="importer",
            name="孙经理",
            groups="helpdesk_mgmt.group_helpdesk_manager,cs_base.group_agent",
            odoobot_state="disabled",
            lang="zh_CN",
            tz="Asia/Shanghai",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.team = self.env["helpdesk.ticket.team"].create(
            {
                "name": "售后热线",
                "company_id": self.company.id,
                "cs_department_id": agent.employee_id.department_id.id,
                "user_id": self.user("leader").id,
                "user_ids": [Command.set(agent.ids)],
            }
        )
        batch = self.env["cs.ticket.import"].with_user(
            self.env["res.users"].search([("login", "=", "importer")])
        )
        self.batch = batch.with_context(lang="zh_CN").create(
            {
                "name": "旧系统工单.csv",
                "content": base64.b64encode(
                    ROWS.format(agent=agent.name).encode("gb18030")
                ),
                "company_id": self.company.id,
                "source": "旧系统",
                "team_id": self.team.id,
            }
        )
        self.env.flush_all()

    def _text(self, page):
        return page.run("document.querySelector('.o_form_view').innerText")

    def _open_tab(self, page, name):
        page.click(f".o_form_view .nav-link[name={name}]")
        page.settle()

    def _assert_fits(self, page):
        # stock tabs slide
        self.assertLessEqual(set(page.sideways()), {"div.o_notebook_headers"})

    def _walk(self, size, name):
        with open_page(self, size, name) as page:
            page.sign_in("importer")
            page.go("/odoo/action-cs_helpdesk.cs_ticket_import_action")
            page.wait("document.querySelector('.o_data_row, .o_kanban_record')")
            page.settle()
            page.photograph("list")
            page.go(f"/odoo/action-cs_helpdesk.cs_ticket_import_action/{self.batch.id}")
            page.wait("document.querySelector('.o_form_view .nav-link[name=people]')")
            page.settle()
            page.photograph("preview")
            page.run("document.querySelector('.o_notebook').scrollIntoView()")
            page.photograph("understood")
            text = self._text(page)
            for word in ("A-1001", "老刘", "早于 2000 年", "请更正日期"):
                self.assertIn(word, text)
            self._assert_fits(page)
            for tab in ("activities", "people", "columns"):
                self._open_tab(page, tab)
                page.run("document.querySelector('.o_notebook').scrollIntoView()")
                page.photograph(tab)
                self._assert_fits(page)
            page.click("button[name=action_run]")
            page.wait("document.body.innerText.includes('新增工单 2 张')")
            page.settle()
            self._open_tab(page, "bad")
            page.photograph("done")
            self.assertIn("1 张", self._text(page))
            self.env.invalidate_all()
            ticket = self.env["helpdesk.ticket"].search(
                [("cs_import_number", "=", "A-1001")]
            )
            page.go(f"/odoo/action-cs_helpdesk.cs_ticket_imported_action/{ticket.id}")
            page.wait("document.querySelector('.o_form_view .nav-link[name=cs_past]')")
            page.settle()
            page.photograph("ticket")
            self._open_tab(page, "cs_past")
            page.run("document.querySelector('.o_notebook').scrollIntoView()")
            page.photograph("history")
            self.assertIn("老刘", self._text(page))
            self._assert_fits(page)

    def test_desk(self):
        self._walk(DESKTOP, "ticket_import_desk")

    def test_phone(self):
        self._walk(PHONE, "ticket_import_phone")
