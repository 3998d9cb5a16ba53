from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase

#: window's codes of the keys that are pressed
KEYS = {"Tab": 9, "q": 81, "p": 80}
ALT = 1
#: the name of a field on the page, or the label of what the team asks for
NAME = """(one) => one && (one.getAttribute("name")
    || one.querySelector("label")?.innerText.replace(" *", ""))"""


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestPhoneEntryScreens(DemoCase):
    """An agent enters a call on the desk, without mouse, and on the phone (HD-09)."""

    def setUp(self):
        super().setUp()
        self.env["cs.intake.field"].create(
            {
                "team_id": self.env.ref("cs_helpdesk.team_presale_demo").id,
                "name": "设备型号",
                "is_required": True,
            }
        )
        self.env.flush_all()

    def _press(self, page, key, modifiers=0):
        for kind in ("rawKeyDown", "keyUp"):
            page.ask(
                "Input.dispatchKeyEvent",
                params={
                    "type": kind,
                    "key": key,
                    "windowsVirtualKeyCode": KEYS[key],
                    "modifiers": modifiers,
                },
            )
        page.settle()

    def _write(self, page, field, text):
        """Come to a field, by keyboard or by touching it, and write there."""
        if self.browser_size == PHONE:
            page.run(
                f"[...document.querySelectorAll('.modal [name], .o_property_field')]"
                f".find((one) => ({NAME})(one) === '{field}')"
                ".querySelector('input, textarea').focus()"
            )
        for _step in range(14):
            focused = page.run(
                f"({NAME})(document.activeElement"
                ".closest('.o_property_field, [name]:not(input)'))"
            )
            if focused == field:
                page.ask("Input.insertText", params={"text": text})
                return
            self._press(page, "Tab")
        page.photograph("lost")
        self.fail(f"the keyboard does not come to {field}, but to {focused}")

    def _assert_fits(self, page):
        # the stages behind the dialog slide
        wide = [one for one in page.sideways() if "o_kanban_renderer" not in one]
        self.assertEqual(wide, [])

    def _open(self, page, size):
        page.go("/odoo/helpdesk-tickets")
        page.wait("document.querySelector('.o_action_manager .o_view_controller')")
        page.settle()
        if size == DESKTOP:
            self._press(page, "p", ALT)
        else:
            # small screens keep it behind the three dots
            page.run(
                "[...document.querySelectorAll('.o_control_panel button')]"
                ".find((one) => one.innerText.includes('电话登记')).click()"
            )
        page.wait("document.querySelector('.modal [name=phone] input')")
        page.settle()

    def _call(self, size, name):
        with open_page(self, size, name) as page:
            page.sign_in("agent")
            self._open(page, size)
            self._write(page, "phone", "138 9999 0000")
            self._write(page, "caller_name", "钱先生")
            self._write(page, "title", f"净水器不出水 {name}")
            self._write(page, "description", "昨天开始")
            self._write(page, "设备型号", "XL-20")
            page.photograph("entered")
            self._assert_fits(page)
            self._press(page, "q", ALT)
            page.wait("document.querySelector('.o_form_view [name=stage_id]')")
            page.settle()
            page.photograph("ticket")
            self.env.invalidate_all()
            [ticket] = self.env["helpdesk.ticket"].search(
                [("name", "=", f"净水器不出水 {name}")]
            )
            self.assertEqual(ticket.partner_id.name, "钱先生")
            self.assertEqual(ticket.cs_first_owner_id, self.user("agent"))
            self._again(page, size, ticket)

    def _again(self, page, size, ticket):
        """The same caller again: it is said, and the open ticket goes on."""
        self._open(page, size)
        self._write(page, "phone", "+86 13899990000")
        self._press(page, "Tab")
        page.wait("document.querySelector('.modal .cs_known')")
        text = page.run("document.querySelector('.modal').innerText")
        self.assertIn(ticket.number, text)
        self.assertIn("同类未结工单", text)
        page.photograph("again")
        self._assert_fits(page)
        page.click(".modal [name=decision] input[data-value=same]")
        self._write(page, "description", "今天更严重了")
        self._press(page, "q", ALT)
        page.wait("!document.querySelector('.modal')")
        page.wait("document.body.innerText.includes('今天更严重了')")
        page.photograph("went_on")

    def test_desk(self):
        self._call(DESKTOP, "entry_desk")

    def test_phone(self):
        self._call(PHONE, "entry_phone")
