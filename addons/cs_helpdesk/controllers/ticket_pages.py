from odoo import http
from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk
from odoo.addons.portal.controllers.portal import pager
from odoo.fields import Domain
from odoo.http import content_disposition, request

from ..models.helpdesk_ticket_guard import seen_text
from .common import id_of, no_such_ticket, problem, readable_ticket, time_zone

_STATES = {
    "all": Domain.TRUE,
    "open": Domain("closed", "=", False),
    "closed": Domain("closed", "=", True),
}
_PER_PAGE = 20
_SEARCH_MAX = 100


class TicketPagesController(CustomerPortalHelpdesk):
    """The own tickets of a customer: list, one of them, its files."""

    @http.route()
    def portal_my_tickets(self, page=1, state="all", search=None, **kw):
        state = state if state in _STATES else "all"
        search = seen_text(search or "").strip()[:_SEARCH_MAX]
        domain = _STATES[state]
        if search:
            found = Domain("number", "ilike", search) | Domain("name", "ilike", search)
            domain &= found
        Ticket = request.env["helpdesk.ticket"]
        if not Ticket.has_access("read"):
            return request.redirect("/my")
        pages = pager(
            url="/my/tickets",
            url_args={"state": state, "search": search},
            total=Ticket.search_count(domain),
            page=page,
            step=_PER_PAGE,
        )
        order = "create_date desc, id desc"
        tickets = Ticket.search(
            domain, order=order, limit=_PER_PAGE, offset=pages["offset"]
        )
        return request.render(
            "cs_helpdesk.portal_tickets",
            {
                "page_name": "cs_tickets",
                "matters": tickets.sudo(),
                "tz": time_zone(request.env.company),
                "state": state,
                "search": search,
                "pager": pages,
            },
        )

    @http.route()
    def portal_my_ticket(self, ticket_id, access_token=None, **kw):
        ticket = readable_ticket(ticket_id)
        by_link = not ticket
        if by_link:
            ticket = (
                request.env["helpdesk.ticket"].sudo().browse(id_of(ticket_id) or [])
            )
            if not ticket.exists() or not ticket._cs_link_opens(access_token):
                return self._cs_unreadable(ticket_id, access_token)
        acts = ticket._cs_customer_acts()
        is_customer = ticket._cs_is_customer(request.env.user)
        return request.render(
            "cs_helpdesk.portal_ticket",
            {
                "page_name": "cs_ticket",
                "matter": ticket.sudo(),
                "tz": time_zone(ticket.sudo().company_id),
                "status": ticket._cs_customer_status(),
                "messages": ticket._cs_customer_messages(),
                "files": ticket._cs_customer_files(),
                "rating": ticket._cs_customer_rating(),
                "acts": acts,
                "is_customer": is_customer and not by_link,
                "by_link": by_link,
                "query": f"?access_token={access_token}" if by_link else "",
            },
        )

    @http.route(
        "/my/ticket/<int:ticket_id>/file/<int:file_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def ticket_file(self, ticket_id, file_id, access_token=None, **kw):
        """A file of the ticket, for whoever may see the ticket now.

        Stock links to files never end.
        """
        ticket = readable_ticket(ticket_id)
        if not ticket:
            ticket = (
                request.env["helpdesk.ticket"].sudo().browse(id_of(ticket_id) or [])
            )
            if not ticket.exists() or not ticket._cs_link_opens(access_token):
                return no_such_ticket()
        file = ticket._cs_customer_files(everywhere=True).filtered(
            lambda one: one.id == file_id
        )
        if not file:
            return no_such_ticket()
        return request.make_response(
            file.raw or b"",
            [
                ("Content-Type", "application/octet-stream"),
                ("Content-Disposition", content_disposition(file.name)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    def _cs_unreadable(self, ticket_id, access_token):
        if not request.env.user._is_public():
            return no_such_ticket()
        if not access_token:
            return request.redirect(f"/web/login?redirect=/my/ticket/{ticket_id}")
        return problem(
            request.env._("Link ended"),
            request.env._(
                "This link has ended or is not complete. Please sign in, or answer the"
                " last mail that you got from us."
            ),
            410,
            f"/web/login?redirect=/my/ticket/{ticket_id}",
        )
