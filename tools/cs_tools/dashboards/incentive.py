"""Incentive: what it costs by head and month, and for what (INC-28, INC-30)."""

from .board import Board
from .parts import (
    ABSENT,
    BRAND,
    LATE,
    LEAVE,
    NUMBER,
    OK,
    SHARE,
    TEAL,
    TWO,
    Card,
    Column,
    Source,
)

STATEMENTS = Source("cs.incentive.statement", "month")
ITEMS = Source("cs.incentive.item", "month", "statement_id.department_id")
MONEY = ITEMS._replace(
    domain=(("section", "!=", "points"), ("scheme_line_id", "!=", False))
)
FINES = ITEMS._replace(domain=(("is_capped", "=", True),))
POINTS = ITEMS._replace(domain=(("section", "=", "points"),))
WITHHELD = Source("cs.incentive.withheld", "month")
COST = "cs_incentive.cs_incentive_cost_menu"
ENTRIES = "cs_incentive.cs_incentive_item_menu"
HEAD = "{total}/{__count}"
CARRIED = "{carried_in}+{carried_out}"


def _columns(*others):
    return (
        Column("Earnings", "{earning}", NUMBER, LEAVE),
        Column("Awards", "{award}", NUMBER, OK),
        Column("Deducted", "{deduction}", NUMBER, ABSENT),
        Column("Carried Over", CARRIED, NUMBER, LATE),
        Column("Cost", "{total}", NUMBER, BRAND),
        Column("Headcount", "{employee_id:count_distinct}", NUMBER, TEAL),
        Column("Cost per Head", HEAD, NUMBER, BRAND),
        *others,
    )


def board():
    one = Board("incentive")
    one.cards(
        Card(
            "Cost",
            STATEMENTS,
            "{total}",
            NUMBER,
            "{__count}",
            NUMBER,
            "statements",
            COST,
        ),
        Card(
            "Cost per Head",
            STATEMENTS,
            HEAD,
            TWO,
            "{employee_id:count_distinct}",
            NUMBER,
            "people",
            COST,
        ),
        Card(
            "Awards",
            STATEMENTS,
            "{award}",
            NUMBER,
            "{award}/{total}",
            SHARE,
            "of the cost",
            COST,
        ),
        Card(
            "Fines Booked",
            FINES,
            "-{amount}",
            TWO,
            "{__count}",
            NUMBER,
            "items",
            ENTRIES,
        ),
        Card(
            "Still Withheld",
            WITHHELD,
            "{balance}",
            TWO,
            "{amount}",
            TWO,
            "withheld in all",
            "cs_incentive.cs_incentive_withheld_menu",
        ),
        Card(
            "Points Booked",
            POINTS,
            "{points}",
            NUMBER,
            "{__count}",
            NUMBER,
            "items",
            "cs_incentive.cs_incentive_points_menu",
        ),
    )
    one.note(STATEMENTS, "No statements in this period. Choose another one above.")
    months = one.series(
        STATEMENTS,
        "month:month",
        _columns(
            Column("Fines and Compensation", "-{amount}", NUMBER, ABSENT, FINES),
            Column("Points Booked", "{points}", NUMBER, TEAL, POINTS),
        ),
    )
    units = one.series(STATEMENTS, "department_id", _columns())
    one.chart("bar", "Cost by Month", months, "CDEF", COST, stacked=True)
    one.chart("line", "Cost per Head and Month", months, "I", COST)
    one.chart("bar", "Cost by Department", units, "CDEF", COST, stacked=True)
    one.chart("bar", "Cost per Head and Month by Department", units, "I", COST)
    one.chart_height = 400
    one.live_chart(
        "By Pay Item", MONEY, ["name"], "amount", ENTRIES, horizontal=True, order="DESC"
    )
    one.chart("bar", "Fines and Compensation by Month", months, "J", ENTRIES)
    one.table("By Department", units)
    return one
