from datetime import timedelta

from odoo import api, fields, models


class CsLeaveReturn(models.TransientModel):
    """Asks until when leave was actually taken (销假)."""

    _name = "cs.leave.return"
    _description = "Return from Leave"

    request_id = fields.Many2one("cs.leave.request", required=True, ondelete="cascade")
    employee_id = fields.Many2one(related="request_id.employee_id")
    date_from = fields.Date("Leave From", related="request_id.date_from")
    date_to = fields.Date("Leave Until", related="request_id.date_to")
    is_hours = fields.Boolean(compute="_compute_is_hours", compute_sudo=True)
    last_day = fields.Date(
        "Last Day of Leave",
        required=True,
        compute="_compute_last_day",
        store=True,
        readonly=False,
        help="A day before the first one: no leave was taken at all.",
    )
    last_hour = fields.Float("Until", help="Local time, for leave by the hour.")
    note = fields.Text("Remark", required=True)

    @api.depends("request_id")
    def _compute_is_hours(self):
        for wizard in self:
            leave = wizard.request_id.leave_id
            wizard.is_hours = leave.request_unit_hours

    @api.depends("request_id")
    def _compute_last_day(self):
        for wizard in self:
            request = wizard.request_id
            if request:
                today = request._local_today(request.employee_id)
                yesterday = today - timedelta(days=1)
                wizard.last_day = min(request.date_to, yesterday)

    def action_confirm(self):
        """Record it; the request checks who may."""
        self.ensure_one()
        last_hour = self.last_hour if self.is_hours and self.last_hour else None
        self.request_id.action_end_leave(self.last_day, self.note, last_hour)
        return {"type": "ir.actions.act_window_close"}
