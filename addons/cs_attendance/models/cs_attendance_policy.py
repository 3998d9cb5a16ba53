from odoo import fields, models
from odoo.fields import Command

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class CsAttendancePolicy(models.Model):
    """Parameters of the attendance rules (ATT-01 to ATT-32); access as in the mixin."""

    _name = "cs.attendance.policy"
    _inherit = ["cs.policy.mixin"]
    _description = "Attendance Policy"

    def _default_notice_ids(self):
        sick = self.env.ref(
            "hr_holidays.leave_type_sick_time_off", raise_if_not_found=False
        )
        if sick:
            return [Command.create({"leave_type_id": sick.id, "notice_days": 0})]
        return []

    previous_id = fields.Many2one("cs.attendance.policy")
    currency_id = fields.Many2one(related="company_id.currency_id")

    missed_allowance = fields.Integer(
        "Confirmed Missed Punches",
        default=3,
        unit="time",
        help="ATT-02: so many missed punches of a person in a calendar month count as"
        " made once they are confirmed. A day with both punches missing uses two.",
    )
    missed_outcome = fields.Selection(
        [("absent", "Absent that day"), ("missed", "Missed punch only")],
        string="Missed Beyond Them or Unconfirmed",
        required=True,
        default="absent",
        help="ATT-02: what a day is when a missed punch is not confirmed, or is one"
        " too many.",
    )
    out_deadline_days = fields.Integer(
        "Out of Office Approved Within",
        default=0,
        unit="day",
        help="ATT-03: days after the day of return until the end of which an"
        " out-of-office request has to be approved. 0: on the day of return.",
    )
    grace_minutes = fields.Integer(
        "Grace Before Late or Early",
        default=0,
        unit="minute",
        help="ATT-04: up to so many minutes late or early are not counted.",
    )
    absence_minutes = fields.Integer(
        "Absent If Late or Early by More Than",
        default=30,
        unit="minute",
        help="ATT-04: up to and including this it is late or early, above it a day's"
        " absence, unless an approved leave covers it. Late and early are not added.",
    )
    unexcused_short = fields.Selection(
        [("late", "Late or early"), ("absent", "Absent")],
        string="Late or Early Without Leave",
        required=True,
        default="late",
        help="ATT-04: what somebody is who comes late or leaves early, within the"
        " limit, without having asked for leave.",
    )
    report_ready_weekday = fields.Selection(
        WEEKDAYS,
        string="Weekly Report Prepared On",
        required=True,
        default="0",
        help="ATT-07: day on which the exceptions of the week before are put together.",
    )
    report_department_weekday = fields.Selection(
        WEEKDAYS,
        string="Weekly Report From Departments Until",
        required=True,
        default="3",
        help="ATT-07: end of work on this day, with the leave slips.",
    )
    report_hr_weekday = fields.Selection(
        WEEKDAYS,
        string="Weekly Report at HR Until",
        required=True,
        default="4",
        help="ATT-07: end of work on this day, all departments together.",
    )
    sheet_silent_days = fields.Integer(
        "Sheet Confirmed Silently After",
        default=3,
        unit="working_day",
        help="ATT-08: a month sheet to which the person has not objected within this"
        " time counts as confirmed.",
    )
    leave_notice_days = fields.Integer(
        "Leave Requested Ahead",
        default=1,
        unit="day",
        help="ATT-09: for leave types that are not in the table below.",
    )
    notice_ids = fields.One2many(
        "cs.attendance.policy.notice",
        "policy_id",
        "Notice by Leave Type",
        copy=True,
        default=lambda self: self._default_notice_ids(),
        help="ATT-09: leave types with a notice of their own.",
    )
    ready_minutes = fields.Integer(
        "Ready Before the Shift",
        default=5,
        unit="minute",
        help="ATT-10: people are ready so long before the shift begins.",
    )
    is_ready_penalised = fields.Boolean(
        "Count as Late If Not Ready",
        help="ATT-10: otherwise being ready is for information only.",
    )
    rest_hours = fields.Integer(
        "Rest Between Two Shifts",
        default=8,
        unit="hour",
        help="ATT-10: a roster with less is marked before it is published.",
    )
    days_in_row = fields.Integer(
        "Days at Work in a Row",
        default=6,
        unit="day",
        help="ATT-10: a roster with more days without a rest is marked before it is"
        " published.",
    )
    swap_limit = fields.Integer(
        "Swaps in a Month",
        default=3,
        unit="time",
        help="ATT-11: at most so many swaps of a person in a calendar month. The month"
        " is that of the swap's first day, and it counts for both people.",
    )
    is_swap_row_forbidden = fields.Boolean(
        "No Swaps in a Row",
        default=True,
        help="ATT-11: nobody swaps a shift next to another swapped shift of one's own.",
    )
    is_swap_holiday_forbidden = fields.Boolean(
        "No Swaps on Public Holidays",
        default=True,
        help="ATT-11: shifts on public holidays are not swapped.",
    )
    is_holiday_leave_decided = fields.Boolean(
        "Holiday Duty: Leave Only by Decision",
        default=True,
        help="ATT-11: who is on duty on a public holiday gets leave only when who"
        " decides says why.",
    )
    proxy_seconds = fields.Integer(
        "Proxy Punching Suspected Within",
        default=5,
        unit="second",
        help="ATT-12: two people's punches on one device no further apart than this.",
    )
    duty_people = fields.Integer(
        "People on Duty",
        default=1,
        unit="person",
        help="ATT-13: on ordinary days.",
    )
    duty_holiday_people = fields.Integer(
        "People on Duty on Holidays",
        default=2,
        unit="person",
        help="ATT-13: on public holidays.",
    )
    duty_report_days = fields.Integer(
        "Serious Events in Writing Within",
        default=1,
        unit="day",
        help="ATT-13: days after a serious event on duty until its written report.",
    )
    left_post_outcome = fields.Selection(
        [
            ("absent", "Is an absence"),
            ("shown", "Is shown; a superior rules on it"),
        ],
        string="Leaving Before the Relief Accepted",
        required=True,
        default="absent",
        help="ATT-14: off duty, by more than the grace, before the relief has accepted"
        " the handover.",
    )
    meal_minutes = fields.Integer(
        "Meal Break",
        default=35,
        unit="minute",
        help="ATT-15: away for a meal at most so long.",
    )
    away_minutes = fields.Integer(
        "Short Away",
        default=15,
        unit="minute",
        help="ATT-15: at a phone or chat desk, who is away longer signs out.",
    )
    full_attendance_rule = fields.Selection(
        [
            ("clean", "Nothing late, early, missing or absent"),
            ("count", "No more than a number of times late, early or missing"),
        ],
        string="Full Attendance",
        required=True,
        default="clean",
        help="ATT-16: who has full attendance in a month. Absence and unpaid leave"
        " end it in any case.",
    )
    full_attendance_limit = fields.Integer(
        "Full Attendance Lost at More Than",
        default=3,
        unit="time",
        help="ATT-16: late, early and missed punches together in a month.",
    )
    card_fee = fields.Monetary(
        "Fee for a New Card",
        default=0,
        help="ATT-17: for a lost or damaged punch card. 0: free of charge.",
    )
    merge_seconds = fields.Integer(
        "Punches Are One Within",
        default=60,
        unit="second",
        help="ATT-30: a person's punches up to so far apart are one.",
    )

    _counts_not_negative = models.Constraint(
        "CHECK(missed_allowance >= 0 AND out_deadline_days >= 0"
        " AND sheet_silent_days >= 0 AND leave_notice_days >= 0 AND swap_limit >= 0"
        " AND duty_people >= 0 AND duty_holiday_people >= 0 AND duty_report_days >= 0"
        " AND full_attendance_limit >= 0 AND card_fee >= 0)",
        "Counts, days and fees cannot be negative.",
    )
    _minutes_of_a_day = models.Constraint(
        "CHECK(grace_minutes >= 0 AND absence_minutes BETWEEN 0 AND 1440"
        " AND grace_minutes <= absence_minutes AND ready_minutes BETWEEN 0 AND 1440"
        " AND meal_minutes BETWEEN 0 AND 1440 AND away_minutes BETWEEN 0 AND 1440)",
        "Minutes run from 0 to 1440, and the grace cannot be longer than the limit"
        " from which somebody is absent.",
    )
    _roster_limits = models.Constraint(
        "CHECK(rest_hours BETWEEN 0 AND 48 AND days_in_row BETWEEN 1 AND 31)",
        "The rest between two shifts is 0 to 48 hours, the days at work in a row are 1"
        " to 31.",
    )
    _seconds_of_an_hour = models.Constraint(
        "CHECK(proxy_seconds BETWEEN 0 AND 3600 AND merge_seconds BETWEEN 0 AND 3600)",
        "Seconds between punches run from 0 to 3600.",
    )
    _report_days_in_order = models.Constraint(
        "CHECK(report_ready_weekday <= report_department_weekday"
        " AND report_department_weekday <= report_hr_weekday)",
        "The weekly report is prepared first, then comes from the departments, then"
        " goes to HR.",
    )
