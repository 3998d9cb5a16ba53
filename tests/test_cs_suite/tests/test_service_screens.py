from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .browser import DESKTOP, open_page
from .common import DemoCase

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
#: one session a role: signing in costs more than looking
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
DESK = {"width": 1400, "height": 900, "deviceScaleFactor": 1, "mobile": False}
SMALL = """
    [...document.querySelectorAll(".cs_service button, .cs_service select")]
        .filter((el) => el.getClientRects().length)
        .filter((el) => el.offsetHeight < 44 || el.offsetWidth < 44)
        .map((el) => el.className)
"""


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestServiceScreens(DemoCase):
    """My day, the team board and the figures of a month, at the desk and on the
    phone: what each role does first in the morning."""

    def setUp(self):
        super().setUp()
        self.let_customers_be_called()
        now = fields.Datetime.now()
        self.late = self._ticket("热水器不出热水", now - 3 * HOUR - MINUTE)
        self._ticket("水壶壶盖破损", now + 7 * HOUR + MINUTE)
        self._ticket("询问门店地址", now + 26 * HOUR, user_id=False)
        handed = self._ticket("保修期内换机", now + 8 * HOUR, "agent2")
        transfer = self.env["cs.ticket.transfer"].with_user(self.user("agent2"))
        transfer.create(
            {
                "ticket_id": handed.id,
                "to_id": self.user("agent").id,
                "reason": "明日起外出培训",
            }
        )
        self.env.flush_all()

    def _ticket(self, name, due, login="agent", **vals):
        team = self.env.ref("cs_helpdesk.team_presale_demo")
        Ticket = self.env["helpdesk.ticket"].with_user(self.user(login))
        ticket = Ticket.create(
            {
                "name": name,
                "description": name,
                "company_id": self.company.id,
                "team_id": team.id,
                "partner_name": "邹女士",
                "user_id": self.user(login).id,
                **vals,
            }
        ).sudo()
        ticket._cs_clock_write({"cs_next_due_at": due, "cs_due_at": due})
        return ticket

    def _open(self, page, path, name, loaded):
        """Look at a screen on the phone, then at the desk.

        :return: the text of both
        """
        page.ask("Emulation.setDeviceMetricsOverride", params=PHONE)
        phone = self._look(page, path, f"{name}_phone", loaded)
        self.assertEqual(page.run(SMALL), [], "too small for a finger")
        page.ask("Emulation.setDeviceMetricsOverride", params=DESK)
        return phone, self._look(page, path, name, loaded)

    def _look(self, page, path, name, loaded):
        page.go(path)
        page.wait(f"document.querySelector('{loaded}')")
        page.settle()
        page.photograph(name)
        self.assertEqual(page.sideways(), [])
        return page.run("document.querySelector('.cs_sv_content').innerText")

    def _shows(self, texts, *parts):
        for text in texts:
            for part in parts:
                self.assertIn(part, text)

    def _day(self, page):
        """The agent begins with what is overdue, and calls a customer back."""
        texts = self._open(page, "/odoo/my-day", "day", ".cs_sd_due li")
        self._shows(texts, "即将到期", "已逾期 3 小时", "热水器不出热水", "还剩 7 小时")
        self._shows(texts, "现在可回访", "方女士", "请您接手", "明日起外出培训")
        page.click(".cs_service_day button[name=call]")
        page.wait("document.querySelector('.modal [name=outcome] input')")
        page.settle()
        title = page.run("document.querySelector('.modal-title').innerText")
        self.assertEqual(title, "回访")
        page.leave()
        page.click(".cs_sd_due li:first-child button")
        page.wait("document.querySelector('.o_form_view')")
        self.assertIn(self.late.number, page.run("document.title"))

    def _board(self, page):
        """The overdue of one person are exactly the tickets that open."""
        texts = self._open(page, "/odoo/service-board", "board", ".cs_sb_people")
        self._shows(texts, "按单位", "售前一组", "周沐阳", "未分派", "询问门店地址")
        page.click(".cs_sb_totals button[name=overdue]")
        page.wait("document.querySelector('.o_data_row, .o_kanban_record')")
        page.settle()
        overdue = self.env["helpdesk.ticket"].search_count(
            [("closed", "=", False), ("cs_next_due_at", "<", fields.Datetime.now())]
        )
        rows = ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)"
        count = page.run(f"document.querySelectorAll('{rows}').length")
        self.assertEqual(count, overdue)

    def _figures(self, page):
        """The month is in the address, and Back leads to the one before."""
        texts = self._open(page, "/odoo/service-figures", "figures", ".cs_sf_page")
        self._shows(texts, "受理量（按类型）", "投诉", "时限内", "满意率", "回访覆盖率")
        self._shows(texts, "目标 100%", "增加 +")
        address = page.run("location.pathname")
        page.click("button[name=previous_month]")
        page.wait(f"location.pathname !== '{address}'")
        page.settle()
        page.photograph("month_before")
        page.run("history.back()")
        page.wait(f"location.pathname === '{address}'")
        page.wait("document.querySelector('.cs_sf_kind .cs_sv_link')")
        page.click(".cs_sf_kind .cs_sv_link")
        page.wait("document.querySelector('.o_data_row, .o_kanban_record')")

    def test_a_morning(self):
        """One test: the pages' bundles are made anew for each."""
        with open_page(self, DESKTOP, "service_agent") as page:
            page.sign_in("agent")
            self._day(page)
        with open_page(self, DESKTOP, "service_supervisor") as page:
            page.sign_in("supervisor")
            self._board(page)
            self._figures(page)
