from datetime import timedelta

from odoo import fields, models
from odoo.addons.cs_base.models.cs_waiting import Kind

#: A terminal pushes every few minutes; nobody closes a door for longer than a night.
SILENT = timedelta(days=1)


class CsWaiting(models.AbstractModel):
    """What attendance wants of people: agents, deciders and HR."""

    _inherit = "cs.waiting"

    def _kinds(self):
        return [
            *super()._kinds(),
            *self._own_attendance(),
            *self._own_agreements(),
            *self._weekly_reports(),
            *self._attendance_of_hr(),
        ]

    def _technical_kinds(self):
        kinds = super()._technical_kinds()
        if not self._has_one_of("cs_base.group_technical_admin"):
            return kinds
        silent = fields.Datetime.now() - SILENT
        return [
            *kinds,
            Kind(
                code="terminal_silent",
                section="system",
                label=self.env._("Terminals not heard of for a day"),
                action="cs_attendance.cs_terminal_action",
                model="cs.terminal",
                domain=[("is_active", "=", True), ("last_seen", "<", silent)],
            ),
            Kind(
                code="terminal_unknown",
                section="system",
                label=self.env._("Unknown terminals that call"),
                action="cs_attendance.cs_terminal_candidate_action",
                model="cs.terminal.candidate",
            ),
        ]

    def _links(self):
        links = [
            *super()._links(),
            {
                "label": self.env._("My Attendance"),
                "action": "cs_attendance.cs_attendance_my_month_action",
                "icon": "fa-calendar-check-o",
            },
        ]
        if self._has_one_of("cs_base.group_team_leader"):
            links += [
                {
                    "label": self.env._("Month Board"),
                    "action": "cs_attendance.cs_attendance_board_action",
                    "icon": "fa-table",
                },
                {
                    "label": self.env._("Roster Board"),
                    "action": "cs_attendance.cs_roster_board_action",
                    "icon": "fa-calendar",
                },
            ]
        return links

    def _own_attendance(self):
        """Days to clear up, as "My Attendance" lists them (ATT-02), and sheets to
        confirm (ATT-08)."""
        page = self.env["cs.attendance.my.month"]
        employee = page._employee()
        if not employee:
            return []
        days = page._todo_days(employee, page._today(employee))
        return [
            Kind(
                code="attendance_day",
                section="own",
                label=self.env._("Days to clear up"),
                action="cs_attendance.cs_attendance_my_month_action",
                count=len(days),
                due_at=min(filter(None, (d["deadline"] for d in days)), default=None),
            ),
            Kind(
                code="attendance_sheet",
                section="own",
                label=self.env._("Month sheets to confirm"),
                action="cs_attendance.cs_attendance_sheet_action",
                model="cs.attendance.sheet",
                domain=[
                    ("employee_id", "=", employee.id),
                    ("state", "=", "computed"),
                    ("month", "<", self._month()),
                ],
                due="confirm_deadline",
            ),
        ]

    def _own_agreements(self):
        """What colleagues ask of the user (ATT-11, ATT-13, ATT-14)."""
        mine = self._mine()
        return [
            Kind(
                code="shift_swap",
                section="own",
                label=self.env._("Swaps to answer"),
                action="cs_attendance.cs_shift_swap_action",
                model="cs.shift.swap",
                domain=[("state", "=", "asked"), ("colleague_id", "in", mine)],
            ),
            Kind(
                code="duty_swap",
                section="own",
                label=self.env._("Duties to take over"),
                action="cs_attendance.cs_duty_swap_action",
                model="cs.duty.swap",
                domain=[("state", "=", "asked"), ("colleague_id", "in", mine)],
            ),
            Kind(
                code="handover",
                section="own",
                label=self.env._("Handovers to accept"),
                action="cs_attendance.cs_handover_action",
                model="cs.handover",
                domain=[("state", "=", "left"), ("taker_id", "in", mine)],
            ),
            Kind(
                code="duty_event",
                section="own",
                label=self.env._("Written reports of serious events"),
                action="cs_attendance.cs_duty_event_action",
                model="cs.duty.event",
                domain=[("state", "=", "open"), ("create_uid", "=", self.env.uid)],
                due="due",
            ),
        ]

    def _weekly_reports(self):
        """ATT-07: the supervisor submits by Thursday, HR has all by Friday."""
        if not self._has_one_of("cs_base.group_supervisor"):
            return []
        departments = self.env.user.cs_managed_department_ids.ids
        return [
            Kind(
                code="exception_report",
                section="people",
                label=self.env._("Weekly exception reports to submit"),
                action="cs_attendance.cs_exception_report_action",
                model="cs.exception.report",
                domain=[
                    ("state", "=", "prepared"),
                    ("department_id", "in", departments),
                ],
                due="department_due",
            )
        ]

    def _attendance_of_hr(self):
        if not self._has_one_of("cs_base.group_hr_officer"):
            return []
        company = ("company_id", "=", self.env.company.id)
        return [
            Kind(
                code="exception_report_hr",
                section="people",
                label=self.env._("Weekly exception reports to receive"),
                action="cs_attendance.cs_exception_report_action",
                model="cs.exception.report",
                domain=[company, ("state", "=", "submitted")],
                due="hr_due",
            ),
            Kind(
                code="sheet_hr",
                section="month",
                label=self.env._("Month sheets to approve"),
                action="cs_attendance.cs_attendance_sheet_action",
                model="cs.attendance.sheet",
                domain=[
                    company,
                    ("state", "=", "confirmed"),
                    ("month", "<", self._month()),
                    ("employee_id", "not in", self._mine()),
                ],
            ),
            Kind(
                code="pin_unknown",
                section="people",
                label=self.env._("Unknown pins to give to people"),
                action="cs_attendance.cs_punch_unknown_action",
                model="cs.punch.unknown",
            ),
            Kind(
                code="proxy_hint",
                section="people",
                label=self.env._("Hints at proxy punching to look at"),
                action="cs_attendance.cs_proxy_hint_action",
                model="cs.proxy.hint",
                domain=[company, ("state", "=", "open")],
            ),
        ]
