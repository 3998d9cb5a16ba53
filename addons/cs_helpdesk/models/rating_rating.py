from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

TICKET = "helpdesk.ticket"
#: What a rating says; once given, it stays.
SAID = {"rating", "feedback", "consumed", "res_id", "res_model_id", "partner_id"}


class RatingRating(models.Model):
    """Customers judge a service once: by mail, in the portal or when called back.

    Only the server writes ratings of tickets (TRUST.md), and whoever comes second
    changes nothing (HD-07). The word that opens a rating by mail is nobody's business.
    """

    _inherit = "rating.rating"

    access_token = fields.Char(groups=fields.NO_ACCESS)

    _cs_ticket_once = models.UniqueIndex(
        "(res_id) WHERE consumed AND res_model = 'helpdesk.ticket'",
        "This service has been rated already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        # Stock makes one that is filled in at once of any message with a value.
        if not self.env.su or ratings._cs_of_tickets().filtered("consumed"):
            ratings._cs_refuse_tickets()
        return ratings

    def write(self, vals):
        if not self.env.su:
            self._cs_refuse_tickets()
        if SAID & vals.keys():
            self._cs_check_open()
        result = super().write(vals)
        # A rating of something else must not become one of a ticket.
        if not self.env.su:
            self._cs_refuse_tickets()
        return result

    def unlink(self):
        if not self.env.su:
            self._cs_refuse_tickets()
        self._cs_check_kept()
        return super().unlink()

    def _cs_of_tickets(self):
        return self.sudo().filtered(lambda rating: rating.res_model == TICKET)

    def _cs_refuse_tickets(self):
        if self._cs_of_tickets():
            raise AccessError(
                self.env._(
                    "HD-07: customers rate services themselves: by mail, in the portal"
                    " or when they are called back."
                )
            )

    def _cs_check_kept(self):
        given = self._cs_of_tickets().filtered("consumed")
        # A ticket that is gone takes its rating along.
        if self.env[TICKET].sudo().browse(given.mapped("res_id")).exists():
            raise UserError(
                self.env._("HD-07: what a customer said of a service is kept.")
            )

    def _cs_check_open(self):
        if self._cs_of_tickets().filtered("consumed"):
            raise UserError(self.env._("HD-07: this service has been rated already."))

    @api.model
    def _cs_rate(self, ticket, rate, feedback):
        """Enter what a customer said on the phone, unless the service is rated.

        A question that waits in a mail is answered by it (sudo).
        """
        ratings = self.sudo().search(
            [("res_model", "=", TICKET), ("res_id", "=", ticket.id)]
        )
        if ratings.filtered("consumed"):
            return
        rating = ratings[:1] or self.sudo().create(
            {
                "res_model_id": self.env["ir.model"]._get_id(TICKET),
                "res_id": ticket.id,
                "partner_id": ticket.partner_id.id,
                "rated_partner_id": ticket._rating_get_operator().id,
            }
        )
        rating.write({"rating": rate, "feedback": feedback, "consumed": True})
