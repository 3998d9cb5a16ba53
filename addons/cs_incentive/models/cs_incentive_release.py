from collections import defaultdict
from datetime import date
from decimal import Decimal

from odoo import api, models
from odoo.addons.cs_base.engine.explanation import Fact
from odoo.tools import SQL

from ..engine import merit

WITHHELD, RELEASED, FORFEITED = "_WITHHELD", "_RELEASED", "_FORFEITED"
#: Codes of items that withhold and settle; the index of the ledger says the same.
CODES = SQL("i.code ~ '_(WITHHELD|RELEASED|FORFEITED)$'")


class CsIncentiveRelease(models.AbstractModel):
    """What becomes of merit pay that was withheld (INC-09).

    In the first month after the disciplinary period each month's withheld amount is
    paid, or lapses if the scheme by which it was withheld says so. Who leaves before
    gets the same with the last statement. A month is settled once: its key stands
    once in the ledger, whichever month pays it.
    """

    _name = "cs.incentive.release"
    _description = "Release of Withheld Merit Pay"

    @api.model
    def _wanted(self, facts, people, pay):
        """What is settled in the month of the facts.

        :param pay: dict employee id -> dict key -> row: the month's own pay, of which
            a leaver's withheld part is settled at once
        :return: dict employee id -> dict key -> row of the ledger
        """
        found = defaultdict(dict)
        for (employee, line_id), parts in self._open(facts, people, pay).items():
            if self._is_due(facts, employee):
                line = self.env["cs.incentive.scheme.line"].browse(line_id)
                found[employee] |= self._rows(facts, employee, line, parts)
        return found

    def _is_due(self, facts, employee):
        return not facts.is_disciplinary(employee) or facts.is_leaving(employee)

    # What is still withheld

    def _open(self, facts, people, pay):
        """dict (employee id, scheme line id) -> dict month -> (amount, item id)

        Whatever another month settled is not open; the month itself is computed anew.
        """
        found = defaultdict(dict)
        settled = defaultdict(Decimal)
        for row in self._standing(facts, people):
            if row["code"].endswith(WITHHELD):
                part = -Decimal(row["amount"]), row["id"]
                place = row["employee_id"], row["scheme_line_id"]
                found[place][row["for_month"]] = part
            else:
                place = row["employee_id"], row["scheme_line_id"], settled_month(row)
                settled[place] += Decimal(row["quantity"])
        for employee, rows in pay.items():
            for row in rows.values():
                if row["code"].endswith(WITHHELD) and facts.is_leaving(employee):
                    part = -Decimal(row["amount"]), None
                    found[employee, row["scheme_line_id"]][facts.month] = part
        return {
            place: left
            for place, parts in found.items()
            if (left := _left(place, parts, settled))
        }

    def _standing(self, facts, people):
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT i.id, i.employee_id, i.scheme_line_id, i.code, i.key,
                       i.for_month, i.amount::text, i.quantity::text
                  FROM cs_incentive_item i
                  JOIN cs_incentive_scheme_line l ON l.id = i.scheme_line_id
                 WHERE i.employee_id = ANY(%s) AND i.company_id = %s AND %s
                   AND l.calculator = 'merit' AND i.reverses_id IS NULL
                   AND CASE WHEN i.code LIKE %s THEN i.for_month < %s
                            ELSE i.for_month != %s END
                   AND NOT EXISTS (SELECT FROM cs_incentive_item r
                                    WHERE r.reverses_id = i.id)
                """,
                list(people),
                facts.company.id,
                CODES,
                f"%\\{WITHHELD}",
                facts.month,
                facts.month,
            )
        )

    # Rows

    def _rows(self, facts, employee, line, parts):
        has_left = facts.is_disciplinary(employee)
        amounts = [(month, amount) for month, (amount, _item) in parts.items()]
        outcomes = merit.settle(amounts, line.after_period, has_left)
        sources = [Fact("cs.incentive.scheme", line.policy_id.id, "scheme")]
        sources += [
            Fact("cs.incentive.item", item, "withheld")
            for _month, (_amount, item) in sorted(parts.items())
            if item
        ]
        maker = self.env["cs.incentive.maker"]
        code = RELEASED if line.after_period == merit.RELEASE else FORFEITED
        row = maker._line_row(line) | {"code": f"{line.code}{code}"}
        return {
            f"{line.code}{RELEASED}@{month:%Y-%m}": row
            | maker._outcome_row(outcome, "INC-09", sources, facts.company)
            for month, outcome in outcomes.items()
        }

    @api.model
    def _why(self, facts, employee):
        """The entries for which a part of the month's merit pay is withheld."""
        return [
            Fact("cs.discipline.entry", entry.id, "entry")
            for entry in facts.disciplinary_entries(employee)
        ]


def settled_month(row):
    """The month whose withheld part a row of the ledger settles; None: it does not."""
    if not row["code"].endswith((RELEASED, FORFEITED)):
        return None
    return date.fromisoformat(f"{row['key'].rpartition('@')[2]}-01")


def is_held(row):
    """Whether a row of the ledger withholds, or settles what was withheld."""
    return row["code"].endswith((WITHHELD, RELEASED, FORFEITED))


def _left(place, parts, settled):
    """Months of which something is still withheld."""
    return {
        month: (left, item)
        for month, (amount, item) in parts.items()
        if (left := amount - settled[(*place, month)]) > 0
    }
