from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase

ENTRY = "cs.discipline.entry"


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestDisciplineScreens(DemoCase):
    """INC-20 to INC-29: from the ready book to the record of the person."""

    def setUp(self):
        super().setUp()
        Wizard = self.env["cs.discipline.ready.book"].with_user(self.user("hr"))
        wizard = Wizard.create({"book": "service", "company_id": self.company.id})
        self.book = self.env["cs.discipline.book"].browse(
            wizard.action_create()["res_id"]
        )
        today = self.company._cs_today()
        self.book.date_from = today.replace(day=1)
        self.book.with_user(self.user("hr")).action_submit()
        self.book.with_user(self.user("gm")).action_approve()
        rules = {rule.code: rule for rule in self.book.rule_ids}
        person = self.user("agent")._cs_employees()
        superior = person.parent_id.user_id
        Entry = self.env[ENTRY].with_user(superior)
        vals = {"employee_id": person.id, "date": today, "description": "巡查发现。"}
        self.waiting = Entry.create(vals | {"rule_id": rules["SV-04"].id})
        fine = Entry.create(vals | {"rule_id": rules["SV-11"].id, "count": 3})
        (self.waiting | fine).with_user(superior).action_submit()
        self.fine = fine.with_env(self.env)
        [boss] = self.fine.decision_request_id.pending_decider_ids.user_id
        self.fine.with_user(boss).action_approve()
        self.login = superior.login
        self.env.flush_all()

    def _open(self, page, path, there=".o_form_view"):
        page.go(f"/odoo/{path}")
        page.wait(f"document.querySelector('{there}')")
        page.settle()

    def _look(self, page, name):
        page.photograph(name)
        self.assertEqual(page.sideways(), [], name)

    def _walk(self, size, name):
        rows = ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)"
        with open_page(self, size, name) as page:
            page.sign_in(self.login)
            self._open(page, "discipline-entries", rows)
            self._look(page, "entries")
            self._open(page, f"discipline-entries/{self.waiting.id}")
            page.photograph("waiting")
            self._open(page, "discipline-entries/new")
            self._look(page, "new")
            self._open(page, f"rule-books/{self.book.id}")
            page.photograph("book")
        with open_page(self, size, f"{name}_agent") as page:
            page.sign_in("agent")
            self._open(page, "my-record", rows)
            self._look(page, "record")
            self._open(page, f"my-record/{self.fine.id}")
            self._look(page, "fine")
            page.click("[name=is_explained] button, [name=is_explained] a")
            page.wait("document.body.innerText.includes('INC-27')")
            page.photograph("why")

    def test_on_the_desk(self):
        self._walk(DESKTOP, "discipline_desk")
        self.assertEqual(self.fine.amount, -15)

    def test_on_the_phone(self):
        self._walk(PHONE, "discipline_phone")
