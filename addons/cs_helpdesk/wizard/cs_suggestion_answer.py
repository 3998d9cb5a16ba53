from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ..models.cs_suggestion_step import WAYS


class CsSuggestionAnswer(models.TransientModel):
    """The message that goes with a decision on a suggestion (HD-08).

    It comes from an editable template, in the customer's language, and may be
    changed before it is sent; the decision and the message are one act.
    """

    _name = "cs.suggestion.answer"
    _description = "Tell the Customer"

    suggestion_id = fields.Many2one(
        "cs.suggestion", required=True, readonly=True, ondelete="cascade"
    )
    outcome = fields.Selection(
        [
            ("held", "Held"),
            ("adopted", "Adopted"),
            ("not_adopted", "Not Adopted"),
            ("done", "Carried Out"),
        ],
        required=True,
        readonly=True,
    )
    way = fields.Selection(
        WAYS, "Told By", compute="_compute_way", store=True, readonly=False
    )
    email = fields.Char("To", compute="_compute_email")
    recipient = fields.Char(
        "Who Was Told",
        compute="_compute_recipient",
        store=True,
        readonly=False,
        help="The person and how reached, such as name and phone number.",
    )
    subject = fields.Char(compute="_compute_subject", store=True, readonly=False)
    body = fields.Html("Message", compute="_compute_body", store=True, readonly=False)

    @api.depends("suggestion_id")
    def _compute_email(self):
        for wizard in self:
            ticket = wizard._ticket()
            address = ticket.partner_id.email or ticket.partner_email
            wizard.email = tools.email_normalize(address) or False

    @api.depends("email")
    def _compute_way(self):
        for wizard in self:
            wizard.way = "email" if wizard.email else "phone"

    @api.depends("suggestion_id")
    def _compute_recipient(self):
        for wizard in self:
            ticket = wizard._ticket()
            name = ticket.partner_id.name or ticket.partner_name
            phone = ticket.cs_phone or ticket.partner_id.phone
            wizard.recipient = " ".join(filter(None, [name, phone]))

    @api.depends("suggestion_id", "outcome")
    def _compute_subject(self):
        for wizard in self:
            wizard.subject = wizard._render("subject")

    @api.depends("suggestion_id", "outcome")
    def _compute_body(self):
        for wizard in self:
            wizard.body = wizard._render("body_html")

    def _render(self, name):
        """A field of the template, in the customer's language."""
        one = self._suggestion()
        template = self.env.ref(
            f"cs_helpdesk.mail_template_suggestion_{self.outcome}",
            raise_if_not_found=False,
        )
        if not template or not one:
            return False
        # sudo: the text is about the suggestion that the caller may read
        return template.sudo()._render_field(name, one.ids, compute_lang=True)[one.id]

    def _ticket(self):
        # sudo: who decides need not be able to open the ticket
        return self._suggestion().sudo().ticket_id

    def _suggestion(self):
        """The suggestion, if the caller may read it."""
        one = self.suggestion_id._origin
        one.check_access("read")
        return one

    def action_confirm(self):
        """Decide and send; the suggestion checks who may."""
        self.ensure_one()
        if self.way == "email" and not self.email:
            raise UserError(
                self.env._(
                    "HD-08: the customer has no valid e-mail address. Please tell the"
                    " customer in another way and write down what was said."
                )
            )
        self.suggestion_id._answer(
            self.outcome, self.way, self.recipient, self.subject, self.body
        )
        return {"type": "ir.actions.act_window_close"}
