"""Which conversations are reviewed, and by whom (HD-32).

Lots are drawn by a seed that is made and kept at the draw: who has the seed and the
list draws the same lots again, and nobody could know them before. The order in which
people and tickets are listed does not matter.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256


def lot(seed: str, *key) -> bytes:
    """The lot of something: like a random number, always the same for a seed."""
    return sha256("/".join([seed, *map(str, key)]).encode()).digest()


def draw(
    pools: Mapping[int, Iterable[int]], counts: Mapping[int, int], seed: str
) -> dict[int, list[int]]:
    """So many of each person's tickets, all of them where there are fewer.

    :param pools: person -> tickets; a ticket is one person's
    :param counts: person -> how many
    :return: person -> tickets in the order of their lots; without who has none

    >>> one = draw({7: [1, 2, 3], 8: [4]}, {7: 2, 8: 2}, "seed")
    >>> len(one[7]), one[8]
    (2, [4])
    >>> one == draw({8: [4], 7: [3, 2, 1]}, {7: 2, 8: 2}, "seed")
    True
    """
    drawn = {}
    for person in sorted(pools):
        count = max(0, counts.get(person, 0))
        tickets = sorted(
            set(pools[person]), key=lambda one: (lot(seed, "ticket", one), one)
        )[:count]
        if tickets:
            drawn[person] = tickets
    return drawn


def doubled(tickets: Iterable[int], percent: Decimal, seed: str) -> set[int]:
    """Tickets that a second reviewer scores too: a share of all, half up.

    >>> len(doubled([1, 2, 3, 4, 5], Decimal(20), "seed"))
    1
    >>> [len(doubled([1, 2], Decimal(share), "seed")) for share in (24, 25)]
    [0, 1]
    """
    tickets = set(tickets)
    number = int((len(tickets) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))
    by_lot = sorted(tickets, key=lambda one: (lot(seed, "double", one), one))
    return set(by_lot[:number])


def assign(
    allowed: Mapping[int, Iterable[int]], seed: str, load: Mapping[int, int] = ()
) -> dict[int, int]:
    """A reviewer for each ticket: who has fewest so far, by lot among equals.

    :param allowed: ticket -> reviewers who may take it; perhaps none
    :param load: reviewer -> how many they have already
    :return: ticket -> reviewer; without those that nobody may take

    >>> sorted(assign({1: [7, 8], 2: [7, 8], 3: []}, "seed").values())
    [7, 8]
    """
    load, given = dict(load), {}
    # first those with the least choice, or their few reviewers are taken by others
    order = sorted(
        allowed, key=lambda one: (len(set(allowed[one])), lot(seed, "order", one), one)
    )
    for ticket in order:
        choice = sorted(
            set(allowed[ticket]),
            key=lambda who: (load.get(who, 0), lot(seed, "who", ticket, who), who),
        )
        if choice:
            given[ticket] = choice[0]
            load[choice[0]] = load.get(choice[0], 0) + 1
    return given
