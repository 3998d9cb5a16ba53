from zoneinfo import ZoneInfo

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_general_manager_id = fields.Many2one(
        "hr.employee",
        string="General Manager",
        domain="[('company_id', '=', id)]",
        help="Approves policies (ALL-07) and decides what goes beyond departments.",
    )
    cs_appeal_days = fields.Integer(
        "Days for an Appeal",
        default=5,
        required=True,
        help="Working days after a result became known (ALL-02).",
    )
    cs_handover_day = fields.Integer(
        "Planned Hand-over Day",
        default=10,
        required=True,
        help="Day of the following month on which the figures are handed to finance,"
        " at 18:00 (ALL-05).",
    )
    cs_undo_minutes = fields.Integer(
        "Minutes to Take Back",
        default=10,
        required=True,
        help="How long who decided can take a slip of the finger back; 0: not at all.",
    )

    _cs_undo_minutes_valid = models.Constraint(
        "CHECK(cs_undo_minutes BETWEEN 0 AND 1440)",
        "Decisions can be taken back for 0 to 1440 minutes.",
    )

    _cs_appeal_days_positive = models.Constraint(
        "CHECK(cs_appeal_days > 0)", "People need at least one day for an appeal."
    )

    _cs_handover_day_valid = models.Constraint(
        "CHECK(cs_handover_day BETWEEN 1 AND 28)",
        "The planned hand-over day lies between 1 and 28.",
    )

    def _cs_zone(self):
        """The time zone the company works in: that of its working calendar."""
        return ZoneInfo(self.sudo().resource_calendar_id.tz or "UTC")

    def _cs_today(self):
        """The date it is now where the company works."""
        now = fields.Datetime.now().replace(tzinfo=ZoneInfo("UTC"))
        return now.astimezone(self._cs_zone()).date()
