from odoo import models

from ..models.holiday_terms import lend_term, lending_terms


class CalendarPublicHolidayNextYear(models.TransientModel):
    _inherit = "calendar.public.holiday.next.year"

    def create_public_holidays(self):
        with lending_terms(self.env):
            action = super().create_public_holidays()
        return action | {"name": lend_term(self.env, action["name"])}
