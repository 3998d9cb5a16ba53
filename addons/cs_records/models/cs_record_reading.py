from odoo import api, fields, models
from odoo.exceptions import UserError

from .cs_record import SECRECY

MAX_REASON = 1000


class CsRecordReading(models.Model):
    """Who read what, when and why (HD-20). Written by the server when a file is handed
    out, and kept.

    Access: each the own; keepers, heads of the department, HR officers and the general
    manager those of documents that they may read.
    """

    _name = "cs.record.reading"
    _inherit = ["cs.kept.mixin"]
    _description = "Reading of a Record"
    _order = "id desc"
    _rec_name = "file_name"

    record_id = fields.Many2one(
        "cs.record", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    incoming_id = fields.Many2one(
        "cs.record.incoming", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    file_name = fields.Char("File", required=True, readonly=True)
    secrecy = fields.Selection(SECRECY, "Secrecy Then", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Read By", required=True, readonly=True, ondelete="restrict"
    )
    read_at = fields.Datetime("Read On", required=True, readonly=True)
    reason = fields.Char("Why", readonly=True)

    _secret_says_why = models.Constraint(
        "CHECK(secrecy = 'normal' OR reason IS NOT NULL)",
        "Reading a secret document needs a reason.",
    )

    def _kept_text(self):
        return self.env._("HD-20: who read what is written by the system, and stays.")

    @api.model
    def _note(self, file, reason):
        """:raise UserError: a secret one without a reason"""
        if reason is not None and not isinstance(reason, str):
            raise UserError(self.env._("The reason has to be a text."))
        reason = (reason or "").replace("\0", "").strip()[:MAX_REASON]
        # sudo: nobody writes readings, and the reader may not know all of the document
        file = file.sudo()
        owner = file._owner()
        if owner.secrecy != "normal" and not reason:
            raise UserError(
                self.env._("HD-20: please say why you read this secret document.")
            )
        return self.sudo()._kept_create(
            [
                {
                    "record_id": file.record_id.id,
                    "incoming_id": file.incoming_id.id,
                    "company_id": owner.company_id.id,
                    "file_name": file.name,
                    "secrecy": owner.secrecy,
                    "user_id": self.env.uid,
                    "read_at": fields.Datetime.now(),
                    "reason": reason or False,
                }
            ]
        )
