from datetime import date as Date
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

#: ATT-09: up to so many days the department decides, above it the general manager
#: (so what lies between one and two days counts as two).
DEPARTMENT_DAYS = 1


class CsLeaveRequest(models.Model):
    """What is decided about a stock leave: who asks for which days, and why (ATT-09).

    One a leave, made and kept in step by ``hr.leave``; this is what goes up the
    ladder, while the stock leave follows: its state cannot say "approved" unless this
    one does. Thus every stock way to approve (buttons, lists, RPC, wizards, imports)
    ends at the same decision.

    The figures are those that stock computes from the requested dates, not those that
    a caller wrote into the computed fields.

    Access: read only, as in the mixin; everything happens through the leave or the
    actions here.
    """

    _name = "cs.leave.request"
    _inherit = ["cs.attendance.request.mixin"]
    _description = "Leave Request"
    _order = "date_from desc, id desc"

    leave_id = fields.Many2one("hr.leave", readonly=True, ondelete="set null")
    can_open_leave = fields.Boolean(compute="_compute_can_open_leave")
    leave_type_id = fields.Many2one(
        "hr.leave.type", readonly=True, required=True, ondelete="restrict", index=True
    )
    date_from = fields.Date("First Day", readonly=True, required=True, index=True)
    date_to = fields.Date("Last Day", readonly=True, required=True)
    start = fields.Datetime("Begin", readonly=True, required=True)
    stop = fields.Datetime("Until", readonly=True, required=True)
    days = fields.Float("Days of Leave", readonly=True, digits=(16, 4))
    duration = fields.Char("Requested", readonly=True)
    entered_by_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        ondelete="restrict",
        help="Who entered it: the person, or HR afterwards.",
    )
    filed_at = fields.Datetime("Filed On", readonly=True)
    decide_by = fields.Datetime(
        "Decision Needed By", compute="_compute_decide_by", help="When it begins."
    )
    leave_evidence_ids = fields.Many2many(
        related="leave_id.supported_attachment_ids", string="Documents"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    approved_to = fields.Date(
        "Approved Until", readonly=True, help="As approved, when ended early."
    )
    returned_at = fields.Datetime("Return Recorded On", readonly=True)
    returned_by_id = fields.Many2one("hr.employee", readonly=True, ondelete="restrict")
    return_note = fields.Text(readonly=True)
    can_return = fields.Boolean(compute="_compute_can_return")

    _leave_uniq = models.UniqueIndex(
        "(leave_id) WHERE leave_id IS NOT NULL",
        "This leave has a request already.",
    )

    @api.depends_context("lang")
    @api.depends("leave_type_id", "date_from", "date_to", "duration")
    def _compute_display_name(self):
        for request in self:
            days = format_date(self.env, request.date_from)
            if request.date_to != request.date_from:
                days += f" – {format_date(self.env, request.date_to)}"
            leave_type = request.sudo().leave_type_id.name
            request.display_name = f"{leave_type} {days} ({request.duration})"

    @api.depends("start", "state")
    def _compute_decide_by(self):
        for request in self:
            waits = request.state in ("draft", "submitted")
            request.decide_by = waits and request.start

    @api.depends_context("uid")
    @api.depends("state", "employee_id")
    def _compute_can_return(self):
        for request in self:
            request.can_return = request.state == "approved" and request._may_return()

    def action_withdraw(self):
        """Take the request back: the leave is cancelled, not a draft again."""
        result = super().action_withdraw()
        for request in self._decision_actor():
            request._decision_write({"state": "cancelled"})
            request.leave_id._cs_system_write({"state": "cancel"})
        return result

    @api.depends_context("uid")
    @api.depends("leave_id")
    def _compute_can_open_leave(self):
        readable = self.leave_id.sudo(False)._filtered_access("read")
        for request in self:
            request.can_open_leave = request.leave_id in readable

    def action_open_leave(self):
        """Open the stock leave; its own access rights decide."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.leave",
            "res_id": self.leave_id.id,
            "views": [[self.env.ref("hr_holidays.hr_leave_view_form").id, "form"]],
        }

    def action_end_leave(self, last_day, note, last_hour=None):
        """Record that the person was back at work earlier than approved (销假).

        Leave only gets shorter by it, and the days that follow are judged by their
        punches, so nobody has to approve; who recorded it when and why is kept.

        :param last_day: last day of leave actually taken; a day before the first one
            says that no leave was taken at all
        :param note: why, or how it is known
        :param last_hour: of leave by the hour: until which local hour of that day
        :raise AccessError: for others than the person, the direct superior with a
            user, and HR officers
        """
        for request in self:
            request.check_access("read")
            if not request._may_return():
                raise AccessError(
                    self.env._(
                        "The person, the direct superior and HR officers record the"
                        " return from leave."
                    )
                )
        for request in self._decision_actor():
            request._end_leave(fields.Date.to_date(last_day), note, last_hour)
        return True

    def _may_return(self):
        user, person = self.env.user, self.sudo().employee_id
        return (
            person in user._cs_employees()
            or person.parent_id.user_id == user
            or user.has_group("cs_base.group_hr_officer")
        )

    def _end_leave(self, last_day, note, last_hour):
        note = self._decision_clean_reason("refuse", note)
        leave = self.leave_id
        if self.state != "approved" or leave.state != "validate":
            raise UserError(self.env._("Only approved leave can be ended early."))
        if not last_day:
            raise UserError(self.env._("Please name the last day of leave."))
        freed, last = self._freed_days(last_day, last_hour)
        self.env["cs.period"]._check_open(
            self.company_id, freed, last, code="attendance_sheet"
        )
        recorded = {
            "approved_to": self.approved_to or self.date_to,
            "returned_at": fields.Datetime.now(),
            "returned_by_id": self.env.user._cs_employees()[:1].id,
            "return_note": note,
        }
        if last_day < self.date_from:
            leave._force_cancel(note, "mail.mt_note")
        else:
            leave._cs_shorten(last_day, last_hour)
            recorded |= leave._cs_prepare_request_figures()
        self._decision_write(recorded)
        self._rejudge_days(freed, last)

    def _freed_days(self, last_day, last_hour):
        """First and last day that are leave no more; months before them may be handed
        over."""
        if last_hour is None:
            last_day += timedelta(days=1)
        return min(max(last_day, self.date_from), self.date_to), self.date_to

    def _rejudge_days(self, first, last):
        person = self.employee_id
        self.env["cs.attendance.stale"]._touch([(person.id, first, last)])
        self.env["cs.attendance.day"].sudo()._judge(person.sudo(), first, last)

    @api.model
    def _file(self, leave):
        """Make the request of a leave and submit it for the current user (sudo)."""
        me = self.env.user._cs_employees()
        me = me.filtered(lambda p: p.company_id == leave.employee_id.company_id)[:1]
        request = self.browse()._insert(
            leave._cs_prepare_request_vals()
            | {"leave_id": leave.id, "entered_by_id": me.id}
        )
        request.action_submit()
        return request

    @api.model
    def _insert(self, vals):
        """Create with the fields that ``create`` drops for everybody else."""
        request = self.sudo().create([vals])
        request._decision_write(
            {name: vals[name] for name in self._copied_fields() if name in vals}
        )
        return request

    @api.model
    def _copied_fields(self):
        return {"leave_id", "entered_by_id"}

    def _follow_leave(self):
        """Take over what was changed in the leave while this was a draft."""
        for request in self.filtered(lambda r: r.state == "draft"):
            request._decision_write(request.leave_id._cs_prepare_request_vals())

    def _cancel(self):
        """The leave was cancelled or deleted: nothing waits and nothing is covered."""
        for request in self.filtered(lambda r: r.state != "cancelled"):
            pending = request._decision_pending_request()
            if pending:
                pending._claim()
                pending._close("withdrawn")
                self.env["cs.decision.notice"].sudo()._clear(request)
            request._decision_write({"state": "cancelled"})
            request._rejudge()

    @api.model
    def _covering(self, leave):
        """The approved request that covers this leave, perhaps none (sudo).

        Its own, or that of the leave it was split from: same person and type, within
        the approved days. By the hour or half day, within the approved time.
        """
        domain = (
            Domain("state", "=", "approved")
            & Domain("employee_id", "=", leave.employee_id.id)
            & Domain("leave_type_id", "=", leave.holiday_status_id.id)
            & Domain("date_from", "<=", leave.request_date_from or Date.max)
            & Domain("date_to", ">=", leave.request_date_to or Date.min)
        )
        if leave.leave_type_request_unit != "day":
            domain &= Domain("start", "<=", leave.date_from)
            domain &= Domain("stop", ">=", leave.date_to)
        return self.sudo().search(domain, limit=1)

    def _check_never_submitted(self):
        self.check_access("unlink")
        raise UserError(self.env._("Leave requests are kept."))

    def _request_days(self):
        return self.date_from, self.date_to

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {
            "leave_id",
            "entered_by_id",
            "filed_at",
            "approved_to",
            "returned_at",
            "returned_by_id",
            "return_note",
        }

    @api.model
    def _request_stamps(self):
        return super()._request_stamps() | {"leave_id", "entered_by_id"}

    def _decision_kind(self):
        return "leave"

    def _decision_measure(self):
        return self.days

    def _decision_maker(self):
        return (self.entered_by_id or self.employee_id).sudo()

    def _decision_ladder_fallback(self):
        if self.days <= DEPARTMENT_DAYS:
            return ["department_head"]
        return ["general_manager"]

    def _decision_detail(self):
        return {
            "leave_type": self.leave_type_id.name,
            "start": fields.Datetime.to_string(self.start),
            "stop": fields.Datetime.to_string(self.stop),
            "days": self.days,
        }

    def _check_filed_by_the_person(self):
        """Who may make the stock leave may ask for it; HR enters it for others."""

    def _decision_check_submit(self):
        leave = self.leave_id
        if leave.state != "confirm":
            raise UserError(
                self.env._("%(name)s no longer waits.", name=self.display_name)
            )
        self._follow_leave()
        if not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "Please say in the description why the leave is needed (ATT-09)."
                )
            )
        self._check_open()
        self._check_notice()

    def _check_notice(self):
        """ATT-09: so many calendar days ahead, by the policy of the first day.

        HR officers enter what could not be filed ahead, for others than themselves.
        A leave that was filed in time and given back keeps its day of filing, unless
        it is for other days now.
        """
        mine = self.env.user._cs_employees()._cs_all_records()
        is_hr = self.env.user.has_group("cs_base.group_hr_officer")
        if is_hr and self.employee_id not in mine:
            return
        policy = (
            self.env["cs.attendance.policy"]
            ._policy_on(self.employee_id, self.date_from)[self.employee_id.id]
            .sudo()
        )
        line = policy.notice_ids.filtered(
            lambda notice: notice.leave_type_id == self.leave_type_id
        )
        notice = line.notice_days if line else policy.leave_notice_days
        filed = self._local_today(self.employee_id)
        if self.filed_at:
            filed = self._local(self.employee_id, self.filed_at).date()
        earliest = filed + timedelta(days=notice)
        if self.date_from < earliest:
            raise UserError(
                self.env._(
                    "%(type)s is filed at least %(notice)s days ahead (ATT-09): today"
                    " it can begin on %(day)s or later. If it could not be foreseen,"
                    " HR can enter it for you.",
                    type=self.leave_type_id.name,
                    notice=notice,
                    day=self._day_name(earliest),
                )
            )

    def _decision_on_submitted(self):
        super()._decision_on_submitted()
        if not self.filed_at:
            self._decision_write({"filed_at": fields.Datetime.now()})

    def _decision_on_approved(self):
        leave = self.leave_id
        if leave.state not in ("confirm", "validate1"):
            raise UserError(
                self.env._("%(name)s no longer waits.", name=self.display_name)
            )
        self.flush_recordset()
        leave._cs_system()._action_validate(check_state=False)
        super()._decision_on_approved()

    def _decision_on_refused(self):
        me = self.env.user._cs_employees()[:1]
        self.leave_id._cs_system_write({"state": "refuse", "first_approver_id": me.id})
        super()._decision_on_refused()

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        stands = {"approved": "validate", "refused": "refuse"}
        expected = stands.get(decision.request_id.state)
        if self.returned_at or (expected and self.leave_id.state != expected):
            raise UserError(
                self.env._(
                    "%(name)s has been ended or changed since, so the decision cannot"
                    " be taken back.",
                    name=self.display_name,
                )
            )

    def _decision_on_undone(self, decision, request_state):
        if request_state in ("approved", "refused"):
            self.leave_id._cs_system_write(
                {
                    "state": "confirm",
                    "first_approver_id": False,
                    "second_approver_id": False,
                }
            )
            self.leave_id._cs_system()._post_leave_cancel()
        super()._decision_on_undone(decision, request_state)
