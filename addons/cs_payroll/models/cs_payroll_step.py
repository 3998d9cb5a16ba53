from odoo import models

#: The one whom a run waits for, by its step.
WAITING = ("handed", "received", "queued", "computed")


class CsPayrollStep(models.AbstractModel):
    """Month close: payslips (INC-31, ALL-05)."""

    _name = "cs.payroll.step"
    _inherit = ["cs.period.step.mixin"]
    _description = "Month Close: Payslips"

    def _period_open(self, period):
        return [
            self._not_handed_over(period),
            *self._not_through(period),
            self._below_zero(period),
            self._different(period),
        ]

    def _not_handed_over(self, period):
        label = self.env._("Statements to be handed over to payroll")
        domain = [
            ("company_id", "=", period.company_id.id),
            ("month", "=", period.month),
            ("state", "in", ["computed", "reviewed", "approved"]),
            ("payslip_run_id", "=", False),
        ]
        return {
            "label": label,
            "count": self.env["cs.incentive.statement"].search_count(domain),
            "action": self._window(
                "cs_incentive.cs_incentive_statement_action", domain, label
            ),
            # INC-31: HR hands over, the payroll accountant cannot
            "group": self.env.ref("cs_base.group_hr_officer").sudo().name,
        }

    def _not_through(self, period):
        """A line per step that runs of the month wait at, with whom they wait for."""
        labels = {
            "handed": self.env._("Pay runs to be received"),
            "received": self.env._("Pay runs to be computed"),
            "queued": self.env._("Pay runs being computed"),
            "computed": self.env._("Pay runs to be approved"),
        }
        for state in WAITING:
            domain = [*self._run_domain(period), ("cs_state", "=", state)]
            runs = self.env["hr.payslip.run"].search(domain)
            line = {
                "label": labels[state],
                "count": len(runs),
                "action": self._window(
                    "cs_payroll.cs_payslip_run_action", domain, labels[state]
                ),
            }
            responsible = self._responsible(period, runs, state)
            yield line | ({"responsible": responsible} if responsible else {})

    def _responsible(self, period, runs, state):
        if state == "computed":
            return period.company_id.cs_general_manager_id
        return runs.cs_received_by_id if state != "handed" else None

    def _below_zero(self, period):
        label = self.env._("Payslips below zero")
        domain = [*self._slip_domain(period), ("cs_net", "<", 0)]
        return {
            "label": label,
            "count": self.env["hr.payslip"].search_count(domain),
            "action": self._window("cs_payroll.cs_payslip_action", domain, label),
        }

    def _different(self, period):
        """INC-31: slips agree with the statements to the cent."""
        label = self.env._("Pay runs that differ from the statements")
        runs = self.env["hr.payslip.run"].search(self._run_domain(period))
        differ = runs.filtered("cs_difference")
        return {
            "label": label,
            "count": len(differ),
            "action": self._window(
                "cs_payroll.cs_payslip_run_action", [("id", "in", differ.ids)], label
            ),
        }

    def _period_facts(self, period):
        [(count, gross, net)] = self.env["hr.payslip"]._read_group(
            self._slip_domain(period), [], ["__count", "cs_gross:sum", "cs_net:sum"]
        )
        currency = period.company_id.currency_id.name
        slips = self._window(
            "cs_payroll.cs_payslip_action",
            self._slip_domain(period),
            self.env._("Payslips"),
        )
        figures = ((self.env._("Gross"), gross), (self.env._("Net"), net))
        return [
            {"label": self.env._("Payslips"), "count": count, "action": slips},
            *(
                {
                    "label": label,
                    "count": self.env["cs.value.format"]._format_value(
                        round(amount or 0, 2), f"money:{currency}"
                    ),
                }
                for label, amount in figures
            ),
        ]

    def _period_view(self, period):
        return self._window(
            "cs_payroll.cs_payslip_run_action",
            self._run_domain(period),
            self.env._("Pay Runs"),
        )

    def _run_domain(self, period):
        return [
            ("company_id", "=", period.company_id.id),
            ("cs_month", "=", period.month),
        ]

    def _slip_domain(self, period):
        return [*self._run_domain(period), ("state", "!=", "cancel")]

    def _window(self, action, domain, name):
        window = self.env["ir.actions.actions"]._for_xml_id(action)
        kept = ("type", "res_model", "views", "search_view_id")
        return {key: window[key] for key in kept} | {"name": name, "domain": domain}
