"""Ranks and their prizes (INC-10, INC-12, INC-14)."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .money import (
    IncentiveError,
    Number,
    cents,
    divide,
    exact,
    one_of,
)
from .outcome import (
    DIVIDED,
    Outcome,
    count,
    money,
    number,
    result,
)

EACH, SPLIT = "each", "split"


def ranks(
    scores: Mapping[Hashable, Number | None],
    is_lowest_first: bool = False,
    at_least: Number | None = None,
) -> dict[Hashable, int]:
    """Ranks of those who have a score; ties share one, and the next counts them all.

    >>> ranks({"a": 9, "b": 9, "c": 8, "d": None})
    {'a': 1, 'b': 1, 'c': 3}

    :param at_least: who has less is not ranked (nobody is best with nothing)
    """
    known = {
        who: exact("score", score) for who, score in scores.items() if score is not None
    }
    if at_least is not None:
        least = exact("at_least", at_least)
        known = {who: score for who, score in known.items() if score >= least}
    first = {}
    for place, score in enumerate(
        sorted(known.values(), reverse=not is_lowest_first), 1
    ):
        first.setdefault(score, place)
    return {who: first[score] for who, score in known.items()}


@dataclass(frozen=True, slots=True)
class Prize:
    """What each of the ranks from ``first`` to ``last`` gets.

    :param amounts: the first month, the second in a row, …; the last one also later
    """

    first: int
    last: int
    amounts: tuple[Decimal, ...]

    def __post_init__(self):
        if not 1 <= self.first <= self.last or not self.amounts:
            raise IncentiveError("prize", first=self.first, last=self.last)
        for amount in self.amounts:
            exact("prize", amount)

    def amount(self, running: int) -> Decimal:
        """INC-10: 50, then 100, then 200 each month.

        >>> best = Prize(1, 1, (Decimal(50), Decimal(100), Decimal(200)))
        >>> [str(best.amount(running)) for running in (1, 2, 3, 4)]
        ['50', '100', '200', '200']
        """
        return self.amounts[min(running, len(self.amounts)) - 1]


@dataclass(frozen=True, slots=True)
class RankPrizes:
    """INC-10, INC-12.

    :param tie: who shares a rank gets ``each`` the prize of the rank, or they
        ``split`` the prizes of the places that they take together
    :param at_least: least score that can win
    :raise IncentiveError: ``prizes``: two prizes for one rank, or none
    """

    prizes: tuple[Prize, ...]
    tie: str = EACH
    is_lowest_first: bool = False
    at_least: Number | None = None

    def __post_init__(self):
        one_of("tie", self.tie, (EACH, SPLIT))
        places = [
            place
            for prize in self.prizes
            for place in range(prize.first, prize.last + 1)
        ]
        if not places or len(set(places)) != len(places):
            raise IncentiveError("prizes")

    def amount(self, place: int, running: int) -> Decimal:
        for prize in self.prizes:
            if prize.first <= place <= prize.last:
                return prize.amount(running)
        return Decimal(0)


@dataclass(frozen=True, slots=True)
class RankFacts:
    """:param scores: person -> figure of the group; None: left out
    :param running: person -> months in a row with this one; not named: the first
    """

    scores: Mapping[Hashable, Number | None]
    running: Mapping[Hashable, int]


def rank_prizes(params: RankPrizes, facts: RankFacts) -> dict[Hashable, Outcome]:
    """Prizes of a group (INC-10, INC-12); people can be put in order.

    INC-12: with a tie at the third rank both get the first prize; split, they share
    what the third and the fourth place bring.

    >>> prizes = (Prize(1, 3, (Decimal(1500),)), Prize(4, 8, (Decimal(1000),)))
    >>> facts = RankFacts({"a": 9, "b": 8, "c": 7, "d": 7, "e": 6}, {})
    >>> found = rank_prizes(RankPrizes(prizes), facts)
    >>> [str(found[who].amount) for who in "abcde"]
    ['1500.00', '1500.00', '1500.00', '1500.00', '1000.00']
    >>> found = rank_prizes(RankPrizes(prizes, SPLIT), facts)
    >>> [str(found[who].amount) for who in "abcde"]
    ['1500.00', '1500.00', '1250.00', '1250.00', '1000.00']
    """
    found = ranks(facts.scores, params.is_lowest_first, params.at_least)
    sharing = Counter(found.values())
    result_of = {
        who: Outcome(key="inc.rank.none") for who in facts.scores if who not in found
    }
    for rank in sharing:
        people = sorted(who for who, place in found.items() if place == rank)
        amounts, whole = _prizes_at(params, facts, rank, people)
        for who, amount in zip(people, amounts, strict=True):
            result_of[who] = _rank_outcome(
                params, facts, who, (rank, len(people), len(found)), amount, whole
            )
    return {who: result_of[who] for who in facts.scores}


def _prizes_at(params, facts, rank, people):
    """Amounts of those who share a rank, and what they split."""
    running = [facts.running.get(who, 1) for who in people]
    if any(months < 1 for months in running):
        raise IncentiveError("running", people=people)
    if params.tie == EACH or len(people) == 1:
        return [cents(params.amount(rank, months)) for months in running], None
    places = range(rank, rank + len(people))
    # Months in a row are each one's own, so a share may be larger than another's.
    own = [
        sum(Fraction(params.amount(place, months)) for place in places) / len(people)
        for months in running
    ]
    if not any(own):
        return [cents(0) for _who in people], None
    return divide(sum(own), own), cents(sum(own))


def _rank_outcome(params, facts, who, place, amount, whole):
    rank, people, ranked = place
    end = money("amount", amount)
    formula, kind = (end,), "shared" if people > 1 else "alone"
    if whole is not None:
        people_figure = count("people", people)
        formula = (money("prizes", whole), DIVIDED, people_figure, *result(amount))
        kind = "split"
    return Outcome(
        key=f"inc.rank.{kind}" if amount else "inc.rank.no_prize",
        amount=amount,
        params=_prize_figures(params, rank, facts.running.get(who, 1)),
        values=(
            count("rank", rank),
            count("people", people),
            count("of", ranked),
            number("score", facts.scores[who]),
            count("running", facts.running.get(who, 1)),
            end,
        ),
        formula=formula,
    )


def _prize_figures(params, rank, months):
    """The prize of the rank, as the scheme has it; none beyond the prizes."""
    for prize in params.prizes:
        if prize.first <= rank <= prize.last:
            ends = (count("prize_first", prize.first), count("prize_last", prize.last))
            return (*ends, money("prize", prize.amount(months)))
    return ()


def most_of(
    amount: Decimal,
    scores: Mapping[Hashable, Number | None],
    at_least: Number | None = None,
    tie: str = EACH,
) -> dict[Hashable, Outcome]:
    """INC-14: most orders, most improved: the first gets it.

    >>> found = most_of(Decimal(100), {"a": 0, "b": 31, "c": 31}, 1)
    >>> [found[who].amount for who in "abc"]
    [None, Decimal('100.00'), Decimal('100.00')]
    """
    params = RankPrizes((Prize(1, 1, (amount,)),), tie, at_least=at_least)
    return rank_prizes(params, RankFacts(scores, {}))
