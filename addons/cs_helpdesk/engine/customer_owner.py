"""Whose customer it is (HD-22): proofs in their order, rulings and disputes."""

from datetime import datetime
from typing import NamedTuple

#: The order of HD-22, the strongest first.
PROOFS = ("brought", "statement", "registration", "contact")


class Claim(NamedTuple):
    """A reason why a customer is somebody's.

    :param key: int for what people entered, str for a fact the system found; unique
    :param who: the person, as a number
    :param proof: one of ``PROOFS``
    :param at: since when; days begin at midnight
    """

    key: int | str
    who: int
    proof: str
    at: datetime

    @property
    def is_entered(self) -> bool:
        return isinstance(self.key, int)


class Ruling(NamedTuple):
    """A dispute that was decided.

    :param who: whose the customer is
    :param up_to: the last entered claim that was known then
    """

    who: int
    up_to: int


class Dispute(NamedTuple):
    """Who wants the customer, and who holds it; the manager decides."""

    challenger: Claim
    holder: int
    #: None: by a ruling
    by: Claim | None


class Verdict(NamedTuple):
    """Whose customer it is.

    :param owner: None: nobody's yet
    :param by: the claim that decides; None: a ruling, or there is no claim
    :param why: ``none``, ``only``, ``rank``, ``earlier``, ``ruling`` or ``dispute``
    :param dispute: what the manager has to decide
    """

    owner: int | None
    by: Claim | None
    why: str
    dispute: Dispute | None = None


def decide(claims, ruling: Ruling | None = None) -> Verdict:
    """Whose customer it is, by the order of proofs; equal proofs: the earliest.

    A ruling holds until somebody enters another claim. What somebody entered does not
    take a customer from who has it by a fact, and does not win a tie: that is a
    dispute, and until it is decided the customer stays where it is.

    >>> day = datetime(2026, 1, 1)
    >>> contact, first = (Claim(p[0], len(p), p, day) for p in PROOFS[:1:-1])
    >>> decide([contact, first]).by.proof
    'registration'
    """
    claims = sorted(claims, key=_order)
    if ruling:
        return _after_ruling(claims, ruling)
    if not claims:
        return Verdict(None, None, "none")
    best = claims[0]
    rivals = [claim for claim in claims if claim.who != best.who]
    if not rivals:
        return Verdict(best.who, best, "only")
    against = _contradicted(best, rivals)
    if against:
        # a fact holds the customer; between two words the one that is older here
        holder, challenger = sorted((best, against), key=lambda one: one.is_entered)
        if holder.is_entered:
            holder, challenger = sorted((best, against), key=lambda one: one.key)
        dispute = Dispute(challenger, holder.who, holder)
        return Verdict(holder.who, holder, "dispute", dispute)
    why = "rank" if rivals[0].proof != best.proof else "earlier"
    return Verdict(best.who, best, why)


def _after_ruling(claims, ruling):
    new = [
        claim
        for claim in claims
        if claim.is_entered and claim.key > ruling.up_to and claim.who != ruling.who
    ]
    if not new:
        return Verdict(ruling.who, None, "ruling")
    dispute = Dispute(new[0], ruling.who, None)
    return Verdict(ruling.who, None, "dispute", dispute)


def _contradicted(best, rivals):
    """The claim of somebody else that the best one cannot simply outrank."""
    if not best.is_entered:
        tie = rivals[0]
        is_tie = tie.is_entered and _rank(tie) == _rank(best)
        return tie if is_tie else None
    facts = [claim for claim in rivals if not claim.is_entered]
    if facts:
        return facts[0]
    return rivals[0] if _rank(rivals[0]) == _rank(best) else None


def _rank(claim):
    return PROOFS.index(claim.proof), claim.at


def _order(claim):
    # facts before words where they are equal; then the one entered first
    return (*_rank(claim), claim.is_entered, str(claim.key).rjust(20))
