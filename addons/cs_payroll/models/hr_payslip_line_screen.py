from odoo import fields, models
from odoo.exceptions import UserError


class HrPayslipLine(models.Model):
    """From an amount on a slip to the items of the ledger that make it up (ALL-01)."""

    _inherit = "hr.payslip.line"
    # Not by the contract's date: it would shut out who may not read contracts.
    _order = "slip_id, sequence, id"

    currency_id = fields.Many2one(related="slip_id.currency_id")

    def action_cs_open_items(self):
        """The items of the statement behind this line, as far as its reader may read
        them.

        :raise AccessError: the reader may not read the line
        :raise UserError: the line does not come from a statement
        """
        self.ensure_one()
        self.check_access("read")
        if not self._cs_has_items():
            raise UserError(self.env._("INC-31: this line comes from no statement."))
        window = self.env["ir.actions.actions"]._for_xml_id(
            "cs_incentive.cs_incentive_item_action"
        )
        return window | {
            "name": self._cs_label(),
            "domain": self._cs_items_domain(),
            "context": {},
        }

    def _cs_has_items(self):
        # sudo: only where the amount comes from
        line = self.sudo()
        rule = line.salary_rule_id
        kinds = ("cs_input", "cs_rest")
        is_taken = rule.amount_select in kinds and not rule.cs_is_entered
        return is_taken and bool(line.slip_id.cs_statement_id)

    def _cs_items_domain(self):
        # sudo: the statement of a slip that the reader may read
        statement = self.sudo().slip_id.cs_statement_id
        return [
            ("statement_id", "=", statement.id),
            ("code", "=", self.code),
            ("section", "!=", "points"),
        ]

    def _cs_label(self):
        """What the line is called in the language of its reader; what no rule names is
        called as in the statement."""
        # sudo: only a name; the line keeps that of the day it was computed
        rule = self.sudo().salary_rule_id
        is_ours = (rule.amount_select or "").startswith("cs_")
        return rule.name if is_ours and rule.code == self.code else self.name
