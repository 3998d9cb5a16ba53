from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase

REASON = "安装后接口仍渗水"


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestCallbackScreens(DemoCase):
    """An agent calls back what was served (HD-07), on the desk and on the phone."""

    def setUp(self):
        super().setUp()
        self.let_customers_be_called()
        self.callback = self.env.ref(
            "cs_helpdesk.service_purifier_demo"
        ).cs_callback_ids

    def _open(self, page, path):
        page.go(path)
        page.wait("document.querySelector('.o_action_manager .o_view_controller')")
        page.settle()

    def _choose(self, page, field, value):
        page.click(f".modal [name={field}] input[data-value={value}]")
        page.settle()

    def _call(self, page, name):
        """From the list to the complaint that a dissatisfied customer opens."""
        self._open(page, "/odoo/callbacks")
        page.wait("document.querySelector('.o_data_row, .o_kanban_record')")
        text = page.run("document.querySelector('.o_action_manager').innerText")
        self.assertIn("方女士", text)
        self.assertIn("现在可拨打", text)
        page.photograph("to_call")
        self.assertEqual(page.sideways(), [])
        self._open(page, f"/odoo/callbacks/{self.callback.id}")
        page.photograph("callback")
        self.assertEqual(page.sideways(), [])
        page.click(".o_form_statusbar button[name=action_call], .o_cp_action_menus")
        if not page.run("!!document.querySelector('.modal')"):
            page.click("button[name=action_call]")
        page.wait("document.querySelector('.modal [name=outcome] input')")
        page.settle()
        page.photograph("call")
        self._choose(page, "outcome", "reached")
        self._choose(page, "satisfaction", "dissatisfied")
        page.type(".modal [name=satisfaction_reason] textarea", REASON)
        page.photograph("dissatisfied")
        page.run(
            "document.querySelector('.modal .cs_callback_say:last-of-type')"
            ".scrollIntoView()"
        )
        page.photograph("closing")
        self.assertEqual(page.sideways(), [])
        page.click(".modal button[name=action_save]")
        page.wait("!document.querySelector('.modal')")
        page.wait(
            f"document.querySelector('.o_form_view').innerText.includes('{REASON}')"
        )
        page.photograph("reached")
        self.callback.invalidate_recordset()
        self.assertEqual(self.callback.state, "reached")
        self.assertEqual(self.callback.complaint_id.cs_kind, "complaint")
        page.photograph(f"{name}_done")

    def _look(self, page):
        """Leaders see who was not called back, and the coverage."""
        for path, name in (
            ("/odoo/callbacks-missing", "missing"),
            ("/odoo/callback-coverage", "coverage"),
            ("/odoo/callback-scripts", "scripts"),
        ):
            self._open(page, path)
            page.photograph(name)
        ticket = self.callback.ticket_id
        self._open(page, f"/odoo/helpdesk-tickets/{ticket.id}")
        page.click(".o_notebook [name=callbacks]")
        page.settle()
        page.photograph("ticket")

    def test_desk(self):
        with open_page(self, DESKTOP, "callback_desk") as page:
            page.sign_in("agent")
            self._call(page, "desk")
        with open_page(self, DESKTOP, "callback_desk_leader") as page:
            page.sign_in("supervisor")
            self._look(page)

    def test_phone(self):
        with open_page(self, PHONE, "callback_phone") as page:
            page.sign_in("agent")
            self._call(page, "phone")
        with open_page(self, PHONE, "callback_phone_leader") as page:
            page.sign_in("supervisor")
            self._look(page)
