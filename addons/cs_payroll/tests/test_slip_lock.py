from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .payroll_case import JUNE, PayrollCase


@tagged("cs_payroll")
class TestSlipLock(PayrollCase):
    """TRUST.md, INC-31: what is confirmed stays as it is, for everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.env.ref("base.user_admin")
        cls.root.write({"company_ids": [Command.link(cls.company.id)]})
        cls.env["ir.config_parameter"].set_param(
            "payroll.allow_edit_payslip_lines", "True"
        )

    def everyone(self, records):
        """The records as who may most, and as superuser with tricks in the context."""
        tricks = {
            "_force_unlink": True,
            "install_mode": True,
            "without_compute_sheet": True,
            "default_state": "draft",
            "tracking_disable": True,
        }
        return {
            "payroll manager": records.with_user(self.users["manager"]),
            "administrator": records.with_user(self.root),
            "superuser": records.sudo().with_context(**tricks),
        }

    def refused(self, function, *args):
        with self.assertRaises(UserError), self.cr.savepoint():
            function(*args)
            self.env.flush_all()

    def test_a_confirmed_slip_refuses_writes(self):
        slip = self.done()
        line = slip.line_ids
        part = {"name": "X", "code": "X", "contract_id": slip.contract_id.id}
        writes = [
            {"date_from": "2025-05-01"},
            {"note": "changed"},
            {"name": "changed"},
            {"employee_id": self.people["agent2"].id},
            {"payslip_run_id": False},
            {"credit_note": True},
            {"line_ids": [Command.update(line.id, {"amount": 9})]},
            {"line_ids": [Command.delete(line.id)]},
            {"line_ids": [Command.clear()]},
            {"input_line_ids": [Command.create(part)]},
            {"input_line_ids": [Command.clear()]},
            {"worked_days_line_ids": [Command.create(part)]},
            {"worked_days_line_ids": [Command.clear()]},
        ]
        for who, own in self.everyone(slip).items():
            for vals in writes:
                with self.subTest(who=who, vals=vals):
                    self.refused(own.write, vals)
        self.assertEqual(slip.line_ids.total, 1000)
        self.assertTrue(slip.input_line_ids)

    def test_states_and_stamps_are_not_written(self):
        slips = self.slip() | self.done("agent2") | self.slip("leader")
        slips[2].action_payslip_cancel()
        states = slips.mapped("state")
        written = {
            "state": "done",
            "number": "SLIP/1",
            "compute_date": "2025-07-01",
            "paid": True,
            "refunded_id": slips[0].id,
            "cs_month": JUNE,
            "cs_net": 1,
            "cs_gross": 1,
            "cs_statement_total": 1,
            "cs_is_extra": True,
        }
        for who, own in self.everyone(slips).items():
            for name, value in written.items():
                for slip in own:
                    with self.subTest(who=who, name=name, state=slip.state):
                        self.refused(slip.write, {name: value})
        self.assertEqual(slips.mapped("state"), states)

    def test_a_slip_begins_as_a_draft(self):
        vals = {
            "name": "Slip",
            "employee_id": self.people["agent"].id,
            "date_from": JUNE,
            "date_to": "2025-06-30",
        }
        Slip = self.env["hr.payslip"]
        for name, value in {"state": "done", "cs_net": 9, "cs_month": JUNE}.items():
            for who, own in self.everyone(Slip).items():
                with self.subTest(who=who, name=name):
                    self.refused(own.create, [vals | {name: value}])
        manager = Slip.with_user(self.users["manager"])
        self.env["ir.default"].set("hr.payslip", "cs_net", 7)
        slip = manager.with_context(default_state="done", default_cs_gross=9).create(
            vals
        )
        self.assertEqual(slip.state, "draft")
        self.assertFalse(slip.cs_gross or slip.cs_net)

    def test_a_confirmed_slip_is_not_deleted(self):
        slip = self.done()
        for who, own in self.everyone(slip).items():
            with self.subTest(who=who):
                self.refused(own.unlink)

    def test_parts_of_a_confirmed_slip(self):
        """Line, input and worked days, with the setting that opens lines."""
        slip = self.done()
        for name in ("line_ids", "input_line_ids", "worked_days_line_ids"):
            self.assertTrue(slip[name], name)
            for who, parts in self.everyone(slip[name]).items():
                with self.subTest(who=who, name=name):
                    self.refused(parts.write, {"name": "changed"})
                    self.refused(parts.unlink)
                    self.refused(parts[:1].copy)
                    vals = parts[:1].copy_data()
                    self.refused(parts.create, vals)
        for who, lines in self.everyone(slip.line_ids).items():
            with self.subTest(who=who):
                self.refused(
                    lines.update_field_translations, "name", {"en_US": "changed"}
                )

    def test_parts_are_not_moved_into_a_confirmed_slip(self):
        slip, other = self.done(), self.slip("agent2")
        part = self.input_of(other, "TYPED", 1)
        self.refused(part.write, {"payslip_id": slip.id})
        self.assertEqual(part.payslip_id, other)

    def test_nothing_leads_there_from_the_person(self):
        slip = self.done()
        commands = [
            Command.update(slip.id, {"note": "x"}),
            Command.delete(slip.id),
            Command.create({"date_from": JUNE, "state": "done"}),
        ]
        for command in commands:
            self.refused(self.people["agent"].write, {"slip_ids": [command]})

    def test_a_duplicate_is_a_draft_without_lines(self):
        slip = self.done()
        slip._cs_write({"cs_net": 9, "cs_is_extra": True})
        copy = slip.copy({"date_from": "2025-07-01", "date_to": "2025-07-31"})
        self.assertEqual(copy.state, "draft")
        self.assertFalse(
            copy.line_ids or copy.cs_net or copy.cs_is_extra or copy.number
        )
        self.assertIn("TYPED", copy.input_line_ids.mapped("code"))

    def test_lines_open_by_the_setting_only(self):
        """Of slips by hand that are not confirmed."""
        slip = self.slip(struct_id=self.stock.id)
        slip.compute_sheet()
        line = slip.line_ids.with_user(self.users["manager"])
        line.amount = 900
        self.assertEqual(line.total, 900)
        self.env["ir.config_parameter"].set_param(
            "payroll.allow_edit_payslip_lines", False
        )
        self.refused(line.write, {"amount": 800})
        self.refused(line.unlink)

    def test_how_a_slip_is_looked_at_may_change(self):
        slip = self.done().with_user(self.users["manager"])
        slip.hide_invisible_lines = True
        self.assertTrue(slip.hide_invisible_lines)


@tagged("cs_payroll")
class TestRunLock(PayrollCase):
    """INC-31: a monthly run and its slips move on by the buttons of the run only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_ = cls.env["hr.payslip.run"].create(
            {
                "name": "June",
                "date_start": JUNE,
                "date_end": "2025-06-30",
                "company_id": cls.company.id,
            }
        )

    def monthly(self, state="verify", step="computed"):
        slip = self.slip()
        slip._cs_write(
            {"cs_month": JUNE, "payslip_run_id": self.run_.id, "state": state}
        )
        self.run_._cs_write({"cs_month": JUNE, "cs_number": 1, "cs_state": step})
        return slip

    def refused(self, function, *args):
        with self.assertRaises(UserError), self.cr.savepoint():
            function(*args)
            self.env.flush_all()

    def test_slips_of_a_monthly_run(self):
        """Also before they are confirmed."""
        slip = self.monthly()
        free = self.slip("agent2")
        for own in (slip.with_user(self.users["manager"]), slip.sudo()):
            self.refused(own.write, {"date_to": "2025-06-15"})
            self.refused(own.write, {"payslip_run_id": False})
            self.refused(own.unlink)
            self.refused(own.action_payslip_done)
            self.refused(own.action_payslip_draft)
            self.refused(own.action_payslip_cancel)
            self.refused(self.input_of, own, "BONUS", 1)
        self.refused(free.write, {"payslip_run_id": self.run_.id})
        self.refused(lambda: self.slip("leader", payslip_run_id=self.run_.id))

    def test_slips_of_an_approved_run(self):
        slip = self.monthly("done", "approved")
        self.refused(slip.compute_sheet)
        self.refused(slip.refund_sheet)
        self.refused(slip.write, {"note": "x"})
        self.env["ir.config_parameter"].set_param(
            "payroll.allow_cancel_payslips", "True"
        )
        self.refused(slip.action_payslip_cancel)

    def test_a_monthly_run(self):
        slip = self.monthly()
        manager = self.run_.with_user(self.users["manager"])
        for own in (manager, self.run_.sudo()):
            for vals in (
                {"name": "July"},
                {"date_end": "2025-06-29"},
                {"state": "close"},
                {"cs_state": "approved"},
                {"cs_net": 1},
                {"cs_month": False},
                {"slip_ids": [Command.clear()]},
                {"slip_ids": [Command.delete(slip.id)]},
                {"cs_statement_ids": [Command.clear()]},
            ):
                with self.subTest(vals=vals):
                    self.refused(own.write, vals)
            self.refused(own.unlink)
            self.refused(own.close_payslip_run)
            self.refused(own.draft_payslip_run)

    def test_a_run_begins_without_a_month(self):
        vals = {"name": "July", "company_id": self.company.id}
        Run = self.env["hr.payslip.run"].with_user(self.users["manager"])
        for forged in (
            {"state": "close"},
            {"cs_month": JUNE, "cs_state": "approved"},
        ):
            self.refused(Run.create, vals | forged)
        run = Run.with_context(default_cs_month=JUNE, default_cs_state="computed")
        self.assertFalse(run.create(vals).cs_month)

    def test_a_run_by_hand(self):
        """The two buttons of the payroll addon go on working."""
        run = self.run_.with_user(self.users["manager"])
        run.close_payslip_run()
        self.assertEqual(run.state, "close")
        run.draft_payslip_run()
        run.name = "Second of June"
        self.refused(run.write, {"state": "close"})
        copy = run.copy()
        self.assertEqual(copy.state, "draft")

    def test_a_batch_with_confirmed_slips_is_not_deleted(self):
        slip = self.slip(struct_id=self.stock.id, payslip_run_id=self.run_.id)
        slip.action_payslip_done()
        self.refused(self.run_.unlink)
        self.assertTrue(self.run_.exists())
