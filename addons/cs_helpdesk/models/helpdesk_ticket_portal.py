from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, is_html_empty, plaintext2html

from .helpdesk_ticket_guard import seen_text

#: What customers may open by themselves (HD-01); orders and callbacks are ours to open.
CUSTOMER_KINDS = ("inquiry", "complaint", "suggestion", "repair")
#: How long a customer may reopen; afterwards it is a new matter. Ours.
REOPEN_DAYS = 30
#: Longest text of a customer, in characters.
TEXT_MAX = 5000

SATISFIED, AVERAGE, DISSATISFIED = 5, 3, 1


class HelpdeskTicket(models.Model):
    """What a customer does with an own ticket, on the portal.

    The customer is who the ticket is of, or whose company it is of; colleagues and
    followers only read and answer. Each act looks at the ticket under a lock and is
    refused with a sentence when it is not possible (any more).
    """

    _inherit = "helpdesk.ticket"

    def _cs_is_customer(self, user):
        self.ensure_one()
        person = user.partner_id
        return self.sudo().partner_id in (person | person.commercial_partner_id)

    def _cs_customer_status(self):
        """:return: received, handled or closed"""
        stage = self.sudo().stage_id
        if stage.closed:
            return "closed"
        return "received" if stage.unattended else "handled"

    def _cs_customer_rating(self):
        """What the customer said of the service, or nothing (sudo)."""
        ratings = self.env["rating.rating"].sudo()
        return ratings.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("consumed", "=", True),
            ],
            limit=1,
        )

    def _cs_customer_messages(self):
        """What was said between the customer and us, the oldest first (sudo)."""
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("message_type", "in", ("comment", "email", "email_outgoing")),
                    ("subtype_id", "=", self.env.ref("mail.mt_comment").id),
                    ("is_internal", "=", False),
                ],
                order="date, id",
            )
            .filtered(lambda one: one.attachment_ids or not is_html_empty(one.body))
        )

    def _cs_customer_files(self, everywhere=False):
        """Files of the ticket that its customer may have (sudo).

        :param everywhere: also those of the messages
        """
        if everywhere:
            return (
                self._cs_customer_files() | self._cs_customer_messages().attachment_ids
            )
        # What colleagues put there is internal until they send it.
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("create_uid.share", "=", True),
                ],
                order="id",
            )
            - self._cs_customer_messages().attachment_ids
        )

    def _cs_customer_acts(self):
        """:return: dict act -> sentence why not, or None when it is possible"""
        closed = self.sudo().stage_id.closed
        is_open = self.env._("The matter is still open.")
        is_closed = self.env._("The matter is closed.")
        return {
            "answer": is_closed if closed else None,
            "close": is_closed if closed else self._cs_why_not_close(),
            "rate": self._cs_why_not_rate() if closed else is_open,
            "reopen": self._cs_why_not_reopen() if closed else is_open,
        }

    def _cs_why_not_close(self):
        if self.cs_kind == "complaint":
            return self.env._(
                "We close a complaint after calling you back, when you agree (HD-05)."
            )
        if self.cs_kind == "suggestion":
            return self.env._("A suggestion is closed by its decision (HD-08).")
        if not self._cs_customer_stages():
            return self.env._("Please ask us to close the matter.")
        return None

    def _cs_why_not_rate(self):
        if self.cs_kind == "suggestion":
            return self.env._("Suggestions are not rated.")
        if self._cs_customer_rating():
            return self.env._("You have rated this service already. Thank you.")
        return None

    def _cs_why_not_reopen(self):
        if self.cs_kind == "suggestion":
            return self.env._("The suggestion is decided. Please make a new one.")
        closed = self.sudo().closed_date
        until = closed and closed + timedelta(days=REOPEN_DAYS)
        if until and fields.Datetime.now() > until:
            return self.env._(
                "It was closed more than %s days ago. Please open a new matter.",
                REOPEN_DAYS,
            )
        return None

    def _cs_customer_stages(self, closed=True):
        """Stages that a customer may move the ticket to, in their order."""
        ticket = self.sudo().with_company(self.sudo().company_id)
        stages = ticket.team_id._get_applicable_stages()
        if closed:
            return stages.filtered(lambda one: one.closed and one.close_from_portal)
        return stages.filtered(lambda one: not one.closed)

    def _cs_customer_take(self, act, user):
        """Lock the ticket and check that the act is possible now.

        :return: the ticket, with the rights to do it
        """
        self._cs_customer_lock()
        if act != "answer" and not self._cs_is_customer(user):
            raise UserError(self.env._("Only the customer of the matter can do this."))
        reason = self._cs_customer_acts()[act]
        if reason:
            raise UserError(reason)
        return self.sudo()

    def _cs_customer_lock(self):
        """Of two at the same moment, one waits here, fails and looks again."""
        self.ensure_one()
        table = SQL.identifier(self._table)
        self.env.cr.execute(
            SQL("UPDATE %s SET write_date = write_date WHERE id = %s", table, self.id)
        )

    def _cs_customer_answer(self, text, user, files=()):
        """:param files: tuples of name and content"""
        text = self._cs_customer_text(text, needed=not files)
        ticket = self._cs_customer_take("answer", user)
        return ticket._cs_customer_post(text, user, files)

    def _cs_customer_close(self, user, stage_id=None):
        ticket = self._cs_customer_take("close", user)
        stages = ticket._cs_customer_stages()
        if stage_id:
            stages = stages.filtered(lambda one: one.id == stage_id)
        if not stages:
            raise UserError(self.env._("The matter cannot be closed that way."))
        ticket.write({"stage_id": stages[0].id})

    def _cs_customer_reopen(self, text, user):
        text = self._cs_customer_text(text)
        ticket = self._cs_customer_take("reopen", user)
        ticket._cs_customer_back_to_work()
        ticket._cs_customer_post(text, user)

    def _cs_customer_back_to_work(self):
        stage = self._cs_customer_stages(closed=False)[:1]
        if not stage:
            raise UserError(self.env._("Please open a new matter."))
        self.write({"stage_id": stage.id})

    def _cs_customer_rate(self, value, text, user):
        ticket = self._cs_customer_take("rate", user)
        token = ticket._rating_get_access_token(partner=user.partner_id)
        rating = self.env["rating.rating"].sudo().search([("access_token", "=", token)])
        ticket._cs_rate(rating, value, text)

    def _cs_rate(self, rating, value, text):
        """HD-07: satisfied, average or dissatisfied, once; below satisfied with why.

        Dissatisfied opens a complaint; a complaint itself goes on (HD-05).

        :param rating: the customer's rating, to be filled in (sudo, as self)
        """
        if value not in (SATISFIED, AVERAGE, DISSATISFIED):
            raise UserError(self.env._("Please choose how satisfied you are."))
        why = self.env._("Please tell us what was not good.")
        text = self._cs_customer_text(text, needed=value != SATISFIED, otherwise=why)
        self._cs_customer_lock()
        reason = self._cs_why_not_rate()
        if reason:
            raise UserError(reason)
        self.rating_apply(value, rating=rating, feedback=text)
        if value == DISSATISFIED:
            self._cs_customer_dissatisfied(text)

    def _cs_customer_dissatisfied(self, text):
        if self.cs_kind == "complaint":
            self._cs_customer_back_to_work()
            return
        self._cs_complain(text)

    def _cs_customer_post(self, text, user, files=()):
        return self.message_post(
            body=plaintext2html(text),
            attachments=list(files),
            author_id=user.partner_id.id,
            email_from=user.email_formatted,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _cs_customer_text(self, text, needed=True, otherwise=None):
        text = seen_text(text or "").strip()
        if needed and not text:
            raise UserError(otherwise or self.env._("Please write a few words."))
        if len(text) > TEXT_MAX:
            raise UserError(
                self.env._(
                    "The text has %(length)s characters; %(max)s are possible.",
                    length=len(text),
                    max=TEXT_MAX,
                )
            )
        return text
