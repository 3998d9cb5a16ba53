from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import DemoCase

CLEAR = {
    "incident_open": "no",
    "equipment_moving": "no",
    "preparation_missing": "no",
    "relief_unfit": "no",
}


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestHandoverScreens(DemoCase):
    """The night shift hands over (ATT-14), on the desk and on the phone."""

    def setUp(self):
        super().setUp()
        # The open ticket of the person is listed by itself.
        self.ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "订单 5521 少发一件",
                "description": "少发一件",
                "company_id": self.company.id,
                "user_id": self.user("agent").id,
                "partner_name": "李女士",
            }
        )
        people = self.env["hr.employee"]
        agent = people.search([("user_id", "=", self.user("agent").id)], limit=1)
        leader = people.search([("user_id", "=", self.user("leader").id)], limit=1)
        self.handover = (
            self.env["cs.handover"]
            .with_user(self.user("agent"))
            .with_company(self.company)
            .create(
                {
                    "outgoing_id": agent.id,
                    "relief_id": leader.id,
                    "place": "三楼客服台",
                    "instructions": "今晚退款一律先报主管。",
                    **CLEAR,
                    "incident_open": "yes",
                    "item_ids": [
                        (
                            0,
                            0,
                            {
                                "name": "客户王女士退款",
                                "cause": "快递丢件",
                                "course": "已联系快递公司",
                                "result": "等待回复",
                            },
                        )
                    ],
                }
            )
        )

    def _open(self, page):
        page.go(f"/odoo/handovers/{self.handover.id}")
        page.wait("document.querySelector('.o_form_view [name=relief_id]')")
        page.settle()

    def _give_back(self, page):
        """The relief says why; the person signs again."""
        self._press(page, "action_ask_give_back")
        page.wait("document.querySelector('.modal [name=reason] textarea')")
        page.type(".modal [name=reason] textarea", "钥匙少一把")
        page.photograph("give_back")
        self.assertEqual(page.sideways(), [])
        page.click(".modal button[name=action_confirm]")
        page.wait(self._shows("钥匙少一把"))
        self.handover.invalidate_recordset()
        self.assertEqual(self.handover.state, "draft")
        self.handover.with_user(self.user("agent")).action_sign()
        self.env.flush_all()

    def _clear(self):
        """What stood in the way is settled."""
        own = self.handover.with_user(self.user("agent"))
        own.incident_open = "no"
        for line in own.count_ids:
            line.write({"counted": line.expected, "is_counted": True})
        self.env.flush_all()

    def _walk(self, size, name):
        with open_page(self, size, f"{name}_out") as page:
            page.sign_in("agent")
            self._open(page)
            text = page.run("document.querySelector('.o_form_view').innerText")
            self.assertIn("有重大或紧急事件未处理完。", text)
            self.assertIn(self.ticket.number, text)
            page.photograph("blocked")
            self.assertEqual(page.sideways(), [])
        self._clear()
        with open_page(self, size, f"{name}_sign") as page:
            page.sign_in("agent")
            self._open(page)
            page.photograph("clear")
            page.run("document.querySelector('[name=item_ids]').scrollIntoView()")
            page.photograph("items")
            self._press(page, "action_sign")
            page.wait(self._shows("待接班"))
        with open_page(self, size, f"{name}_in") as page:
            page.sign_in("leader")
            page.go("/odoo/handovers")
            page.wait("document.querySelector('.o_data_row, .o_kanban_record')")
            page.settle()
            page.photograph("list")
            self.assertEqual(page.sideways(), [])
            page.go("/odoo/my-attendance")
            page.wait("document.querySelector('.cs_mm_todo li')")
            page.settle()
            page.photograph("todo")
            self._open(page)
            self._give_back(page)
            self._open(page)
            self._press(page, "action_accept")
            page.wait(
                "document.querySelector('.o_field_widget[name=relief_signed_text]')"
            )
            page.photograph("accepted")
            self.assertEqual(page.sideways(), [])
        self.handover.invalidate_recordset()
        self.assertEqual(self.handover.state, "signed")

    def _shows(self, text):
        return f"document.querySelector('.o_form_view').innerText.includes('{text}')"

    def _press(self, page, name):
        # On a phone all buttons but the first are behind the dots.
        if not page.run(f"!!document.querySelector('button[name={name}]')"):
            page.click(".o_statusbar_buttons button:has(.oi-ellipsis-v)")
        page.click(f"button[name={name}]")
        page.settle()

    def test_the_night_shift_hands_over_at_the_desk(self):
        self._walk(DESKTOP, "handover_desk")

    def test_the_night_shift_hands_over_on_the_phone(self):
        self._walk(PHONE, "handover_phone")
