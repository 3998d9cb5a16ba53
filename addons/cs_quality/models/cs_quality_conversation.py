from markupsafe import Markup, escape

from odoo import api, models
from odoo.tools import format_datetime, html2plaintext

from ..engine.words import find

MARKED = {"forbidden": "bg-danger text-white", "courtesy": "bg-success text-white"}
LINE = Markup(
    '<div class="mb-2 p-2 rounded {side}"><div class="small text-muted">{who} ·'
    ' {when}</div><div style="white-space: pre-wrap">{text}</div></div>'
)


class CsQualityReview(models.Model):
    """The conversation beside the marks, its words marked where they stand (HD-32)."""

    _inherit = "cs.quality.review"

    @api.depends_context("lang", "tz", "uid")
    @api.depends("ticket_id", "card_id")
    def _compute_conversation(self):
        # what the customer wrote is for those who may read the ticket
        readable = self.ticket_id._filtered_access("read")
        said = self._public_messages()
        for review in self:
            ticket = review.ticket_id
            if ticket not in readable:
                review.conversation = False
                continue
            agent = review.sudo().employee_id.user_id.partner_id
            # sudo: words of the card that was in force, whoever wrote it
            kinds = {one.word: one.kind for one in review.sudo().card_id.word_ids}
            lines = [review._described(ticket)]
            lines += [
                review._said(message, kinds if message.author_id == agent else {})
                for message in said.get(ticket.id, ())
            ]
            review.conversation = Markup().join(lines)

    def _described(self, ticket):
        return LINE.format(
            side="bg-light",
            who=ticket.partner_name or ticket.partner_id.name or "",
            when=format_datetime(self.env, ticket.create_date),
            text=html2plaintext(ticket.description or ""),
        )

    def _said(self, message, kinds):
        text = html2plaintext(message.body or "")
        return LINE.format(
            side="bg-info-subtle" if kinds else "bg-light",
            who=message.author_id.name or message.email_from or "",
            when=format_datetime(self.env, message.date),
            text=self._marked(text, kinds),
        )

    @api.model
    def _marked(self, text, kinds):
        parts, last = [], 0
        for hit in find(kinds, text):
            parts.append(escape(text[last : hit.start]))
            style = MARKED[kinds[hit.word]]
            parts.append(Markup('<b class="{}">{}</b>').format(style, hit.found))
            last = hit.stop
        return Markup().join([*parts, escape(text[last:])])
