"""What drafts would have made of past months, step by step in memory (ALL-03)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo.addons.cs_appraisal.engine.figure_changes import FigureChanges
from odoo.addons.cs_base.engine.period import month_end

ATTENDANCE = "cs.attendance.policy"
TEMPLATE, APPRAISAL = "cs.appraisal.template", "cs.appraisal.policy"
SCHEME, INCENTIVE = "cs.incentive.scheme", "cs.incentive.policy"
BOOK = "cs.discipline.book"


class DayChange(NamedTuple):
    """A day that would be judged differently.

    :param day: cs.attendance.day as recorded
    :param before, after: what ``day_values`` says
    :param why: reasons of the verdict under the draft, as JSON text
    """

    day: object
    before: dict
    after: dict
    why: str


class SheetChange(NamedTuple):
    """Full attendance and days present of a month (ATT-16).

    :param before, after: why there is no full attendance; "" when there is
    :param present: days present more, or less
    """

    before: str
    after: str
    present: Decimal


class ScoreChange(NamedTuple):
    """A result that would be another one.

    :param result: cs.appraisal.result as it was given
    :param grade: cs.appraisal.policy.grade, perhaps empty
    :param rank: place and people ranked
    :param why: texts, a line each
    """

    result: object
    score: Decimal | None
    grade: object
    rank: tuple
    why: list


class MoneyChange(NamedTuple):
    """An item of a statement that would be another amount.

    :param row: of the ledger under the drafts; where the item would not be there, as
        it is computed today
    :param difference: more, or less
    """

    employee: int
    month: date
    key: str
    row: dict
    difference: Decimal


@dataclass
class WhatIf:
    """The drafts, and what came out of them so far.

    Each step compares two runs of the same engine, one with the rules in force and one
    with the drafts, and notes what differs; what is recorded is read, never written.

    :param people: hr.employee (sudo) whose days, scores and pay are looked at
    :param drafts: model -> policies that rule from ``first`` on, as if approved
    :param sheets: (employee id, month) -> SheetChange
    :param results: (kind of cycle, month) -> employee id -> columns of
        ``MonthFacts.results`` that would be others
    :param entries: cs.discipline.entry -> (points, amount) as they would be, or None:
        there would be no such entry
    :param rates: (code, employee id, month) -> rate that would have been paid
    :param brought: month -> employee id -> what the month before would carry on
    """

    env: object
    company: object
    people: object
    first: date
    last: date
    drafts: dict
    changes: FigureChanges = field(default_factory=FigureChanges)
    days: list = field(default_factory=list)
    sheets: dict = field(default_factory=dict)
    scores: list = field(default_factory=list)
    results: dict = field(default_factory=lambda: defaultdict(dict))
    streaks: dict = field(default_factory=dict)
    entries: dict = field(default_factory=dict)
    money: list = field(default_factory=list)
    rates: dict = field(default_factory=dict)
    brought: dict = field(default_factory=lambda: defaultdict(dict))

    def of(self, model):
        """The drafts of a model, perhaps none."""
        return self.drafts.get(model) or self.env[model]

    def ruling(self, model, people, day, **key):
        """dict employee id -> what would rule on a day"""
        return self.env[model]._policy_on(
            people, day, drafts=self.of(model), drafts_from=self.first, **key
        )

    def months(self):
        month = self.first
        while month <= self.last:
            yield month
            month += relativedelta(months=1)

    def month_ends(self):
        return [(month, month_end(month)) for month in self.months()]
