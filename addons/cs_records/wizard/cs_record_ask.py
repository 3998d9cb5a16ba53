from odoo import fields, models
from odoo.exceptions import UserError


class CsRecordAsk(models.TransientModel):
    """Asks why a secret file is read, or what follows from a leak (HD-20).

    Access: everybody in the service the own; the methods that it calls decide.
    """

    _name = "cs.record.ask"
    _description = "Question About a Record"

    file_id = fields.Many2one("cs.record.file")
    incident_id = fields.Many2one("cs.record.incident")
    text = fields.Text("Answer", required=True)

    def action_confirm(self):
        """Go on with the answer; by who was asked."""
        self.ensure_one()
        self.check_access("read")
        if self.sudo().create_uid != self.env.user:
            raise UserError(self.env._("Somebody else was asked."))
        if self.incident_id:
            return self.incident_id.action_close(self.text)
        return self.file_id.action_read(self.text)
