from odoo import fields, models

#: What may only change as the pay run allows.
_GUARDED = {"state", "date"}


class AccountMove(models.Model):
    """Entries of pay runs follow from their run (INC-31); all others are as ever."""

    _inherit = "account.move"

    cs_entry_ids = fields.One2many(
        "cs.payroll.entry",
        "move_id",
        "Pay Runs Booked",
        readonly=True,
        groups=fields.NO_ACCESS,
    )
    cs_taken_entry_ids = fields.One2many(
        "cs.payroll.entry",
        "reversal_id",
        "Pay Runs Reversed",
        readonly=True,
        groups=fields.NO_ACCESS,
    )

    def write(self, vals):
        if _GUARDED & vals.keys():
            # sudo: whether it is an entry of a pay run, which accounting cannot read
            moves = self.sudo()
            moves.cs_entry_ids._check_move(vals)
            moves.cs_taken_entry_ids._check_lines()
        return super().write(vals)

    def unlink(self):
        # Not by @api.ondelete: it is passed over for a context key.
        self._cs_check_lines()
        return super().unlink()

    def _post(self, soft=True):
        self.sudo().cs_entry_ids._check_posting()
        return super()._post(soft)

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self.sudo().cs_entry_ids._check_reversing()
        self.sudo().cs_taken_entry_ids._check_lines()
        return super()._reverse_moves(default_values_list, cancel)

    def _cs_check_lines(self):
        moves = self.sudo()
        (moves.cs_entry_ids | moves.cs_taken_entry_ids)._check_lines()
