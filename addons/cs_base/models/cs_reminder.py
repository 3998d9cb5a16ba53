import logging
from contextlib import contextmanager
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..engine import reminder as engine
from . import period_words as words

_logger = logging.getLogger(__name__)

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
#: What a stopped server left out is told so many days late, then no more.
KEPT = 3
#: What people may set; the rest comes with the addon.
SET = {"active", "day", "weekday", "shift", "ahead"}
#: Days around today of which it is asked whether they are working days.
SPAN = timedelta(days=75)


class CsReminder(models.Model):
    """A day in the calendar on which people are reminded (ALL-05, APP-01, ATT-07).

    People are told what waits for them at that moment, nobody of nothing, in working
    hours, each once of an occasion, and of all that falls on a day in one message.

    Access: HR officers and technical administrators read it and set the days; nobody
    makes or deletes one. An addon ships a record in ``data/`` and defines
    ``_lines_<kind>``; for the basis "policy" also ``_policy_day_<kind>``.
    """

    _name = "cs.reminder"
    _description = "Calendar Reminder"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, readonly=True)
    kind = fields.Char(required=True, readonly=True)
    rule_code = fields.Char("Rule", readonly=True)
    sequence = fields.Integer(default=10, readonly=True)
    active = fields.Boolean(default=True)
    basis = fields.Selection(
        [
            ("month", "Day of the month"),
            ("week", "Day of the week"),
            ("handover", "Planned hand-over of the month"),
            ("policy", "As the policy in force says"),
        ],
        required=True,
        readonly=True,
    )
    day = fields.Integer(
        "Day of the Month",
        default=1,
        required=True,
        help="The last day where a month is shorter.",
    )
    weekday = fields.Selection(WEEKDAYS, default="0", required=True)
    shift = fields.Selection(
        [
            ("next", "The next working day"),
            ("previous", "The working day before"),
            ("none", "The same day"),
        ],
        "On a Day Off",
        default="next",
        required=True,
        help="When the day is no working day of the company.",
    )
    ahead = fields.Integer("Working Days Ahead", default=0, required=True)

    _day_in_month = models.Constraint(
        "CHECK(day BETWEEN 1 AND 31)", "The day of a month is between 1 and 31."
    )
    _ahead_range = models.Constraint(
        "CHECK(ahead BETWEEN 0 AND 20)",
        "People are reminded at most 20 working days ahead.",
    )

    def write(self, vals):
        if not self.env.su and not vals.keys() <= SET:
            raise UserError(
                self.env._(
                    "Of a reminder the days can be set; whom it tells and of what"
                    " comes with the addon."
                )
            )
        return super().write(vals)

    @api.model
    def _cron_remind(self):
        """Hourly. Chosen by what has not been told, never by "today's run"."""
        Cron = self.env["ir.cron"].sudo()
        companies = self.env["hr.employee"]._read_group([], ["company_id"])
        Cron._commit_progress(0, remaining=len(companies))
        for (company,) in companies:
            with self._alone("Reminders of company %s", company.id):
                self.with_company(company)._remind(company)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _remind(self, company):
        """Tell the people of a company what is due today; in its working hours."""
        if not self._is_working_now(company):
            return
        today = company._cs_today()
        waiting = {}
        for reminder in self.search([]):
            with self._alone("Reminder %s of company %s", reminder.id, company.id):
                occasion = reminder._occasion(company, today)
                found = reminder._waiting(company, occasion) if occasion else {}
                for user, lines in found.items():
                    parts = waiting.setdefault(user, [])
                    parts.append((reminder, occasion, lines))
        for user, parts in waiting.items():
            with self._alone("Reminders of %s, company %s", user.login, company.id):
                self._tell(company, user, parts)

    @contextmanager
    def _alone(self, *what):
        """What fails inside is undone and logged, holds up no other, and is tried
        again an hour later."""
        try:
            with self.env.cr.savepoint():
                yield
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.exception(*what)

    def _tell(self, company, user, parts):
        """One message of what the person has not been told yet, noted as told.

        :param parts: list of (reminder, occasion, sentences)
        """
        Sent = self.env["cs.reminder.sent"]
        new = [
            (reminder, lines)
            for reminder, occasion, lines in parts
            if Sent._once(reminder, company, occasion, user)
        ]
        if new:
            self._send(user, new)

    def _is_working_now(self, company):
        service = self.env["cs.working.time"]
        now = fields.Datetime.now()
        try:
            [is_working] = service._is_working(
                company.resource_calendar_id, [now], company
            )
        except UserError:
            # Without a calendar: by day.
            return 9 <= words.localized(now, company._cs_zone()).hour < 18
        return is_working

    def _occasion(self, company, today):
        """The nominal day that is told of today, or None."""
        self.ensure_one()
        is_working = self._working_days(company, today)
        return engine.due(
            self._nominals(company, today),
            today,
            KEPT,
            lambda day: engine.send_day(day, self.ahead, is_working, self.shift),
        )

    def _nominals(self, company, today):
        """Days around today to which the reminder belongs."""
        if self.basis == "handover":
            zone = company._cs_zone()
            periods = self.env["cs.period"].search(
                [("company_id", "=", company.id), ("state", "!=", "closed")]
            )
            moments = periods.filtered("handover_at").mapped("handover_at")
            return [words.localized(moment, zone).date() for moment in moments]
        day, weekday, basis = self.day, int(self.weekday), self.basis
        if basis == "policy":
            found = getattr(self, f"_policy_day_{self.kind}")(company, today)
            if not found:
                return []
            basis, number = found
            day = weekday = number
        return engine.around(today, basis, day, weekday)

    def _working_days(self, company, today):
        """:return: function date -> bool; Monday to Friday without a calendar"""
        first = today - SPAN
        days = [first + timedelta(days=n) for n in range(2 * SPAN.days + 2)]
        moments = [words.to_utc(company, day) for day in days]
        spans = list(zip(moments, moments[1:], strict=False))
        try:
            seconds = self.env["cs.working.time"]._seconds_between(
                company.resource_calendar_id, spans, company
            )
        except UserError:
            return lambda day: day.weekday() < 5
        working = {day for day, each in zip(days, seconds, strict=False) if each > 0}
        return working.__contains__

    def _waiting(self, company, occasion):
        """:return: dict user -> list of sentences in the user's language, not empty"""
        found = getattr(self, f"_lines_{self.kind}")(company, occasion)
        return {
            user: lines
            for user, lines in found.items()
            if lines and user.active and company in user.company_ids
        }

    def _send(self, user, parts):
        env = self.env(context={**self.env.context, "lang": user.lang})
        sections = Markup().join(
            Markup("<p><b>%s</b></p><ul>%s</ul>")
            % (
                reminder.with_env(env).name,
                Markup().join(Markup("<li>%s</li>") % line for line in lines),
            )
            for reminder, lines in parts
        )
        link = Markup('<p><a href="%s">%s</a></p>') % (
            f"{self.get_base_url()}/odoo/waiting",
            env._("Everything that waits for you"),
        )
        subject = parts[0][0].with_env(env).name
        if len(parts) > 1:
            subject = env._(
                "%(first)s, and %(count)s more", first=subject, count=len(parts) - 1
            )
        env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids, subject=subject, body=sections + link
        )

    def _members(self, group, company):
        """Active users of a group who work in the company."""
        return self.env.ref(group).all_user_ids.filtered(
            lambda user: user.active and company in user.company_ids
        )

    # The month close (ALL-05): everybody learns what it waits for from them

    def _lines_month_close(self, company, _occasion):
        lines = {}
        periods = self.env["cs.period"].search(
            [("company_id", "=", company.id), ("state", "!=", "closed")], order="month"
        )
        for period in periods.filtered(lambda period: period._is_over()):
            for user, text in self._month_waits(period):
                lines.setdefault(user, []).append(text)
        return lines

    def _month_waits(self, period):
        """Yield (user, sentence): open items by person, and the step to do next."""
        Waiting = self.env["cs.period.waiting"]
        active = period.step_ids.filtered(lambda step: step.state != "locked")[:1]
        for step in period.step_ids.filtered("type_id") - active:
            yield from self._item_waits(period, step, named=True)
        if active.type_id:
            yield from self._item_waits(period, active)
            for user in active.user_id or self._members_of(active):
                local = active.with_context(lang=user.lang)
                yield (
                    user,
                    local.env._(
                        "%(month)s: the step “%(step)s” is next",
                        month=local.period_id.display_name,
                        step=local.name,
                    ),
                )
        elif period.step_ids and not active:
            for user in Waiting._user(period.company_id.cs_general_manager_id):
                local = period.with_context(lang=user.lang)
                yield (
                    user,
                    local.env._(
                        "%s: all steps are locked; the month can be closed",
                        local.display_name,
                    ),
                )

    def _members_of(self, step):
        return step._candidates().filtered("active")

    def _item_waits(self, period, step, named=False):
        """Open items of a step by person.

        :param named: only those whom the addon names, for steps that are not next
        """
        if step.state == "locked":
            return
        Waiting = self.env["cs.period.waiting"]
        languages = {}

        def items(lang):
            if lang not in languages:
                languages[lang] = step.with_context(lang=lang)._open_items()
            return languages[lang]

        try:
            found = items(self.env.lang)
        except UserError:
            return  # its addon is gone, or cannot say it now
        for index, item in enumerate(found):
            responsible = item.get("responsible")
            people = responsible if named else Waiting._people(step, item)
            for person in people or ():
                for user in Waiting._user(person):
                    local = period.with_context(lang=user.lang)
                    own = items(user.lang)[index]
                    text = f"{local.display_name}: {own['label']} "
                    yield user, text + str(Waiting._count(item, person))


