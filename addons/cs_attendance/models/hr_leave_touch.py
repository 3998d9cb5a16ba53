from datetime import timedelta

from odoo import api, models

DAY = timedelta(days=1)
#: Fields that decide which days a leave covers, and whether it does.
_DECIDING = {
    "employee_id",
    "state",
    "holiday_status_id",
    "request_date_from",
    "request_date_to",
    "request_date_from_period",
    "request_date_to_period",
    "request_unit_half",
    "request_unit_hours",
    "request_hour_from",
    "request_hour_to",
    "date_from",
    "date_to",
}


class HrLeave(models.Model):
    """Leave that is asked for, decided or taken back later judges its days again."""

    _inherit = "hr.leave"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._cs_touch_days()
        return leaves

    def write(self, vals):
        if not _DECIDING & vals.keys():
            return super().write(vals)
        self._cs_touch_days()
        result = super().write(vals)
        self._cs_touch_days()
        return result

    def unlink(self):
        self._cs_touch_days()
        return super().unlink()

    def _cs_touch_days(self):
        self.env["cs.attendance.stale"].sudo()._touch(
            (leave.employee_id.id, leave.request_date_from, leave.request_date_to)
            for leave in self.sudo()
            if leave.employee_id and leave.request_date_from and leave.request_date_to
        )
