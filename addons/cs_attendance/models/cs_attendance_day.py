from odoo import fields, models

from .cs_duty_slot import SLOT_KINDS

#: What a day is. The code is one of design/DESIGN.md; late and early are counted apart.
VERDICTS = [
    ("open", "Not over yet"),
    ("ok", "Present"),
    ("fixed", "Present, missed punch confirmed"),
    ("late", "Late"),
    ("early", "Early leave"),
    ("late_early", "Late and early leave"),
    ("missed", "Missed punch, to be confirmed"),
    ("absent", "Absent"),
    ("leave", "Leave"),
    ("out", "Out of office"),
    ("exempt", "Exempt from punching"),
    ("rest", "Rest day"),
    ("holiday", "Public holiday"),
]


class CsAttendanceDay(models.Model):
    """The verdict on one person's day, with its reasons (ATT-01 to ATT-09, ALL-01).

    A pure function of the facts and of the policy in force that day; written by
    ``_judge`` only. Rows of a handed-over month are locked and never change.

    Access: everybody the own days; team leaders their team, supervisors their
    departments; HR, payroll and the general manager the company. Nobody writes.
    """

    _name = "cs.attendance.day"
    _inherit = ["cs.appealable.mixin"]
    _description = "Attendance Day"
    _order = "date desc, employee_id"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="set null"
    )
    date = fields.Date(required=True, readonly=True)
    month = fields.Date(required=True, readonly=True, help="First day of the month")
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    is_pending = fields.Boolean(
        readonly=True, help="A request for this day waits for a decision."
    )
    is_part = fields.Boolean("Part of the Day", readonly=True)
    kind = fields.Selection(SLOT_KINDS, required=True, readonly=True)
    shift_id = fields.Many2one("cs.shift", readonly=True, ondelete="set null")
    plan_start = fields.Datetime("Planned Start", readonly=True)
    plan_end = fields.Datetime("Planned End", readonly=True)
    check_in = fields.Datetime("On Duty", readonly=True)
    check_out = fields.Datetime("Off Duty", readonly=True)
    late_count = fields.Integer("Late", readonly=True)
    early_count = fields.Integer("Early", readonly=True)
    late_minutes = fields.Integer(readonly=True)
    early_minutes = fields.Integer(readonly=True)
    missed_count = fields.Integer("Missed Punches", readonly=True)
    forgiven_count = fields.Integer("Confirmed Missed Punches", readonly=True)
    work_days = fields.Float("Days Due", readonly=True, help="1 on a working day.")
    present_days = fields.Float(readonly=True)
    absent_days = fields.Float(readonly=True)
    leave_days = fields.Float(readonly=True)
    unpaid_days = fields.Float("Unpaid Leave Days", readonly=True)
    leave_type_id = fields.Many2one("hr.leave.type", readonly=True, ondelete="set null")
    out_minutes = fields.Integer("Minutes Out of Office", readonly=True)
    worked_minutes = fields.Integer(readonly=True)
    policy_id = fields.Many2one(
        "cs.attendance.policy", readonly=True, ondelete="restrict"
    )
    is_locked = fields.Boolean(readonly=True)
    known_at = fields.Datetime(
        readonly=True, help="When this verdict was reached; appeals count from it."
    )

    _person_day_uniq = models.Constraint(
        "UNIQUE(employee_id, date)", "There is one verdict a person and day."
    )
    _month_index = models.Index("(month, employee_id)")
    _company_date_index = models.Index("(company_id, date)")

    def _evaluate(self, employees, first, last, drafts=None, drafts_from=None):
        """Verdicts for whole calendar months, nothing written (ALL-03).

        :param drafts: cs.attendance.policy in any state that rule as if approved
        :return: dict (employee id, date) -> ``engine.verdict.Verdict``
        """
        raise NotImplementedError

    def _judge(self, employees, first, last):
        """Judge the calendar months that touch first..last and write what differs.

        Locked days are left as they are. :return: number of rows written
        """
        raise NotImplementedError

    def _appeal_since(self):
        return self.known_at

    def _appeal_accepted(self, appeal):
        """Who decides corrects the facts; the day follows from them."""
        self.env["cs.attendance.stale"]._touch([(self.employee_id.id, self.date)])
