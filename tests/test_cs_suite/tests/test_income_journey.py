from odoo.tests import tagged

from .appraisal_pages import AppraisalPages
from .browser import DESKTOP, PHONE
from .common import DemoCase
from .ticket_pages import shows

WHAT = "抽查发现三笔未付款订单超过两小时未跟进。"
CLAIM = "三笔订单均已电话联系，客户要求次日付款，有通话记录。"
REPLY = "通话记录属实，撤销该处罚。"
#: chooses a photo, as the dialog of the system would
CHOOSE_PHOTO = """{
    const input = document.querySelector("[name=evidence_ids] input[type=file]");
    const chosen = new DataTransfer();
    chosen.items.add(new File(["photo"], "抽查截图.png", { type: "image/png" }));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}"""


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestIncomeJourney(AppraisalPages, DemoCase):
    """A fine from the report to its reversal, and a statement read line by line
    (INC-21, INC-26, INC-27, INC-30, ALL-01, ALL-02)."""

    def setUp(self):
        super().setUp()
        self.Entry = self.env["cs.discipline.entry"]
        self.entry = self.Entry

    def reread(self):
        self.env.invalidate_all()
        return self.entry

    def items(self, entry):
        """Amounts of the ledger about an entry, in order."""
        found = self.env["cs.incentive.item"].search(
            [("res_model", "=", entry._name), ("res_id", "=", entry.id)], order="id"
        )
        return found.mapped("amount")

    # Report and decision (INC-21, INC-26, INC-27)

    def report(self, page):
        self.open(page, "discipline-entries/new", ".o_form_view")
        self.pick(page, "[name=employee_id] input", "周沐阳")
        self.pick(page, "[name=rule_id] input", "SV-11")
        page.wait("document.querySelector('[name=count] input')")
        page.type("[name=count] input", "3")
        page.run(
            "document.querySelector('[name=count] input')"
            ".dispatchEvent(new Event('change', { bubbles: true }))"
        )
        page.type("[name=description] textarea", WHAT)
        page.run(CHOOSE_PHOTO)
        page.wait(shows("抽查截图", "[name=evidence_ids]"))
        page.wait(shows("15", "[name=outcome]"))
        page.settle()
        self.look(page, "report")
        self.press(page, "action_submit")
        page.wait("document.querySelector('[name=reporter_id]')")
        page.settle()
        self.look(page, "submitted")
        self.entry = self.Entry.search([("description", "=", WHAT)], limit=1)
        self.reread()
        self.assertEqual(
            (self.entry.state, self.entry.employee_id.user_id, self.entry.count),
            ("submitted", self.user("agent"), 3),
        )
        self.assertEqual(self.entry.evidence_ids.res_id, self.entry.id)
        self.assertEqual(self.items(self.entry), [])

    def approve(self, page):
        self.open(page, f"discipline-entries/{self.entry.id}", ".o_form_view")
        self.look(page, "asked")
        self.press(page, "action_approve")
        page.wait(
            "document.querySelector("
            "'.o_arrow_button_current[data-value=approved],"
            " .o_statusbar_status .o_arrow_button_current')"
        )
        page.settle()
        self.look(page, "approved")
        self.assertEqual(self.reread().state, "approved")
        self.assertEqual(self.items(self.entry), [-15])
        joint = self.entry.joint_ids
        self.assertEqual(joint.employee_id.user_id, self.user("leader"))
        self.assertEqual(self.items(joint), [-30])

    def see(self, page, entry, name):
        """In the own record, with the amount."""
        self.open(page, "my-record")
        page.wait(shows("SV-11"))
        self.look(page, f"{name}_record")
        self.open(page, f"my-record/{entry.id}", ".o_form_view")
        page.wait(shows(f"{abs(entry.amount):.2f}", "[name=outcome]"))
        # Not looked at for its width: the stock list of decisions keeps the width that
        # it had before the page got a scrollbar.
        page.photograph(name)

    # Appeal (ALL-02)

    def appeal(self, page):
        page.leave()
        self.press(page, "action_appeal")
        page.wait("document.querySelector('[name=claim] textarea')")
        page.type("[name=claim] textarea", CLAIM)
        self.press(page, "action_submit")
        page.wait("document.querySelector('[name=filed_at]')")
        page.settle()
        self.look(page, "filed")
        self.assertEqual(self.reread().appeal_ids.state, "submitted")

    def decide(self, page, then):
        self.open(page, f"appeals/{self.entry.appeal_ids.id}", ".o_form_view")
        self.press_labelled(page, "同意")
        page.wait("document.querySelector('.modal [name=reason] textarea')")
        page.type(".modal [name=reason] textarea", REPLY)
        page.click(".modal footer button[name=action_confirm]")
        page.wait("!document.querySelector('.modal')")
        page.settle()
        self.look(page, "decided")
        self.assertEqual(self.reread().appeal_ids.state, then)

    def see_reversal(self, page):
        """The fine and the joint one stand twice in the ledger, and come to nothing."""
        joint = self.entry.joint_ids
        self.assertTrue(self.entry.is_cancelled and joint.is_cancelled)
        self.assertEqual(self.items(self.entry), [-15, 15])
        self.assertEqual(self.items(joint), [-30, 30])
        there = ".o_kanban_view" if self.is_phone else ".o_list_view"
        self.open(page, "incentive-items", there)
        page.wait(shows("SV-11"))
        self.look(page, "ledger")
        item = self.env["cs.incentive.item"].search(
            [("res_id", "=", self.entry.id), ("reverses_id", "!=", False)], limit=1
        )
        self.open(page, f"incentive-items/{item.id}", ".o_form_view")
        page.wait(shows("15.00", "[name=amount]"))
        page.wait("document.querySelector('[name=reverses_id]')")
        self.look(page, "reversal")

    # The statement (INC-30, ALL-01)

    def read_income(self, page):
        """The newest approved month: each line opens to its formula."""
        mine = self.env["cs.incentive.statement"].search(
            [
                ("employee_id.user_id", "=", self.user("agent").id),
                ("approved_at", "!=", False),
            ],
            limit=1,
        )
        line = mine.line_ids.filtered(lambda one: one.code == "COMMISSION")
        self.open(page, "my-income", ".cs_mi_total")
        self.assertTrue(page.run(shows(f"{mine.total:,.2f}", ".cs_mi_total")))
        self.look(page, "income")
        page.click(f".cs_mi_line[data-id='{line.id}']")
        page.wait("document.querySelector('.cs_mi_formula .cs_mi_result')")
        page.settle()
        self.look(page, "formula")
        formula = page.run("document.querySelector('.cs_mi_formula').innerText")
        for part in (f"{line.quantity:,.2f}", "×", f"{line.amount:,.2f}"):
            self.assertIn(part, formula)

    def walk(self, size, name):
        self.size, self.journey = size, name
        self.is_phone = size == PHONE
        with self.as_person("leader") as page:
            self.report(page)
        with self.as_person("supervisor") as page:
            self.approve(page)
        with self.as_person("leader") as page:
            self.see(page, self.entry.joint_ids, "joint")
        with self.as_person("agent") as page:
            self.see(page, self.entry, "own")
            self.appeal(page)
            self.read_income(page)
        with self.as_person("deputy") as page:
            self.decide(page, "submitted")
        with self.as_person("hr") as page:
            self.decide(page, "accepted")
            self.see_reversal(page)

    def test_at_the_desk(self):
        self.walk(DESKTOP, "income_desk")

    def test_on_the_phone(self):
        self.walk(PHONE, "income_phone")
