import logging
from collections import Counter
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import period as engine
from . import period_words as words

_logger = logging.getLogger(__name__)

READERS = (
    "cs_base.group_supervisor",
    "cs_base.group_hr_officer",
    "cs_base.group_payroll_accountant",
    "cs_base.group_general_manager",
)


class CsPeriodScreen(models.AbstractModel):
    """What the month-close screen shows, in the reader's words (ALL-05).

    Public methods check the role; counts of open items are read as superuser, the
    records behind a link only as far as the reader may see them.
    """

    _name = "cs.period.screen"
    _description = "Month Close Screen"

    @api.model
    def load(self, month=None):
        """Everything about one month of the current company.

        :param month: number like 202610; None for the earliest month not closed
        :return: dict for the client action ``cs_base.month_close``
        """
        self.env["cs.period"]._check_role(*READERS)
        company = self.env.company
        month = self._wanted_month(company, month)
        period = self.env["cs.period"].search(
            [("company_id", "=", company.id), ("month", "=", month)]
        )
        following = engine.next_month(month)
        today = company._cs_today()
        data = {
            "month": self._number(month),
            "month_label": words.month_name(self.env, month),
            "month_short": words.month_short(self.env, month),
            "previous": self._number(engine.previous_month(month)),
            "next": self._number(following) if following <= today else False,
            "company": company.name,
            "period_id": period.id,
        }
        # Open items are counted for everybody alike, whoever looks.
        period = period.sudo()
        return data | (self._of_period(period) if period else self._of_none(month))

    @api.model
    @api.readonly
    def progress(self, period_id):
        """The figures that move while something is computed; cheap, for polling.

        :return: ``version`` (changes when :meth:`load` has news) and per step ``id``,
            ``done``, ``total``, ``share`` (0 to 1), ``seconds_left``
        """
        period = self.env["cs.period"]._readable(period_id).sudo()
        last = period.event_ids[:1].id
        return {
            "version": f"{last}:{'-'.join(period.step_ids.mapped('state'))}",
            "steps": [
                {"id": step.id, **self._figures(step)} for step in period.step_ids
            ],
        }

    @api.model
    def _number(self, month):
        return month.year * 100 + month.month

    def _may(self, groups):
        return any(self.env.user.has_group(group) for group in groups)

    @api.model
    def _wanted_month(self, company, number):
        Period = self.env["cs.period"]
        if number:
            year, month = divmod(number, 100) if isinstance(number, int) else (0, 0)
            if not (2000 <= year < 2100 and 1 <= month <= 12):
                raise UserError(self.env._("There is no month %s.", number))
            return date(year, month, 1)
        open_months = Period.search(
            [("company_id", "=", company.id), ("state", "!=", "closed")],
            order="month",
            limit=1,
        )
        return open_months.month or engine.previous_month(company._cs_today())

    def _of_none(self, month):
        Period, company = self.env["cs.period"], self.env.company
        first = Period.sudo().search(
            [("company_id", "=", company.id)], order="month", limit=1
        )
        through = Period._closed_through(company)
        reason = engine.open_obstacle(
            month, company._cs_today(), first.month or None, through
        )
        if not self.env["cs.period.step.type"].search_count([], limit=1):
            reason = "empty"
        if not reason and not self._may(Period._opener_groups()):
            reason = "role"
        hints = {
            "empty": self.env._("There is no step to settle in this month."),
            "role": self.env._(
                "This month has not been opened yet. The HR officer, payroll"
                " accountant or general manager opens it."
            ),
        }
        hint = reason and (
            hints.get(reason) or Period._open_message(reason, month, first.month)
        )
        return {
            "state": "none",
            "can_open": not reason,
            "hint": hint
            or self.env._("This month has not been opened yet. Open it to begin."),
        }

    def _of_period(self, period):
        zone = period.company_id._cs_zone()
        open_items = {step.id: self._open_of(step) for step in period.step_ids}
        past = self._past_seconds(period)
        steps = [
            self._step(step, *open_items[step.id])
            | {"past_seconds": past.get(step.code, 0)}
            for step in period.step_ids
        ]
        waiting = [
            row
            for step in period.step_ids
            for row in self.env["cs.period.waiting"]._rows(step, open_items[step.id][0])
        ]
        return {
            "state": period.state,
            "hint": "" if steps else self._of_none_steps(period),
            "version": self.progress(period.id)["version"],
            "steps": steps,
            "locked_count": period.locked_count,
            "step_count": period.step_count,
            "open_total": sum(step["open_total"] for step in steps),
            "handover": self._handover(period),
            "waiting": waiting,
            "can_remind": self._may(period._opener_groups()),
            "log": [
                {
                    "id": event.id,
                    "date": words.stamp(event.date, zone),
                    "text": event.text,
                }
                for event in period.event_ids._told()[:50]
            ],
            "closed_line": self._closed_line(period),
            **self._closing(period),
        }

    def _past_seconds(self, period):
        """How long the steps took in the last month before, to estimate by.

        :return: dict step code -> seconds of work, of steps that have computed
        """
        steps = self.env["cs.period.step"].search(
            [
                ("period_id.company_id", "=", period.company_id.id),
                ("period_id.month", "<", period.month),
                ("spent", ">", 0),
            ],
            order="id desc",
            limit=50,
        )
        return {step.code: step.spent for step in reversed(steps)}

    def _of_none_steps(self, period):
        through = period._closed_through(period.company_id)
        if period.state != "closed" and through and period.month <= through:
            return self.env._("This month was closed together with a later one.")
        return self.env._("There is no step to settle in this month.")

    def _closed_line(self, period):
        if period.state != "closed":
            return ""
        return self.env._(
            "%(user)s closed this month on %(date)s. It stays as it is.",
            user=period.closed_by_id.name,
            date=words.stamp(period.closed_at, period.company_id._cs_zone(), year=True),
        )

    def _closing(self, period):
        if period.state == "closed":
            return {"can_close": False, "close_hint": ""}
        reason = engine.close_obstacle(
            period.step_ids._engine_steps(),
            month_over=period._is_over(),
            earlier_open=bool(period._earlier_open()),
        )
        hint = period._close_message(reason) if reason else ""
        if not reason and not self._may(["cs_base.group_general_manager"]):
            hint = self.env._("The general manager closes the month.")
        return {"can_close": not hint, "close_hint": hint}

    def _handover(self, period):
        """Planned hand-over and the working days left, today not counted."""
        if not period.handover_at or period.state == "closed":
            return False
        company = period.company_id
        zone = company._cs_zone()
        today = company._cs_today()
        last = words.localized(period.handover_at, zone).date()
        return {
            "label": words.moment_name(self.env, period.handover_at, zone),
            "days_left": self._working_days(company, today, last),
            "late": period.handover_at < fields.Datetime.now(),
        }

    def _working_days(self, company, after, last):
        """Working days after ``after`` up to and including ``last``; None: unknown."""
        days = [after + timedelta(days=n) for n in range(1, (last - after).days + 2)]
        midnights = [words.to_utc(company, day) for day in days]
        spans = list(zip(midnights, midnights[1:], strict=False))
        if not spans:
            return 0
        try:
            calendar = company.resource_calendar_id
            seconds = self.env["cs.working.time"]._seconds_between(
                calendar, spans, company=company
            )
        except UserError:
            return None
        return sum(each > 0 for each in seconds)

    def _open_of(self, step):
        """(open items, problem); a fault in one addon leaves the others readable."""
        if step.state == engine.LOCKED or step.period_id.state == "closed":
            return [], ""
        try:
            return step._open_items(), ""
        except UserError as error:
            return [], str(error)

    def _step(self, step, items, problem):
        step_type, snapshot = step.type_id, step.snapshot or {}
        open_total = sum(item["count"] for item in items)
        states = dict(step._fields["state"]._description_selection(self.env))
        person = step.locked_by_id or step.user_id
        return {
            "id": step.id,
            "name": step.name,
            "rule": snapshot.get("rule") or step_type.rule_code or "",
            "state": step.state,
            "state_label": states[step.state],
            "facts": self._facts(step),
            "open": self._open_links(items),
            "open_total": open_total,
            "problem": step.error or problem or "",
            "person": bool(person) and {"id": person.id, "name": person.name},
            "group": step_type.group_id.name or "",
            "can_act": step._is_member(),
            "candidates": self._candidates(step),
            "computes": bool(not step_type or step_type.computes),
            "run_label": step_type.run_label or self.env._("Calculate"),
            "unit": step_type.unit_label or "",
            "pausing": step.state == engine.RUNNING and bool(step._pause_asked()),
            "lock_hint": self._lock_hint(step, open_total, problem),
            "view": self._view(step),
            **self._figures(step),
        }

    def _candidates(self, step):
        """Who may be named responsible, for those who may name somebody."""
        if not step._is_member() or step.state == engine.LOCKED:
            return []
        return [{"id": user.id, "name": user.name} for user in step._candidates()]

    def _figures(self, step):
        share = engine.progress(engine.Step(step.state), step.done, step.total)
        return {
            "done": step.done,
            "total": step.total,
            "share": float(share),
            "seconds_left": engine.seconds_left(step.done, step.total, step.spent),
        }

    def _facts(self, step):
        if step.snapshot:
            return self.env["cs.period.event"]._in_language(step.snapshot["facts"])
        try:
            with self.env.cr.savepoint(flush=False):
                facts = step._handler()._period_facts(step.period_id)
                return [self._link(fact) for fact in facts]
        except Exception:
            _logger.exception("Figures of month close step %s", step.code)
            return []

    def _view(self, step):
        try:
            return step._handler()._period_view(step.period_id) or False
        except UserError:
            return False  # its addon is gone, the frozen figures stay

    def _link(self, item):
        return {
            "label": item["label"],
            "count": item["count"],
            "action": item.get("action") or False,
        }

    def _open_links(self, items):
        """Links to what is open; of those with one label each names whose it is."""
        labels = Counter(item["label"] for item in items)
        links = []
        for item in items:
            link, people = self._link(item), item.get("responsible")
            if people and labels[item["label"]] > 1:
                link["label"] += f" · {', '.join(people.mapped('name'))}"
            links.append(link)
        return links

    def _lock_hint(self, step, open_total, problem):
        """What is missing before the step can be locked; empty when nothing is."""
        reason = step._obstacle("seal", open_total)
        if reason == "open_items":
            return self.env._("%s still open", open_total)
        return step._obstacle_message(reason) if reason else problem
