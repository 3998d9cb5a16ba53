"""How ready rule books are written down (ALL-04)."""

from typing import NamedTuple

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

DESK = _lt("Customer service desk")
GOODS = _lt("Goods office")
CASHIERS = _lt("Cashiers")
FLOOR = _lt("Sales floor")
EVERYBODY = _lt("Everybody")
FRONT_DESK = _lt("Front desk")


class Then(NamedTuple):
    """What follows instead.

    :param number: from the n-th time on
    :param case: code and name of the special case, perhaps none
    :param vals: fields of the effect; ``besides``: codes of consequences
    """

    number: int
    points_class: str = ""
    case: tuple = ()
    besides: tuple = ()
    vals: dict = {}


class Ready(NamedTuple):
    """:param cited: number of the regulation, such as INC-22
    :param vals: fields of the rule; ``besides``: codes of consequences"""

    code: str
    name: object
    points_class: str = ""
    section: object = ""
    then: tuple = ()
    besides: tuple = ()
    cited: str = "INC-21"
    vals: dict = {}


AWARD = {"kind": "award"}
COMPLAINT = {"needs_ticket": True}
DAY = {"needs_day": True}
FILE = {"needs_file": True}
#: kind alone
ABSENT = {"kind": "absence"}
MINOR = {"kind": "minor"}


def suggested(fact):
    return {"suggested_by": fact}


def within(period, counting="single", **vals):
    return {"period": period, "counting": counting, **vals}


def fixed(amount):
    return {"kind": "fine", "amount_mode": "fixed", "amount_from": amount}


def chosen(low, high):
    return {
        "kind": "fine",
        "amount_mode": "range",
        "amount_from": low,
        "amount_to": high,
    }
