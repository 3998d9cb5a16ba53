from odoo import api, fields, models

from .cs_ticket_outcome import KINDS

MOMENTS = [
    ("opening", "Opening"),
    ("satisfied", "Closing, satisfied"),
    ("dissatisfied", "Closing, not satisfied"),
]


class CsCallbackScript(models.Model):
    """What to say in a callback (HD-07).

    ``{customer}``, ``{agent}``, ``{company}`` and ``{service}`` stand for the names.

    Access: everybody in the service reads; supervisors and helpdesk managers write.
    """

    _name = "cs.callback.script"
    _description = "Script of Callbacks"
    _order = "moment, sequence, id"

    name = fields.Char(required=True, translate=True)
    moment = fields.Selection(MOMENTS, "When", required=True, default="opening")
    kind = fields.Selection(KINDS, "After", help="Empty: after every kind of service.")
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    text = fields.Text("What to Say", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.model
    def _texts_for(self, callback):
        """What to say to this customer: dict of the moments, "" where nothing is
        written. A script for the kind goes before one for all, one of the company
        before one for all companies.
        """
        found = self.search(
            [
                ("kind", "in", (callback.kind, False)),
                ("company_id", "in", (callback.company_id.id, False)),
            ]
        )
        names = {
            "customer": callback.customer or "",
            "agent": self.env.user.name,
            "company": callback.company_id.name,
            "service": callback.ticket_id.sudo().name,
        }
        texts = {}
        for moment, _label in MOMENTS:
            best = min(
                found.filtered(lambda one, moment=moment: one.moment == moment),
                key=lambda one: (not one.kind, not one.company_id),
                default=self.browse(),
            )
            texts[moment] = best._filled(names) if best else ""
        return texts

    def _filled(self, names):
        text = self.text
        for name, value in names.items():
            text = text.replace(f"{{{name}}}", value)
        return text
