"""Monthly statements: totals, comparison, and what a computation changes (INC-30)."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from .money import IncentiveError, cents, one_of

EARNING, AWARD, DEDUCTION, CARRY = "earning", "award", "deduction", "carry"
SECTIONS = (EARNING, AWARD, DEDUCTION, CARRY)

NOTHING = Decimal("0.00")


class Line(NamedTuple):
    """:param code: stable code of the pay item
    :param amount: signed, to the cent
    """

    section: str
    code: str
    amount: Decimal


class Totals(NamedTuple):
    """:param sections: every section -> its sum
    :param pay: earnings and awards: what the cap of INC-28 is a part of
    """

    sections: dict[str, Decimal]
    pay: Decimal
    total: Decimal


def totals(lines: Iterable[Line]) -> Totals:
    """Sums of a statement; the sum of the lines is the total, to the cent.

    >>> found = totals([
    ...     Line(EARNING, "commission", Decimal("1296.00")),
    ...     Line(AWARD, "best", Decimal("100.00")),
    ...     Line(DEDUCTION, "late", Decimal("-10.00")),
    ... ])
    >>> str(found.pay), str(found.total)
    ('1396.00', '1386.00')

    :raise IncentiveError: ``choice``: a section; ``not_cents``: an amount that nobody
        rounded
    """
    sections = dict.fromkeys(SECTIONS, NOTHING)
    for line in lines:
        one_of("section", line.section, SECTIONS)
        sections[line.section] += _in_cents(line)
    pay = sections[EARNING] + sections[AWARD]
    return Totals(sections, pay, sum(sections.values(), NOTHING))


def _in_cents(line):
    amount = cents(line.amount)
    if amount != line.amount:
        raise IncentiveError("not_cents", code=line.code, value=line.amount)
    return amount


class Change(NamedTuple):
    """A pay item against the month before."""

    section: str
    code: str
    before: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        return self.now - self.before


def compare(now: Iterable[Line], before: Iterable[Line]) -> tuple[Change, ...]:
    """Pay items of two months, by section and code; their changes add up.

    >>> [one] = compare([Line(AWARD, "best", Decimal(100))],
    ...                 [Line(AWARD, "best", Decimal(50))])
    >>> one.code, str(one.change)
    ('best', '50.00')
    """
    sums = []
    for lines in (now, before):
        by_item = {}
        for line in lines:
            item = (SECTIONS.index(one_of("section", line[0], SECTIONS)), line.code)
            by_item[item] = by_item.get(item, NOTHING) + _in_cents(line)
        sums.append(by_item)
    here, there = sums
    return tuple(
        Change(
            SECTIONS[item[0]],
            item[1],
            there.get(item, NOTHING),
            here.get(item, NOTHING),
        )
        for item in sorted({*here, *there})
    )


class Item(NamedTuple):
    """A ledger item that stands: neither a reversal nor reversed.

    :param key: what it is for
    :param content: all that makes it what it is: amount, quantity, explanation …;
        compared as a whole
    """

    key: Hashable
    id: int
    content: object


class Difference(NamedTuple):
    """:param reverse: ids of items to be reversed
    :param add: keys of what is to be booked anew
    """

    reverse: tuple[int, ...]
    add: tuple[Hashable, ...]

    def __bool__(self):
        return bool(self.reverse or self.add)


def difference(
    existing: Iterable[Item], computed: Mapping[Hashable, object]
) -> Difference:
    """What a computation changes in the ledger; nothing where nothing changed.

    >>> difference([Item("a", 1, 50), Item("b", 2, 10)], {"a": 50, "b": 20, "c": 5})
    Difference(reverse=(2,), add=('b', 'c'))

    :param computed: key -> content; keys can be put in order
    :raise IncentiveError: ``twice``: two items stand for one key
    """
    existing = list(existing)
    often = Counter(item.key for item in existing)
    if len(often) != len(existing):
        twice = sorted(key for key, number in often.items() if number > 1)
        raise IncentiveError("twice", key=twice[0])
    kept = {
        item.key
        for item in existing
        if item.key in computed and computed[item.key] == item.content
    }
    reverse = sorted(item.id for item in existing if item.key not in kept)
    return Difference(
        tuple(reverse), tuple(sorted(key for key in computed if key not in kept))
    )
