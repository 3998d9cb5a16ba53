"""A department set up by clicks: drafts, proposed, approved, ready (ALL-04)."""

import contextlib

from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import HttpCase, tagged

from ..schema import addons_of_suite
from .browser import DESKTOP, PHONE, open_page
from .ticket_pages import TicketPages

NAMES = {
    "agent": "李明",
    "agent2": "王芳",
    "leader": "赵强",
    "supervisor": "陈静",
    "hr": "周敏",
    "payroll": "吴刚",
    "gm": "郑伟",
    "admin": "系统管理员",
}
PARTS = "document.querySelectorAll('.cs_su_parts li').length"
PROPOSE = ".cs_su_parts button[name=submit]"
PROPOSED = f"document.querySelectorAll('{PROPOSE}').length"
DONE = "document.querySelector('.cs_su_done')"


@tagged("post_install", "-at_install", "cs_suite", "cs_setup", "cs_journey")
class TestSetupJourney(TicketPages, CsCase, HttpCase):
    """An administrator looks, HR makes and proposes, the general manager approves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        ours = cls.env["ir.module.module"].search(
            [("name", "in", list(addons_of_suite())), ("state", "=", "installed")]
        )
        ours._update_translations(["zh_CN"])
        cls.company.name = "云杉家居电子商务有限公司"
        cls.department.name = "客户服务部"
        cls.group_one.name = "售后服务一组"
        for role, name in NAMES.items():
            cls.people[role].name = name
            cls.users[role].write({"lang": "zh_CN", "name": name})

    @contextlib.contextmanager
    def as_person(self, role):
        with open_page(self, self.size, f"{self.journey}_{role}") as page:
            login = f"cs_{role}"
            self.authenticate(login, login, browser=page.browser)
            yield page

    def see(self, page, name, kind="after_sales"):
        self.open(page, "department-setup", ".cs_su_kinds")
        if not page.run(f"!!document.querySelector('[data-kind={kind}].cs_chosen')"):
            page.click(f"[data-kind={kind}]")
        page.wait(PARTS)
        page.settle()
        self.look(page, name)

    def make(self, page):
        self.see(page, "chosen")
        page.click(".cs_su_parts .cs_su_more")
        page.wait("document.querySelector('.cs_su_preview')")
        self.look(page, "what_it_holds")
        page.click(".cs_su_make .btn-primary")
        page.wait(PROPOSED)
        page.settle()
        self.look(page, "made")

    def propose(self, page):
        left = page.run(PROPOSED)
        self.assertGreater(left, 6)
        while left:
            page.click(PROPOSE)
            left -= 1
            page.wait(f"{PROPOSED} === {left}", looks=2)
        page.settle()
        self.look(page, "proposed")

    def approve(self, page):
        """The desk chooses all; the phone approves card by card."""
        self.open(page, "waiting", ".cs_waiting_content")
        self.look(page, "waiting")
        page.leave()
        page.click(".cs_waiting_row[data-code=decision]")
        page.settle()
        self.look(page, "to_decide")
        if self.is_phone:
            return self.approve_cards(page)
        page.click(".o_list_view thead .o_list_record_selector input")
        page.click(".o_control_panel button[name=action_approve_selected]")
        page.settle(arrived="document.querySelector('.modal')")
        self.look(page, "approve_all")
        page.click(".modal-footer .btn-primary")
        page.wait("!document.querySelector('.o_data_row')", "nothing to be left")
        page.settle()
        return self.look(page, "approved")

    def approve_cards(self, page):
        button = ".o_kanban_record button[name=action_approve]"
        shown = f"document.querySelectorAll('{button}').length"
        left = page.run(shown)
        while left:
            page.click(button)
            left -= 1
            page.wait(f"{shown} === {left}", looks=2)
        page.settle()
        self.look(page, "approved")

    def walk(self, size, name):
        self.size, self.journey, self.is_phone = size, name, size == PHONE
        with self.as_person("admin") as page:
            self.see(page, "offered")
        with self.as_person("hr") as page:
            self.make(page)
            self.propose(page)
        with self.as_person("gm") as page:
            self.approve(page)
        with self.as_person("hr") as page:
            self.see(page, "ready")
            self.assertTrue(page.run(f"!!{DONE}"), "everything is ready")

    def test_at_the_desk(self):
        self.walk(DESKTOP, "setup_desk")

    def test_on_the_phone(self):
        self.walk(PHONE, "setup_phone")
