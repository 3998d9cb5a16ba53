from odoo import fields, models

#: bad rows kept of one import; the rest are counted on it
KEPT_AN_IMPORT = 1000


class CsPhoneHeld(models.Model):
    """A row of a call log that was not taken, and what to change (HD-03).

    Access: who reads the import; nobody creates, changes or deletes.
    """

    _name = "cs.phone.held"
    _inherit = ["cs.kept.mixin"]
    _description = "Row of a Call Log Set Aside"
    _order = "import_id desc, row, id"
    _log_access = False
    _rec_name = "reason"

    import_id = fields.Many2one(
        "cs.phone.import", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    row = fields.Integer(readonly=True, aggregator=None)
    shown = fields.Char("As Received", readonly=True)
    reason = fields.Char("What to change", readonly=True)

    def _kept_text(self):
        return self.env._("Rows set aside are kept as the import found them.")
