from odoo import api, models
from odoo.exceptions import ValidationError


class CalendarPublicHolidayLine(models.Model):
    _name = "calendar.public.holiday.line"
    _inherit = ["calendar.public.holiday.line", "cs.holiday.origin.mixin"]

    @api.constrains("date", "public_holiday_id", "state_ids")
    def _check_makeup(self):
        for line in self:
            if self.env["cs.makeup.day"]._find_clashes("cs.makeup.day", line):
                raise ValidationError(
                    self.env._(
                        "%(date)s cannot be the holiday %(name)s: it already is a"
                        " make-up working day there.",
                        date=line.date,
                        name=line.name,
                    )
                )
