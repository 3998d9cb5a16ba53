import base64
from datetime import timedelta

from odoo import api, fields, models

_KEPT_HOURS = 1


class CsSheetDownload(models.TransientModel):  # pylint: disable=no-wizard-in-models
    """A sheet waiting to be fetched by the user for whom it was written.

    Its creator reads it; nobody creates, changes or deletes one by RPC, and nobody
    else reads it, whatever the role: it may hold salaries.
    """

    _name = "cs.sheet.download"
    _description = "Sheet to Download"
    _transient_max_hours = _KEPT_HOURS

    name = fields.Char(required=True, readonly=True)
    content = fields.Binary(required=True, readonly=True, attachment=False)

    @api.model
    def _keep(self, name, content):
        """Keep ``content`` (bytes) for the current user, and no old ones."""
        hour_ago = self.env.cr.now() - timedelta(hours=_KEPT_HOURS)
        self.search([("create_date", "<", hour_ago)]).unlink()
        encoded = base64.b64encode(content)
        return self.create({"name": name, "content": encoded})
