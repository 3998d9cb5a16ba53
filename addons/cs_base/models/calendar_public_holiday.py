from odoo import fields, models


class CalendarPublicHoliday(models.Model):
    _inherit = "calendar.public.holiday"

    cs_makeup_ids = fields.One2many(
        "cs.makeup.day", "public_holiday_id", string="Make-up Working Days"
    )

    def unlink(self):
        # The make-up days go with their year in the database, not through the ORM.
        self.env["cs.makeup.day"]._clear_cache()
        return super().unlink()
