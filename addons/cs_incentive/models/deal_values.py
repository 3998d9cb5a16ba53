"""What people enter of deals, slips and refunds, made sure of (TRUST.md)."""

import re
from decimal import Decimal

from odoo import fields
from odoo.exceptions import UserError

#: step of the month close that seals deals
PERIOD_STEP = "incentive"
#: longest text
LONGEST = 200
#: control characters, and marks that reorder what is read
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def key(deal):
    """What makes a deal that deal: company id, kind, number."""
    return id_of(deal["company_id"]), deal["kind"], deal["number"]


def id_of(value):
    """The id of a record, or of what stands for it in values."""
    return value if isinstance(value, int) else value.id


def cents(fact):
    """The amount as it is kept."""
    return round(Decimal(str(fact["amount"])), 2)


def number_of(value):
    """An id as a client sends it, else False."""
    return value if type(value) is int and value > 0 else False


def clean(env, text):
    """Text from outside: without invisible marks, not blank and not too long."""
    text = _INVISIBLE.sub("", text).strip() if isinstance(text, str) else ""
    if len(text) > LONGEST:
        raise UserError(env._("Please write at most %s characters here.", LONGEST))
    return text or False


def day(env, value):
    """A day as entered, or False.

    :raises UserError: it is none
    """
    try:
        return fields.Date.to_date(value) or False
    except (AttributeError, TypeError, ValueError) as error:
        raise UserError(env._("Please enter the day as a date.")) from error


def is_amount(value):
    """Whether it is money above 0 that can be kept exactly, to the cent."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    if not 0 < value < 10**11:
        return False
    exact = Decimal(str(value))
    return exact == round(exact, 2)


def amount_text(env):
    return env._(
        "Please enter an amount above 0 with at most two decimals and eleven digits."
    )


def check_open(env, company, days):
    """ALL-05: refuse facts of months that are closed; holds off their closing."""
    # sudo: whoever enters facts may be unable to read periods
    for one in sorted(days):
        env["cs.period"].sudo()._check_open(company, one, code=PERIOD_STEP)


def decimal(amount):
    """Money as the database gives it, to the cent."""
    return round(Decimal(str(amount or 0)), 2)
