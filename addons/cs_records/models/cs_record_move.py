from odoo import api, fields, models
from odoo.exceptions import UserError


class CsRecordMove(models.Model):
    """A new place or new keepers of a filed document (ALL-06), with the reason; kept.

    Access: as the record is read; entered by who keeps it.
    """

    _name = "cs.record.move"
    _inherit = ["cs.kept.mixin"]
    _description = "New Place or Keepers"
    _order = "id desc"
    _rec_name = "cabinet"
    _kept_is_entered = True

    record_id = fields.Many2one(
        "cs.record", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="record_id.company_id", store=True)
    cabinet = fields.Char()
    box = fields.Char("Box or Folder")
    keeper_ids = fields.Many2many("res.users", string="Keepers")
    reason = fields.Char("Why It Moves", required=True)
    user_id = fields.Many2one(
        "res.users", "Moved By", required=True, readonly=True, ondelete="restrict"
    )
    moved_at = fields.Datetime("Moved On", required=True, readonly=True)

    def _kept_text(self):
        return self.env._("ALL-06: what was moved stays written down.")

    @api.model_create_multi
    def create(self, vals_list):
        stamp = {"user_id": self.env.uid, "moved_at": fields.Datetime.now()}
        moves = super().create([{**vals, **stamp} for vals in vals_list])
        for move in moves:
            move._carry_out()
        return moves

    def _carry_out(self):
        record = self.record_id
        record._check_keep()
        if record.sudo().state not in ("filed", "lent"):
            raise UserError(
                self.env._(
                    "ALL-06: only what is filed moves; correct a registered document"
                    " itself."
                )
            )
        if record.sudo().secrecy == "top" and not self.keeper_ids:
            raise UserError(
                self.env._("ALL-06: please name who keeps a top secret document.")
            )
        # sudo: a filed document changes by this only; checked above
        record.sudo()._decision_write(
            {
                "cabinet": self.cabinet,
                "box": self.box,
                "keeper_ids": [fields.Command.set(self.keeper_ids.ids)],
            }
        )
