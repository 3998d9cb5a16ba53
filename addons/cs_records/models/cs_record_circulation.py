from odoo import api, fields, models
from odoo.exceptions import UserError


class CsRecordCirculation(models.Model):
    """Somebody who reads an incoming document and signs for it (ALL-06), once.

    Access: as the document; added and taken out by who passes it on.
    """

    _name = "cs.record.circulation"
    _inherit = ["cs.kept.mixin"]
    _description = "Reader of an Incoming Document"
    _order = "id"
    _rec_name = "user_id"
    _kept_is_entered = True

    incoming_id = fields.Many2one(
        "cs.record.incoming", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="incoming_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users", "Reader", required=True, index=True, ondelete="restrict"
    )
    signed_at = fields.Datetime("Read and Signed On", readonly=True)

    _reader_once = models.Constraint(
        "UNIQUE(incoming_id, user_id)", "A person signs once."
    )

    def _kept_text(self):
        return self.env._("ALL-06: each reader signs the own line, once, and it stays.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([{**vals, "signed_at": False} for vals in vals_list])
        for incoming in lines.incoming_id:
            incoming._check_naming()
        return lines

    def unlink(self):
        for line in self:
            line.incoming_id._check_naming()
            if line.signed_at:
                line._kept_refuse()
        return self._kept_unlink()

    def _sign(self):
        """:raise UserError: there is no line of the caller that waits"""
        mine = self.filtered(
            lambda line: line.user_id == self.env.user and not line.signed_at
        )
        if not mine or mine.incoming_id.state in ("signed", "registered"):
            raise UserError(
                self.env._("ALL-06: there is nothing for you to sign here.")
            )
        # sudo: nobody writes these lines; each signs the own one
        mine.sudo()._kept_write({"signed_at": fields.Datetime.now()})
