from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .common import (
    FORM_BYTES,
    FormError,
    files_of_form,
    id_of,
    no_such_ticket,
    problem,
    readable_ticket,
)


class TicketActsController(http.Controller):
    """What customers do with an own ticket: signed in, by POST with CSRF."""

    @http.route(
        "/my/ticket/<int:ticket_id>/answer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=FORM_BYTES,
    )
    def answer(self, ticket_id, text=None, **kw):
        def act(ticket, user):
            ticket._cs_customer_answer(text, user, files_of_form())

        return self._act(ticket_id, act, request.env._("Not sent"))

    @http.route(
        "/my/ticket/<int:ticket_id>/rate",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def rate(self, ticket_id, value=None, text=None, **kw):
        def act(ticket, user):
            ticket._cs_customer_rate(id_of(value), text, user)

        return self._act(ticket_id, act, request.env._("Not rated"))

    @http.route(
        "/my/ticket/<int:ticket_id>/reopen",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def reopen(self, ticket_id, text=None, **kw):
        def act(ticket, user):
            ticket._cs_customer_reopen(text, user)

        return self._act(ticket_id, act, request.env._("Not reopened"))

    def _act(self, ticket_id, act, title):
        """Do it and show the ticket, or say why not."""
        ticket = readable_ticket(ticket_id)
        if not ticket:
            return no_such_ticket()
        try:
            act(ticket, request.env.user)
        except (FormError, UserError) as error:
            return problem(title, str(error), 422, ticket.access_url)
        return request.redirect(ticket.access_url)
