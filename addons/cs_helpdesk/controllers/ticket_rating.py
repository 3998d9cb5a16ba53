from datetime import timedelta

from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.addons.rating.controllers.main import Rating
from odoo.exceptions import UserError
from odoo.http import request

from ..models.helpdesk_ticket_link import LINK_DAYS
from .common import id_of, problem

_VALUES = (1, 3, 5)


class TicketRatingController(Rating):
    """A service is rated once, also by the link in a mail, and while it is valid."""

    @http.route()
    def action_open_rating(self, token, rate, **kwargs):
        if self._get_rating_and_record(token)[1]._name != "helpdesk.ticket":
            return super().action_open_rating(token, rate, **kwargs)
        if rate not in _VALUES:
            raise NotFound()
        ended = self._cs_ended(token)
        return ended or super().action_open_rating(token, rate, **kwargs)

    @http.route()
    def action_submit_rating(self, token, rate=0, **kwargs):
        rating, ticket = self._get_rating_and_record(token)
        if ticket._name != "helpdesk.ticket":
            return super().action_submit_rating(token, rate=rate, **kwargs)
        ended = self._cs_ended(token)
        if ended:
            return ended
        value = id_of(rate)
        if request.httprequest.method != "POST" or value not in _VALUES:
            raise NotFound()
        try:
            ticket._cs_rate(rating, value, kwargs.get("feedback"))
        except UserError as error:
            back = f"/rate/{token}/{value}"
            return problem(request.env._("Not rated"), str(error), 422, back)
        return self._cs_ended(token)

    def _cs_ended(self, token):
        """A page why the link of a ticket rates nothing any more, or None."""
        rating, ticket = self._get_rating_and_record(token)
        rated = None if rating.consumed else ticket._cs_why_not_rate()
        if rating.consumed or rated:
            thanks = request.env._("You have rated this service. Thank you.")
            return problem(request.env._("Thank you"), thanks, 200)
        if rating.create_date + timedelta(days=LINK_DAYS) < fields.Datetime.now():
            old = request.env._("This link is too old.")
            return problem(request.env._("Link ended"), old, 410)
        return None
