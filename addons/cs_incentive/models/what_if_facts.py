"""The facts of a month as drafts would have made them (ALL-03)."""

from functools import cached_property

from .incentive_facts import MonthFacts
from .what_if import INCENTIVE, SCHEME


class WhatIfFacts(MonthFacts):
    """Facts of one company and month, with what would be others laid over them."""

    def __init__(self, what_if, month, only):
        self.what_if = what_if
        super().__init__(
            what_if.env, what_if.company, month, only, draft=what_if.of(SCHEME)
        )

    def _measured(self, metrics, first, last):
        return self.env["cs.metric"]._measure(
            metrics, self.company, self.people, first, last, self.what_if.changes
        )

    @cached_property
    def sheets(self):
        found = dict(super().sheets)
        for employee, (reason, present) in found.items():
            change = self.what_if.sheets.get((employee, self.month))
            if change:
                if change.before != change.after:
                    reason = change.after
                found[employee] = reason, float(present) + float(change.present)
        return found

    def _results(self, month, kind):
        other = self.what_if.results.get((kind, month), {})
        return {
            employee: row | other.get(employee, {})
            for employee, row in super()._results(month, kind).items()
        }

    def paid_rates(self, code):
        other = {
            (employee, month): rate
            for (of, employee, month), rate in self.what_if.rates.items()
            if of == code
        }
        return super().paid_rates(code) | other

    def policies(self, people):
        return self.what_if.ruling(INCENTIVE, people, self.last)

    @cached_property
    def _disciplinary(self):
        counting = super()._disciplinary
        left = {
            employee: {
                entry: until for entry, until in own.items() if not self._fell(entry)
            }
            for employee, own in counting.items()
        }
        return {employee: own for employee, own in left.items() if own}

    def _fell(self, entry):
        return self.what_if.entries.get(entry, True) is None
