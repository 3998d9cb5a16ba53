from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.tools import html2plaintext

from ..engine.words import find

TICKET = "helpdesk.ticket"


class CsQualityReview(models.Model):
    """Makes the reviews of a draw, with items and the words found (superuser)."""

    _inherit = "cs.quality.review"

    @api.model
    def _make(self, draw, drawn, cards, first, second):
        """:param drawn: dict employee id -> ticket ids
        :param cards: dict employee id -> scorecard
        :param first, second: dict ticket id -> employee id of the reviewer
        """
        rows = [
            self._prepare_review(draw, who, ticket, cards[who], first[ticket.id])
            for who, tickets in drawn.items()
            for ticket in self.env[TICKET].browse(tickets)
            if ticket.id in first
        ]
        reviews = self._kept_create(rows)
        seconds = self._kept_create(
            [
                one._prepare_second(second[one.ticket_id.id])
                for one in reviews
                if one.ticket_id.id in second
            ]
        )
        seconds.pair_id._kept_write({"is_blind": True})
        (reviews | seconds)._make_lines()

    @api.model
    def _prepare_review(self, draw, who, ticket, card, reviewer):
        agent, company = self.env["hr.employee"].browse(who), draw.company_id
        closed = words.localized(ticket.closed_date, company._cs_zone())
        return {
            "draw_id": draw.id,
            "company_id": company.id,
            "week": draw.week,
            "ticket_id": ticket.id,
            "ticket_number": ticket.number,
            "closed_on": closed.date(),
            "employee_id": who,
            "department_id": agent.department_id.id,
            "card_id": card.id,
            "reviewer_id": reviewer,
            "due_on": company._cs_today() + timedelta(days=card.review_days),
        }

    def _prepare_second(self, reviewer):
        names = ("draw_id", "company_id", "ticket_id", "employee_id")
        names += ("department_id", "card_id")
        same = {name: self[name].id for name in names}
        plain = ("week", "ticket_number", "closed_on", "due_on")
        same |= {name: self[name] for name in plain}
        return same | {
            "kind": "second",
            "pair_id": self.id,
            "reviewer_id": reviewer,
            "is_blind": True,
        }

    def _make_lines(self):
        """Items as they are in force now, and what the words propose."""
        found = self._find_words()
        lines, hits = [], []
        for review in self:
            mine = found[review.ticket_id.id, review.card_id.id]
            hits += [{"review_id": review.id, **hit} for hit in mine]
            kinds = {hit["kind"] for hit in mine}
            for item in review.card_id.item_ids:
                lines.append(review._prepare_line(item, kinds))
        self.env["cs.quality.review.line"]._kept_create(lines)
        self.env["cs.quality.hit"]._kept_create(hits)

    def _prepare_line(self, item, kinds):
        proposal = False
        if item.word_kind:
            is_found = item.word_kind in kinds
            is_met = is_found == (item.word_kind == "courtesy")
            proposal = "pass" if is_met else "fail"
        return {
            "review_id": self.id,
            "sequence": item.sequence,
            "section": item.section,
            "name": item.name,
            "item_note": item.note,
            "kind": item.kind,
            "weight": item.weight,
            "is_knock_out": item.is_knock_out,
            "proposal": proposal,
        }

    def _find_words(self):
        """Words of each card in what the agent wrote to the customer.

        :return: dict (ticket id, card id) -> values of hits
        """
        said = self._public_messages()
        found = {}
        for review in self:
            key = review.ticket_id.id, review.card_id.id
            if key in found:
                continue
            agent = review.employee_id.user_id.partner_id
            kinds = {word.word: word.kind for word in review.card_id.word_ids}
            found[key] = [
                self._prepare_hit(message, hit, kinds[hit.word])
                for message in said.get(review.ticket_id.id, ())
                if message.author_id == agent
                for hit in find(kinds, html2plaintext(message.body or ""))
            ]
        return found

    @api.model
    def _prepare_hit(self, message, hit, kind):
        return {
            "kind": kind,
            "word": hit.word,
            "message_id": message.id,
            "said_at": message.date or fields.Datetime.now(),
            "place": hit.start,
            "excerpt": f"…{hit.before}【{hit.found}】{hit.after}…",
        }

    def _public_messages(self):
        """What agents and customers wrote to each other (sudo), the oldest first; mails
        from templates are nobody's words.

        :return: dict ticket id -> mail.message
        """
        # sudo: who may read the review decides who is shown them
        messages = self.env["mail.message"].sudo()
        messages = messages.search(
            [
                ("model", "=", TICKET),
                ("res_id", "in", self.ticket_id.ids),
                ("message_type", "in", ("comment", "email")),
            ],
            order="date, id",
        )
        public = messages.filtered(
            lambda one: not one.is_internal and not one.subtype_id.internal
        )
        return public.grouped("res_id")
