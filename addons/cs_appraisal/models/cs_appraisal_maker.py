from collections import defaultdict
from fractions import Fraction
from functools import cache

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.taking_part import Month, absence
from .appraisal_rows import upsert

#: What is written of an appraisal.
_COLUMNS = {
    "cycle_id": "int",
    "company_id": "int",
    "employee_id": "int",
    "department_id": "int",
    "job_id": "int",
    "superior_id": "int",
    "template_id": "int",
    "policy_id": "int",
    "state": "varchar",
    "away_months": "numeric",
}


class CsAppraisalMaker(models.AbstractModel):
    """Finds who takes part in a cycle (APP-01, APP-02).

    A number of queries that does not grow with people. Runs with superuser rights;
    who calls has checked who may.
    """

    _name = "cs.appraisal.maker"
    _description = "Maker of Appraisals"

    @api.model
    def _generate(self, cycle):
        """Write an appraisal for everybody who takes part, or is left out.

        Again while the cycle is open: who was asked stays asked; absences are looked
        at anew, but for people whom HR let take part nevertheless.
        """
        self.env.flush_all()
        rows = self._rows(cycle)
        written = upsert(
            self.env,
            "cs_appraisal",
            _COLUMNS,
            ("cycle_id", "employee_id"),
            rows,
            where=SQL("old.included_why IS NULL"),
        )
        self.env["cs.appraisal"].invalidate_model(flush=False)
        cycle.invalidate_recordset(["appraisal_ids"], flush=False)
        fresh = self.env["cs.appraisal"].browse(written)
        fresh.fetch()  # else a thousand at a time
        self._started(fresh.filtered(lambda one: one.state == "open"))

    def _started(self, appraisals):
        """These people take part: ratings are asked for (APP-05)."""
        self.env["cs.appraisal.rater"]._assign(appraisals)

    def _rows(self, cycle):
        people, stays = self._people(cycle)
        templates = self.env["cs.appraisal.template"]._policy_on(
            people, cycle.date_to, cycle_kind=cycle.kind
        )
        people = people.filtered(lambda one: templates[one.id])
        policies = self.env["cs.appraisal.policy"]._policy_on(people, cycle.date_to)
        superiors = people._cs_supervisors()
        months = self._months(cycle, people, stays)
        limits = {policy: _limits(policy) for policy in set(policies.values())}
        rows = []
        for person in people:
            last, policy = stays[person.id][-1], policies[person.id]
            away = absence(months[person.id], *limits[policy])
            is_out = bool(policy) and away.is_left_out
            rows.append(
                {
                    "cycle_id": cycle.id,
                    "company_id": cycle.company_id.id,
                    "employee_id": person.id,
                    "department_id": last.department,
                    "job_id": last.job,
                    "superior_id": superiors[person.id].id or None,
                    "template_id": templates[person.id].id,
                    "policy_id": policy.id or None,
                    "state": "left_out" if is_out else "open",
                    "away_months": round(float(away.months), 2),
                }
            )
        return rows

    def _people(self, cycle):
        """Who was employed by the company for at least a day of the period.

        :return: (hr.employee, dict employee id -> list of stays in the period)
        """
        domain = Domain("company_id", "=", cycle.company_id.id)
        chosen = cycle.with_context(active_test=False).employee_ids
        if chosen:
            domain &= Domain("id", "in", chosen.ids)
        Employee = self.env["hr.employee"].with_context(active_test=False)
        people = Employee.search(domain, order="id")
        people.fetch()  # else a thousand at a time
        people.current_version_id.fetch()
        stays = self.env["cs.duty.plan"]._employments(
            people, cycle.date_from, cycle.date_to
        )
        inside = self._departments(cycle)
        taking_part = {
            employee: own
            for employee, own in stays.items()
            if own[-1].company == cycle.company_id.id
            and (inside is None or own[-1].department in inside)
        }
        return people.filtered(lambda one: one.id in taking_part), taking_part

    def _departments(self, cycle):
        """Ids of the departments that take part; None: all."""
        if not cycle.department_ids:
            return None
        return set(
            self.env["hr.department"]
            .with_context(active_test=False)
            .search([("id", "child_of", cycle.department_ids.ids)])
            .ids
        )

    # Away (APP-02)

    def _months(self, cycle, people, stays):
        """:return: dict employee id -> list of ``engine.taking_part.Month``"""
        starts = _month_starts(cycle.date_from, cycle.date_to)
        days = self._days(cycle, people)
        working = self._working_days(cycle)
        result = {}
        split = cache(lambda spans: _split(working, spans))
        for person in people:
            spans = tuple((stay.first, stay.last) for stay in stays[person.id])
            inside, outside = split(spans)
            result[person.id] = [
                Month(*days.get((person.id, start), (inside[start], 0)), outside[start])
                for start in starts
            ]
        return result

    def _days(self, cycle, people):
        """(employee id, first day of the month) -> (days due, days away)."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT employee_id, month, sum(work_days),
                       sum(least(leave_days + absent_days, work_days))
                  FROM cs_attendance_day
                 WHERE employee_id = ANY(%(people)s)
                   AND date BETWEEN %(first)s AND %(last)s
                 GROUP BY employee_id, month
                """,
                people=people.ids,
                first=cycle.date_from,
                last=cycle.date_to,
            )
        )
        return {
            (employee, month): (Fraction(str(due or 0)), Fraction(str(away or 0)))
            for employee, month, due, away in rows
        }

    def _working_days(self, cycle):
        """Working days of the company in the period: for days outside the employment,
        and where no attendance is kept."""
        company = cycle.company_id
        calendar = company.resource_calendar_id
        if not calendar:
            return []
        facts = self.env["cs.working.time"]._facts(calendar, company)
        plans = facts.plans(cycle.date_from, cycle.date_to)
        return [plan.day for plan in plans if plan.lines]

    # Steps

    @api.model
    def _end_ratings(self, cycle):
        """Ratings end: they are added up, and scores computed."""
        self.env["cs.appraisal.rater"]._close(cycle._taking_part())
        self._move(cycle, "calibration")
        self.env["cs.appraisal.scorer"]._score(cycle)

    @api.model
    def _move(self, cycle, state):
        """Bring the appraisals that take part to the next state."""
        self.env["cs.appraisal"].flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE cs_appraisal SET state = %s"
                " WHERE cycle_id = %s AND state <> 'left_out'",
                state,
                cycle.id,
            )
        )
        self.env["cs.appraisal"].invalidate_model(flush=False)


def _month_starts(first, last):
    start, result = first.replace(day=1), []
    while start <= last:
        result.append(start)
        start += relativedelta(months=1)
    return result


def _limits(policy):
    """Months, and percent of a month, from which on somebody is left out."""
    return (
        Fraction(str(policy.left_out_months)),
        Fraction(str(policy.left_out_share)),
    )


def _split(working, spans):
    """Working days by month, within and outside the employment."""
    inside, outside = defaultdict(int), defaultdict(int)
    for day in working:
        is_in = any(first <= day <= last for first, last in spans)
        (inside if is_in else outside)[day.replace(day=1)] += 1
    return inside, outside
