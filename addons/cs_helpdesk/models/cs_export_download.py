from odoo import api, fields, models


class CsExportDownload(models.Model):
    """An approved export was fetched: by whom, when, how much of what (HD-20). Written
    by the server when the sheet is handed out, and kept.

    Access: each the own; leaders and supervisors those of their departments; HR
    officers and the general manager all.
    """

    _name = "cs.export.download"
    _inherit = ["cs.kept.mixin"]
    _description = "Fetched Export"
    _order = "id desc"
    _rec_name = "request_id"

    request_id = fields.Many2one(
        "cs.export.request",
        "Export Request",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    what = fields.Selection(related="request_id.what")
    purpose = fields.Text(related="request_id.purpose")
    recipient = fields.Char(related="request_id.recipient")
    recipient_kind = fields.Selection(related="request_id.recipient_kind")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        "Fetched By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    downloaded_at = fields.Datetime("Fetched On", required=True, readonly=True)
    number = fields.Integer("Which Time", required=True, readonly=True, aggregator=None)
    allowed = fields.Integer(
        "Times Allowed", required=True, readonly=True, aggregator=None
    )
    record_count = fields.Integer("Records", required=True, readonly=True)
    columns = fields.Text(required=True, readonly=True)

    _once = models.Constraint(
        "UNIQUE(request_id, number)", "HD-20: this export was fetched just now."
    )
    _as_often_as_allowed = models.Constraint(
        "CHECK(number BETWEEN 1 AND allowed)",
        "HD-20: an export is fetched as often as was approved.",
    )

    def _kept_text(self):
        return self.env._(
            "HD-20: who fetched what is written by the system, and stays."
        )

    @api.model
    def _note(self, request, count, columns):
        """Write down that the asker fetches it (sudo: nobody writes these rows)."""
        request = request.sudo()
        return self.sudo()._kept_create(
            [
                {
                    "request_id": request.id,
                    "company_id": request.company_id.id,
                    "department_id": request.department_id.id,
                    "user_id": self.env.uid,
                    "downloaded_at": fields.Datetime.now(),
                    "number": len(request.download_ids) + 1,
                    "allowed": request.download_limit,
                    "record_count": count,
                    "columns": ", ".join(columns),
                }
            ]
        )
