from .payroll_case import JUNE, PayrollMonthCase


class ScreenCase(PayrollMonthCase):
    """June 2025 is computed: BASE 3800 and STAR 50 of the scheme each, agent pays 45 of
    income tax."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme(
            ("BASE", "fixed", {"amount": 3800, "by_days": True}),
            ("STAR", "fixed", {"amount": 50}, "award"),
        )
        cls.maker._book(cls.company, JUNE)
        statements = cls.env["cs.incentive.statement"].search([("month", "=", JUNE)])
        statements.with_user(cls.users["hr"]).action_review()
        statements.with_user(cls.users["gm"]).action_approve()
        cls.statements = statements
        cls.tax = cls.env["cs.payroll.input"].create(
            {
                "company_id": cls.company.id,
                "employee_id": cls.people["agent"].id,
                "month": JUNE,
                "rule_id": cls.env.ref("cs_payroll.rule_tax").id,
                "amount": 45,
            }
        )
        cls.run_model = cls.env["hr.payslip.run"]
        cls.by("hr", cls.run_model).action_cs_hand_over(cls.company.id, JUNE)
        cls.pay_run = cls.run_model.search([("cs_month", "=", JUNE)])

    @classmethod
    def by(cls, role, records):
        return records.with_user(cls.users[role])

    @classmethod
    def compute(cls):
        """Received and computed, without the commits of the scheduled action."""
        cls.by("payroll", cls.pay_run).action_cs_receive()
        cls.by("payroll", cls.pay_run).action_cs_compute()
        for _batch in cls.pay_run._background_steps():
            pass
        # The database tells the real time, the run that of the case.
        cls.env.cr.execute("UPDATE cs_payroll_input SET write_date = '2025-07-01'")
        cls.env.invalidate_all()

    @classmethod
    def approve_run(cls):
        cls.by("gm", cls.pay_run).action_cs_approve()
        cls.env.invalidate_all()

    def slip_of(self, role="agent"):
        return self.pay_run.slip_ids.filtered(
            lambda slip: slip.employee_id == self.people[role]
        )
