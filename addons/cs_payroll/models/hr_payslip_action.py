from odoo import fields, models
from odoo.exceptions import UserError


class HrPayslip(models.Model):
    """The buttons of the payroll addon, written anew: they change states behind the
    guards, for many slips at once, and each only where it may be pressed."""

    _inherit = "hr.payslip"

    def compute_sheet(self):
        """Compute slips one by one by the payroll addon's rules."""
        self.check_access("write")
        self._cs_check_open()
        Line = self.env["hr.payslip.line"].sudo()
        for slip in self:
            slip._cs_fetch()
            slip.sudo().line_ids._cs_unlink()
            lines = slip.get_lines_dict().values()
            Line._cs_create([line | {"slip_id": slip.id} for line in lines])
            number = slip.number or self.env["ir.sequence"].next_by_code("salary.slip")
            slip._cs_write(
                {
                    "number": number,
                    "state": "verify",
                    "compute_date": fields.Date.today(),
                }
            )
        return True

    def action_payslip_draft(self):
        self._cs_check_free()
        self._cs_check_states("draft", "verify", "cancel")
        return self._cs_write({"state": "draft"})

    def action_payslip_done(self):
        """Confirm slips; never the own one, and whatever the context says."""
        self._cs_check_free()
        self._cs_check_states("draft", "verify")
        self._cs_check_others()
        if not self[:1].prevent_compute_on_confirm:
            self.compute_sheet()
        return self._cs_write({"state": "done"})

    def action_payslip_cancel(self):
        self._cs_check_monthly()
        if not self[:1].allow_cancel_payslips:
            self._cs_check_states("draft", "verify", "cancel")
        for slip in self:
            if slip.refunded_id and slip.refunded_id.state != "cancel":
                raise UserError(
                    self.env._(
                        "%(name)s was refunded. Cancel the refund first.",
                        name=slip.display_name,
                    )
                )
        return self._cs_write({"state": "cancel"})

    def refund_sheet(self):
        """Refund confirmed slips, each once; the refund is confirmed at once.

        :return: action that opens the refunds
        """
        self._cs_check_monthly()
        self._cs_check_states("done")
        self._cs_check_others()
        refunds = self.browse()
        for slip in self:
            slip._cs_check_not_refunded()
            refund = slip._cs_refund()
            slip._cs_write({"refunded_id": refund.id})
            refunds |= refund
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refund Payslip"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [("id", "in", refunds.ids)],
        }

    def _cs_refund(self):
        name = self.env._("Refund: %(name)s", name=self.name)
        vals = self.copy_data({"credit_note": True, "name": name})[0] | {
            "company_id": self.company_id.id,
            "cs_is_extra": self.cs_is_extra,
            "input_line_ids": self._cs_input_commands(),
        }
        refund = self._cs_create([vals])
        self.env["hr.payslip.line"].sudo()._cs_create(
            self.line_ids.copy_data(
                {"slip_id": refund.id, "input_ids": [], "child_ids": []}
            )
        )
        number = self.env["ir.sequence"].next_by_code("salary.slip")
        refund._cs_write({"number": number, "state": "done"})
        return refund

    # Checks

    def _cs_check_monthly(self):
        """:raise UserError: a slip belongs to a monthly run"""
        self.check_access("write")
        for slip in self.sudo():
            if slip.cs_month or slip.payslip_run_id.cs_month:
                raise UserError(
                    self.env._(
                        "INC-31: the payslip %(name)s belongs to a monthly pay run."
                        " Correct it in the next month, or ask the general manager to"
                        " reopen the run.",
                        name=slip.display_name,
                    )
                )

    def _cs_check_states(self, *states):
        self.check_access("write")
        names = dict(self._fields["state"]._description_selection(self.env))
        for slip in self:
            if slip.state not in states:
                raise UserError(
                    self.env._(
                        "The payslip %(name)s is “%(state)s”; this is for: %(wanted)s.",
                        name=slip.display_name,
                        state=names[slip.state],
                        wanted=", ".join(names[state] for state in states),
                    )
                )

    def _cs_check_not_refunded(self):
        # sudo: a refund counts also where the reader may not see it
        standing = self.sudo().search_count(
            [
                ("employee_id", "=", self.employee_id.id),
                ("date_from", "=", self.date_from),
                ("date_to", "=", self.date_to),
                ("credit_note", "=", True),
                ("cs_is_extra", "=", self.cs_is_extra),
                ("state", "!=", "cancel"),
            ],
            limit=1,
        )
        if self.credit_note or standing:
            raise UserError(
                self.env._(
                    "%(name)s is a refund, or was refunded already. A payslip is"
                    " refunded once.",
                    name=self.display_name,
                )
            )
