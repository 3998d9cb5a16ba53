import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import format_date

_logger = logging.getLogger(__name__)

#: while no policy is in force
WARN_DAYS = 2


class CsAppraisalPolicy(models.Model):
    _inherit = "cs.appraisal.policy"

    improvement_warn_days = fields.Integer(
        "Reminder of Improvement Plans Before",
        default=WARN_DAYS,
        unit="day",
        help="APP-08: days before an action or follow-up of an improvement plan is due"
        " on which person and superior are reminded, once.",
    )

    _improvement_warn_days_not_negative = models.Constraint(
        "CHECK(improvement_warn_days >= 0)", "Days cannot be negative."
    )


class CsImprovementPlan(models.Model):
    """Starts plans on their first day, and reminds of what is due (APP-08).

    Person and superior are told of each action and follow-up once, a little before it
    is due, in the hours their department works, in one digest each.
    """

    _inherit = "cs.improvement.plan"

    @api.model
    def _cron_watch(self):
        """Every hour; chosen by state and date, so that nothing is missed."""
        for company in self.env["res.company"].search([]):
            today = company._cs_today()
            self._begin(company, today)
            self._remind_company(company, today)

    @api.model
    def _begin(self, company, today):
        due = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "agreed"),
                ("date_from", "<=", today),
            ]
        )
        due.try_lock_for_update()._decision_write({"state": "running"})

    @api.model
    def _remind_company(self, company, today):
        running = self.search(
            [("company_id", "=", company.id), ("state", "=", "running")]
        )
        working = running.filtered(lambda plan: plan._is_working_now())
        days = working._warn_days(today)
        digests = {}
        for plan in working:
            last = today + timedelta(days=days[plan])
            for user, stamp in plan._readers():
                for rows in plan._untold(stamp, last):
                    digests.setdefault(user, []).append((rows, stamp))
        for user, parts in digests.items():
            self._remind_safely(user, parts, today)

    @api.model
    def _remind_safely(self, user, parts, today):
        """What fails holds up no other and is tried again the next hour."""
        try:
            with self.env.cr.savepoint():
                self._remind(user, parts, today)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.exception("Reminder of improvement plans to user %s", user.id)

    def _warn_days(self, today):
        """Days before the date, by plan, as the policy of the person says."""
        policies = self.env["cs.appraisal.policy"]._policy_on(self.employee_id, today)
        return {
            plan: policies[plan.employee_id.id].improvement_warn_days
            if policies[plan.employee_id.id]
            else WARN_DAYS
            for plan in self
        }

    def _is_working_now(self):
        department = self.department_id
        Time = self.env["cs.working.time"]
        calendar = Time._calendars(department).get(department.id)
        calendar = calendar or self.company_id.resource_calendar_id
        now = fields.Datetime.now()
        return Time._is_working(calendar, [now], self.company_id)[0]

    def _readers(self):
        """Pairs of a user who is told, and the stamp that says so."""
        pairs = [
            (self.employee_id.user_id, "told_person_on"),
            (self.superior_id.user_id, "told_superior_on"),
        ]
        return [(user, stamp) for user, stamp in pairs if user.active]

    def _untold(self, stamp, last):
        """Open actions and follow-ups up to a day that were not told yet."""
        due = Domain("plan_id", "=", self.id) & Domain("due_on", "<=", last)
        due &= Domain(stamp, "=", False)
        actions = self.env["cs.improvement.action"].search(
            due & Domain("state", "=", "open")
        )
        followups = self.env["cs.improvement.followup"].search(
            due & Domain("held_at", "=", False)
        )
        return [rows for rows in (actions, followups) if rows]

    @api.model
    def _remind(self, user, parts, today):
        env = self.env(context=dict(self.env.context, lang=user.lang))
        lines = []
        for rows, stamp in parts:
            mine = rows.try_lock_for_update().filtered(lambda one, s=stamp: not one[s])
            mine._decision_line_write({stamp: today})
            lines += [one.with_env(env)._reminder() for one in mine]
        if not lines:
            return
        body = env["ir.qweb"]._render(
            "cs_appraisal.improvement_digest",
            {
                "lines": sorted(lines, key=lambda line: line["due"]),
                "url": self.get_base_url(),
            },
        )
        env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=env._("Improvement plans: %(count)s soon due", count=len(lines)),
            body=body,
        )


class CsImprovementRowMixin(models.AbstractModel):
    _inherit = "cs.improvement.row.mixin"

    def _reminder(self):
        """Values of one line of the digest."""
        return {
            "plan": self.plan_id.id,
            "due": self.due_on,
            "day": format_date(self.env, self.due_on),
            "who": self.plan_id.employee_id.name,
            "what": self._reminder_what(),
        }

    def _reminder_what(self):
        return self.env._("Follow-up")


class CsImprovementAction(models.Model):
    _inherit = "cs.improvement.action"

    def _reminder_what(self):
        return self.name
