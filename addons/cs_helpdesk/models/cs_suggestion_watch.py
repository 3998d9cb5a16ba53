import logging
from datetime import datetime, time, timedelta, timezone

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

_logger = logging.getLogger(__name__)


class CsSuggestionWatch(models.Model):
    """Ends holds, reminds, and issues certificates (HD-08)."""

    _inherit = "cs.suggestion"

    @api.model
    def _watch_soon(self):
        self.env.ref("cs_helpdesk.cs_suggestion_cron").sudo()._trigger()

    @api.model
    def _cron_watch(self):
        """Every hour; each part is chosen by state and date, so none is missed."""
        for company in self.env["res.company"].search([]):
            self._end_holds(company)
            self._remind_company(company)
        self.env["cs.suggestion.certificate"]._issue_due()

    @api.model
    def _end_holds(self, company):
        """HD-08: on the day after the last one of a hold, a decision is due."""
        over = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "held"),
                ("held_until", "<", company._cs_today()),
            ]
        )
        for one in over:
            if one.try_lock_for_update():
                one._step("due", self.env.ref("base.user_root"))

    # Reminders

    @api.model
    def _remind_company(self, company):
        """One digest a person and day, in the hours that the department works."""
        today = company._cs_today()
        waiting = self._to_remind(company, today)
        working = waiting.filtered(lambda one: one._is_working_now())
        digests = {}
        for one in working:
            for user in one._answer_for(today):
                digests[user] = digests.get(user, self.browse()) | one
        for user, own in digests.items():
            try:
                with self.env.cr.savepoint():
                    own._remind(user)
            except Exception:  # one whose mail fails holds up no other
                _logger.exception("reminder of suggestions to user %s", user.id)
        for one in working:
            one._set({"reminded_on": today})

    @api.model
    def _to_remind(self, company, today):
        """Due, or near the end of a hold or the promised day, and not told today."""
        near = Domain.OR(
            Domain("state", "=", state) & Domain(day, "!=", False)
            for state, day in (("held", "held_until"), ("adopted", "plan_date"))
        ) | Domain("state", "=", "due")
        told = Domain("reminded_on", "=", False) | Domain("reminded_on", "<", today)
        found = self.search(
            Domain("company_id", "=", company.id) & near & told, order="id"
        )
        return found.filtered(lambda one: one._is_near(today))

    def _is_near(self, today):
        """A hold is told of once, when its end comes near; what is late, daily."""
        if self.state == "due":
            return True
        end = self.held_until if self.state == "held" else self.plan_date
        if end < today:
            return True
        warned_from = end - timedelta(days=self._policy(today).suggestion_warn_days)
        return warned_from <= today and not self.reminded_on

    def _is_working_now(self):
        department = self.department_id
        Time = self.env["cs.working.time"]
        calendar = Time._calendars(department)[department.id]
        now = fields.Datetime.now()
        return bool(calendar) and Time._is_working(calendar, [now], self.company_id)[0]

    def _answer_for(self, today):
        """Who has to act: of a hold the department's manager, when a decision is due
        the general manager too; of what is carried out who is responsible, when the
        day has passed the manager too. Nobody is asked about the own suggestion."""
        department = self.department_id
        heads = department.browse(
            department._cs_ancestor_ids()[department.id]
        ).manager_id.user_id[:1]
        users = heads
        if self.state == "adopted":
            late = heads if self.plan_date < today else heads.browse()
            users = self.responsible_id | late
        elif self.state == "due":
            users |= self.company_id.cs_general_manager_id.user_id
        return users.filtered(lambda user: not self._is_own(user))

    def _remind(self, user):
        """One message about all of them."""
        self._notify(
            user,
            lambda env: env._("Suggestions that wait for you: %s", len(self)),
            lambda env: "\n".join(one.with_env(env)._reminder_line() for one in self),
        )

    def _reminder_line(self):
        name = self.display_name
        if self.state == "due":
            return self.env._(
                "%(name)s: the time of holding it is over, a decision is due (HD-08).",
                name=name,
            )
        if self.state == "held":
            return self.env._(
                "%(name)s: held until %(day)s at most (HD-08).",
                name=name,
                day=format_date(self.env, self.held_until),
            )
        return self.env._(
            "%(name)s: the customer was promised %(day)s (HD-08).",
            name=name,
            day=format_date(self.env, self.plan_date),
        )

    # Moments

    def _watch_later(self):
        """Certificates soon; the end of a hold at its moment."""
        self._watch_soon()
        if self.state == "held":
            cron = self.env.ref("cs_helpdesk.cs_suggestion_cron")
            cron._trigger(at=self._moment_after(self.held_until))

    def _moment_after(self, day):
        """Naive UTC moment at which the day is over where the company works."""
        zone = self.company_id._cs_zone()
        local = datetime.combine(day + timedelta(days=1), time(), zone)
        return local.astimezone(timezone.utc).replace(tzinfo=None)
