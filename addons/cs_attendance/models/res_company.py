from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_attendance_noted = fields.Date(
        "Attendance Judged Until",
        readonly=True,
        copy=False,
        help="Up to this day everybody's days have been noted for judging.",
    )
    cs_punch_future_days = fields.Integer(
        "Days a Punch May Lie Ahead",
        default=2,
        required=True,
        help="Punches further in the future are set aside (ATT-30).",
    )
    cs_derive_attendances = fields.Boolean(
        "Show Punches as Attendances",
        default=True,
        help="Write first in and last out of each judged day into the stock"
        " attendances.",
    )

    cs_attendance_shortfall = fields.Integer(
        "Shortfall Marked From",
        default=3,
        required=True,
        help="The month board marks a day on which so many people fewer are present"
        " than were due.",
    )

    cs_roster_ahead_days = fields.Integer(
        "Roster Planned Ahead",
        default=35,
        required=True,
        help="So many days ahead rosters are generated from the patterns, as drafts"
        " (ATT-10). 0: only by hand.",
    )

    _cs_roster_ahead_days_valid = models.Constraint(
        "CHECK(cs_roster_ahead_days BETWEEN 0 AND 366)",
        "Rosters are planned 0 to 366 days ahead.",
    )

    _cs_punch_future_days_valid = models.Constraint(
        "CHECK(cs_punch_future_days BETWEEN 0 AND 31)",
        "A punch may lie 0 to 31 days ahead.",
    )

    _cs_attendance_shortfall_positive = models.Constraint(
        "CHECK(cs_attendance_shortfall > 0)",
        "A shortfall is one person at least.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "cs_derive_attendances" in vals:
            self.env["cs.attendance.mirror"]._note_companies(self)
        return result
