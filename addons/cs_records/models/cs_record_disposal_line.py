from odoo import api, fields, models
from odoo.exceptions import UserError


class CsRecordDisposalLine(models.Model):
    """A document on a list of disposals (ALL-06). Access as to the list."""

    _name = "cs.record.disposal.line"
    _inherit = ["cs.decision.line.mixin"]
    _description = "Record to Dispose Of"
    _order = "id"
    _rec_name = "record_id"
    _decision_parent_field = "disposal_id"

    disposal_id = fields.Many2one(
        "cs.record.disposal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="disposal_id.company_id", store=True)
    record_id = fields.Many2one(
        "cs.record", required=True, index=True, ondelete="restrict"
    )
    retain_until = fields.Date(related="record_id.retain_until")
    state = fields.Selection(related="record_id.state", string="State of the Record")

    _record_once = models.Constraint(
        "UNIQUE(disposal_id, record_id)", "A document stands on a list once."
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_readable()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self._check_readable()
        return result

    def _check_readable(self):
        """Only what the author may know of, and of the same company."""
        if not self.env.su:
            self.record_id.check_access("read")
        for line in self.sudo():
            line._check_company_of_list()

    def _check_company_of_list(self):
        if self.record_id.company_id != self.disposal_id.company_id:
            raise UserError(
                self.env._("ALL-06: a list holds documents of one company.")
            )

    def _check_disposable(self):
        """:raise UserError: on loan, not filed, or not past retention"""
        self._check_company_of_list()
        record = self.record_id
        if record.state != "filed":
            raise UserError(
                self.env._(
                    "ALL-06: %s is on loan or not filed, so it cannot be disposed of.",
                    record.number,
                )
            )
        if not record.retain_until or record.retain_until >= (
            self.company_id._cs_today()
        ):
            raise UserError(
                self.env._("ALL-06: %s has to be kept longer.", record.number)
            )
