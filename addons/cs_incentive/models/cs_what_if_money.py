from collections import defaultdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.addons.cs_base.engine.period import month_end
from odoo.tools import SQL

from ..engine import entry_lines
from .cs_discipline_effect_mixin import exact
from .cs_incentive_carry import OUT, Stand, debt_of
from .incentive_facts import MonthFacts
from .what_if import INCENTIVE, SCHEME, MoneyChange
from .what_if_facts import WhatIfFacts


class CsWhatIfMoney(models.AbstractModel):
    """What if, last step: the lines of statements, month by month (ALL-03, INC-30).

    Of people with a statement of the month. What is computed with the facts and rules
    of today is compared with what the drafts make of the same facts; the statement as
    it stands, plus the difference, is the statement as it would be.
    """

    _name = "cs.what.if.money"
    _description = "What If: Money"

    def _try(self, what_if):
        for month in what_if.months():
            people = self._people(what_if, month)
            if people and self._is_touched(what_if, month):
                self._try_month(what_if, month, people)

    def _people(self, what_if, month):
        rows = self.env.execute_query(
            SQL(
                "SELECT employee_id FROM cs_incentive_statement WHERE month = %s"
                " AND company_id = %s AND employee_id = ANY(%s) ORDER BY 1",
                month,
                what_if.company.id,
                what_if.people.ids,
            )
        )
        return what_if.people.browse(employee for [employee] in rows)

    def _is_touched(self, what_if, month):
        return bool(
            what_if.of(SCHEME)
            or what_if.of(INCENTIVE)
            or what_if.changes
            or what_if.sheets
            or what_if.scores
            or what_if.results
            or what_if.entries
            or what_if.brought[month]
        )

    def _try_month(self, what_if, month, people):
        now = MonthFacts(self.env, what_if.company, month, people)
        then = WhatIfFacts(what_if, month, people)
        ids = (now.people & people).ids
        maker = self.env["cs.incentive.maker"]
        pay = self._differences(
            month, maker._wanted_pay(now, ids), maker._wanted_pay(then, ids)
        )
        self._note_rates(what_if, pay)
        changes = [*pay, *self._entries(what_if, month, ids)]
        if changes or what_if.of(INCENTIVE) or what_if.brought[month]:
            changes += self._carry(what_if, now, then, ids, changes)
        what_if.money += changes

    def _differences(self, month, now, then):
        """``MoneyChange`` of every key that comes to another amount."""
        found = []
        for employee, rows in then.items():
            before = now[employee]
            for key in sorted(before.keys() | rows.keys()):
                row = rows.get(key) or before[key]
                amounts = [
                    Decimal(own[key]["amount"]) if key in own else Decimal(0)
                    for own in (before, rows)
                ]
                difference = amounts[1] - amounts[0]
                if difference:
                    found.append(MoneyChange(employee, month, key, row, difference))
        return found

    def _note_rates(self, what_if, changes):
        """INC-06: what refunds of later months would be taken back by."""
        for change in changes:
            if change.row.get("rate") is not None:
                place = change.row["code"], change.employee, change.month
                what_if.rates[place] = Decimal(change.row["rate"])

    # Entries (INC-20)

    def _entries(self, what_if, month, people):
        found, last = [], month_end(month)
        for entry, would in what_if.entries.items():
            employee = entry.employee_id.id
            if month <= entry.date <= last and employee in people and entry.amount:
                row = self._entry_row(what_if, entry, would)
                amount = Decimal(row["amount"]) if would else Decimal(0)
                difference = amount - exact(entry.amount)
                key = f"entry:{entry.id}"
                if difference:
                    found.append(MoneyChange(employee, month, key, row, difference))
        return found

    def _entry_row(self, what_if, entry, would):
        """The row of the ledger, by the amount that the entry would come to."""
        maker = self.env["cs.incentive.maker"]
        rows = maker._entry_rows(entry, what_if.company)
        row = rows[f"entry:{entry.id}"]
        if would is None:
            return row
        make = entry_lines.award if entry.kind == "award" else entry_lines.fine
        return maker._entry_row(
            entry, what_if.company, row["section"], row["code"], make(would[1])
        )

    # Carrying (INC-28)

    def _carry(self, what_if, now, then, people, changes):
        """What the month carries on, and what it would; what it would carry on is
        brought to the next month."""
        Carry = self.env["cs.incentive.carry"]
        stand = Carry._gather(now.month, people)
        before = Carry._computed(now, people, stand)
        would = self._stand(stand, changes, what_if.brought[now.month])
        after = Carry._computed(then, people, would)
        following = now.month + relativedelta(months=1)
        for employee in people:
            debts = [_debts(own[employee]) for own in (before, after)]
            if debts[0] != debts[1]:
                what_if.brought[following][employee] = debts[1]
        return self._differences(now.month, before, after)

    def _stand(self, stand, changes, debts):
        """The statements with the changes; ``debts`` instead of those brought."""
        pay = defaultdict(Decimal, stand.pay)
        lines = defaultdict(list, {one: [*own] for one, own in stand.lines.items()})
        brought = defaultdict(list, stand.brought | debts)
        for change in changes:
            if change.row["section"] == "deduction":
                lines[change.employee].append(_line(change))
            else:
                pay[change.employee] += change.difference
        return Stand(pay, lines, brought)


def _line(change):
    """A difference as a row of deductions that stand in the statement."""
    return {
        "amount": str(change.difference),
        "key": change.key,
        "for_month": change.month,
        "is_capped": change.row["is_capped"],
        "instalment": change.row.get("instalment"),
    }


def _debts(rows):
    """What the rows of a month carry on, as ``cap.Owed``."""
    return [
        debt_of(key.partition("|")[2], row["amount"], row["owed_since"], row)
        for key, row in rows.items()
        if row["code"] == OUT
    ]
