from odoo import models
from odoo.addons.cs_base.models.cs_waiting import Kind

#: Who acts on a pay run at which step (INC-31): code, group, step, and what none of
#: those who did an earlier step may do.
RUNS = (
    ("run_receive", "cs_base.group_payroll_accountant", "handed", ["cs_handed_by_id"]),
    (
        "run_compute",
        "cs_base.group_payroll_accountant",
        "received",
        ["cs_handed_by_id"],
    ),
    (
        "run_approve",
        "cs_base.group_general_manager",
        "computed",
        ["cs_handed_by_id", "cs_received_by_id", "cs_computed_by_id"],
    ),
)


class CsWaiting(models.AbstractModel):
    """Pay runs on their way by three people (INC-31)."""

    _inherit = "cs.waiting"

    def _kinds(self):
        return [*super()._kinds(), *self._handovers(), *self._runs()]

    def _links(self):
        return [
            *super()._links(),
            {
                "label": self.env._("My Payslips"),
                "action": "cs_payroll.cs_payslip_my_action",
                "icon": "fa-file-text-o",
            },
        ]

    def _handovers(self):
        if not self._has_one_of("cs_base.group_hr_officer"):
            return []
        return [
            Kind(
                code="payroll_handover",
                section="month",
                label=self.env._("Approved statements to hand over to payroll"),
                action="cs_incentive.cs_incentive_statement_action",
                model="cs.incentive.statement",
                domain=[
                    ("company_id", "=", self.env.company.id),
                    ("state", "=", "approved"),
                    ("payslip_run_id", "=", False),
                    ("month", "<", self._month()),
                ],
            )
        ]

    def _runs(self):
        labels = {
            "run_receive": self.env._("Pay runs to receive"),
            "run_compute": self.env._("Pay runs to compute"),
            "run_approve": self.env._("Pay runs to approve"),
        }
        return [
            Kind(
                code=code,
                section="month",
                label=labels[code],
                action="cs_payroll.cs_payslip_run_action",
                model="hr.payslip.run",
                domain=[
                    ("company_id", "=", self.env.company.id),
                    ("cs_state", "=", state),
                    *((maker, "!=", self.env.uid) for maker in makers),
                ],
            )
            for code, group, state, makers in RUNS
            if self._has_one_of(group)
        ]
