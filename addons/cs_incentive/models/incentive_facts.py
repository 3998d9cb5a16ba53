"""What a month's pay is computed from, for all people at once."""

from collections import defaultdict
from decimal import Decimal
from functools import cached_property

from dateutil.relativedelta import relativedelta

from odoo.addons.cs_attendance.models.cs_duty_plan import Employment
from odoo.addons.cs_base.engine.period import month_end
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.months import Share


def working_days(env, company, first, last):
    """Days from first to last on which the calendar of the company has work."""
    calendar = company.resource_calendar_id
    if not calendar:
        return []
    facts = env["cs.working.time"]._facts(calendar, company)
    return [plan.day for plan in facts.plans(first, last) if plan.lines]


class MonthFacts:
    """Facts of one company and month; loaded when first asked for, then kept.

    :ivar month: first day, ``last``: last day
    :ivar people: hr.employee (sudo) employed for at least a day of the month
    :ivar schemes: dict employee id -> the scheme that rules the month; only people
        who have one
    :ivar groups: dict department id -> people of it; where they are on the last day
    """

    def __init__(self, env, company, month, only=None, draft=None):
        """
        :param only: hr.employee; then the people of their departments are enough
        :param draft: what if: a scheme that had been in force in the month (ALL-03)
        """
        self.env, self.company, self.month = env, company, month
        self.last = month_end(month)
        self._stays = {}
        self.people = self._load_people(only)
        schemes = env["cs.incentive.scheme"]._policy_on(
            self.people, self.last, drafts=draft, drafts_from=draft and month
        )
        self.schemes = {who: scheme for who, scheme in schemes.items() if scheme}

    def _load_people(self, only):
        domain = Domain("company_id", "=", self.company.id)
        if only is not None:
            self._fetch(only, ["current_version_id"])
            domain &= Domain("id", "in", only.ids) | Domain(
                "department_id", "in", only.current_version_id.department_id.ids
            )
        Employee = self.env["hr.employee"].with_context(active_test=False)
        people = Employee.search(domain, order="id")
        self._stays = self.env["cs.duty.plan"]._employments(
            people, self.month, self.last
        )
        return people.browse(
            one
            for one in people.ids
            if one in self._stays and self.place(one).company == self.company.id
        )

    def _fetch(self, people, names):
        """All in one go, else a thousand at a time; and the present departments."""
        people.fetch(names)
        people.current_version_id.fetch(["department_id"])

    def place(self, employee_id):
        """The last employment of the month: company, department, job …; of who has
        left before, the last one there is."""
        own = self._stays.get(employee_id)
        return own[-1] if own else self._last_place(employee_id)

    def _last_place(self, employee_id):
        version = self.env["hr.employee"].browse(employee_id).sudo().current_version_id
        return Employment(
            self.month,
            self.last,
            self.company.id,
            version.department_id.id,
            version.job_id.id,
            version.resource_calendar_id.id,
        )

    @cached_property
    def groups(self):
        groups = defaultdict(list)
        for one in self.people:
            groups[self.place(one.id).department].append(one.id)
        return groups

    @cached_property
    def currency(self):
        """ISO code"""
        return self.company.currency_id.name

    def superiors(self, employee_ids):
        """dict employee id -> hr.employee, perhaps empty"""
        people = self.people.browse(employee_ids)
        self._fetch(people, ["current_version_id", "company_id", "parent_id"])
        return people._cs_supervisors()

    # Figures

    def figures(self, metric, first=None, last=None):
        """A metric of everybody over a period, the month by default.

        :return: dict employee id -> ``Measure``, or None: nobody knows
        """
        first, last = first or self.month, last or self.last
        if (metric.id, first, last) not in self._figures:
            self._measure(metric, first, last)
        return self._figures[metric.id, first, last]

    def values(self, metric, first=None, last=None):
        """:meth:`figures` as numbers; None: not known, or nothing to divide by."""
        key = metric.id, first, last
        if key not in self._values:
            measures = self.figures(metric, first, last)
            self._values[key] = {
                one: measure and measure.value for one, measure in measures.items()
            }
        return self._values[key]

    @cached_property
    def _figures(self):
        return {}

    @cached_property
    def _values(self):
        return {}

    def _measure(self, metric, first, last):
        """All metrics of the schemes together: as many queries as sources."""
        metrics = metric
        if first == self.month:
            lines = self.env["cs.incentive.scheme"].union(*self.schemes.values())
            metrics |= lines.line_ids._metrics()
        found = self._measured(metrics, first, last)
        for one in metrics:
            self._figures[one.id, first, last] = {}
        for (metric_id, employee), measure in found.items():
            self._figures[metric_id, first, last][employee] = measure

    def _measured(self, metrics, first, last):
        return self.env["cs.metric"]._measure(
            metrics, self.company, self.people, first, last
        )

    # Employment

    @cached_property
    def _working_days(self):
        return working_days(self.env, self.company, self.month, self.last)

    def share(self, employee_id, since=None):
        """Working days of the month as employed, from ``since`` on, of all of them."""
        spans = tuple((stay.first, stay.last) for stay in self._stays[employee_id])
        if since:
            spans = tuple((max(first, since), last) for first, last in spans)
        if spans not in self._shares:
            days = sum(
                any(first <= day <= last for first, last in spans)
                for day in self._working_days
            )
            self._shares[spans] = Share(days, len(self._working_days))
        return self._shares[spans]

    @cached_property
    def _shares(self):
        return {}

    @cached_property
    def hired(self):
        """dict employee id -> first day of the first contract, or of the first version
        where contracts are not kept"""
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id,
                          coalesce(min(contract_date_start), min(date_version))
                     FROM hr_version WHERE employee_id = ANY(%s)
                    GROUP BY employee_id""",
                self.people.ids,
            )
        )
        return dict(rows)

    # Attendance and appraisal

    @cached_property
    def sheets(self):
        """dict employee id -> (full attendance reason or "", days present); people
        without a sheet are left out"""
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, is_full_attendance, full_reason, present_days
                     FROM cs_attendance_sheet
                    WHERE company_id = %s AND month = %s""",
                self.company.id,
                self.month,
            )
        )
        return {
            employee: ("" if is_full else reason or "absent", days or 0)
            for employee, is_full, reason, days in rows
        }

    @cached_property
    def results(self):
        """dict employee id -> row of the month's appraisal that was given"""
        return self._results(self.month, "month")

    @cached_property
    def quarter_results(self):
        return self._results(self.month, "quarter")

    def _results(self, month, kind):
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT r.employee_id, r.rank, r.rank_of, r.best_streak,
                       r.score::text,
                       r.id AS result_id, r.department_id, a.template_id,
                       g.coefficient::text
                  FROM cs_appraisal_result r
                  JOIN cs_appraisal a ON a.id = r.appraisal_id
                  JOIN cs_appraisal_cycle c ON c.id = r.cycle_id
                  LEFT JOIN LATERAL (
                       SELECT grade_after_id FROM cs_appraisal_change h
                        WHERE h.result_id = r.id ORDER BY h.id DESC LIMIT 1) later
                       ON TRUE
                  LEFT JOIN cs_appraisal_policy_grade g
                       ON g.id = coalesce(later.grade_after_id, r.grade_id)
                 WHERE c.company_id = %s AND c.kind = %s AND r.month = %s
                   AND c.state IN ('released', 'closed')
                """,
                self.company.id,
                kind,
                month,
            )
        )
        return {
            row["employee_id"]: row | {"score": Decimal(row["score"] or 0)}
            for row in rows
        }

    def earlier(self, months):
        return self.month - relativedelta(months=months)

    def days_of(self, month):
        """First and last day of another month."""
        return month, month_end(month)

    # Refunds (INC-06)

    @cached_property
    def refunds(self):
        """Refunds of the month: ``cs.metric.deal._refunds``."""
        return self.env["cs.metric.deal"]._refunds(
            self.company, self.people, self.month, self.last
        )

    @cached_property
    def public_sales(self):
        """dict department id -> public sales, refunds taken off (INC-02)"""
        Deals = self.env["cs.metric.deal"]
        departments = self.env["hr.department"].browse(filter(None, self.groups))
        asked = (self.company, departments, self.month, self.last)
        sold, refunded = Deals._public_sales(*asked), Deals._public_refunds(*asked)
        return {one: sold[one] - refunded[one] for one in sold}

    def paid_rates(self, code):
        """dict (employee id, month) -> rate at which the item was paid, a share of
        one; of the months in which refunded deals had counted"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.employee_id, i.for_month, i.rate::text
                  FROM cs_incentive_item i
                 WHERE i.company_id = %s AND i.code = %s AND i.reverses_id IS NULL
                   AND i.for_month = ANY(%s) AND i.rate IS NOT NULL
                   AND NOT EXISTS (SELECT FROM cs_incentive_item r
                                    WHERE r.reverses_id = i.id)
                """,
                self.company.id,
                code,
                [refund.month for refund in self.refunds],
            )
        )
        return {(employee, month): Decimal(rate) for employee, month, rate in rows}

    def policies(self, people):
        """dict employee id -> cs.incentive.policy at the end of the month, or empty"""
        return self.env["cs.incentive.policy"]._policy_on(people, self.last)

    def is_disciplinary(self, employee_id):
        """INC-09: whether merit pay is withheld from the person in this month."""
        return employee_id in self._disciplinary

    def disciplinary_entries(self, employee_id):
        """INC-09: cs.discipline.entry for which it is, the oldest first."""
        return sorted(
            self._disciplinary.get(employee_id, ()), key=lambda one: (one.date, one.id)
        )

    @cached_property
    def _disciplinary(self):
        return self.env["cs.discipline.entry"]._disciplinary(
            self.people, self.month, self.last, self.policies(self.people)
        )

    def is_leaving(self, employee_id):
        """INC-09: whether it is the last month of the person in the company."""
        return employee_id in self._leaving

    @cached_property
    def _leaving(self):
        following = self.last + relativedelta(days=1)
        stays = self.env["cs.duty.plan"]._employments(self.people, following, following)
        return {
            one
            for one in self.people.ids
            if one not in stays or stays[one][0].company != self.company.id
        }

    def has_major_demerit(self, employee_id):
        """INC-08: in the calendar year."""
        return employee_id in self._major

    @cached_property
    def _major(self):
        return self.env["cs.discipline.entry"]._with_major_demerit(
            self.people, self.month
        )
