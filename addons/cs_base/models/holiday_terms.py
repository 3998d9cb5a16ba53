"""Messages of calendar_public_holiday in the user's language."""

from functools import partial

from odoo import api, models

from .. import lent_terms

lend_term = partial(lent_terms.lend_term, "cs_base")
lending_terms = partial(lent_terms.lending_terms, "cs_base")


class CalendarPublicHoliday(models.Model):
    _inherit = "calendar.public.holiday"

    @api.constrains("year", "country_id")
    def _check_year(self):
        with lending_terms(self.env):
            return super()._check_year()


class CalendarPublicHolidayLine(models.Model):
    _inherit = "calendar.public.holiday.line"

    @api.constrains("date", "state_ids")
    def _check_date_state(self):
        with lending_terms(self.env):
            return super()._check_date_state()
