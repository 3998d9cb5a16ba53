from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestSuggestionScreens(DemoCase):
    """HD-08 from study to certificate, on the desk and on the phone, in Chinese."""

    def setUp(self):
        super().setUp()
        self.suggestion = self.env.ref("cs_helpdesk.suggestion_received_demo")
        agent = self.suggestion.with_user(self.user("agent"))
        agent.department_id = self.env.ref("cs_base.department_presale1_demo")
        agent.action_study()
        self.suggestion.with_user(self.user("leader")).write(
            {
                "study": "物流接口已提供预计到货时间。",
                "reason": "接口尚不稳定，需再观察。",
            }
        )
        self.certificate = self.env["cs.suggestion.certificate"]._issue(
            self.company,
            self.env.ref("cs_helpdesk.partner_suggestion_demo"),
            2026,
            5,
        )
        self.env.flush_all()

    def _press(self, page, name):
        # On a phone all buttons but the first are behind the dots.
        if not page.run(f"!!document.querySelector('button[name={name}]')"):
            page.click(".o_statusbar_buttons button:has(.oi-ellipsis-v)")
        page.click(f"button[name={name}]")
        page.settle()

    def _open(self, page, path, there):
        page.go(f"/odoo/{path}")
        page.wait(f"document.querySelector('{there}')")
        page.settle()

    def _look(self, page, name):
        page.photograph(name)
        self.assertEqual(page.sideways(), [], name)

    def _walk(self, size, name):
        with open_page(self, size, name) as page:
            page.sign_in("leader")
            self._open(page, "suggestions", ".o_data_row, .o_kanban_record")
            page.photograph("list")
            adopted = self.env.ref("cs_helpdesk.suggestion_adopted_demo")
            self._open(page, f"suggestions/{adopted.id}", ".o_form_view")
            self._look(page, "adopted")
            for tab in ("committee", "course"):
                page.click(f".nav-link[name={tab}]")
                page.settle()
                page.run(f"document.querySelector('[name={tab}]').scrollIntoView()")
                page.photograph(tab)
            self._open(page, f"suggestions/{self.suggestion.id}", ".o_form_view")
            self._look(page, "studying")
            self._press(page, "action_hold")
            page.wait("document.querySelector('.modal .o_form_view [name=body] p')")
            page.settle()
            self._look(page, "message")
            text = page.run("document.querySelector('.modal').innerText")
            self.assertIn("接口尚不稳定，需再观察。", text)
            page.click(".modal button[name=action_confirm]:not(.d-none)")
            page.wait("!document.querySelector('.modal')")
            page.settle()
            self.suggestion.invalidate_recordset()
            self.assertEqual(self.suggestion.state, "held")
            page.photograph("held")
            self._press(page, "action_score")
            page.wait("document.querySelector('.modal [name=creativity] input')")
            self._look(page, "score")
            for criterion in ("creativity", "feasibility", "benefit"):
                page.type(f".modal [name={criterion}] input", "80")
            page.click(".modal button[name=action_confirm]")
            page.wait("!document.querySelector('.modal')")
            self.suggestion.invalidate_recordset()
            self.assertEqual(self.suggestion.score_ids.mapped("benefit"), [80])
            self._open(
                page,
                f"suggestion-certificates/{self.certificate.id}",
                ".o_form_view",
            )
            self._look(page, "certificate")
            # A phone opens the cards instead.
            drawn = ".o_graph_renderer canvas, .o_kanban_record"
            self._open(page, "suggestion-report", drawn)
            page.photograph("report")
            self._open(page, "suggestion-committee", ".o_data_row, .o_kanban_record")
            page.photograph("members")
            report = "report/html/cs_helpdesk.suggestion_certificate_print"
            page.go(f"/{report}/{self.certificate.id}")
            page.wait("document.querySelector('.page')")
            page.photograph("paper")

    def test_hd08_on_the_desk(self):
        self._walk(DESKTOP, "suggestion_desk")

    def test_hd08_on_the_phone(self):
        self._walk(PHONE, "suggestion_phone")
