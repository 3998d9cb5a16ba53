from odoo import api, models
from odoo.exceptions import AccessError


class RatingRating(models.Model):
    """What a customer says of a ticket is not written by those who are rated.

    Stock lets every employee create and change ratings over RPC.
    """

    _inherit = "rating.rating"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            model = self.env["ir.model"].sudo()._get("helpdesk.ticket")
            if any(
                model.id == vals.get("res_model_id")
                or vals.get("res_model") == model.model
                for vals in vals_list
            ):
                self._cs_refuse()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._cs_check_not_of_ticket(vals)
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            self._cs_check_not_of_ticket({})
        return super().unlink()

    def _cs_check_not_of_ticket(self, vals):
        ticket = self.env["ir.model"].sudo()._get("helpdesk.ticket")
        moved = vals.get("res_model_id") == ticket.id
        if moved or ticket in self.sudo().res_model_id:
            self._cs_refuse()

    def _cs_refuse(self):
        raise AccessError(self.env._("Only customers rate a service, once."))
