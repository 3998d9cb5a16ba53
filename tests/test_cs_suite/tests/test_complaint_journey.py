from odoo.tests import tagged

from .browser import DESKTOP, PHONE
from .common import DemoCase
from .ticket_pages import TicketPages, shows

TITLE = "新滤芯仍有异味"


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestComplaintJourney(TicketPages, DemoCase):
    """A complaint from the phone to the month's list, in Chinese (HD-04 to HD-07)."""

    def setUp(self):
        super().setUp()
        self.let_customers_be_called()
        # One unhappy callback is enough for a repeat complaint here.
        self.env.cr.execute("UPDATE cs_helpdesk_policy SET repeat_callbacks = 1")
        self.env.invalidate_all()

    def take_in(self, page):
        """The customer is on the line: number first, then what it is about."""
        self.open(page, "helpdesk-tickets")
        page.run(
            "[...document.querySelectorAll('.o_control_panel button')]"
            ".find((one) => one.innerText.includes('电话登记')).click()"
        )
        number = ".modal [name=phone] input"
        page.type(number, "139 0000 0012")
        page.run(
            f"document.querySelector('{number}')"
            ".dispatchEvent(new Event('change', { bubbles: true }))"
        )
        page.wait("document.querySelector('.modal .cs_known')")
        page.wait(
            "document.querySelector('.modal [name=partner_id] input').value"
            ".includes('卢先生')"
        )
        page.click(".modal [name=cs_kind] input")
        kind = ".o_select_menu_item"
        page.wait(shows("投诉", kind))
        page.run(
            f"[...document.querySelectorAll('{kind}')]"
            ".find((one) => one.innerText.trim() === '投诉').click()"
        )
        page.settle()
        self.pick(page, ".modal [name=category_id] input", "安装质量")
        page.type(".modal [name=title] input", TITLE)
        page.type(".modal [name=description] textarea", "出水有塑料味。")
        self.look_at_dialog(page, "taken_in")
        page.click(".modal button[name=action_save]")
        page.wait("document.querySelector('.o_form_view [name=stage_id]')")
        page.settle()
        self.env.invalidate_all()
        self.ticket = self.env["helpdesk.ticket"].search([("name", "=", TITLE)])
        self.assertEqual(self.ticket.cs_kind, "complaint")
        self.assertEqual(self.ticket.partner_id.name, "卢先生")
        self.assertEqual(self.ticket.cs_first_owner_id, self.user("agent"))

    def look_at_dialog(self, page, name):
        page.photograph(name)
        # the stages behind the dialog slide
        wide = [one for one in page.sideways() if "o_kanban_renderer" not in one]
        self.assertEqual(wide, [])

    def open_ticket(self, page):
        self.open(page, f"helpdesk-tickets/{self.ticket.id}", ".o_form_view")
        page.click(".nav-link[name=complaint]")
        page.settle()

    def name_unit(self, page):
        self.open_ticket(page)
        row = ".o_field_widget[name=cs_party_ids]"
        if self.is_phone:
            page.click(f"{row} .o-kanban-button-new")
            page.wait("document.querySelector('.modal .o_form_view')")
            page.settle()
            unit = ".modal [name=department_id] input"
        else:
            page.click(f"{row} .o_field_x2many_list_row_add a")
            unit = f"{row} [name=department_id] input"
        self.pick(page, unit, "售后组")
        self.look(page, "unit")
        if self.is_phone:
            page.click(".modal .o_form_button_save")
            page.wait("!document.querySelector('.modal')")
        page.click(".o_form_button_save")
        page.wait(
            "document.querySelector('.o_form_status_indicator_buttons.invisible')"
        )
        page.settle()
        self.look(page, "named")
        self.env.invalidate_all()
        self.assertEqual(self.ticket.cs_party_ids.share, 100)

    def report(self, page, text):
        self.open_ticket(page)
        self.press(page, "action_report", ".o_field_widget[name=cs_party_ids]")
        page.wait("document.querySelector('.modal [name=text] textarea')")
        page.type(".modal [name=text] textarea", text)
        self.look(page, "report")
        page.click(".modal footer .btn-primary")
        page.wait("!document.querySelector('.modal')")
        page.settle()
        self.env.invalidate_all()
        self.assertEqual(self.ticket.cs_party_ids.state, "done")

    def call_back(self, page, satisfaction, agrees, why=None):
        callback = self.ticket.cs_callback_ids.filtered(
            lambda one: one.state == "waiting"
        )
        self.open(page, f"callbacks/{callback.id}", ".o_form_view")
        self.press(page, "action_call")
        page.wait("document.querySelector('.modal [name=outcome] input')")
        for field, value in (
            ("outcome", "reached"),
            ("satisfaction", satisfaction),
            ("customer_agrees", agrees),
        ):
            page.click(f".modal [name={field}] input[data-value={value}]")
            page.settle()
        if why:
            page.type(".modal [name=satisfaction_reason] textarea", why)
        self.look(page, satisfaction)
        page.click(".modal button[name=action_save]")
        page.wait("!document.querySelector('.modal')")
        page.settle()
        self.env.invalidate_all()
        self.assertEqual(callback.state, "reached")

    def close(self, page):
        self.open_ticket(page)
        for field, text in (
            ("cs_cause", "滤芯批次有异味"),
            ("cs_handling", "上门更换另一批次滤芯"),
            ("cs_result", "出水已无异味"),
        ):
            page.type(f"[name={field}] textarea", text)
        self.pick(page, "[name=cs_outcome_id] input", "已解决")
        page.click(".o_form_button_save")
        page.wait(
            "document.querySelector('.o_form_status_indicator_buttons.invisible')"
        )
        self.look(page, "ready")
        page.click(".o_cs_closing_gate button:not([disabled])")
        page.wait("!document.querySelector('.o_cs_closing_gate')")
        page.settle()
        self.look(page, "closed")
        self.env.invalidate_all()
        self.assertTrue(self.ticket.closed)

    def rank(self, page):
        """The month's list by unit, as the worker keeps it up to date (HD-06)."""
        maker = self.env["cs.complaint.month.maker"].sudo()
        maker._refresh_company(self.company)
        month = self.env["cs.complaint.month"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        unit = self.ticket.cs_party_ids.department_id
        line = month.line_ids.filtered(lambda one: one.department_id == unit)
        self.assertGreaterEqual(line.repeat_number, 1)
        self.assertGreaterEqual(line.closed_number, 1)
        self.env.flush_all()
        self.open(page, f"complaint-months/{month.id}", ".o_form_view")
        page.wait(shows(unit.name))
        self.look(page, "ranking")

    def walk(self, size, name):
        self.size, self.journey = size, name
        self.is_phone = size == PHONE
        with self.as_person("agent") as page:
            self.take_in(page)
            self.name_unit(page)
        with self.as_person("leader2") as page:
            self.report(page, "已上门更换滤芯")
        with self.as_person("agent") as page:
            self.call_back(page, "dissatisfied", "no", "换了以后还是有味")
            self.open_ticket(page)
            page.wait(shows("重复", "[name=cs_class]"))
            self.look(page, "repeat")
        self.env.invalidate_all()
        self.assertEqual(self.ticket.cs_class, "repeat")
        self.assertEqual(self.ticket.cs_party_ids.state, "void")
        with self.as_person("leader2") as page:
            self.report(page, "换成另一批次滤芯，现场试水无异味")
        with self.as_person("agent") as page:
            self.call_back(page, "satisfied", "yes")
            self.close(page)
        with self.as_person("supervisor") as page:
            self.rank(page)

    def test_at_the_desk(self):
        self.walk(DESKTOP, "complaint_desk")

    def test_on_the_phone(self):
        self.walk(PHONE, "complaint_phone")
