import json
from collections import defaultdict
from decimal import Decimal
from functools import cache

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ..engine.statement import Item, difference
from .cs_incentive_release import CODES
from .item_rows import Booked, insert_items

#: What makes an item what it is.
CONTENT = (
    *("section", "code", "name", "rule", "quantity", "rate", "amount", "points"),
    *("is_capped", "instalment", "owed_since"),
    *("scheme_line_id", "res_model", "res_id", "explanation", "formula"),
)
_NUMBERS = ("quantity", "rate", "amount", "points", "instalment")
_JSON = ("explanation", "formula")
FROZEN = ("approved", "paid")
#: Items that are computed together.
PARTS = {
    "entry": SQL("i.res_model = 'cs.discipline.entry'"),
    "course": SQL("i.res_model = 'cs.training.obligation'"),
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
        months = self._open_months(facts.company, facts.month, people)
        late = {one for one, month in months.items() if month > facts.month}
        changes = self._changes(standing, wanted, late)
        paid = wanted if part == "pay" else ()
        statements, new = self._statements(facts, paid, changes, months)
        if changes:
            places = {one: (statements[one], months[one]) for one in changes}
            self._insert(self._items(facts, wanted, standing, changes, places))
        changed = {statements[one] for one in changes}
        self._renew(self.env["cs.incentive.statement"].browse(changed | new))
        return self.env["cs.incentive.statement"].browse(set(statements.values()))

    def _standing(self, month, people, part):
        """dict employee id -> list of rows that stand for the month"""
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT i.id, i.employee_id, i.key, %s
                  FROM cs_incentive_item i
                 WHERE i.employee_id = ANY(%s) AND i.for_month = %s
                   AND i.reverses_id IS NULL AND %s
                   AND NOT EXISTS (SELECT FROM cs_incentive_item r
                                    WHERE r.reverses_id = i.id)
                """,
                SQL(", ").join(map(_column, CONTENT)),
                people,
                month,
                PARTS[part],
            )
        )
        found, parsed = defaultdict(list), cache(json.loads)
        for row in rows:
            for name in _NUMBERS:
                row[name] = Decimal(row[name] or 0)
            for name in _JSON:
                row[name] = row[name] and parsed(row[name])
            found[row["employee_id"]].append(row)
        return found

    def _changes(self, standing, wanted, late):
        """dict employee id -> ``Difference``; only people with one"""
        content, money = _reader(CONTENT), _reader(("section", "amount", "points"))
        changes = {}
        for one, rows in wanted.items():
            is_late = one in late
            reader = money if is_late else content
            change = self._difference(standing[one], rows, reader, is_late)
            if change:
                changes[one] = change
        return changes

    def _difference(self, standing, wanted, content, is_late):
        """Late, only what changes money or points counts: no lines that only say the
        same in other words.

        :param content: function row -> what makes it what it is
        """
        if not standing and not is_late:
            return difference((), wanted)
        items = [Item(row["key"], row["id"], content(row)) for row in standing]
        computed = {key: content(row) for key, row in wanted.items()}
        if is_late:
            known = {row["key"] for row in standing}
            computed = {
                key: content
                for key, content in computed.items()
                if key in known or any(content[1:])
            }
        return difference(items, computed)

    # Where to

    def _open_months(self, company, month, people):
        """dict employee id -> the first month, from this one on, whose statement is
        not approved yet and that is not closed"""
        first = self.env["cs.period"]._next_open(company, month, code=CODE)
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, month FROM cs_incentive_statement
                    WHERE employee_id = ANY(%s) AND month >= %s AND state IN %s""",
                people,
                month,
                FROZEN,
            )
        )
        frozen = defaultdict(set)
        for employee, approved in rows:
            frozen[employee].add(approved)
        found = {}
        for one in people:
            found[one] = first
            while found[one] in frozen[one]:
                found[one] += relativedelta(months=1)
        return found

    # Writing

    def _insert(self, items):
        """:raise ConcurrencyError: somebody else computes the same; the whole is tried
        again, and finds it"""
        if insert_items(self.env, items) != len(items):
            raise ConcurrencyError("items of the same month were booked")
        self.env["cs.incentive.item"].invalidate_model(flush=False)

    def _items(self, facts, wanted, standing, changes, places):
        """What is reversed and added, as the ledger takes it.

        :param places: dict employee id -> id of the statement, its month
        """
        last = self._last_versions(changes, standing)
        now, items = fields.Datetime.now(), []
        for one, change in changes.items():
            statement, month = places[one]
            place = {
                "company_id": facts.company.id,
                "employee_id": one,
                "statement_id": statement,
                "month": month,
                "for_month": facts.month,
                "booked_at": now,
            }
            by_id = {row["id"]: row for row in standing[one]}
            gone = [by_id[id_] for id_ in change.reverse]
            rows = [(row["key"], _reversed(row)) for row in gone]
            rows += [(key, wanted[one][key]) for key in change.add]
            for key, row in rows:
                last[one, key] = last.get((one, key), 0) + 1
                items.append(Booked(place, key, last[one, key], row))
        return items

    def _statements(self, facts, paid, changes, months):
        """Those that take items, and in the month itself one for everybody paid.

        :return: dict employee id -> id, set of ids of the new ones
        """
        by_month = defaultdict(set)
        for one in changes:
            by_month[months[one]].add(one)
        own = {
            one for one in paid if one in facts.schemes and months[one] == facts.month
        }
        by_month[facts.month] |= own
        found, new = {}, set()
        for month, people in by_month.items():
            if people:
                maker = self.env["cs.incentive.maker"]
                of_month, made = maker._statements(facts, sorted(people), month)
                found |= of_month
                new |= made
        return found, new

    def _last_versions(self, changes, standing):
        """dict (employee id, key) -> last version of what changes"""
        keys = {key for change in changes.values() for key in change.add}
        for one, change in changes.items():
            if change.reverse:
                keys |= {row["key"] for row in standing[one]}
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, key, max(version) FROM cs_incentive_item
                    WHERE employee_id = ANY(%s) AND key = ANY(%s) GROUP BY 1, 2""",
                list(changes),
                list(keys),
            )
        )
        return {(one, key): version for one, key, version in rows}

    def _renew(self, statements):
        """Totals of statements whose items are others now; what was reviewed is not
        what stands now."""
        if not statements:
            return
        reviewed = statements.search(
            [("id", "in", statements.ids), ("state", "=", "reviewed")]
        )
        reviewed._kept_write(
            {"state": "computed", "reviewed_at": False, "reviewed_by_id": False}
        )
        reviewed.flush_recordset()
        self.env["cs.incentive.maker"]._add_up(statements.ids)


def _column(name):
    """The cursor gives floats and parsed JSON; texts say exactly what is stored."""
    kind = "::text" if name in (*_NUMBERS, *_JSON) else ""
    return SQL("i.%s" + kind, SQL.identifier(name))


def _reader(names):
    """Function row -> what makes it what it is; many people share a row."""
    known = {}

    def content(row):
        if id(row) not in known:
            known[id(row)] = tuple(
                Decimal(row.get(name) or 0) if name in _NUMBERS else row.get(name)
                for name in names
            )
        return known[id(row)]

    return content


def _reversed(row):
    kept = {name: row[name] for name in (*CONTENT, "key")}
    taken_back = {name: -row[name] for name in ("quantity", "amount", "points")}
    return {**kept, **taken_back, "reverses_id": row["id"]}
