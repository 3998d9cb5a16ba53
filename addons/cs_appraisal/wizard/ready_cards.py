"""Ready score cards, as a user starts from them (APP-03, APP-04, ALL-04).

Figures that the regulations leave open are ours and meant to be changed.
"""

from typing import NamedTuple

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class Item(NamedTuple):
    """:param metric: its code; ``vals``: fields of the curve and others"""

    name: object
    weight: float
    metric: str = ""
    vals: dict = {}
    section: object = ""
    note: object = ""


class Card(NamedTuple):
    """:param raters: group -> weight; deductions: metric code -> points off each"""

    name: object
    items: list
    raters: dict = {"superior": 100}
    deductions: dict = {}


def steps(text):
    return {"curve": "step", "steps": text}


def line(start, target):
    return {"curve": "linear", "start": start, "target": target}


def each(points, target=0, capped=True):
    return {
        "curve": "unit",
        "points_each": points,
        "target": target,
        "is_capped": capped,
    }


DISCIPLINE = {
    "late_count": 0.5,
    "early_count": 0.5,
    "missed_punches": 0.5,
    "absent_days": 5,
    "discipline_points": 1,
}
RATED = {"source": "rating", "full_score": 5}


def attendance(weight):
    """APP-09."""
    return Item(
        _lt("Attendance and discipline"),
        weight,
        vals={"source": "deduction"},
        section=_lt("Discipline record"),
    )


#: APP-03: eight items of 10 points
SHOP = Card(
    _lt("E-commerce agent"),
    [
        Item(_lt("Inquiries handled"), 12.5, "inquiries_handled", line(0, 600)),
        Item(_lt("Deals closed"), 12.5, "deals", line(0, 300)),
        Item(
            _lt("Conversion rate"),
            12.5,
            "conversion",
            steps("0: 0; 50%: 4; 60%: 6; 70%: 8; 80%: 10") | {"target": 0.8},
            note=_lt("Deals of inquiries. Without inquiries it does not apply."),
        ),
        Item(
            _lt("First response time"),
            12.5,
            "first_reply_minutes",
            steps("0: 10; 1: 8; 3: 6; 5: 3; 10: 0") | {"target": 0.5},
        ),
        Item(_lt("Service attitude"), 12.5, "satisfaction", line(3, 5)),
        Item(_lt("Refunds and returns"), 12.5, "refund_rate", line(0.2, 0.02)),
        Item(
            _lt("Correct listings"),
            12.5,
            "listings_wrong",
            line(0.1, 0),
            note=_lt("By the share of wrong listings."),
        ),
        Item(
            _lt("Sets sold"),
            12.5,
            "sets_sold",
            each(1, target=10, capped=False),
            note=_lt("Target 10 in the month, one point each, not capped."),
        ),
    ],
)

WORK, SERVICE, COMPLAINTS = _lt("Workload"), _lt("Service quality"), _lt("Complaints")
IN_LIMIT = steps("0: 0; 80%: 4; 90%: 7; 95%: 9; 98%: 10") | {"target": 0.98}

AFTER_SALES = Card(
    _lt("After-sales"),
    [
        Item(_lt("Tickets closed"), 15, "tickets_handled", line(0, 120), WORK),
        Item(
            _lt("Share closed within the limit"), 25, "closed_in_limit", IN_LIMIT, WORK
        ),
        Item(
            _lt("First response time"), 10, "first_reply_minutes", line(240, 30), WORK
        ),
        Item(_lt("Satisfaction"), 15, "satisfaction", line(3, 5), SERVICE),
        Item(_lt("General complaints"), 5, "complaints_general", each(-1), COMPLAINTS),
        Item(_lt("Repeat complaints"), 10, "complaints_repeat", each(-2), COMPLAINTS),
        Item(_lt("Severe complaints"), 10, "complaints_severe", each(-5), COMPLAINTS),
        attendance(10),
    ],
    deductions=DISCIPLINE,
)

CALL_CENTRE = Card(
    _lt("Call centre"),
    [
        Item(_lt("Tickets closed"), 20, "tickets_handled", line(0, 300), WORK),
        Item(
            _lt("Share closed within the limit"), 20, "closed_in_limit", IN_LIMIT, WORK
        ),
        Item(_lt("Satisfaction"), 20, "satisfaction", line(3, 5), SERVICE),
        Item(
            _lt("Customers who rated"),
            10,
            "satisfaction_coverage",
            line(0, 0.6),
            SERVICE,
        ),
        Item(_lt("Repeat complaints"), 10, "complaints_repeat", each(-2), COMPLAINTS),
        Item(_lt("Severe complaints"), 5, "complaints_severe", each(-5), COMPLAINTS),
        attendance(15),
    ],
    deductions=DISCIPLINE,
)


def rated(section, weight, *names):
    return [Item(name, weight, vals=RATED, section=section) for name in names]


