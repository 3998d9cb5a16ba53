from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

DAY = timedelta(days=1)


class CsLeaveRequest(models.Model):
    """No leave for who is on duty on a public holiday, unless the manager decides
    otherwise and says why (ATT-11)."""

    _inherit = "cs.leave.request"

    is_on_holiday_duty = fields.Boolean(
        "On Duty on a Public Holiday",
        compute="_compute_is_on_holiday_duty",
        compute_sudo=True,
        help="ATT-11: no leave, unless who decides gives a reason.",
    )

    @api.depends("employee_id", "date_from", "date_to", "state")
    def _compute_is_on_holiday_duty(self):
        Swap, Slot = self.env["cs.shift.swap"], self.env["cs.duty.slot"].sudo()
        self.is_on_holiday_duty = False
        for request in self.filtered(lambda one: one.state in ("draft", "submitted")):
            person, first, last = (
                request.employee_id,
                request.date_from,
                request.date_to,
            )
            days = [first + n * DAY for n in range((last - first).days + 1)]
            plan = Slot._planned(person, first, last).get(person.id, {})
            due = {day for day in days if day in plan and plan[day].is_due}
            holidays = Swap._holidays(person, due)
            request.is_on_holiday_duty = self._is_leave_decided(person, holidays)

    @api.model
    def _is_leave_decided(self, person, days):
        """Whether the policy of one of the days leaves it to the manager (P)."""
        if not days:
            return False
        Policy = self.env["cs.attendance.policy"].sudo()
        spans = Policy._policy_spans(person, min(days), max(days))[person.id]
        return any(
            policy.is_holiday_leave_decided if policy else True
            for first, last, policy in spans
            if any(first <= day <= last for day in days)
        )

    def _compute_approve_needs_reason(self):
        for request in self:
            request.approve_needs_reason = request.is_on_holiday_duty

    def _decision_clean_reason(self, outcome, reason):
        reason = super()._decision_clean_reason(outcome, reason)
        if outcome == "approve" and not reason:
            for request in self.sudo():
                if request.is_on_holiday_duty:
                    raise UserError(
                        self.env._(
                            "%(name)s is on duty on a public holiday: no leave, unless"
                            " you decide otherwise (ATT-11). Please say why.",
                            name=request.employee_id.name,
                        )
                    )
        return reason
