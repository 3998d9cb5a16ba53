from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .screen_case import ScreenCase


@tagged("cs_payroll", "cs_payroll_screen")
class TestPayslipScreen(ScreenCase):
    """A slip as payroll and the person read it (INC-31, ALL-01)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compute()

    def board(self, slip):
        return [
            (
                part["key"],
                part["amount"],
                [(line["name"], line["amount"]) for line in part["lines"]],
            )
            for part in slip.cs_board
        ]

    def test_lines_stand_by_section(self):
        slip = self.by("payroll", self.slip_of())
        self.assertEqual(
            self.board(slip),
            [
                ("CS_EARNING", "3,800.00", [("Base pay", "3,800.00")]),
                ("CS_AWARD", "50.00", [("Star", "50.00")]),
                ("gross", "3,850.00", []),
                ("CS_WITHHELD", "\u221245.00", [("Income tax", "\u221245.00")]),
                ("net", "3,805.00", []),
            ],
        )
        self.assertEqual(slip.cs_withheld, -45)
        self.assertEqual(slip.cs_input_ids, self.tax)
        self.assertEqual(slip.display_name, "agent June 2025")

    def test_what_comes_from_the_statement_opens_its_items(self):
        lines = {line.code: line for line in self.slip_of().line_ids}
        statement = self.slip_of().cs_statement_id
        for code in ("BASE", "STAR"):
            line = self.by("payroll", lines[code])
            window = line.action_cs_open_items()
            items = self.by("payroll", self.env["cs.incentive.item"])
            found = items.search(window["domain"])
            self.assertEqual(found.statement_id, statement)
            self.assertEqual(sum(found.mapped("amount")), line.total)
        for code in ("TAX", "NET"):
            with self.subTest(code=code), self.assertRaises(UserError):
                self.by("payroll", lines[code]).action_cs_open_items()
        for role in ("agent", "agent2", "leader"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.by(role, lines["BASE"]).action_cs_open_items()

    def test_the_person_reads_it_once_it_is_approved(self):
        slip = self.slip_of()
        with self.assertRaises(AccessError):
            self.by("agent", slip).read(["cs_net"])
        self.approve_run()
        mine = self.by("agent", slip)
        self.assertEqual(mine.cs_net, 3805)
        self.assertEqual(len(mine.cs_board), 5)
        line = slip.line_ids.filtered(lambda one: one.code == "BASE")
        found = self.by("agent", self.env["cs.incentive.item"]).search(
            self.by("agent", line).action_cs_open_items()["domain"]
        )
        self.assertEqual(found.mapped("amount"), [3800])
        income = mine.action_cs_open_income()
        self.assertEqual(income["params"]["statement_id"], slip.cs_statement_id.id)
        for role in ("agent2", "leader", "supervisor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.by(role, slip).read(["cs_board"])

    def test_the_form_of_the_person_shows_nothing_else(self):
        self.approve_run()
        slip = self.by("agent", self.slip_of())
        view = self.env.ref("cs_payroll.cs_payslip_my_view_form")
        self.assertEqual(slip.get_formview_id(), view.id)
        office = self.env.ref("cs_payroll.cs_payslip_view_form")
        self.assertEqual(self.by("payroll", slip).get_formview_id(), office.id)
        names = slip.get_view(view.id, "form")["models"]["hr.payslip"]
        self.assertFalse({"cs_input_ids", "contract_id", "struct_id"} & set(names))
        slip.web_read({name: {} for name in names})

    def test_nobody_without_a_slip_meets_an_error(self):
        """A user without employee, and one without slips."""
        action = self.env.ref("cs_payroll.cs_payslip_my_action")
        self.people["hr"].user_id = False
        for role in ("hr", "agent"):
            with self.subTest(role=role):
                slips = self.by(role, self.env["hr.payslip"])
                domain = [
                    ("employee_id.user_id", "=", self.users[role].id),
                    ("state", "=", "done"),
                    ("cs_month", "!=", False),
                ]
                self.assertIn("uid", action.domain)
                self.assertFalse(slips.search(domain))

    # Paper

    def html(self, name, records, role="payroll"):
        report = self.by(role, self.env["ir.actions.report"])
        content, _kind = report._render_qweb_html(f"cs_payroll.{name}", records.ids)
        return content.decode()

    def test_paper(self):
        self.people["agent"].name = "<b>" + "x" * 5000
        page = self.html("payslip_print", self.slip_of())
        self.assertNotIn("<b>x", page)
        self.assertNotIn("x" * 50, page)
        self.assertIn("3,805.00", page)
        self.assertIn("Not approved yet", page)
        strips = self.html("payslip_strips", self.pay_run)
        self.assertEqual(strips.count('class="cs_strip"'), 2)
        self.assertNotIn("x" * 50, strips)
        self.assertIn("\u221245.00", strips)

    def test_paper_of_others_is_refused(self):
        self.approve_run()
        self.html("payslip_print", self.slip_of(), "agent")
        with self.assertRaises(AccessError):
            self.html("payslip_print", self.slip_of(), "agent2")
        with self.assertRaises(AccessError):
            self.html("payslip_strips", self.pay_run, "agent")
