"""What a month's payslips are made of, for all people at once (INC-31)."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from odoo.addons.cs_base.engine.period import month_end
from odoo.addons.cs_incentive.engine.payslip import (
    ABSENT,
    LEAVE,
    UNPAID,
    Base,
    Facts,
    Input,
    Missed,
    Span,
    missed,
    wages,
)
from odoo.addons.cs_incentive.models.incentive_facts import working_days
from odoo.exceptions import UserError
from odoo.tools import SQL

DAY = timedelta(days=1)
NOTHING = Decimal(0)


def is_month(first, last):
    """Whether two days enclose a calendar month, what statements are made for."""
    return bool(first) and first.day == 1 and last == month_end(first)


class Wage(NamedTuple):
    """A wage from a day to a day, both included."""

    version: int
    monthly: Decimal
    structure: int | None
    first: date
    last: date


class PayFacts:
    """Facts of one company and month; loaded when first asked for, then kept.

    :ivar month: first day, ``last``: last day
    :ivar people: hr.employee (sudo)
    """

    def __init__(self, env, company, month, people):
        self.env, self.company, self.month = env, company, month
        self.last = month_end(month)
        self.people = people.sudo()

    def of(self, employee_id):
        """What the slip of a person is made of; None: not employed in the month.

        :rtype: Facts | None
        """
        spans = self.wages.get(employee_id)
        if not spans:
            return None
        paid = self._paid_wages(employee_id)
        return Facts(
            spans[-1].version,
            paid,
            self._missed(employee_id, paid),
            self.inputs.get(employee_id, {}),
        )

    # The wage

    @cached_property
    def policies(self):
        """dict employee id -> policy, perhaps empty: the defaults"""
        empty = self.env["cs.payroll.policy"].sudo()
        found = empty._policy_on(self.people, self.last)
        defaults = empty.new(empty.default_get(list(empty._fields)))
        return {one: policy or defaults for one, policy in found.items()}

    @cached_property
    def wages(self):
        """dict employee id -> list of Wage of the month, in order"""
        return self._wages(self.people, self.month, self.last)

    def _wages(self, people, first, last):
        stays = self.env["cs.duty.plan"]._employments(people, first, last)
        found = {}
        for one, versions in self._versions.items():
            parts = [
                Wage(id_, wage, structure, *both)
                for id_, wage, structure, since, until in versions
                for stay in stays.get(one, ())
                if stay.company == self.company.id
                and (both := _overlap((since, until), (stay.first, stay.last)))
            ]
            if parts:
                found[one] = _merged(parts)
        return found

    @cached_property
    def _versions(self):
        """dict employee id -> list of (id, wage, structure, first day, last day)"""
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, id, coalesce(wage, 0)::text, struct_id,
                          CASE WHEN lag(id) OVER own IS NULL THEN '0001-01-01'
                               ELSE date_version END,
                          coalesce(lead(date_version) OVER own - 1, '9999-12-31')
                     FROM hr_version WHERE employee_id = ANY(%s) AND active
                   WINDOW own AS (PARTITION BY employee_id ORDER BY date_version)
                    ORDER BY employee_id, date_version""",
                self.people.ids,
            )
        )
        found = defaultdict(list)
        for employee, id_, wage, *rest in rows:
            found[employee].append((id_, Decimal(wage), *rest))
        return found

    @cached_property
    def working_days(self):
        return working_days(self.env, self.company, self.month, self.last)

    def _paid_wages(self, employee_id):
        """(version, outcome) where the contract says the base pay"""
        if self.policies[employee_id].base_from != "contract":
            return []
        parts = tuple(self.wages[employee_id])
        key = tuple((one.monthly, one.first, one.last) for one in parts)
        if key not in self._paid:
            spans = [
                Span(one.version, one.monthly, self._count(one.first, one.last))
                for one in parts
            ]
            self._paid[key] = wages(spans, len(self.working_days))
        outcomes = self._paid[key]
        return [
            (one.version, outcome)
            for one, outcome in zip(parts, outcomes, strict=True)
            if outcome.amount
        ]

    @cached_property
    def _paid(self):
        return {}

    def _count(self, first, last):
        return sum(first <= day <= last for day in self.working_days)

    # Days missed

    def _missed(self, employee_id, paid):
        """(time, version, outcome) of this month, and of earlier ones put right"""
        policy = self.policies[employee_id]
        basis = (policy.day_basis, Decimal(str(policy.paid_days)))
        bases = self._bases(employee_id, paid)
        found = []
        for version, base, days in bases + self._corrected(employee_id):
            taken = self._taken(policy, days)
            found += [
                (time, version, outcome)
                for time, outcome in missed(base, taken, *basis)
            ]
        return found

    def _bases(self, employee_id, paid):
        """list of (version, Base, days missed); a part of the month has its own wage"""
        sheet = self.sheets.get(employee_id)
        if not sheet or not (sheet["absent"] or sheet["unpaid"] or sheet["leave"]):
            return []
        parts = self.wages[employee_id]
        if self.policies[employee_id].base_from != "contract":
            amount, monthly = self.day_paid.get(employee_id, (NOTHING, NOTHING))
            base = Base(max(amount, NOTHING), sheet["due"], monthly)
            return [(parts[-1].version, base, sheet)]
        amounts = {version: outcome.amount for version, outcome in paid}
        rows = [sheet] if len(parts) == 1 else self._by_span[employee_id]
        return [
            (
                one.version,
                Base(amounts.get(one.version, NOTHING), row["due"], one.monthly),
                row,
            )
            for one, row in zip(parts, rows, strict=True)
        ]

    def _taken(self, policy, days):
        rates = {
            line.leave_type_id.id: 100 - Decimal(str(line.paid_rate))
            for line in policy.leave_ids
        }
        return [
            Missed(ABSENT, days["absent"], Decimal(str(policy.absent_rate))),
            Missed(UNPAID, days["unpaid"], Decimal(str(policy.unpaid_rate))),
            *(
                Missed(LEAVE, count, rates[kind])
                for kind, count in sorted(days["leave"].items())
                if kind in rates
            ),
        ]

    @cached_property
    def sheets(self):
        """dict employee id -> sheet of the month: id, state, due, absent, unpaid,
        leave (dict leave type -> days), present, minutes"""
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT employee_id, id, state, due_days::text AS due,
                          absent_days::text AS absent, unpaid_days::text AS unpaid,
                          present_days::text AS present, worked_minutes AS minutes,
                          leave_by_type AS leave
                     FROM cs_attendance_sheet
                    WHERE month = %s AND employee_id = ANY(%s)""",
                self.month,
                self.people.ids,
            )
        )
        numbers = ("due", "absent", "unpaid", "present")
        return {
            row["employee_id"]: row
            | {name: Decimal(row[name] or 0) for name in numbers}
            | {"leave": _leave(row["leave"])}
            for row in rows
        }

    @cached_property
    def leave_names(self):
        """dict leave type id -> name in the language of who computes"""
        kinds = self.env["hr.leave.type"].sudo().with_context(active_test=False)
        return {kind.id: kind.name for kind in kinds.search([])}

    @cached_property
    def _by_span(self):
        """dict employee id -> a row of days for each wage; of who has several"""
        several = {one: own for one, own in self.wages.items() if len(own) > 1}
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, date, work_days::text, absent_days::text,
                          unpaid_days::text, leave_days::text, leave_type_id
                     FROM cs_attendance_day
                    WHERE employee_id = ANY(%s) AND month = %s""",
                list(several),
                self.month,
            )
        )
        found = {one: [_no_days() for _span in own] for one, own in several.items()}
        for employee, day, due, absent, unpaid, leave, kind in rows:
            for at, span in enumerate(several[employee]):
                if span.first <= day <= span.last:
                    _add(found[employee][at], due, absent, unpaid, (kind, leave))
        return found

    def _corrected(self, employee_id):
        """list of (version, Base, days): what was missed in earlier months after all,
        or not (ATT-08)"""
        found = []
        for month, days in sorted(self._adjustments.get(employee_id, {}).items()):
            earlier = self._earlier(month)
            sheet, parts = (
                earlier.sheets.get(employee_id),
                earlier.wages.get(employee_id),
            )
            if not sheet or not parts:
                continue
            monthly = parts[-1].monthly
            if earlier.policies[employee_id].base_from != "contract":
                monthly = earlier.day_paid.get(employee_id, (NOTHING, NOTHING))[1]
            base = Base(NOTHING, sheet["due"], monthly, is_past=True)
            found.append((self.wages[employee_id][-1].version, base, days))
        return found

    def _earlier(self, month):
        if month not in self._others:
            people = self.people.browse(
                one for one, months in self._adjustments.items() if month in months
            )
            self._others[month] = PayFacts(self.env, self.company, month, people)
        return self._others[month]

    @cached_property
    def _others(self):
        return {}

    @cached_property
    def _adjustments(self):
        """dict employee id -> dict earlier month -> days"""
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, date_trunc('month', date)::date,
                          before, after
                     FROM cs_attendance_adjustment
                    WHERE month = %s AND employee_id = ANY(%s) AND state != 'proposed'
                      AND date < %s""",
                self.month,
                self.people.ids,
                self.month,
            )
        )
        found = defaultdict(lambda: defaultdict(_no_days))
        for employee, month, before, after in rows:
            days = found[employee][month]
            for sign, values in ((-1, before), (1, after)):
                kind, leave = values.get("leave_type_id"), values.get("leave_days") or 0
                _add(
                    days,
                    0,
                    sign * Decimal(str(values.get("absent_days") or 0)),
                    sign * Decimal(str(values.get("unpaid_days") or 0)),
                    (kind, sign * Decimal(str(leave))),
                )
        return found

    # Statements and what payroll enters

    @cached_property
    def statements(self):
        """dict employee id -> (id, total) of the month's statement once approved"""
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, id, total::text FROM cs_incentive_statement
                    WHERE month = %s AND employee_id = ANY(%s)
                      AND state IN ('approved', 'paid')""",
                self.month,
                self.people.ids,
            )
        )
        return {one: (id_, Decimal(total or 0)) for one, id_, total in rows}

    @cached_property
    def day_paid(self):
        """dict employee id -> (base pay of the month, of a whole month): the pay items
        of the scheme that are paid by days"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.employee_id, sum(i.amount)::text, t.monthly::text
                  FROM cs_incentive_item i
                  JOIN cs_incentive_scheme_line l ON l.id = i.scheme_line_id
                  JOIN (SELECT policy_id, sum(amount) AS monthly
                          FROM cs_incentive_scheme_line
                         WHERE by_days AND section = 'earning' GROUP BY policy_id) t
                       ON t.policy_id = l.policy_id
                 WHERE i.statement_id = ANY(%s) AND l.by_days
                   AND i.for_month = %s AND l.section = 'earning'
                   AND i.code !~ '_(RELEASED|FORFEITED)$'
                 GROUP BY i.employee_id, t.policy_id, t.monthly
                """,
                [statement[0] for statement in self.statements.values()],
                self.month,
            )
        )
        found = {}
        for employee, amount, monthly in rows:
            before = found.get(employee, (NOTHING, NOTHING))
            amount, monthly = Decimal(amount), Decimal(monthly or 0)
            found[employee] = (before[0] + amount, max(before[1], monthly))
        return found

    @cached_property
    def inputs(self):
        """dict employee id -> dict code -> Input"""
        found = defaultdict(dict)
        for employee, code, section, name, amount, count in self._items():
            found[employee][code] = Input(code, section, name, Decimal(amount), count)
        entered = self.env["cs.payroll.statutory"]._amounts(self, self.people)
        for employee, amounts in entered.items():
            for code, (name, amount) in amounts.items():
                if code in found[employee]:
                    raise UserError(self._twice(employee, code))
                found[employee][code] = Input(code, "", name, amount)
        return found

    def _twice(self, employee_id, code):
        return self.env._(
            "%(name)s: the code %(code)s stands for a pay item of the scheme and for"
            " what payroll enters (INC-31). Give the pay item of the scheme another"
            " code.",
            name=self.people.browse(employee_id).name,
            code=code,
        )

    def _items(self):
        """Sums of the statements by code; what was taken back within a statement is
        gone."""
        return self.env.execute_query(
            SQL(
                """
                SELECT employee_id, code, min(section), max(name), sum(amount)::text,
                       sum(CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END)::int
                  FROM cs_incentive_item
                 WHERE statement_id = ANY(%s) AND section != 'points'
                 GROUP BY employee_id, code
                """,
                [statement[0] for statement in self.statements.values()],
            )
        )


def _overlap(one, other):
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _merged(parts):
    """One where the same wage goes on; it belongs to the later version."""
    found = []
    for part in parts:
        before = found[-1] if found else None
        if (
            before
            and before.monthly == part.monthly
            and before.last + DAY == part.first
        ):
            found[-1] = part._replace(first=before.first)
        else:
            found.append(part)
    return found


def _leave(by_type):
    return {int(kind): Decimal(str(days)) for kind, days in (by_type or {}).items()}


def _no_days():
    return {"due": NOTHING, "absent": NOTHING, "unpaid": NOTHING, "leave": {}}


def _add(days, due, absent, unpaid, leave):
    for name, value in (("due", due), ("absent", absent), ("unpaid", unpaid)):
        days[name] += Decimal(value or 0)
    kind, count = leave
    if kind and count:
        days["leave"][kind] = days["leave"].get(kind, NOTHING) + Decimal(count)
