from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase
from .ticket_pages import TicketPages, shows

TITLE = "建议增加发票自助下载"


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestSuggestionJourney(TicketPages, DemoCase):
    """HD-08 from the customer's portal to the certificate of thanks, in Chinese."""

    def setUp(self):
        super().setUp()
        self.customer = self.user("customer").partner_id
        self.customer.email = "customer@example.com"
        for number in range(4):
            self.decline(number)
        self.env.flush_all()

    def decline(self, number):
        """An earlier suggestion of the customer, not adopted."""
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": f"建议 {number}",
                "description": "更早的提案",
                "cs_kind": "suggestion",
                "company_id": self.company.id,
                "team_id": self.env.ref("cs_helpdesk.team_presale_demo").id,
                "partner_id": self.customer.id,
            }
        )
        one = ticket._cs_suggestions()
        one.department_id = self.env.ref("cs_base.department_presale1_demo")
        one.action_study()
        one.study = "已有替代方案。"
        leader = one.with_user(self.user("leader"))
        leader._answer("not_adopted", "phone", "柳青禾", "感谢您的提案", "感谢您。")

    def suggest(self):
        """In the portal, as the customer."""
        with open_page(self, self.size, f"{self.journey}_customer") as page:
            page.go("/web/login")
            page.type("input[name=login]", "customer")
            page.type("input[name=password]", "customer")
            page.click("form.oe_login_form button[type=submit]")
            page.wait("document.querySelector('.o_portal')", timeout=120)
            page.run("document.cookie = 'frontend_lang=zh_CN; path=/'")
            page.go("/new/ticket?kind=suggestion")
            page.wait("document.querySelector('#cs_subject')")
            self.assertTrue(page.run(shows("提案", "form")))
            page.type("#cs_subject", TITLE)
            page.type("#cs_description", "每次开票都要打电话，希望能在订单页自己下载。")
            page.photograph("form")
            self.assertEqual(page.sideways(), [])
            page.click(".cs_portal form button.btn-primary")
            page.wait("!document.querySelector('#cs_subject')")
            page.wait(shows(TITLE, "main"))
            page.photograph("sent")
            self.assertEqual(page.sideways(), [])
        self.env.invalidate_all()
        ticket = self.env["helpdesk.ticket"].search([("name", "=", TITLE)])
        self.assertEqual(ticket.partner_id, self.customer)
        return ticket._cs_suggestions()

    def send_to_study(self, page, one):
        self.open(page, f"suggestions/{one.id}", ".o_form_view")
        self.pick(page, "[name=department_id] input", "售前一组")
        self.look(page, "received")
        self.press(page, "action_study")
        page.wait(shows("研究中", ".o_form_statusbar"))
        self.env.invalidate_all()
        self.assertEqual(one.state, "studying")

    def decide(self, page, one):
        self.open(page, f"suggestions/{one.id}", ".o_form_view")
        page.type("[name=study] textarea", "电子发票系统明年更换，届时自带下载。")
        self.press(page, "action_not_adopt")
        page.wait("document.querySelector('.modal .o_form_view [name=body] p')")
        page.settle()
        self.look(page, "message")
        page.click(".modal button[name=action_confirm]:not(.d-none)")
        page.wait("!document.querySelector('.modal')")
        page.settle()
        self.look(page, "decided")
        self.env.invalidate_all()
        self.assertEqual(one.state, "not_adopted")
        self.assertTrue(one.ticket_id.closed)

    def certificate(self, page):
        """The worker has seen that it was the fifth."""
        self.env["cs.suggestion.certificate"]._issue_due()
        found = self.env["cs.suggestion.certificate"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual((found.count, found.company_id), (5, self.company))
        self.env.flush_all()
        self.open(page, f"suggestion-certificates/{found.id}", ".o_form_view")
        page.wait(shows(found.number))
        self.look(page, "certificate")

    def walk(self, size, name):
        self.size, self.journey = size, name
        self.is_phone = size == PHONE
        one = self.suggest()
        with self.as_person("agent") as page:
            self.send_to_study(page, one)
        with self.as_person("leader") as page:
            self.decide(page, one)
            self.certificate(page)

    def test_at_the_desk(self):
        self.walk(DESKTOP, "suggest_desk")

    def test_on_the_phone(self):
        self.walk(PHONE, "suggest_phone")
