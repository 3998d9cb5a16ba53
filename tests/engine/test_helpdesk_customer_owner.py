"""Whose customer it is (HD-22)."""

import doctest
from datetime import datetime, timedelta

import pytest
from cs_helpdesk_engine import customer_owner
from cs_helpdesk_engine.customer_owner import PROOFS, Claim, Ruling, decide
from hypothesis import given
from hypothesis import strategies as st

DAY = datetime(2026, 1, 1)
ANN, BOB, EVE = 1, 2, 3


def entered(key, who, proof, after=0):
    return Claim(key, who, proof, DAY + timedelta(days=after))


def fact(who, proof, after=0):
    return Claim(f"{proof}:{who}", who, proof, DAY + timedelta(days=after))


def claims():
    one = st.builds(
        lambda who, proof, days: (who, proof, DAY + timedelta(days=days)),
        st.integers(1, 4),
        st.sampled_from(PROOFS),
        st.integers(0, 3),
    )
    kinds = st.lists(st.tuples(one, st.booleans()), max_size=6)
    return kinds.map(
        lambda found: [
            Claim(n if is_entered else f"f{n}", *what)
            for n, (what, is_entered) in enumerate(found, 1)
        ]
    )


def test_doctests():
    result = doctest.testmod(customer_owner)
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize(
    ("better", "worse"), [*zip(PROOFS[:-1], PROOFS[1:], strict=True)]
)
def test_hd22_the_order_of_proofs(better, worse):
    """A stronger proof wins, however late."""
    verdict = decide([entered(1, ANN, worse), entered(2, BOB, better, 300)])
    assert (verdict.owner, verdict.why, verdict.dispute) == (BOB, "rank", None)


def test_hd22_equal_proofs_the_earliest():
    verdict = decide([fact(ANN, "registration", 1), fact(BOB, "registration")])
    assert (verdict.owner, verdict.why) == (BOB, "earlier")
    verdict = decide([entered(1, ANN, "brought", 1), entered(2, BOB, "brought")])
    assert (verdict.owner, verdict.why, verdict.dispute) == (BOB, "earlier", None)


def test_hd22_a_tie_is_a_dispute_and_who_was_first_holds():
    verdict = decide([entered(2, BOB, "brought"), entered(1, ANN, "brought")])
    assert (verdict.owner, verdict.why) == (ANN, "dispute")
    assert verdict.dispute.challenger.who == BOB


def test_hd22_words_against_a_fact_are_a_dispute():
    """Nobody takes a registered customer by an entry of the own."""
    verdict = decide([fact(ANN, "registration"), entered(1, BOB, "brought", -9)])
    assert (verdict.owner, verdict.why) == (ANN, "dispute")
    assert (verdict.dispute.challenger.key, verdict.dispute.holder) == (1, ANN)


def test_hd22_words_below_a_fact_change_nothing():
    verdict = decide([fact(ANN, "registration"), entered(1, BOB, "contact", -9)])
    assert (verdict.owner, verdict.why, verdict.dispute) == (ANN, "rank", None)


def test_hd22_words_and_fact_of_one_person():
    verdict = decide([fact(ANN, "registration"), entered(1, ANN, "brought")])
    assert (verdict.owner, verdict.why, verdict.by.key) == (ANN, "only", 1)


def test_hd22_a_ruling_holds_until_somebody_enters_another_claim():
    known = [fact(ANN, "registration"), entered(1, BOB, "brought")]
    ruling = Ruling(ANN, 1)
    assert decide(known, ruling) == (ANN, None, "ruling", None)
    assert decide([*known, fact(EVE, "contact")], ruling).why == "ruling"
    assert decide([*known, entered(2, ANN, "brought")], ruling).why == "ruling"
    again = decide([*known, entered(2, EVE, "contact")], ruling)
    assert (again.owner, again.why) == (ANN, "dispute")
    assert (again.dispute.challenger.who, again.dispute.by) == (EVE, None)


def test_hd22_nobody_has_claimed():
    assert decide([]) == (None, None, "none", None)


@given(claims(), st.randoms())
def test_hd22_the_order_of_entries_does_not_matter(known, random):
    shuffled = list(known)
    random.shuffle(shuffled)
    assert decide(known) == decide(shuffled)


@given(claims())
def test_hd22_somebody_owns_who_has_a_claim(known):
    verdict = decide(known)
    assert (verdict.owner is None) == (not known)
    assert not known or verdict.by in known
    assert not known or verdict.owner == verdict.by.who


@given(claims())
def test_hd22_a_dispute_is_between_two_people_and_somebody_entered_it(known):
    dispute = decide(known).dispute
    if dispute:
        assert dispute.challenger.is_entered
        assert dispute.challenger.who != dispute.holder


@given(claims(), st.integers(1, 4))
def test_hd22_facts_alone_need_no_manager(known, who):
    facts = [claim for claim in known if not claim.is_entered]
    assert decide(facts).dispute is None
    assert decide(facts, Ruling(who, 0)).owner == who
