from odoo import fields, models
from odoo.exceptions import UserError

from ..models.cs_secret_mixin import LEVELS


class CsSecretAsk(models.TransientModel):
    """Asks why a secret record is read (HD-20); the record decides who may."""

    _name = "cs.secret.ask"
    _description = "Reason for Reading a Secret Record"

    stub_id = fields.Many2one(
        "cs.secret.stub", "Secret Record", required=True, readonly=True
    )
    level = fields.Selection(related="stub_id.level")
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Open it, and write down who reads it and why."""
        self.ensure_one()
        self.check_access("read")
        self.stub_id.check_access("read")
        record = self.stub_id._record()
        record._secret_permit(self.reason)
        return record._secret_form()


class CsSecretSet(models.TransientModel):
    """Asks for a level of secrecy and the reason (HD-20); the record decides."""

    _name = "cs.secret.set"
    _description = "New Level of Secrecy"

    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    customer_id = fields.Many2one("cs.customer", readonly=True)
    level = fields.Selection(LEVELS, "Secrecy", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Set the level; who does not see the record any more goes to the list."""
        self.ensure_one()
        self.check_access("read")
        record = self.ticket_id or self.customer_id
        if not record:
            raise UserError(self.env._("HD-20: a level belongs to a record."))
        record._secret_set(self.level, self.reason)
        if record.has_access("read"):
            return {"type": "ir.actions.act_window_close"}
        return self.env["ir.actions.act_window"]._for_xml_id(
            "cs_helpdesk.cs_secret_stub_action"
        )
