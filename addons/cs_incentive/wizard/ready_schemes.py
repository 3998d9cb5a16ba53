"""Ready incentive schemes, as a user starts from them (INC-01 to INC-14, ALL-04).

Amounts that the regulations leave open are ours and meant to be changed.
"""

from typing import NamedTuple

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class Line(NamedTuple):
    """:param vals: fields of the pay item; metrics by their code"""

    code: str
    name: object
    calculator: str
    vals: dict
    section: str = "earning"


def wage(base):
    """INC-08: parts that everybody has."""
    return [
        Line("BASE", _lt("Base pay"), "fixed", {"amount": base, "by_days": True}),
        Line(
            "SENIORITY", _lt("Seniority pay"), "seniority", {"amount": 100, "years": 1}
        ),
        Line("FULL", _lt("Full-attendance bonus"), "full", {"amount": 200}, "award"),
        Line(
            "BIRTHDAY", _lt("Birthday allowance"), "birthday", {"amount": 100}, "award"
        ),
        Line(
            "YEAR_END",
            _lt("Year-end bonus"),
            "year_end",
            {"amount": 1000, "amount_high": 2000},
            "award",
        ),
    ]


def best():
    """INC-10 to INC-12."""
    return [
        Line(
            "BEST",
            _lt("Best of the group"),
            "rank",
            {"bands": "1: 50; 2: 100; 3: 200"},
            "award",
        ),
        Line(
            "THREE_FIRST",
            _lt("Three months first in the group"),
            "streak",
            {"amount": 200, "months": 3},
            "award",
        ),
        Line(
            "QUARTER",
            _lt("Ranks of the quarter"),
            "quarter_rank",
            {"bands": "1: 1500; 4: 1000; 9: 0"},
            "award",
        ),
    ]


SHOP = [
    *wage(3800),
    Line(
        "COMMISSION",
        _lt("Sales commission"),
        "ratio",
        {
            "metric": "sales_amount",
            "ratio_metric": "conversion",
            "bands": "0%: 1%; 70%: 1.5%",
        },
    ),
    Line("POOL", _lt("Share of public sales"), "pool", {"rate": 0.5}),
    Line(
        "TIERS",
        _lt("Sales tiers"),
        "bands",
        {"metric": "sales_amount", "bands": "10000: 100/2000"},
        "award",
    ),
    *best(),
    Line(
        "GROWTH",
        _lt("Growth of the team"),
        "growth",
        {"metric": "sales_amount", "bands": "25%: 50; 50%: 100"},
        "award",
    ),
    Line(
        "SERVICE",
        _lt("Best service"),
        "threshold",
        {"metric": "satisfaction", "base": 4.8, "amount": 100},
        "award",
    ),
]

FIELD = [
    *wage(1200),
    Line(
        "POINTS",
        _lt("Service points"),
        "points",
        {
            "metric": "service_points",
            "other_metric": "safety_incidents",
            "base": 17,
            "amount": 270,
            "off": -2,
        },
    ),
    *best(),
]

DECORATION = [
    *wage(800),
    Line(
        "DESIGN",
        _lt("Design contracts"),
        "event",
        {"metric": "deal_design_contracts", "amount": 50},
    ),
    Line(
        "CONSTRUCTION",
        _lt("Construction contracts"),
        "event",
        {"metric": "deal_construction_contracts", "amount": 10},
    ),
    Line(
        "COMMISSION",
        _lt("Sales commission"),
        "bands",
        {"metric": "deal_sales", "bands": "0: 1%"},
    ),
    Line(
        "REFUND",
        _lt("Commission taken back for refunds"),
        "back",
        {"back_code": "COMMISSION"},
        "deduction",
    ),
    Line(
        "PARTS",
        _lt("Spare parts and service contracts"),
        "quarter",
        {"metric": "deal_parts", "rate": 2},
    ),
    *best(),
]

MERIT = [
    *wage(800),
    Line(
        "MERIT",
        _lt("Merit pay"),
        "merit",
        {"amount": 3000, "rate": 30, "withheld": 30, "by_days": True},
    ),
    *best(),
]

SCHEMES = {
    "shop": (_lt("E-commerce agent"), SHOP),
    "decoration": (_lt("Decoration"), DECORATION),
    "field": (_lt("Field service"), FIELD),
    "merit": (_lt("Merit pay by appraisal"), MERIT),
}