class CsReminderSent(models.Model):
    """That somebody has been told of an occasion: once, by a database constraint.

    Nobody writes or reads these rows but the system.
    """

    _name = "cs.reminder.sent"
    _inherit = ["cs.kept.mixin"]
    _description = "Reminder Sent"
    _order = "id desc"
    _rec_name = "occasion"

    reminder_id = fields.Many2one(
        "cs.reminder", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    occasion = fields.Date(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade", index=True
    )

    _once_uniq = models.Constraint(
        "UNIQUE(reminder_id, company_id, occasion, user_id)",
        "A person is reminded once of an occasion.",
    )

    def _kept_text(self):
        return self.env._("Who has been reminded is noted by the system only.")

    @api.model
    def _once(self, reminder, company, occasion, user):
        """Note it; False when it is noted already, whoever else is at it.

        SQL, because only the constraint decides between two at the same moment.
        """
        self.env.cr.execute(
            "INSERT INTO cs_reminder_sent"
            " (reminder_id, company_id, occasion, user_id, create_uid, create_date)"
            " VALUES (%s, %s, %s, %s, %s, now() AT TIME ZONE 'UTC')"
            " ON CONFLICT DO NOTHING RETURNING id",
            [reminder.id, company.id, occasion, user.id, self.env.uid],
        )
        return bool(self.env.cr.fetchone())
