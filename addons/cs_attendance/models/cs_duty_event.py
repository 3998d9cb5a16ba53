import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)
TODO = "mail.mail_activity_data_todo"


class CsDutyEvent(models.Model):
    """A serious event (重大事件, ATT-13): told at once, in writing the next day.

    The head of the place's department is told when it is recorded. The written report
    is due by the end of work on the next day; where nobody works that day, at the hour
    at which work usually ends. It is chased once a day while it is overdue. A submitted
    report never changes, and a late one stays late.

    Access: as the duty log; the report is written by who recorded the event, or by the
    supervisor when that person cannot. Nothing else is ever written.
    """

    _name = "cs.duty.event"
    _inherit = [
        "cs.kept.mixin",
        "cs.duty.entry.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _kept_is_entered = True
    _description = "Serious Event on Duty"
    _order = "happened_at desc, id desc"
    _mail_post_access = "read"
    _entered = frozenset({"watch_id", "happened_at", "name", "description"})

    name = fields.Char("Serious Event", required=True, readonly=True)
    happened_at = fields.Datetime(
        "When", required=True, readonly=True, default=lambda self: self._now()
    )
    description = fields.Text("First Account", required=True, readonly=True)
    head_id = fields.Many2one("hr.employee", "Told", readonly=True, ondelete="restrict")
    told_at = fields.Datetime(readonly=True)
    due = fields.Datetime("Report Due By", readonly=True, index=True)
    report = fields.Text("Written Report")
    state = fields.Selection(
        [("open", "Report Due"), ("reported", "Report Submitted")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    submitted_at = fields.Datetime(readonly=True)
    submitted_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    is_submitted_late = fields.Boolean(readonly=True)
    chased_on = fields.Date(readonly=True)
    is_late = fields.Boolean(
        "Report Late", compute="_compute_late", search="_search_is_late"
    )
    lateness = fields.Char(compute="_compute_late")
    can_report = fields.Boolean(compute="_compute_can_report")

    _stamps_complete = models.Constraint(
        "CHECK((state = 'reported') = (submitted_at IS NOT NULL)"
        " AND (submitted_at IS NULL OR report IS NOT NULL))",
        "A submitted report has its text and its moment.",
    )

    def _now(self):
        return fields.Datetime.now().replace(second=0)

    @api.depends("due", "submitted_at")
    def _compute_late(self):
        now = fields.Datetime.now()
        for event in self:
            late = event.due and (event.submitted_at or now) - event.due
            event.is_late = bool(late) and late > timedelta(0)
            event.lateness = event._late_text(late) if event.is_late else False

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("submitted_at", "=", False)
        overdue &= Domain("due", "<", fields.Datetime.now())
        return overdue | Domain("is_submitted_late", "=", True)

    def _late_text(self, late):
        if self.submitted_at:
            return self.env._("submitted late")
        if late.days:
            return self.env._("overdue since %s days", late.days)
        return self.env._("overdue")

    @api.depends_context("uid")
    @api.depends("state", "employee_id")
    def _compute_can_report(self):
        for event in self:
            event.can_report = event.state == "open" and event._may_report()

    def _may_report(self):
        user = self.env.user
        return self.sudo().employee_id in user._cs_employees() or (
            user.has_group("cs_base.group_supervisor")
            and self.sudo().department_id in user.sudo().cs_managed_department_ids
        )

    @api.constrains("happened_at", "watch_id")
    def _check_happened(self):
        now = fields.Datetime.now()
        for event in self:
            if not event.watch_id.start <= event.happened_at <= now:
                raise ValidationError(
                    self.env._(
                        "ATT-13: the event happened after the duty began, and not in"
                        " the future. Please correct the time."
                    )
                )

    # Guards

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        for event in events.sudo():
            event._set({"due": event._due_at()})
            event._tell_head()
            event._ask()
        return events

    def write(self, vals):
        mixins = self.env["mail.thread"]._fields.keys()
        mixins |= self.env["mail.activity.mixin"]._fields.keys()
        if not vals.keys() <= mixins | {"report"}:
            self._kept_refuse()
        if "report" in vals:
            self._check_report()
        return self._kept_write(vals)

    def _kept_text(self):
        return self.env._("ATT-13: what is recorded of a serious event stays as it is.")

    def _check_report(self):
        self.check_access("read")
        for event in self:
            if event.sudo().state != "open":
                raise UserError(
                    self.env._("ATT-13: a submitted report stays as it is.")
                )
            if not event._may_report():
                raise AccessError(
                    self.env._(
                        "ATT-13: %s writes this report.", event.sudo().employee_id.name
                    )
                )

    def _set(self, vals):
        return self._kept_write(vals)

    def action_submit(self):
        """Submit the written report; its time and lateness stay."""
        self._check_report()
        events = self.sudo()
        events.lock_for_update(allow_referencing=True)
        events.invalidate_recordset(["state"])
        self._check_report()
        now = fields.Datetime.now()
        for event in events:
            if not (event.report or "").strip():
                raise UserError(self.env._("Please write the report first."))
            event._set(
                {
                    "state": "reported",
                    "submitted_at": now,
                    "submitted_by_id": self.env.uid,
                    "is_submitted_late": now > event.due,
                }
            )
            event.activity_ids.unlink()
            event._notify(
                event.head_id.user_id,
                lambda env, event=event: env._("Report submitted: %s", event.name),
            )
        return True

    # The deadline

    def _due_at(self):
        """End of work on the day after the event (policy: so many days after).

        The rule says the next day, so a day off moves nothing: the hour is then that
        at which work ends on working days, without any that of midnight.
        """
        self.ensure_one()
        Time = self.env["cs.working.time"].sudo()
        zone = self.company_id._cs_zone()
        today = words.localized(self.happened_at, zone).date()
        parameters = self.watch_id._parameters(self.department_id, today, today)
        day = today + timedelta(parameters(today, "duty_report_days"))
        calendar = Time._calendars(self.department_id)[self.department_id.id]
        if not calendar:
            return words.to_utc(self.company_id, day + timedelta(1))
        facts = Time._facts(calendar, self.company_id)
        if spans := facts.spans(day, day):
            return max(span.end for span in spans)
        ends = [line.end for line in facts.lines]
        return facts.utc(day, max(ends, default=24 * 60))

    # Telling and chasing

    def _head(self):
        """Who leads the place's department and can read this, else the general
        manager; never who recorded it (sudo)."""
        Department = self.env["hr.department"]
        path = self.department_id._cs_ancestor_ids().get(self.department_id.id, [])
        heads = [one.manager_id for one in Department.browse(path)]
        for head in [*heads, self.company_id.cs_general_manager_id]:
            user = head.user_id
            if (
                head != self.employee_id
                and user.active
                and self.with_user(user).has_access("read")
            ):
                return head
        return self.env["hr.employee"]

    def _tell_head(self):
        """ATT-13: at once, and once."""
        head = self._head()
        if not head:
            return
        self._set({"head_id": head.id, "told_at": fields.Datetime.now()})
        self._schedule(
            head.user_id,
            fields.Date.context_today(self),
            lambda env: env._("Serious event: %s", self.name),
        )
        self._notify(
            head.user_id, lambda env: env._("Serious event on duty: %s", self.name)
        )

    def _ask(self):
        """The report, as a task of who recorded the event."""
        zone = self.company_id._cs_zone()
        self._schedule(
            self.employee_id.user_id,
            words.deadline_parts(self.due, zone)[0],
            lambda env: env._("Write the report on the serious event (ATT-13)"),
        )

    def _schedule(self, user, day, summary):
        if user.active:
            env = self.env(context=dict(self.env.context, lang=user.lang))
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                TODO, date_deadline=day, user_id=user.id, summary=summary(env)
            )

    def _notify(self, users, subject):
        for user in users.filtered("active"):
            local = self.with_context(lang=user.lang)
            zone = local.company_id._cs_zone()
            due = words.moment_name(local.env, local.due, zone)
            lines = [
                local.watch_id.display_name,
                local.description,
                local.env._("The written report is due by %s.", due),
            ]
            local.message_notify(
                partner_ids=user.partner_id.ids,
                subject=subject(local.env),
                body=Markup("<br/>").join(lines),
            )

    @api.model
    def _cron_chase(self):
        """Ask for overdue reports, each once a day of the company; hourly."""
        domain = Domain("state", "=", "open") & Domain(
            "due", "<", fields.Datetime.now()
        )
        for event in self.search(domain, order="due, id"):
            today = event.company_id._cs_today()
            if event.chased_on and event.chased_on >= today:
                continue
            try:
                with self.env.cr.savepoint():
                    event._chase(today)
            except Exception:
                _logger.exception("Overdue report of event %s", event.id)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _chase(self, today):
        is_first = not self.chased_on
        self._set({"chased_on": today})
        user = self.employee_id.user_id
        self.activity_ids.filtered(lambda one: one.user_id == user).unlink()
        self._schedule(
            user,
            today,
            lambda env: env._("Overdue: write the report on the serious event"),
        )
        if is_first:
            self._notify(
                self.head_id.user_id,
                lambda env: env._("Report overdue: %s", self.name),
            )
