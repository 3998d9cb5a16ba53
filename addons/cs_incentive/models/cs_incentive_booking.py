from collections import defaultdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_appraisal.models.appraisal_rows import insert_new
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ..engine.statement import Item, difference
from .cs_incentive_item import COLUMNS
from .cs_incentive_release import CODES

#: What makes an item what it is.
CONTENT = (
    *("section", "code", "name", "rule", "quantity", "rate", "amount", "points"),
    *("is_capped", "instalment", "owed_since"),
    *("scheme_line_id", "res_model", "res_id", "explanation", "formula"),
)
_NUMBERS = ("quantity", "rate", "amount", "points", "instalment")
FROZEN = ("approved", "paid")
#: Items that are computed together.
PARTS = {
    "entry": SQL("i.res_model = 'cs.discipline.entry'"),
    "pay": SQL("i.scheme_line_id IS NOT NULL"),
    "carry": SQL("i.section = 'carry'"),
    "withheld": SQL("i.scheme_line_id IS NOT NULL AND %s", CODES),
}
#: Code of the step of the month close.
CODE = "incentive"


class CsIncentiveBooking(models.AbstractModel):
    """Brings the ledger up to what was computed: what stands and is right stays, the
    rest is reversed, what is missing is added (INC-30)."""

    _name = "cs.incentive.booking"
    _description = "Booking of Incentive Items"

    @api.model
    def _apply(self, facts, wanted, part):
        """Book the difference between what stands for a month and what should.

        :param facts: ``MonthFacts``
        :param wanted: dict employee id -> dict key -> row
        :param part: which items are looked at: one of :data:`PARTS`
        :return: the statements that were touched
        """
        people = list(wanted)
        standing = self._standing(facts.month, people, part)
        months = self._open_months(facts, people)
        changes = {}
        for one in people:
            is_late = months[one] > facts.month
            change = self._difference(standing[one], wanted[one], is_late)
            if change:
                changes[one] = change
        paid = wanted if part == "pay" else ()
        statements = self._statements(facts, paid, changes, months)
        return self._write(facts, wanted, standing, changes, (months, statements))

    def _standing(self, month, people, part):
        """dict employee id -> list of rows that stand for the month"""
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT i.* FROM cs_incentive_item i
                 WHERE i.employee_id = ANY(%s) AND i.for_month = %s
                   AND i.reverses_id IS NULL AND %s
                   AND NOT EXISTS (SELECT FROM cs_incentive_item r
                                    WHERE r.reverses_id = i.id)
                """,
                people,
                month,
                PARTS[part],
            )
        )
        found = defaultdict(list)
        for row in rows:
            # The cursor gives floats; these say exactly what the column holds.
            exactly = {name: Decimal(str(row[name] or 0)) for name in _NUMBERS}
            found[row["employee_id"]].append(row | exactly)
        return found

    def _difference(self, standing, wanted, is_late):
        """Late, only what changes money or points counts: no lines that only say the
        same in other words."""
        names = ("section", "amount", "points") if is_late else CONTENT
        items = [Item(row["key"], row["id"], _content(row, names)) for row in standing]
        computed = {key: _content(row, names) for key, row in wanted.items()}
        if is_late:
            known = {row["key"] for row in standing}
            computed = {
                key: content
                for key, content in computed.items()
                if key in known or any(content[1:])
            }
        return difference(items, computed)

    # Where to

    def _open_months(self, facts, people):
        """dict employee id -> the first month, from that of the facts on, whose
        statement is not approved yet and that is not closed"""
        first = self.env["cs.period"]._next_open(facts.company, facts.month, code=CODE)
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, month FROM cs_incentive_statement
                    WHERE employee_id = ANY(%s) AND month >= %s AND state IN %s""",
                people,
                facts.month,
                FROZEN,
            )
        )
        frozen = defaultdict(set)
        for employee, month in rows:
            frozen[employee].add(month)
        found = {}
        for one in people:
            month = first
            while month in frozen[one]:
                month += relativedelta(months=1)
            found[one] = month
        return found

    # Writing

    def _write(self, facts, wanted, standing, changes, places):
        months, statements = places
        versions = self._versions(changes, standing, wanted)
        now, rows = fields.Datetime.now(), []
        for one, change in changes.items():
            place = {
                "company_id": facts.company.id,
                "employee_id": one,
                "statement_id": statements[one],
                "month": months[one],
                "for_month": facts.month,
                "booked_at": now,
            }
            by_id = {row["id"]: row for row in standing[one]}
            for id_ in change.reverse:
                row = _reversed(by_id[id_])
                rows.append({**row, **place, "version": versions[one, row["key"]]()})
            for key in change.add:
                row = {**wanted[one][key], "key": key}
                rows.append({**row, **place, "version": versions[one, key]()})
        if rows and len(
            insert_new(self.env, "cs_incentive_item", COLUMNS, rows)
        ) != len(rows):
            # Somebody else computes the same: the whole is tried again, and finds it.
            raise ConcurrencyError("items of the same month were booked")
        self.env["cs.incentive.item"].invalidate_model(flush=False)
        touched = self.env["cs.incentive.statement"].browse(set(statements.values()))
        self._reopen(touched.browse({statements[one] for one in changes}))
        self.env["cs.incentive.maker"]._add_up(touched.ids)
        return touched

    def _statements(self, facts, paid, changes, months):
        """Those that take items, and in the month itself one for everybody paid.

        :return: dict employee id -> id
        """
        by_month = defaultdict(set)
        for one in changes:
            by_month[months[one]].add(one)
        own = {
            one for one in paid if one in facts.schemes and months[one] == facts.month
        }
        by_month[facts.month] |= own
        found = {}
        for month, people in by_month.items():
            if people:
                maker = self.env["cs.incentive.maker"]
                found |= maker._statements(facts, sorted(people), month)
        return found

    def _versions(self, changes, standing, wanted):
        """(employee id, key) -> function that counts on from the last version."""
        pairs = {
            (one, row["key"])
            for one, change in changes.items()
            for row in standing[one]
            if row["id"] in change.reverse
        } | {(one, key) for one, change in changes.items() for key in change.add}
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, key, max(version) FROM cs_incentive_item
                    WHERE employee_id = ANY(%s) AND key = ANY(%s) GROUP BY 1, 2""",
                list({one for one, _key in pairs}),
                list({key for _one, key in pairs}),
            )
        )
        last = {(one, key): version for one, key, version in rows}
        return {pair: _counter(last.get(pair, 0)) for pair in pairs}

    def _reopen(self, statements):
        """What was reviewed is not what stands now."""
        reviewed = statements.search(
            [("id", "in", statements.ids), ("state", "=", "reviewed")]
        )
        reviewed._kept_write(
            {"state": "computed", "reviewed_at": False, "reviewed_by_id": False}
        )
        reviewed.flush_recordset()


def _counter(last):
    numbers = iter(range(last + 1, last + 1_000))
    return lambda: next(numbers)


def _content(row, names):
    return tuple(
        Decimal(str(row.get(name) or 0)) if name in _NUMBERS else row.get(name)
        for name in names
    )


def _reversed(row):
    kept = {name: row[name] for name in (*CONTENT, "key")}
    taken_back = {name: -row[name] for name in ("quantity", "amount", "points")}
    return {**kept, **taken_back, "reverses_id": row["id"]}
