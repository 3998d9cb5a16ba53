from decimal import ROUND_HALF_UP, Decimal

from odoo import api, models

#: per cent of the wage that is withheld, and that the employer pays
SHARES = {
    "pension": "8",
    "medical": "2",
    "unemployment": "0.5",
    "housing": "7",
    "er_insurance": "27",
    "er_housing": "7",
}
#: of what a wage is above 5 000
TAX = "3"
CENT = Decimal("0.01")


class CsDemo(models.AbstractModel):
    """Pay runs of the demo company (INC-31), through the hands of those who make them:
    HR hands over, payroll receives, enters and computes, the general manager approves.
    """

    _inherit = "cs.demo"

    @api.model
    def _load_pay_run(self, months_ago):
        """Pay a month whose statements are approved, once."""
        company = self.env.ref("cs_base.company_xinglan_demo")
        month = self._demo_date(months_ago, 1)
        Run = self.env["hr.payslip.run"]
        there = [("company_id", "=", company.id), ("cs_month", "=", month)]
        approved = self.env["cs.incentive.statement"].search(
            [
                ("company_id", "=", company.id),
                ("month", "=", month),
                ("state", "=", "approved"),
            ]
        )
        if not approved or Run.search_count(there, limit=1):
            return
        self._enter_inputs(company, month, approved)
        self._as("hr", Run).action_cs_hand_over(company.id, month)
        run = Run.search(there)
        self._as("payroll", run).action_cs_receive()
        self._as("payroll", run).action_cs_compute()
        for _batch in run._background_as_user()._background_steps():
            pass  # what the scheduled action does, without its commits
        self._as("gm", run).action_cs_approve()

    def _enter_inputs(self, company, month, statements):
        """What payroll enters: social insurance, housing fund and income tax; HR that
        of payroll itself."""
        own = self.env.ref("cs_base.user_payroll_demo")._cs_employees()
        mine = statements.filtered(lambda one: one.employee_id in own)
        for login, theirs in (("payroll", statements - mine), ("hr", mine)):
            Input = self._as(login, self.env["cs.payroll.input"])
            Input.create(
                [
                    {
                        "company_id": company.id,
                        "employee_id": one.employee_id.id,
                        "month": month,
                        "rule_id": self.env.ref(f"cs_payroll.rule_{rule}").id,
                        "amount": float(amount),
                    }
                    for one in theirs
                    for rule, amount in self._withheld(one)
                    if amount
                ]
            )

    def _withheld(self, statement):
        """(rule, amount) of a person, by what the statement comes to."""
        base = Decimal(str(max(statement.total, 0)))
        shares = [(rule, base * Decimal(rate)) for rule, rate in SHARES.items()]
        shares.append(("tax", max(base - 5000, 0) * Decimal(TAX)))
        return [
            (rule, (amount / 100).quantize(CENT, ROUND_HALF_UP))
            for rule, amount in shares
        ]