#: APP-04: five groups of items scored 5-4-3-2-1
MANAGER = Card(
    _lt("Manager form"),
    [
        *rated(
            _lt("Professional attitude"),
            6,
            _lt("Sense of responsibility"),
            _lt("Initiative"),
            _lt("Keeping the rules, setting an example"),
        ),
        *rated(
            _lt("Professional skill"),
            6,
            _lt("Knowledge of the work"),
            _lt("Judgement and solving problems"),
            _lt("Learning and improving"),
        ),
        *rated(
            _lt("Management and supervision"),
            5,
            _lt("Planning and organising"),
            _lt("Delegating and following up"),
            _lt("Fair assessment of subordinates"),
            _lt("Care with costs"),
        ),
        *rated(
            _lt("Guidance and coordination"),
            6,
            _lt("Training subordinates"),
            _lt("Communication in the team"),
            _lt("Cooperation with other departments"),
        ),
        *rated(_lt("Work effect"), 6, _lt("Goals reached")),
        *rated(
            _lt("Work effect"), 5, _lt("Quality of the work"), _lt("Work efficiency")
        ),
        attendance(10),
    ],
    raters={"superior": 60, "peer": 20, "subordinate": 20},
    deductions=DISCIPLINE,
)

#: ours: the regulations give points of the book, and no card
RETAIL = Card(
    _lt("Shop and cashier"),
    [
        *rated(SERVICE, 15, _lt("Service attitude"), _lt("Greeting and appearance")),
        *rated(WORK, 15, _lt("Daily work finished"), _lt("Receipts without mistakes")),
        Item(_lt("General complaints"), 10, "complaints_general", each(-1), COMPLAINTS),
        Item(_lt("Severe complaints"), 10, "complaints_severe", each(-5), COMPLAINTS),
        attendance(20),
    ],
    deductions=DISCIPLINE,
)

#: ours, like the two that follow
DECORATION = Card(
    _lt("Decoration adviser"),
    [
        Item(_lt("Deals closed"), 25, "deals", line(0, 8), WORK),
        Item(
            _lt("Conversion rate"),
            20,
            "conversion",
            steps("0: 0; 10%: 4; 20%: 6; 30%: 8; 40%: 10") | {"target": 0.4},
            WORK,
        ),
        Item(_lt("Satisfaction"), 15, "satisfaction", line(3, 5), SERVICE),
        *rated(SERVICE, 15, _lt("Follow-up of customers")),
        Item(_lt("Severe complaints"), 10, "complaints_severe", each(-5), COMPLAINTS),
        attendance(15),
    ],
    deductions=DISCIPLINE,
)

DUTY = Card(
    _lt("Property duty desk"),
    [
        Item(
            _lt("Share closed within the limit"), 20, "closed_in_limit", IN_LIMIT, WORK
        ),
        Item(
            _lt("First response time"), 10, "first_reply_minutes", line(120, 15), WORK
        ),
        *rated(WORK, 15, _lt("Patrols and duty log"), _lt("Handovers")),
        Item(_lt("Satisfaction"), 15, "satisfaction", line(3, 5), SERVICE),
        Item(_lt("Repeat complaints"), 10, "complaints_repeat", each(-2), COMPLAINTS),
        attendance(15),
    ],
    deductions=DISCIPLINE,
)

HOTLINE = Card(
    _lt("Hospital hotline"),
    [
        Item(_lt("Tickets closed"), 20, "tickets_handled", line(0, 300), WORK),
        Item(_lt("First response time"), 15, "first_reply_minutes", line(60, 5), WORK),
        *rated(SERVICE, 15, _lt("Service attitude"), _lt("Complete records")),
        Item(_lt("Satisfaction"), 15, "satisfaction", line(3, 5), SERVICE),
        Item(_lt("Severe complaints"), 5, "complaints_severe", each(-5), COMPLAINTS),
        attendance(15),
    ],
    deductions=DISCIPLINE,
)

FIELD = Card(
    _lt("Field engineer"),
    [
        Item(_lt("Orders finished"), 20, "tickets_handled", line(0, 40), WORK),
        Item(
            _lt("Share closed within the limit"), 20, "closed_in_limit", IN_LIMIT, WORK
        ),
        *rated(WORK, 15, _lt("Safety at work"), _lt("Service reports")),
        Item(_lt("Satisfaction"), 15, "satisfaction", line(3, 5), SERVICE),
        Item(_lt("Repeat complaints"), 5, "complaints_repeat", each(-2), COMPLAINTS),
        attendance(10),
    ],
    deductions=DISCIPLINE,
)

CARDS = {
    "shop": SHOP,
    "after_sales": AFTER_SALES,
    "call_centre": CALL_CENTRE,
    "retail": RETAIL,
    "decoration": DECORATION,
    "duty": DUTY,
    "hotline": HOTLINE,
    "field": FIELD,
    "manager": MANAGER,
}
