from odoo import fields, models
from odoo.addons.cs_base.models.cs_waiting import Kind


class CsWaiting(models.AbstractModel):
    """Approved exports that one has asked for (HD-20)."""

    _inherit = "cs.waiting"

    def _kinds(self):
        return [*super()._kinds(), self._exports()]

    def _exports(self):
        return Kind(
            code="export_fetch",
            section="own",
            label=self.env._("Approved exports you may fetch"),
            action="cs_helpdesk.cs_export_request_action",
            model="cs.export.request",
            domain=[
                ("user_id", "=", self.env.uid),
                ("state", "=", "approved"),
                ("valid_until", ">", fields.Datetime.now()),
            ],
            due="valid_until",
        )
