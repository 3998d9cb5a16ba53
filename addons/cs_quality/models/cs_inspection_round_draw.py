import secrets
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.tools import SQL

from ..engine import inspection
from .cs_inspection_plan import KINDS
from .cs_quality_draw import WEEK

DAY = timedelta(days=1)


class CsInspectionRound(models.Model):
    """Gathers people, inspectors and days, draws, and makes the results (HD-30)."""

    _inherit = "cs.inspection.round"

    @api.model
    def _draw_week(self, company, week, since=None, seeds=None):
        """Draw the rounds of a week of a company (sudo) that are not drawn yet.

        :param week: its Monday; the plan in force on it rules the week
        :param since: no round is on a day before; today, if missing
        :param seeds: iterator of seeds, by chance if missing
        :return: the rounds made
        """
        by = self.env.uid
        self = self.with_user(SUPERUSER_ID).with_company(company)  # noqa: PLW0642
        seeds = seeds or iter(lambda: secrets.token_hex(16), None)
        days = self._open_days(company, week, since or company._cs_today())
        rounds = self.browse()
        for kind, _label in KINDS:
            for plan, people in self._ruled(company, week, kind).items():
                if not self._is_drawn(plan, week):
                    rounds |= self._draw_plan(plan, people, week, days, seeds, by)
        return rounds

    @api.model
    def _ruled(self, company, week, kind):
        """:return: dict plan -> hr.employee whom it rules, employed by then"""
        Employee = self.env["hr.employee"]
        people = Employee.search([("company_id", "=", company.id)])
        begun = self._first_days(people)
        people = people.filtered(lambda one: begun.get(one.id, week) < week + WEEK)
        plans = self.env["cs.inspection.plan"]._policy_on(people, week, kind=kind)
        ruled = {}
        for who, plan in plans.items():
            if plan:
                ruled.setdefault(plan, []).append(who)
        return {plan: Employee.browse(ids) for plan, ids in ruled.items()}

    @api.model
    def _is_drawn(self, plan, week):
        """Whether this week has rounds for the plan's scope, perhaps of a version that
        was replaced since."""
        scope = ("company_id", "department_id", "job_id")
        same = [(f"plan_id.{name}", "=", plan[name].id) for name in scope]
        drawn = [*same, ("kind", "=", plan.kind), ("week", "=", week)]
        return bool(self.search_count(drawn, limit=1))

    @api.model
    def _first_days(self, people):
        """:return: dict employee id -> first day of the first contract, or else of the
        first version"""
        self.env["hr.version"].flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT employee_id,
                           COALESCE(min(contract_date_start), min(date_version))
                      FROM hr_version
                     WHERE employee_id = ANY(%s) AND active
                     GROUP BY employee_id
                    """,
                    people.ids,
                )
            )
        )

    @api.model
    def _draw_plan(self, plan, people, week, days, seeds, by):
        """The rounds of one plan; none with fewer than two inspectors."""
        lists = self._prepare_lists(plan, people, week)
        rounds = self.browse()
        days = inspection.days(days, plan.rounds_per_week, next(seeds))
        for number, day in enumerate(days, 1):
            seed = next(seeds)
            try:
                drawn = inspection.draw(
                    self._as_lists(lists),
                    plan.inspector_count,
                    plan.people_count,
                    seed,
                )
            except inspection.RoundError:
                break
            values = self._prepare_round(plan, week, lists, drawn)
            values |= {"number": number, "date": day, "seed": seed, "drawn_by_id": by}
            one = self._kept_create([values])
            self.env["cs.inspection.result"]._make(one, drawn.people)
            rounds |= one
            # whoever was drawn is not drawn again in this week
            left = [who for who in lists["people"] if who not in set(drawn.people)]
            load = dict(lists["load"])
            for who in drawn.inspectors:
                load[str(who)] = load.get(str(who), 0) + 1
            lists = lists | {"people": left, "load": load}
        return rounds

    @api.model
    def _prepare_round(self, plan, week, lists, drawn):
        newcomers = set(lists["newcomers"]) & set(drawn.people)
        return {
            "company_id": plan.company_id.id,
            "plan_id": plan.id,
            "kind": plan.kind,
            "week": week,
            "inspector_ids": [(6, 0, drawn.inspectors)],
            "drawn_at": fields.Datetime.now(),
            "drawn_from": lists,
            "people_count": len(lists["people"]),
            "newcomer_count": len(newcomers),
            "result_count": len(drawn.people),
        }

    @api.model
    def _prepare_lists(self, plan, people, week):
        inspectors = self.env["cs.quality.draw"]._reviewers(plan.company_id)
        return {
            "people": people.ids,
            "newcomers": self._newcomers(plan, people, week).ids,
            "inspectors": inspectors.ids,
            "barred": {str(one.id): self._barred(one).ids for one in inspectors},
            "load": {},
            "inspector_count": plan.inspector_count,
            "people_count": plan.people_count,
        }

    @api.model
    def _newcomers(self, plan, people, week):
        """Those who began less than P months before Monday and are not proficient."""
        begun = self._first_days(people)
        since = week - relativedelta(months=plan.newcomer_months)
        proficient = self.env["cs.inspection.proficient"].search(
            [("employee_id", "in", people.ids)]
        )
        others = people - proficient.employee_id
        return others.filtered(lambda one: begun.get(one.id, since) > since)

    @api.model
    def _barred(self, inspector):
        """Whom somebody does not inspect: oneself, in all records, and superiors."""
        barred = inspector._cs_all_records()
        above = inspector._cs_supervisors()[inspector.id]
        while above and not above & barred:
            barred |= above._cs_all_records()
            above = above._cs_supervisors()[above.id]
        return barred

    @api.model
    def _open_days(self, company, week, since):
        """Working days of the week from a day on whose month is not locked (ALL-05)."""
        Period = self.env["cs.period"]
        days = [week + DAY * offset for offset in range(WEEK.days)]
        starts = [words.to_utc(company, day) for day in (*days, week + WEEK)]
        spans = list(zip(starts, starts[1:], strict=False))
        calendar = company.resource_calendar_id
        seconds = self.env["cs.working.time"]._seconds_between(calendar, spans, company)
        return [
            day
            for day, worked in zip(days, seconds, strict=True)
            if worked
            and day >= since
            and not Period._is_closed(company, day, code="quality")
        ]
