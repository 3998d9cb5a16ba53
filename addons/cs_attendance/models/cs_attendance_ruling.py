from odoo import api, fields, models

#: What a day may be made by an appeal.
RULINGS = [
    ("ok", "Present"),
    ("out", "Out of office"),
    ("exempt", "Exempt from punching"),
    ("leave", "Leave"),
    ("late", "Late"),
    ("early", "Early leave"),
    ("late_early", "Late and early leave"),
    ("absent", "Absent"),
    ("rest", "Rest day"),
]


class CsAttendanceRuling(models.Model):
    """What a day counts as after an accepted appeal (ALL-02); append-only.

    It is above all other facts of the day. A later ruling on the same day replaces
    an earlier one; both are kept.

    Access: as for days; nobody writes, an accepted appeal makes it.
    """

    _name = "cs.attendance.ruling"
    _inherit = ["cs.kept.mixin"]
    _description = "Ruling on a Day"
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Date(required=True, readonly=True)
    counts_as = fields.Selection(RULINGS, required=True, readonly=True)
    appeal_id = fields.Many2one(
        "cs.appeal", required=True, readonly=True, ondelete="restrict"
    )

    _appeal_uniq = models.Constraint(
        "UNIQUE(appeal_id)", "There is one ruling for an appeal."
    )
    _person_day_index = models.Index("(employee_id, date)")

    @api.depends("date", "counts_as")
    def _compute_display_name(self):
        names = dict(self._fields["counts_as"]._description_selection(self.env))
        for ruling in self:
            name = names.get(ruling.counts_as, "")
            ruling.display_name = f"{ruling.date or ''} {name}".strip()

    @api.model
    def _record(self, appeal, day):
        """Keep what an accepted appeal makes of a day."""
        return self._kept_create(
            [
                {
                    "company_id": day.company_id.id,
                    "employee_id": day.employee_id.id,
                    "date": day.date,
                    "counts_as": appeal.cs_counts_as or "ok",
                    "appeal_id": appeal.id,
                }
            ]
        )

    def _kept_text(self):
        return self.env._("A ruling comes from an accepted appeal and stays as it is.")
