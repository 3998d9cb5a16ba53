from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .payroll_case import JUNE, PayrollCase

MODELS = {
    "hr.payslip": "id",
    "hr.payslip.line": "slip_id",
    "hr.payslip.input": "payslip_id",
    "hr.payslip.worked_days": "payslip_id",
}
NOBODY = set()
#: role -> whose slips of agent (confirmed), agent2 (draft) and its own (confirmed)
READS = {
    "agent": {"agent"},
    "agent2": NOBODY,
    "leader": NOBODY,
    "supervisor": NOBODY,
    "hr": {"hr"},
    "payroll": {"agent", "agent2", "hr", "payroll"},
    "gm": {"agent", "agent2", "hr", "payroll"},
    "admin": NOBODY,
    "officer": NOBODY,
    "manager": {"agent", "agent2", "hr", "payroll"},
}


@tagged("cs_payroll")
class TestSlipAccess(PayrollCase):
    """TRUST.md: who reads payslips, and every part of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("hr", "payroll"):
            cls.contract(role, 7000)
        cls.slips = {role: cls.done(role) for role in ("agent", "hr", "payroll")}
        cls.slips["agent2"] = cls.slip("agent2", struct_id=cls.stock.id)
        cls.input_of(cls.slips["agent2"], "TYPED", 1)
        cls.slips["agent2"].compute_sheet()
        cls.all = cls.env["hr.payslip"].union(*cls.slips.values())

    def of(self, records, field):
        slips = records if field == "id" else records[field]
        return {role for role, slip in self.slips.items() if slip in slips.sudo()}

    def test_who_reads(self):
        for role, expected in READS.items():
            for model, field in MODELS.items():
                with self.subTest(role=role, model=model):
                    own = self.env[model].with_user(self.users[role])
                    found = own.search([(field, "in", self.all.ids)])
                    self.assertEqual(self.of(found, field), expected)
                    others = self.env[model].search([(field, "in", self.all.ids)])
                    others -= found.sudo()
                    if others:
                        with self.assertRaises(AccessError):
                            others[:1].with_user(self.users[role]).read(["id"])

    def test_an_officer_reads_as_the_payslip(self):
        """Head of a department, and every part of the slips of its people (P3)."""
        self.group_one.manager_id = self.people["officer"]
        for model, field in MODELS.items():
            own = self.env[model].with_user(self.users["officer"])
            found = own.search([(field, "in", self.all.ids)])
            self.assertEqual(self.of(found, field), {"agent", "agent2"}, model)

    def test_an_officer_writes_nothing_of_others(self):
        """Plain: wrote 99999 on a line of a slip that was not to be seen."""
        self.env["ir.config_parameter"].set_param(
            "payroll.allow_edit_payslip_lines", "True"
        )
        slip = self.slips["agent2"]
        for part in (slip.line_ids, slip.input_line_ids, slip.worked_days_line_ids):
            own = part.with_user(self.users["officer"])
            with self.subTest(part._name), self.assertRaises(AccessError):
                own.write({"name": "changed"})
            with self.subTest(part._name), self.assertRaises(AccessError):
                own.create(part[:1].copy_data())
            with self.subTest(part._name), self.assertRaises(AccessError):
                own.unlink()

    def test_the_accountant_writes_but_not_the_own(self):
        draft = self.slips["agent2"].with_user(self.users["payroll"])
        draft.note = "Looked at"
        draft.input_line_ids.amount = 2
        own = self.slip("payroll", first="2025-05-01", last="2025-05-31")
        mine = own.with_user(self.users["payroll"])
        with self.assertRaises(AccessError):
            mine.write({"note": "x"})
        with self.assertRaises(AccessError):
            mine.read(["name"])
        with self.assertRaises(AccessError):
            self.env["hr.payslip.input"].with_user(self.users["payroll"]).create(
                self.input_of(own, "BONUS", 1).copy_data()
            )

    def test_reading_is_not_writing(self):
        for role in ("agent", "gm"):
            slip = self.slips["agent"].with_user(self.users[role])
            self.assertTrue(slip.line_ids.read(["total"]))
            parts = (slip, slip.line_ids, slip.input_line_ids)
            for part in parts:
                for mode in ("write", "create", "unlink"):
                    with self.subTest(role=role, part=part._name, mode=mode):
                        self.assertFalse(part.has_access(mode))
            with self.assertRaises(AccessError):
                slip.copy()

    def test_public_methods_give_nothing_away(self):
        """What the forms call, called by somebody without a say."""
        Slip = self.env["hr.payslip"].with_user(self.users["agent2"])
        person = self.people["agent"]
        slip = self.slips["agent2"].with_user(self.users["agent2"])
        calls = [
            lambda: Slip.get_payslip_vals(JUNE, "2025-06-30", person.id),
            lambda: Slip.get_inputs(
                person.version_id.with_user(self.users["agent2"]), JUNE, "2025-06-30"
            ),
            lambda: Slip.get_worked_day_lines(
                person.version_id.with_user(self.users["agent2"]), JUNE, "2025-06-30"
            ),
            slip.compute_sheet,
            slip.action_payslip_done,
            slip.action_payslip_cancel,
            slip.action_payslip_draft,
            slip.refund_sheet,
            slip.get_lines_dict,
        ]
        for place, call in enumerate(calls):
            with self.subTest(place), self.assertRaises(AccessError):
                call()

    def test_an_officer_asks_for_no_figures_of_others(self):
        """What a slip would be made of is as secret as the slip."""
        Slip = self.env["hr.payslip"].with_user(self.users["officer"])
        person = self.people["agent"]
        with self.assertRaises(AccessError):
            Slip.get_payslip_vals(JUNE, "2025-06-30", person.id)
        self.group_one.manager_id = self.people["officer"]
        vals = Slip.get_payslip_vals(JUNE, "2025-06-30", person.id)["value"]
        self.assertEqual(len(vals["worked_days_line_ids"]), 1)

    def test_who_reads_runs(self):
        run = self.env["hr.payslip.run"].create(
            {"name": "June", "company_id": self.company.id}
        )
        readers = {"hr", "payroll", "gm", "manager"}
        for role, user in self.users.items():
            own = run.with_user(user)
            with self.subTest(role=role):
                self.assertEqual(own.has_access("read"), role in readers)
                self.assertEqual(own.has_access("unlink"), role == "manager")
        hr = run.with_user(self.users["hr"])
        self.assertFalse(hr.slip_ids)
        self.assertFalse(hr.has_access("write"))

    def test_other_companies(self):
        """Payroll of another company reads nothing of this one (OCA/payroll #182)."""
        other = self.env["res.company"].create({"name": "Other"})
        groups = (
            "payroll.group_payroll_manager,cs_base.group_payroll_accountant,"
            "cs_base.group_general_manager,cs_base.group_hr_officer"
        )
        stranger = new_test_user(
            self.env,
            "stranger",
            groups,
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        run = self.env["hr.payslip.run"].create(
            {"name": "June", "company_id": self.company.id}
        )
        entry = self.monthly_input("tax", 10)
        policy = self.env["cs.payroll.policy"].create(
            {"name": "P", "date_from": "2025-01-01", "company_id": self.company.id}
        )
        slip = self.slips["agent"]
        parts = [slip.line_ids, slip.input_line_ids, slip.worked_days_line_ids]
        for records in [slip, *parts, run, entry, policy]:
            own = records.with_user(stranger).with_company(other)
            with self.subTest(records._name), self.assertRaises(AccessError):
                own.with_context(allowed_company_ids=other.ids).read(["id"])

    def test_the_payroll_policy(self):
        """As other policies: agents once published, HR proposes, no administrator."""
        hr = self.env["cs.payroll.policy"].with_user(self.users["hr"])
        policy = hr.create(
            {"name": "P", "date_from": "2025-01-01", "company_id": self.company.id}
        )
        readers = {"hr", "leader", "supervisor", "payroll", "gm"}
        for role, user in self.users.items():
            with self.subTest(role=role):
                self.assertEqual(
                    policy.with_user(user).has_access("read"), role in readers
                )
                self.assertEqual(
                    policy.with_user(user).has_access("write"), role == "hr"
                )
        policy.action_submit()
        policy.with_user(self.users["gm"]).action_approve()
        self.assertTrue(policy.with_user(self.users["agent"]).has_access("read"))
        self.assertFalse(policy.with_user(self.users["admin"]).has_access("read"))
