import base64
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .payroll_case import JUNE
from .screen_case import ScreenCase

CAN = ("receive", "compute", "approve", "return", "reopen")


@tagged("cs_payroll", "cs_payroll_screen")
class TestPayRunScreen(ScreenCase):
    """What people see of a pay run, and which buttons (INC-31)."""

    def can(self, role):
        self.env.invalidate_all()
        run = self.by(role, self.pay_run)
        return {name for name in CAN if run[f"cs_can_{name}"]}

    def test_buttons_are_those_of_the_next_person(self):
        """INC-31: three people."""
        self.assertEqual(self.can("payroll"), {"receive"})
        self.assertEqual((self.can("hr"), self.can("gm")), (set(), set()))
        self.by("payroll", self.pay_run).action_cs_receive()
        self.assertEqual(self.can("payroll"), {"compute"})
        self.by("payroll", self.pay_run).action_cs_compute()
        for role in ("hr", "payroll", "gm"):
            self.assertFalse(self.can(role), "it is being computed")
        for _batch in self.pay_run._background_steps():
            pass
        self.assertEqual(self.can("payroll"), {"compute"})
        self.assertEqual(self.can("gm"), {"approve", "return"})
        self.approve_run()
        self.assertEqual(self.can("payroll"), set())
        self.assertEqual(self.can("gm"), {"reopen"})
        wizard = self.by("gm", self.env["cs.payroll.reopen"]).create(
            {"run_id": self.pay_run.id, "reason": "Tax of June came late"}
        )
        wizard.action_confirm()
        self.assertEqual(self.pay_run.cs_state, "received")
        with self.assertRaises(AccessError):
            self.by("payroll", self.env["cs.payroll.reopen"]).create(
                {"run_id": self.pay_run.id, "reason": "x"}
            )

    def test_who_handed_over_has_no_button_with_another_user(self):
        """TRUST.md: two users of one employee are one person."""
        both = self.users["hr"]
        both.group_ids += self.env.ref("cs_base.group_payroll_accountant")
        self.assertEqual(self.can("hr"), set())
        self.compute()
        other = self.users["payroll"]
        other.group_ids += self.env.ref("cs_base.group_general_manager")
        self.assertEqual(self.can("payroll"), {"compute", "return"})

    def test_nothing_reopens_in_a_locked_month(self):
        """ALL-05."""
        self.compute()
        self.approve_run()
        period = self.env["cs.period"]._open_month(self.company, JUNE)
        step = period.step_ids.filtered(lambda step: step.code == "payroll")
        self.env.cr.execute(
            "UPDATE cs_period_step SET state = 'locked', locked_at = now(),"
            " snapshot = '{}',"
            " locked_by_id = %s WHERE id = %s",
            [self.env.uid, step.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.can("gm"), set())

    def test_figures_agree_to_the_cent(self):
        self.compute()
        run = self.by("payroll", self.pay_run)
        self.assertEqual((run.cs_gross, run.cs_withheld, run.cs_net), (7700, -45, 7655))
        self.assertEqual(run.cs_difference, 0)
        self.assertEqual(run.cs_open_count, 0)
        self.pay_run._cs_write({"cs_slip_statement_total": 7699.99})
        self.assertEqual(run.cs_difference, -0.01)

    def test_what_is_open_is_counted_and_opens(self):
        self.compute()
        run = self.by("payroll", self.pay_run)
        self.env.cr.execute("UPDATE cs_payroll_input SET write_date = '2025-07-09'")
        self.env.cr.execute(
            "UPDATE hr_payslip SET cs_net = -1 WHERE id = %s", [self.slip_of().id]
        )
        self.env.invalidate_all()
        self.assertEqual((run.cs_newer_count, run.cs_negative_count), (1, 1))
        for name, found in (
            ("newer", self.tax),
            ("negative", self.slip_of()),
            ("slips", self.pay_run.slip_ids),
            ("statements", self.statements),
            ("waiting", self.statements.browse()),
            ("late", self.statements.browse()),
        ):
            with self.subTest(window=name):
                window = getattr(run, f"action_cs_open_{name}")()
                model = self.by("payroll", self.env[window["res_model"]])
                self.assertEqual(model.search(window["domain"]), found)
        amounts = run.action_cs_open_amounts()
        lines = self.by("gm", self.env["hr.payslip.line"]).search(amounts["domain"])
        self.assertEqual(lines, self.pay_run.slip_ids.line_ids)
        self.assertEqual(run.action_cs_open_missing()["domain"], [("id", "in", [])])
        with self.assertRaises(AccessError):
            self.by("agent", self.pay_run).action_cs_open_slips()

    def test_sheets_that_hr_has_not_approved_are_counted(self):
        """ATT-08: such a run cannot be approved."""
        self.env["cs.attendance.sheet"]._kept_create(
            {
                "company_id": self.company.id,
                "employee_id": self.people["agent"].id,
                "month": JUNE,
            }
        )
        self.compute()
        run = self.by("payroll", self.pay_run)
        self.assertEqual((run.cs_sheet_count, run.cs_open_count), (1, 1))
        window = run.action_cs_open_sheets()
        found = self.by("payroll", self.env[window["res_model"]])
        self.assertEqual(found.search(window["domain"]), self.slip_of().cs_sheet_id)

    def test_names_are_in_the_language_of_the_reader(self):
        run = self.by("payroll", self.pay_run)
        self.assertEqual(run.display_name, "Pay of June 2025")
        self.pay_run._cs_write({"cs_number": 2})
        self.assertEqual(run.display_name, "Pay of June 2025, run 2")

    def test_every_role_reads_the_form(self):
        self.compute()
        view = self.env.ref("cs_payroll.cs_payslip_run_view_form")
        self.assertEqual(self.pay_run.get_formview_id(), view.id)
        for role in ("hr", "payroll", "gm"):
            with self.subTest(role=role):
                run = self.by(role, self.pay_run)
                names = run.get_view(view.id, "form")["models"]["hr.payslip.run"]
                run.web_read({name: {} for name in names if name != "slip_ids"})

    # Sheet

    def book(self, role="payroll"):
        action = self.by(role, self.pay_run).action_cs_export()
        download = int(action["url"].split("/")[4])
        content = self.env["cs.sheet.download"].sudo().browse(download).content
        return load_workbook(BytesIO(base64.b64decode(content)))

    def rows(self, sheet, head):
        found = [[cell.value for cell in row] for row in sheet.iter_rows()]
        place = next(number for number, row in enumerate(found) if head in row)
        return [dict(zip(found[place], row, strict=True)) for row in found[place + 1 :]]

    def test_inc_32_the_sheet_ties_out(self):
        """INC-32: a row a person, details, differences 0; text stays text."""
        self.people["agent"].name = "=1+1"
        self.people["agent2"].name = "@SUM(A1)"
        self.compute()
        people, details, tie_out = self.book().worksheets
        rows = {row["Employee"]: row for row in self.rows(people, "Employee")}
        agent = rows["=1+1"]
        self.assertEqual(agent["Base pay (BASE)"], 3800)
        self.assertEqual(agent["Star (STAR)"], 50)
        self.assertEqual(agent["Income tax (TAX)"], -45)
        self.assertEqual(agent["Net pay (NET)"], 3805)
        for sheet in (people, details, tie_out):
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value in ("=1+1", "@SUM(A1)"):
                        self.assertEqual(cell.data_type, "s")
        ties = [row for row in self.rows(tie_out, "Employee") if row["Employee"]]
        self.assertEqual([row["Difference"] for row in ties], [0, 0])
        self.assertEqual([row["Statement"] for row in ties], [3850, 3850])
        self.assertEqual(sum(row["Net Pay"] for row in ties), 7655)
        codes = [row["Code"] for row in self.rows(details, "Employee") if row["Code"]]
        self.assertEqual(codes.count("BASE"), 2)

    def test_inc_32_the_sheet_is_for_payroll_and_management(self):
        with self.assertRaisesRegex(UserError, "INC-32"):
            self.by("payroll", self.pay_run).action_cs_export()
        self.compute()
        self.book("gm")
        for role in ("hr", "supervisor", "agent"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.by(role, self.pay_run).action_cs_export()


@tagged("cs_payroll", "cs_payroll_screen")
class TestHandover(ScreenCase):
    """The wizard of HR tells what it hands over (INC-31)."""

    def wizard(self, **vals):
        Wizard = self.by("hr", self.env["cs.payroll.handover"])
        return Wizard.create({"company_id": self.company.id, "month": JUNE, **vals})

    def test_counts(self):
        one = self.wizard()
        self.assertEqual((one.approved_count, one.waiting_count), (0, 0))
        self.assertEqual((one.taken_count, one.run_id), (2, self.pay_run))

    def test_before_and_after(self):
        self.env.cr.execute(
            "UPDATE cs_incentive_statement SET state = 'approved',"
            " payslip_run_id = NULL WHERE id = %s",
            [self.statements[0].id],
        )
        self.env.invalidate_all()
        one = self.wizard(month="2025-06-17")
        self.assertEqual((one.approved_count, one.approved_total), (1, 3850))
        window = one.action_open_approved()
        found = self.by("hr", self.env[window["res_model"]]).search(window["domain"])
        self.assertEqual(found, self.statements[0])
        self.assertFalse(
            self.env["cs.incentive.statement"].search_count(
                one.action_open_waiting()["domain"]
            )
        )
        action = one.action_confirm()
        self.assertEqual(action["res_id"], self.pay_run.id)
        self.assertEqual(self.statements.payslip_run_id, self.pay_run)

    def test_it_is_for_hr(self):
        for role in ("agent", "payroll", "gm"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.by(role, self.env["cs.payroll.handover"]).create({})


@tagged("cs_payroll", "cs_payroll_screen")
class TestPayRunLog(ScreenCase):
    """Who did what with a run, append-only (INC-31)."""

    def test_every_step_is_kept(self):
        self.compute()
        self.by("gm", self.pay_run).action_cs_return()
        self.by("payroll", self.pay_run).action_cs_compute()
        self.pay_run._background_failed("No place for STAR")
        self.by("payroll", self.pay_run).action_cs_compute()
        for _batch in self.pay_run._background_steps():
            pass
        self.approve_run()
        self.by("gm", self.pay_run).action_cs_reopen(" Tax came late ")
        events = self.by("hr", self.pay_run).cs_event_ids.sorted("id")
        self.assertEqual(
            events.mapped("text"),
            [
                "hr handed over 2 statements",
                "payroll received the run",
                "payroll had the payslips computed",
                "The payslips are computed",
                "gm gave the run back",
                "payroll had the payslips computed",
                "The computation stopped: No place for STAR",
                "payroll had the payslips computed",
                "The payslips are computed",
                "gm approved the run",
                "gm reopened the run: Tax came late",
            ],
        )

    def test_nobody_writes_the_log(self):
        event = self.pay_run.cs_event_ids
        for role in ("hr", "payroll", "gm", "admin"):
            mine = self.by(role, event)
            for attack in (
                lambda mine=mine: mine.write({"detail": "9"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.copy(),
                lambda mine=mine: mine.create({}),
            ):
                with self.subTest(role=role), self.assertRaises(UserError):
                    attack()
        with self.assertRaises(AccessError):
            self.by("agent", event).read(["text"])
