"""Rows of the ledger: what an outcome says, and storing many of them."""

import json
from functools import lru_cache
from io import StringIO
from typing import NamedTuple

from odoo.addons.cs_appraisal.models.appraisal_rows import insert_new
from odoo.addons.cs_base.engine.explanation import Explanation, Param, Reason
from odoo.tools import SQL

from ..engine.outcome import with_currency
from .cs_incentive_item import COLUMNS

TABLE, _NEW = "cs_incentive_item", "cs_incentive_item_new"
#: Where an item stands; the same for all items that a person gets at once.
PLACE = (
    *("company_id", "employee_id", "statement_id"),
    *("month", "for_month", "booked_at"),
)
_REST = tuple(name for name in COLUMNS if name not in (*PLACE, "key", "version"))
#: From so many rows on, COPY into a temporary table costs less than one statement.
MANY = 1_000
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
#: Rates and edges are the same for everybody.
_param = lru_cache(maxsize=4096, typed=True)(Param)
_to_json = json.JSONEncoder(ensure_ascii=False).encode


class Booked(NamedTuple):
    """An item to be stored.

    :param place: columns of :data:`PLACE`, shared by the items of a person
    :param content: the other columns, shared by people who get the same
    """

    place: dict
    key: str
    version: int
    content: dict


def outcome_row(outcome, rule, sources, currency):
    """What an outcome says, as the ledger keeps it.

    :param sources: ``Fact`` of the explanation
    :param currency: ISO code
    """
    params, values, formula = (
        with_currency(part, currency)
        for part in (outcome.params, outcome.values, outcome.formula)
    )
    reason = Reason(
        rule,
        outcome.key,
        sources,
        [_param(*figure) for figure in params],
        [_param(*figure) for figure in values],
    )
    return {
        "amount": f"{outcome.amount or 0:.2f}",
        "points": f"{outcome.points or 0:.2f}",
        "quantity": None if outcome.quantity is None else f"{outcome.quantity:f}",
        "rate": None if outcome.rate is None else f"{outcome.rate:f}",
        "explanation": Explanation([reason]).to_json(),
        "formula": [_mark(part) for part in formula],
    }


def _mark(part):
    """A sign, or [name, value, unit], of a formula as JSON."""
    if isinstance(part, str):
        return part
    name, value, unit = part
    return [name, str(value), unit]


def insert_items(env, items):
    """Store items, as many as there are.

    :param items: list of ``Booked``
    :return: how many no unique constraint refused
    """
    if len(items) >= MANY:
        return _copy(env.cr, items)
    rows = [
        {**item.content, **item.place, "key": item.key, "version": item.version}
        for item in items
    ]
    return len(insert_new(env, TABLE, COLUMNS, rows))


def _copy(cr, items):
    """COPY knows no conflicts, so it goes by a temporary table."""
    names = SQL(", ").join(map(SQL.identifier, COLUMNS))
    cr.execute(_make_table())
    cr.copy_expert(
        f"COPY {_NEW} ({', '.join((*PLACE, 'key', 'version', *_REST))}) FROM STDIN",
        StringIO("".join(_lines(items))),
    )
    cr.execute(
        SQL(
            "INSERT INTO %(table)s (%(names)s) SELECT %(names)s FROM %(new)s"
            " ON CONFLICT DO NOTHING",
            table=SQL.identifier(TABLE),
            names=names,
            new=SQL.identifier(_NEW),
        )
    )
    return cr.rowcount


def _make_table():
    # pylint: disable=sql-injection
    return SQL(
        "CREATE TEMPORARY TABLE IF NOT EXISTS %(new)s (%(columns)s) ON COMMIT DROP;"
        " TRUNCATE %(new)s",
        new=SQL.identifier(_NEW),
        columns=SQL(", ").join(
            SQL("%s " + kind, SQL.identifier(name)) for name, kind in COLUMNS.items()
        ),
    )


def _lines(items):
    """Lines of COPY; what items share is written out once."""
    known = {}

    def shared(row, names):
        if id(row) not in known:
            known[id(row)] = "\t".join(_text(row.get(name)) for name in names)
        return known[id(row)]

    for place, key, version, content in items:
        yield (
            f"{shared(place, PLACE)}\t{_text(key)}\t{version}"
            f"\t{shared(content, _REST)}\n"
        )


def _text(value):
    """A value as COPY reads it."""
    if value is None:
        return r"\N"
    if isinstance(value, dict | list):
        # JSON has no other sign that COPY would read as its own.
        return _to_json(value).replace("\\", r"\\")
    text = str(value)
    is_plain = text.isprintable() and "\\" not in text
    return text if is_plain else text.translate(_ESCAPES)
