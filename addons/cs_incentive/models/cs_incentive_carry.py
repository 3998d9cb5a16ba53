import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.addons.cs_base.engine.period import month_end, previous_month
from odoo.tools import SQL

from ..engine import cap
from .cs_incentive_booking import FROZEN
from .cs_incentive_calculator import exact
from .incentive_facts import MonthFacts
from .taken import COURSE_KEY

OUT, IN = "CARRIED_OUT", "CARRIED_IN"
#: What pay below 0 leaves to the next month; before any other, and not capped.
SHORT = "SHORTFALL"
LAST = (date.max,)
#: Money of an entry of the rule book; its points have a key that goes on.
ENTRY_KEY = re.compile(r"entry:([0-9]+)")


class Stand(NamedTuple):
    """What a month's carrying is computed from.

    :param pay: employee id -> sum of the statement but deductions
    :param lines: employee id -> rows of deductions
    :param brought: employee id -> list of ``cap.Owed`` of the month before
    """

    pay: dict
    lines: dict
    brought: dict


class CsIncentiveCarry(models.AbstractModel):
    """Deductions within the month's pay; the rest is carried, visibly (INC-28)."""

    _name = "cs.incentive.carry"
    _description = "Carrying of Deductions"

    @api.model
    def _wanted(self, facts, people):
        """What is carried from the month before, and to the next one.

        Only of people whose statement of the month is not approved yet.

        :return: dict employee id -> dict key -> row of the ledger
        """
        people = self._open(facts, people)
        return self._computed(facts, people, self._gather(facts.month, people))

    @api.model
    def _again(self, employee, month):
        """Carry anew in months, from this one on, that are computed, not approved."""
        statements = self.env["cs.incentive.statement"].search(
            [
                ("employee_id", "=", employee.id),
                ("month", ">=", month),
                ("state", "not in", FROZEN),
            ],
            order="month",
        )
        for one in statements:
            company = one.company_id
            if month_end(one.month) < company._cs_today():
                facts = MonthFacts(self.env, company, one.month, employee)
                wanted = self._wanted(facts, employee.ids)
                self.env["cs.incentive.booking"]._apply(facts, wanted, "carry")

    def _gather(self, month, people):
        """What the statements of a month say without what is carried, and what the
        month before carried on, as ``Stand``."""
        return Stand(
            self._pay(month, people),
            self._deductions(month, people),
            self._brought(previous_month(month), people),
        )

    def _computed(self, facts, people, stand):
        """:return: as :meth:`_wanted`"""
        pay, lines, brought = stand
        # Most owe nothing and are paid something.
        short = {one for one, amount in pay.items() if amount < 0}
        owing = sorted(lines.keys() | brought.keys() | short)
        caps = self._caps(facts, owing)
        plans = self._plans(facts, lines, brought)
        nothing = Decimal(0)
        return {one: {} for one in people} | {
            one: self._rows(
                facts,
                caps[one],
                brought[one],
                _taken(
                    caps[one], pay.get(one, nothing), lines[one], brought[one], plans
                ),
            )
            for one in owing
        }

    def _open(self, facts, people):
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id FROM cs_incentive_statement
                    WHERE employee_id = ANY(%s) AND month = %s AND state NOT IN %s""",
                people,
                facts.month,
                FROZEN,
            )
        )
        return [one for [one] in rows]

    def _pay(self, month, people):
        """dict employee id -> sum of what stands in the statement but deductions"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.employee_id, sum(i.amount)::text
                  FROM cs_incentive_item i
                 WHERE i.month = %s AND i.employee_id = ANY(%s)
                   AND i.section IN ('earning', 'award')
                 GROUP BY i.employee_id
                """,
                month,
                people,
            )
        )
        return {one: Decimal(amount) for one, amount in rows}

    def _deductions(self, month, people):
        """dict employee id -> rows that stand in the statement, without carried ones"""
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT i.employee_id, i.amount::text, i.key, i.for_month,
                       i.is_capped, i.instalment::text
                  FROM cs_incentive_item i
                 WHERE i.month = %s AND i.employee_id = ANY(%s)
                   AND i.section = 'deduction'
                 ORDER BY i.id
                """,
                month,
                people,
            )
        )
        found = defaultdict(list)
        for row in rows:
            found[row["employee_id"]].append(row)
        return found

    def _brought(self, month, people):
        """dict employee id -> what the month before carried on, as ``cap.Owed``; no
        course fee whose rest was settled in another way (APP-11)"""
        self.env["cs.training.obligation"].flush_model(["state"])
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT i.employee_id, i.key, i.amount::text, i.owed_since, i.is_capped,
                       i.instalment::text
                  FROM cs_incentive_item i
                 WHERE i.month = %s AND i.code = %s AND i.employee_id = ANY(%s)
                   AND i.reverses_id IS NULL
                   AND NOT EXISTS (SELECT FROM cs_training_obligation o
                                    WHERE o.employee_id = i.employee_id
                                      AND o.state = 'settled'
                                      AND split_part(i.key, '|', 2) = %s || o.id)
                   AND NOT EXISTS (SELECT FROM cs_incentive_item r
                                    WHERE r.reverses_id = i.id)
                """,
                month,
                OUT,
                people,
                f"{COURSE_KEY}:",
            )
        )
        found = defaultdict(list)
        for row in rows:
            key = row["key"].partition("|")[2]
            found[row["employee_id"]].append(
                debt_of(key, row["amount"], row["owed_since"], row)
            )
        return found

    def _caps(self, facts, people):
        policies = facts.policies(facts.people.browse(people))
        return {
            one: cap.Cap(exact(policies[one].fine_cap)) if policies[one] else cap.Cap()
            for one in people
        }

    # Rows

    def _plans(self, facts, lines, brought):
        """Instalments and order of debts, as agreed for the month (INC-28).

        :return: dict key -> (instalment or None, order); refunds have none
        """
        keys = {one.key for own in brought.values() for one in own}
        keys |= {row["key"] for own in lines.values() for row in own}
        ids = [entry_id for key in keys if (entry_id := entry_of(key))]
        # Fines first: what is left of a course fee can be settled in another way.
        fees = {key: (None, LAST) for key in keys if key.startswith(f"{COURSE_KEY}:")}
        return fees | self.env["cs.discipline.entry"].browse(ids)._plans(facts.month)

    def _rows(self, facts, limit, brought, taking):
        """dict key -> row of what is carried from before, and on."""
        rows = {}
        for one in brought:
            row = self._row(facts, IN, cap.brought(one), one)
            rows[f"in@{facts.month:%Y-%m}|{one.key}"] = row
        for line in taking.lines:
            if line.carried:
                row = self._row(facts, OUT, cap.carry(limit, taking, line), line.owed)
                rows[f"out@{facts.month:%Y-%m}|{line.owed.key}"] = row
        if short := cap.shortfall(taking):
            owed_next = cap.Owed(SHORT, short.amount, facts.month, is_capped=False)
            row = self._row(facts, OUT, short, owed_next)
            rows[f"out@{facts.month:%Y-%m}|{SHORT}"] = row
        return rows

    def _row(self, facts, code, outcome, owed):
        names = {
            OUT: self.env._("Carried to the next month"),
            IN: self.env._("Carried from the month before"),
        }
        row = self.env["cs.incentive.maker"]._outcome_row(
            outcome, "INC-28", (), facts.company
        )
        return {
            **row,
            "section": "carry",
            "code": code,
            "name": names[code],
            "rule": "INC-28",
            "owed_since": owed.month,
            "is_capped": owed.is_capped,
            "instalment": owed.instalment and f"{owed.instalment:.2f}",
        }


def entry_of(key):
    """Id of the entry of the rule book that a key is for; False: of none."""
    found = ENTRY_KEY.fullmatch(key)
    return bool(found) and int(found[1])


def _taken(limit, pay, lines, brought, plans):
    """What the month takes of what is owed, as ``cap.Taking``."""
    owed = []
    for one in _together(brought, lines):
        each, order = plans.get(one.key, (one.instalment, ()))
        owed.append(replace(one, instalment=each, order=order))
    return cap.take(limit, pay, owed)


def _together(brought, lines):
    """What is owed in all: brought from before, and of this statement.

    What was reversed is taken off, so that nobody pays on for a fine that fell.
    """
    sums, last = defaultdict(Decimal), {one.key: one for one in brought}
    for one in brought:
        sums[one.key] += one.amount
    for row in lines:
        key = row["key"]
        sums[key] -= Decimal(row["amount"])
        last.setdefault(key, debt_of(key, 0, row["for_month"], row))
    return [replace(last[key], amount=owed) for key, owed in sums.items() if owed > 0]


def debt_of(key, amount, month, row):
    """What a row carries on, or takes off, as ``cap.Owed``."""
    instalment = Decimal(row["instalment"] or 0) or None
    return cap.Owed(key, Decimal(amount), month, bool(row["is_capped"]), instalment)
