from odoo import api, models
from odoo.fields import Domain

TICKET = "helpdesk.ticket"


class RatingRating(models.Model):
    """What customers say of a secret ticket is as secret (HD-20)."""

    _name = "rating.rating"
    _inherit = ["rating.rating", "cs.hidden.mixin"]

    @api.depends_context("uid")
    @api.depends("res_model", "res_id")
    def _compute_cs_is_hidden(self):
        # sudo: the rule asks for it before anybody may read the ticket
        mine = self.sudo().filtered(lambda one: one.res_model == TICKET)
        tickets = self.env[TICKET].sudo().browse(mine.mapped("res_id")).exists()
        hidden = set(tickets.filtered("cs_is_hidden").ids)
        for one in self:
            known = one.sudo()
            one.cs_is_hidden = known.res_model == TICKET and known.res_id in hidden

    @api.model
    def _hidden_domain(self):
        Ticket = self.env[TICKET].sudo().with_context(active_test=False)
        secret = Ticket._search(Domain("cs_is_hidden", "=", True))
        return Domain("res_model", "=", TICKET) & Domain("res_id", "in", secret)
