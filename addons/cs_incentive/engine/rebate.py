"""Rebates of sales agents, month by month, and what is outstanding (INC-33)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .bands import Bands
from .money import IncentiveError, cents


@dataclass(frozen=True, slots=True)
class Term:
    """What was agreed with an agent.

    :param first: first day of the month from which it holds
    :param reading: ``whole`` or ``marginal``, as ``Bands.read`` has it
    :param key: by which the caller knows it
    """

    first: date
    bands: Bands
    reading: str
    key: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A month as it is known now, and what earlier lists booked for it.

    :param rebate: of the turnover; 0 where nothing was agreed for the month
    """

    month: date
    turnover: Decimal
    rebate: Decimal
    booked: Decimal
    term: Term | None

    @property
    def amount(self) -> Decimal:
        """What this list books."""
        return self.rebate - self.booked


@dataclass(frozen=True, slots=True)
class Account:
    """An agent's account at the end of a month, amounts to the cent.

    :param shares: the month itself first, then earlier months that changed since
    :param carried: outstanding before
    """

    shares: tuple[Share, ...]
    carried: Decimal
    paid: Decimal

    @property
    def earned(self) -> Decimal:
        return sum((share.amount for share in self.shares), Decimal(0))

    @property
    def outstanding(self) -> Decimal:
        """Below 0: the agent was paid more than the turnover now gives."""
        return self.carried + self.earned - self.paid


@dataclass(frozen=True, slots=True)
class Booked:
    """What the lists approved before hold of an agent.

    :param earned: first day of a month -> booked for it
    :param paid: of all payments
    """

    earned: Mapping[date, Decimal]
    paid: Decimal = Decimal(0)

    @property
    def outstanding(self) -> Decimal:
        return sum(self.earned.values(), Decimal(0)) - self.paid


def in_force(terms: Iterable[Term], month: date) -> Term | None:
    """The latest that began by then."""
    begun = (term for term in terms if term.first <= month)
    return max(begun, key=lambda term: term.first, default=None)


def rebate(turnover: Decimal, term: Term | None) -> Decimal:
    """Of one month; what was returned beyond the turnover is negative, as its rebate.

    >>> from .table import parse_bands
    >>> term = Term(date(2025, 1, 1), parse_bands("0: 2%; 100000: 3%"), "whole")
    >>> [str(rebate(Decimal(amount), term)) for amount in ("99999.99", "100000", "-50")]
    ['2000.00', '3000.00', '-1.00']
    """
    if term is None:
        return cents(0)
    parts = term.bands.read(turnover, term.reading)
    return cents(sum((part.raw for part in parts), Fraction(0)))


def settle(
    month: date,
    turnovers: Mapping[date, Decimal],
    terms: Iterable[Term],
    booked: Booked,
    paid_so_far: Decimal,
) -> Account:
    """The account at the end of a month.

    Outstanding = earned − paid, carried. What became known of earlier months since
    they were booked is a difference in this list, so lists before never change.

    :param month: first day of the month
    :param turnovers: first day of a month -> turnover less returns; later months are
        left out
    :param paid_so_far: all payments until the end of the month
    :raise IncentiveError: ``rebate_later``: a later month is booked already
    """
    if any(known > month for known in booked.earned):
        raise IncentiveError("rebate_later", month=month)
    terms, nothing = tuple(terms), Decimal(0)
    months = {known for known in turnovers if known < month} | set(booked.earned)
    shares = []
    for known in (month, *sorted(months - {month})):
        term, turnover = in_force(terms, known), cents(turnovers.get(known, nothing))
        before = cents(booked.earned.get(known, nothing))
        share = Share(known, turnover, rebate(turnover, term), before, term)
        if known == month or share.amount:
            shares.append(share)
    paid = cents(paid_so_far) - booked.paid
    return Account(tuple(shares), booked.outstanding, paid)
