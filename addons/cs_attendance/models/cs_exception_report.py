from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError

from .cs_attendance_day import VERDICTS


def _is_supervisor(employee):
    user = employee.user_id
    return bool(user) and user.has_group("cs_base.group_supervisor")


class CsExceptionReport(models.Model):
    """A department's exceptions of one ISO week (考勤异常表, ATT-07).

    Prepared by ``cs.exception.report.maker``; the supervisor submits it with remarks
    by the end of work on Thursday, HR receives it by the end of Friday. With the
    submission its lines are frozen; what the judge says later is shown as a difference.

    Access: team leaders read reports in which people of their team stand, supervisors
    read and submit those of their departments, HR officers read all and receive;
    payroll and the general manager read. Remarks are the only thing that is written,
    by who submits, until it is submitted.
    """

    _name = "cs.exception.report"
    _inherit = ["cs.kept.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Weekly Exception Report"
    _order = "week_start desc, department_id"
    _mail_post_access = "read"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    department_id = fields.Many2one(
        "hr.department", required=True, readonly=True, ondelete="restrict", index=True
    )
    manager_id = fields.Many2one(
        "hr.employee",
        "Submitted By the Head",
        compute="_compute_manager_id",
        compute_sudo=True,
    )
    week_start = fields.Date("Monday", required=True, readonly=True)
    week_end = fields.Date("Sunday", required=True, readonly=True)
    week = fields.Char(compute="_compute_week", store=True)
    line_ids = fields.One2many("cs.exception.report.line", "report_id", "Exceptions")
    line_count = fields.Integer("Exceptions in All", readonly=True)
    later_count = fields.Integer("Changed Since", compute="_compute_later_count")
    remark = fields.Text("Remarks")
    state = fields.Selection(
        [
            ("prepared", "Prepared"),
            ("submitted", "Submitted"),
            ("received", "Received by HR"),
        ],
        required=True,
        readonly=True,
        default="prepared",
        index=True,
        tracking=True,
    )
    prepared_at = fields.Datetime(readonly=True, required=True)
    remind_at = fields.Datetime(readonly=True)
    reminded_at = fields.Datetime(readonly=True)
    department_due = fields.Datetime(
        "Due From Department", required=True, readonly=True
    )
    hr_due = fields.Datetime("Due at HR", required=True, readonly=True)
    submitted_at = fields.Datetime(readonly=True)
    submitted_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    received_at = fields.Datetime(readonly=True)
    received_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    is_submitted_late = fields.Boolean(readonly=True)
    is_late = fields.Boolean("Late", compute="_compute_late", search="_search_is_late")
    lateness = fields.Char(compute="_compute_late")
    can_submit = fields.Boolean(compute="_compute_can_submit")
    can_receive = fields.Boolean(compute="_compute_can_submit")

    _department_week_uniq = models.Constraint(
        "UNIQUE(department_id, week_start)",
        "There is one report a department and week.",
    )
    _week_is_iso = models.Constraint(
        "CHECK(EXTRACT(ISODOW FROM week_start) = 1 AND week_end = week_start + 6)",
        "A week runs from Monday to Sunday.",
    )
    _stamps_complete = models.Constraint(
        "CHECK((state = 'prepared') = (submitted_at IS NULL)"
        " AND (state = 'received') = (received_at IS NOT NULL))",
        "A report says when it was submitted and received.",
    )

    @api.depends("department_id")
    def _compute_manager_id(self):
        ancestors = self.department_id._cs_ancestor_ids()
        for report in self:
            path = self.env["hr.department"].browse(
                ancestors.get(report.department_id.id, [])
            )
            heads = path.manager_id
            report.manager_id = (heads.filtered(_is_supervisor) or heads)[:1]

    @api.depends("week_start")
    def _compute_week(self):
        for report in self:
            year, week, _day = report.week_start.isocalendar()
            report.week = f"{year}-W{week:02}"

    @api.depends("department_id", "week")
    def _compute_display_name(self):
        for report in self:
            # sudo: whoever may read the report may know whose it is
            name = report.sudo().department_id.name or ""
            report.display_name = f"{name} {report.week or ''}"

    def _compute_later_count(self):
        for report in self:
            lines = report.sudo().line_ids
            changed = len(lines.filtered("is_changed"))
            report.later_count = changed + len(report._new_days())

    @api.depends("state", "department_due", "hr_due", "submitted_at", "received_at")
    def _compute_late(self):
        now = fields.Datetime.now()
        for report in self:
            late = (report.submitted_at or now) - report.department_due
            report.is_late = late > timedelta(0)
            report.lateness = report._late_text(late) if report.is_late else False

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        return [
            "|",
            "&",
            ("submitted_at", "=", False),
            ("department_due", "<", now),
            ("is_submitted_late", "=", True),
        ]

    def _late_text(self, late):
        days, hours = late.days, late.seconds // 3600
        amount = (
            self.env._("%(days)s d %(hours)s h", days=days, hours=hours)
            if days
            else self.env._(
                "%(hours)s h %(minutes)s min",
                hours=hours,
                minutes=late.seconds // 60 % 60,
            )
        )
        if self.submitted_at:
            return self.env._("submitted late by %s", amount)
        return self.env._("overdue by %s", amount)

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_submit(self):
        hr = self.env.user.has_group("cs_base.group_hr_officer")
        for report in self:
            report.can_submit = report.state == "prepared" and report._may_submit()
            report.can_receive = report.state == "submitted" and hr

    # Only remarks are written.
    def write(self, vals):
        mixins = self.env["mail.thread"]._fields.keys()
        mixins |= self.env["mail.activity.mixin"]._fields.keys()
        if not vals.keys() <= mixins | {"remark", "line_ids"}:
            self._kept_refuse()
        if vals.keys() & {"remark", "line_ids"}:
            self._check_remark(vals)
        return self._kept_write(vals)

    def _kept_text(self):
        return self.env._(
            "Weekly reports follow from the days and change by submitting and"
            " receiving. Only remarks can be written, until it is submitted."
        )

    def _check_remark(self, vals):
        self.check_access("write")
        if any(report.state != "prepared" for report in self):
            raise UserError(
                self.env._("The report is submitted and stays as it is. Ask HR.")
            )
        if any(command[0] != 1 for command in vals.get("line_ids", ())):
            self._kept_refuse()

    def _set(self, vals):
        return self._kept_write(vals)

    def action_submit(self):
        """The supervisor hands the report over, with the remarks (ATT-07)."""
        self.check_access("read")
        for report in self:
            if not report._may_submit():
                raise AccessError(
                    self.env._("The supervisor of the department submits its report.")
                )
            if report.state != "prepared":
                raise UserError(
                    self.env._(
                        "%(name)s has been submitted already.", name=report.display_name
                    )
                )
        now = fields.Datetime.now()
        for report in self.sudo():
            report.env["cs.exception.report.maker"]._fill(report)
            report._set(
                {
                    "state": "submitted",
                    "submitted_at": now,
                    "submitted_by_id": self.env.uid,
                    "is_submitted_late": now > report.department_due,
                }
            )
            report.activity_ids.sudo().unlink()
        return True

    def action_receive(self):
        """HR has the report; the end of its way."""
        self.check_access("read")
        if not self.env.user.has_group("cs_base.group_hr_officer"):
            raise AccessError(self.env._("HR receives the weekly reports."))
        if any(report.state != "submitted" for report in self):
            raise UserError(
                self.env._("Please choose reports that are submitted and not received.")
            )
        # sudo: checked above; nobody has write access to the state
        self.sudo()._set(
            {
                "state": "received",
                "received_at": fields.Datetime.now(),
                "received_by_id": self.env.uid,
            }
        )
        return True

    def action_refresh(self):
        """Bring a prepared report up to the days as they are judged now."""
        self.check_access("read")
        if not all(report._may_submit() for report in self):
            raise AccessError(
                self.env._("The supervisor of the department submits its report.")
            )
        for report in self.filtered(lambda report: report.state == "prepared").sudo():
            report.env["cs.exception.report.maker"]._fill(report)
        return True

    @api.readonly
    def action_open_later(self):
        """Days that are exceptions now and are not in the submitted report."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Changed After %(name)s", name=self.display_name),
            "res_model": "cs.attendance.day",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [
                (
                    "id",
                    "in",
                    self._new_days().ids
                    + self.sudo().line_ids.filtered("is_changed").day_id.ids,
                )
            ],
        }

    def _may_submit(self):
        """The supervisor; HR for a department that no supervisor heads."""
        user = self.env.user
        if not _is_supervisor(self.sudo().manager_id):
            return user.has_group("cs_base.group_hr_officer")
        return (
            user.has_group("cs_base.group_supervisor")
            and self.department_id in user.cs_managed_department_ids
        )

    def _new_days(self):
        """Exceptions of the week that the submitted report does not list (sudo)."""
        if self.state == "prepared":
            return self.env["cs.attendance.day"]
        maker = self.env["cs.exception.report.maker"]
        days = self.env["cs.attendance.day"].sudo().search(maker._day_domain(self))
        return days - self.sudo().line_ids.day_id

    # Due times and reminders

    @api.model
    def _due_times(self, department, week_start, policy):
        """When the report on the week of ``week_start`` is due (ATT-07).

        End of work on the policy's weekday of the following week; where that is no
        working day of the department, the end of the next one.

        :return: naive UTC (reminder, due from the department, due at HR)
        """
        following = week_start + timedelta(days=7)
        company = department.company_id
        service = self.env["cs.working.time"]
        calendar = service._calendars(department)[department.id]
        names = ("report_department_weekday", "report_hr_weekday")
        days = [following + timedelta(days=int(policy[name])) for name in names]
        # One second into the day: the day before may end at midnight.
        moment = timedelta(seconds=1)
        starts = [words.to_utc(company, day) + moment for day in days]
        try:
            dues = service._add_days(
                calendar, [(start, 0) for start in starts], company
            )
            [remind] = service._add_seconds(calendar, [(dues[0], -4 * 3600)], company)
        except UserError:
            # Without working hours: the end of the day, so that nothing is lost.
            dues = [words.to_utc(company, day, 18) for day in days]
            remind = dues[0] - timedelta(hours=4)
        return remind, dues[0], max(dues)

    def _ask(self):
        """An activity for who submits, with the day it is due."""
        for report in self:
            user = report.manager_id.user_id
            if not user.active or not report.with_user(user).has_access("read"):
                continue
            due = words.localized(
                report.department_due, report.company_id._cs_zone()
            ).date()
            env = self.env(context=dict(self.env.context, lang=user.lang))
            report.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=due,
                user_id=user.id,
                summary=env._("Submit the weekly exception report"),
            )

    def _remind(self):
        """Before it is due, to who has not submitted: one message a person, however
        many departments the person answers for."""
        self._set({"reminded_at": fields.Datetime.now()})
        for user, reports in self.grouped(lambda one: one.manager_id.user_id).items():
            if user.active:
                reports._remind_user(user)

    def _remind_user(self, user):
        local = self.with_context(lang=user.lang)
        lines = [
            local.env._(
                "%(name)s: please submit it by %(due)s. It lists %(count)s exceptions.",
                name=report.display_name,
                due=words.moment_name(
                    local.env, report.department_due, report.company_id._cs_zone()
                ),
                count=report.line_count,
            )
            for report in local
        ]
        names = ", ".join(local.mapped("display_name"))
        thread = local if len(local) == 1 else local.env["mail.thread"]
        thread.message_notify(
            partner_ids=user.partner_id.ids,
            subject=local.env._("Weekly exception report: %s", names),
            body=Markup("<br/>").join(lines),
        )


class CsExceptionReportLine(models.Model):
    """A day in the report, as it was when the report was submitted, with its slips."""

    _name = "cs.exception.report.line"
    _inherit = ["cs.kept.mixin"]
    _description = "Line of the Weekly Exception Report"
    _order = "report_id, date, employee_id"

    report_id = fields.Many2one(
        "cs.exception.report", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="report_id.department_id", store=True)
    day_id = fields.Many2one(
        "cs.attendance.day", readonly=True, ondelete="set null", index="btree_not_null"
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict", index=True
    )
    date = fields.Date(required=True, readonly=True)
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    is_pending = fields.Boolean("Request Waiting", readonly=True)
    check_in = fields.Datetime("On Duty", readonly=True)
    check_out = fields.Datetime("Off Duty", readonly=True)
    late_minutes = fields.Integer("Minutes Late", readonly=True)
    early_minutes = fields.Integer("Minutes Early", readonly=True)
    missed_count = fields.Integer("Missed Punches", readonly=True)
    forgiven_count = fields.Integer("Missed Punches, Confirmed", readonly=True)
    slips = fields.Json("Requests", readonly=True, help="Model and id of each slip")
    slip_text = fields.Text("Slips", readonly=True)
    remark = fields.Char("Remarks")
    verdict_now = fields.Selection(related="day_id.verdict", string="As of Now")
    is_changed = fields.Boolean("Changed Since", compute="_compute_is_changed")

    _report_day_uniq = models.Constraint(
        "UNIQUE(report_id, employee_id, date)", "A day stands in the report once."
    )

    @api.depends("day_id.verdict", "report_id.state")
    def _compute_is_changed(self):
        for line in self:
            day = line.sudo().day_id
            line.is_changed = line.report_id.state != "prepared" and (
                not day
                or (line.verdict, line.late_minutes, line.early_minutes)
                != (day.verdict, day.late_minutes, day.early_minutes)
                or line.missed_count != day.missed_count
            )

    def write(self, vals):
        if not vals.keys() <= {"remark"}:
            self._kept_refuse()
        self.report_id._check_remark({})
        return self._kept_write(vals)

    def _kept_text(self):
        return self.report_id._kept_text()
