from odoo import api, models

#: The tours of ours that people start by hand.
GUIDED = "cs_guided_"


class Web_tourTour(models.Model):
    _inherit = "web_tour.tour"

    @api.model
    def consume(self, tourName):
        """After a guided tour of ours no stock tour begins unasked: starting one by
        hand switches all of them on for the user."""
        if isinstance(tourName, str) and tourName.startswith(GUIDED):
            self.env["res.users"].switch_tour_enabled(False)
            return False
        return super().consume(tourName)
