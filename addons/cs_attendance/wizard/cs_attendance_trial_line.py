from odoo import api, fields, models

from ..models.cs_attendance_day import VERDICTS


class CsAttendanceTrialLine(models.TransientModel):
    """A day that would be judged differently, and why."""

    _name = "cs.attendance.trial.line"
    _inherit = ["cs.explained.mixin"]
    _description = "Day That Would Change"
    _order = "employee_id, date"

    trial_id = fields.Many2one(
        "cs.attendance.trial", required=True, ondelete="cascade", index=True
    )
    employee_id = fields.Many2one("hr.employee", "Person", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    date = fields.Date("Day", readonly=True)
    day_id = fields.Many2one("cs.attendance.day", "As Recorded", readonly=True)
    verdict_before = fields.Selection(VERDICTS, "Recorded", readonly=True)
    verdict_after = fields.Selection(VERDICTS, "Under the Draft", readonly=True)
    absent_before = fields.Float("Absent, Recorded", digits=(16, 2), readonly=True)
    absent_after = fields.Float(
        "Absent, Under the Draft", digits=(16, 2), readonly=True
    )
    minutes_before = fields.Integer("Minutes Late or Early, Recorded", readonly=True)
    minutes_after = fields.Integer(
        "Minutes Late or Early, Under the Draft", readonly=True
    )

    @api.depends("employee_id", "date")
    def _compute_display_name(self):
        for line in self:
            # sudo: a person whose days the user may read
            line.display_name = f"{line.sudo().employee_id.name} {line.date}"

    def action_open_day(self):
        """The day as it is recorded, with its own reasons."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.attendance.day",
            "res_id": self.day_id.id,
            "views": [(False, "form")],
            "target": "new",
        }
