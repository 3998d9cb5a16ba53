from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError

from .sheet_figures import month_end

FULL_REASONS = [
    ("idle", "Nothing to do in this month"),
    ("absent", "Absent"),
    ("unpaid", "Unpaid leave"),
    ("late", "Late"),
    ("early", "Early leave"),
    ("missed", "Missed punch"),
    ("count", "Too often late, early or missing"),
]


def _days(string, **options):
    return fields.Float(string, digits=(16, 2), readonly=True, **options)


class CsAttendanceSheet(models.Model):
    """One person's month for finance (ATT-08, ATT-16).

    Figures are the sums of the person's day records, made by
    ``cs.attendance.sheet.builder``; an approved sheet keeps them, a handed-over one
    for ever. Adjustments of earlier months that are booked in this month stand apart.

    Access, nobody writes; the records change only through the actions:

    * everybody: the own sheets, and confirms them; team leaders their team,
      supervisors their departments; HR, payroll and the general manager the company.
    * HR officer: approves and takes an approval back, never of the own sheet. That of
      an HR officer the general manager may approve, where there is but one.
    * the step of the month close: hands over. Then nothing changes any more.
    """

    _name = "cs.attendance.sheet"
    _inherit = ["cs.kept.mixin", "cs.appealable.mixin"]
    _description = "Monthly Attendance Summary"
    _order = "month desc, employee_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict", index=True
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="set null"
    )
    month = fields.Date(required=True, readonly=True, help="First day of the month")
    policy_id = fields.Many2one(
        "cs.attendance.policy", readonly=True, ondelete="restrict"
    )
    day_ids = fields.Many2many(
        "cs.attendance.day", string="Days", compute="_compute_day_ids"
    )
    adjustment_ids = fields.One2many(
        "cs.attendance.adjustment",
        "sheet_id",
        "Adjustments of Earlier Months",
        readonly=True,
    )
    due_days = _days("Days Due")
    present_days = _days("Days Present")
    absent_days = _days("Days Absent")
    leave_days = _days("Days of Leave")
    unpaid_days = _days("Days of Unpaid Leave")
    late_count = fields.Integer("Late", readonly=True)
    late_minutes = fields.Integer("Minutes Late", readonly=True)
    early_count = fields.Integer("Early Leave", readonly=True)
    early_minutes = fields.Integer("Minutes Early", readonly=True)
    missed_count = fields.Integer(
        "Missed Punches",
        readonly=True,
        help="ATT-02: punches that are missing and were not confirmed in time.",
    )
    forgiven_count = fields.Integer(
        "Missed Punches, Confirmed",
        readonly=True,
        help="ATT-02: punches that were forgotten and are confirmed by a"
        " correction; counted against the month's allowance, not as missed.",
    )
    out_minutes = fields.Integer("Minutes Out of Office", readonly=True)
    worked_minutes = fields.Integer("Minutes Worked", readonly=True)
    out_days = fields.Integer("Days Out of Office", readonly=True)
    exempt_days = fields.Integer(
        "Days Exempt",
        readonly=True,
        help="ATT-06: days on which the person need not punch.",
    )
    rest_days = fields.Integer(readonly=True)
    holiday_days = fields.Integer("Public Holidays", readonly=True)
    unconfirmed_days = fields.Integer(
        "Days Missing a Punch",
        readonly=True,
        help="A punch is missing and can still be confirmed by a correction.",
    )
    pending_days = fields.Integer(
        "Days Still Open", readonly=True, help="Not over, or a request waits."
    )
    adjustment_count = fields.Integer("Adjustments", readonly=True)
    adjustment_digest = fields.Char("Adjustments Counted", readonly=True)
    leave_by_type = fields.Json("Leave by Type", readonly=True)
    leave_text = fields.Char("Leave in Detail", compute="_compute_leave_text")
    is_full_attendance = fields.Boolean(
        "Has Full Attendance",
        readonly=True,
        help="ATT-16: earns the bonus for full attendance.",
    )
    full_reason = fields.Selection(
        FULL_REASONS,
        "Full Attendance Lost By",
        readonly=True,
        help="ATT-16: the first reason why there is no bonus.",
    )
    has_exception = fields.Boolean("With Exceptions", readonly=True)
    state = fields.Selection(
        [
            ("computed", "Computed"),
            ("confirmed", "Confirmed by the person"),
            ("approved", "Approved by HR"),
            ("handed_over", "Handed to finance"),
        ],
        required=True,
        readonly=True,
        default="computed",
        index=True,
        help="The person confirms, HR approves, the month close hands over to"
        " finance. After that a correction is an adjustment in a later month.",
    )
    is_outdated = fields.Boolean(
        "Figures Outdated",
        readonly=True,
        help="The days changed after the approval. HR takes it back or leaves it.",
    )
    computed_at = fields.Datetime(readonly=True)
    known_at = fields.Datetime(
        readonly=True, help="Since when the figures of the whole month are there."
    )
    confirm_deadline = fields.Datetime(
        "To Be Confirmed By",
        readonly=True,
        index=True,
        help="ATT-08: who says nothing by then has confirmed.",
    )
    confirmed_at = fields.Datetime(readonly=True)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    is_silent = fields.Boolean(
        "Confirmed Silently",
        readonly=True,
        help="ATT-08: nobody objected within the time the policy gives.",
    )
    approved_at = fields.Datetime(readonly=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    handed_at = fields.Datetime("Handed Over On", readonly=True)
    snapshot = fields.Json(readonly=True, help="Figures as they were handed over.")
    digest = fields.Char(
        "Checksum", readonly=True, help="SHA-256 of the figures and days handed over."
    )
    can_confirm = fields.Boolean(compute="_compute_can_confirm")
    can_approve = fields.Boolean(compute="_compute_can_approve")
    can_reopen = fields.Boolean(compute="_compute_can_approve")

    _person_month_uniq = models.Constraint(
        "UNIQUE(employee_id, month)", "There is one sheet a person and month."
    )
    _handed_over_complete = models.Constraint(
        "CHECK(state != 'handed_over' OR (handed_at IS NOT NULL AND digest IS NOT NULL"
        " AND snapshot IS NOT NULL AND approved_by_id IS NOT NULL))",
        "A sheet is handed over with its figures, by whom and when it was approved.",
    )
    _month_company_index = models.Index("(company_id, month, state)")

    @api.depends("employee_id", "month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for sheet in self:
            # sudo: whoever may read the sheet may know whose it is
            name = sheet.sudo().employee_id.name or ""
            sheet.display_name = f"{name} {words.month_name(self.env, sheet.month)}"

    def _compute_day_ids(self):
        days = self.env["cs.attendance.day"].search(
            [("employee_id", "in", self.employee_id.ids)]
            + [("month", "in", list(set(self.mapped("month"))))],
            order="date",
        )
        grouped = days.grouped(lambda day: (day.employee_id, day.month))
        for sheet in self:
            sheet.day_ids = grouped.get((sheet.employee_id, sheet.month), False)

    @api.depends("leave_by_type")
    @api.depends_context("lang")
    def _compute_leave_text(self):
        for sheet in self:
            parts = [f"{name} {days:g}" for name, days in sheet._leave_lines()]
            sheet.leave_text = " · ".join(parts)

    @api.depends_context("uid")
    @api.depends("state", "known_at")
    def _compute_can_confirm(self):
        mine = self.env.user._cs_employees()
        appealed = self._appealed()
        for sheet in self:
            sheet.can_confirm = bool(
                sheet.state == "computed"
                and sheet.known_at
                and sheet.sudo().employee_id in mine
                and sheet not in appealed
            )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_approve(self):
        allowed = self.filtered(lambda sheet: sheet._may_approve())
        for sheet in self:
            sheet.can_approve = sheet in allowed and sheet.state == "confirmed"
            sheet.can_reopen = sheet in allowed and sheet.state == "approved"

    # `_set` and the builder are the only ways in.
    def _kept_text(self):
        return self.env._(
            "A month sheet follows from its days. To change it, correct the day:"
            " by a punch correction, a leave, or an appeal."
        )

    def _set(self, vals):
        """Write for the actions of this model; what is handed over never changes."""
        for sheet in self:
            if sheet.state == "handed_over":
                raise UserError(
                    self.env._(
                        "%(name)s has been handed to finance and stays as it is. A"
                        " correction becomes an adjustment in the next open month.",
                        name=sheet.display_name,
                    )
                )
        return self._kept_write(vals)

    @api.readonly
    def action_open_days(self):
        """The day records behind the figures."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "cs.attendance.day",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [
                ("employee_id", "=", self.employee_id.id),
                ("month", "=", fields.Date.to_string(self.month)),
            ],
        }

    def _appealed(self):
        """Those of the sheets to which the person has objected, not decided yet."""
        if not self.ids:
            return self.browse()
        # sudo: only the fact comes out
        appeals = self.env["cs.appeal"].sudo()
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        return self.browse(
            appeals.search([*domain, ("state", "=", "submitted")]).mapped("res_id")
        )

    def _leave_lines(self):
        """(name of the leave type, days), in the order of the types."""
        days = {int(key): value for key, value in (self.leave_by_type or {}).items()}
        # sudo: names of leave types are no secret
        types = self.env["hr.leave.type"].sudo().with_context(active_test=False)
        return [
            (kind.name, days[kind.id])
            for kind in types.search([("id", "in", list(days))])
        ]

    def _appeal_since(self):
        return self.known_at

    def _appeal_first_decider(self):
        return (
            self.approved_by_id._cs_employees()
            if self.approved_by_id
            else (super()._appeal_first_decider())
        )

    def _appeal_accepted(self, appeal):
        """The month is judged again from the facts as they are now.

        Who accepts has the facts put right first (a punch correction, a leave). What is
        handed over stays: the difference becomes an adjustment.
        """
        last = month_end(self.month)
        self.env["cs.attendance.day"]._judge(self.employee_id, self.month, last)
        if self.state == "handed_over":
            self.env["cs.attendance.adjustment"]._adjust(self.employee_id, self.month)
        else:
            self._reopen()

    def _explanation_header(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        return super()._explanation_header() | {"subtitle": states[self.state]}

    def _explanation_history(self):
        # sudo: names of colleagues who confirmed or approved
        confirmed_by, approved_by = (
            self.sudo().confirmed_by_id,
            self.sudo().approved_by_id,
        )
        confirmed = self.env._("Confirmed by %s", confirmed_by.name)
        if self.is_silent:
            confirmed = self.env._("Confirmed silently: no objection in time")
        history = [
            (self.computed_at, self.env._("Computed from the days")),
            (self.confirmed_at, confirmed),
            (self.approved_at, self.env._("Approved by %s", approved_by.name)),
            (self.handed_at, self.env._("Handed to finance")),
        ]
        return [(moment, text) for moment, text in history if moment]

    def _explanation_actions(self):
        actions = super()._explanation_actions()
        for action in actions:
            if action["method"] == "action_appeal":
                action["label"] = self.env._("Object")
        if self.can_confirm:
            actions.insert(
                0,
                {
                    "method": "action_confirm",
                    "label": self.env._("Confirm"),
                    "primary": True,
                    "disabled": "",
                    "note": self.env._("Afterwards HR approves it."),
                    "deadline": self._deadline_text(),
                },
            )
        return actions
