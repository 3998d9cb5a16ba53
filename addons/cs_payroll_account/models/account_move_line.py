from odoo import api, models

#: What of a line follows from the payslips.
_GUARDED = {
    "account_id",
    "amount_currency",
    "balance",
    "credit",
    "currency_id",
    "debit",
    "move_id",
    "partner_id",
    "tax_ids",
}


class AccountMoveLine(models.Model):
    """Lines of entries of pay runs follow from the payslips (INC-31)."""

    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        moves = {vals["move_id"] for vals in vals_list if vals.get("move_id")}
        self.env["account.move"].browse(moves)._cs_check_lines()
        return super().create(vals_list)

    def write(self, vals):
        if _GUARDED & vals.keys():
            target = self.move_id.browse(vals.get("move_id") or [])
            (self.move_id | target)._cs_check_lines()
        return super().write(vals)

    def unlink(self):
        # Not by @api.ondelete: it is passed over for a context key.
        self.move_id._cs_check_lines()
        return super().unlink()
