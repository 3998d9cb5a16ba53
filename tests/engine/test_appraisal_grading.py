"""Laws of grades, ranks, streaks and of who is left out (APP-02, APP-06, APP-07)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from cs_appraisal_engine.grading import (
    Grade,
    GradingError,
    band,
    bounds,
    by_bands,
    by_distribution,
    ranks,
)
from cs_appraisal_engine.measure import Measure, together
from cs_appraisal_engine.streak import streak
from cs_appraisal_engine.taking_part import Month, absence
from hypothesis import given
from hypothesis import strategies as st

SCORES = st.dictionaries(
    st.integers(1, 50),
    st.decimals(0, 130, places=2),
    max_size=30,
)
FIVE = [
    Grade(key, Decimal(score), Decimal(share))
    for key, score, share in zip(
        "ABCDE", (90, 80, 70, 60, 0), (10, 20, 40, 20, 10), strict=True
    )
]
ORDER = "ABCDE"


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("130", "A"),
        ("90.00", "A"),
        ("89.99", "B"),
        ("80.00", "B"),
        ("79.99", "C"),
        ("70.00", "C"),
        ("69.99", "D"),
        ("60.00", "D"),
        ("59.99", "E"),
        ("0", "E"),
    ],
)
def test_bands_are_half_open(score, grade):
    assert band(Decimal(score), FIVE) == grade


def test_a_score_below_all_grades_is_refused():
    with pytest.raises(GradingError):
        band(Decimal(59), FIVE[:-1])


def test_shares_that_do_not_make_100_are_refused():
    with pytest.raises(GradingError):
        bounds(10, FIVE[:-1])


@given(SCORES)
def test_a_better_score_never_has_a_worse_grade(scores):
    for places in (by_bands(scores, FIVE), by_distribution(scores, FIVE)):
        for one, score in scores.items():
            for other, less in scores.items():
                if score >= less:
                    better, worse = places[one].grade, places[other].grade
                    assert ORDER.index(better) <= ORDER.index(worse)


@given(SCORES, st.randoms())
def test_the_order_of_people_does_not_matter(scores, random):
    items = list(scores.items())
    random.shuffle(items)
    assert by_distribution(dict(items), FIVE) == by_distribution(scores, FIVE)


@given(SCORES)
def test_ties_share_rank_and_grade(scores):
    places = by_distribution(scores, FIVE)
    by_score = {}
    for key, score in scores.items():
        by_score.setdefault(score, set()).add((places[key].rank, places[key].grade))
    assert all(len(found) == 1 for found in by_score.values())


@given(st.sets(st.decimals(0, 130, places=2), max_size=60))
def test_without_ties_the_shares_are_kept_to_half_a_person(scores):
    places = by_distribution({score: score for score in scores}, FIVE)
    reached = 0
    for grade in FIVE:
        reached += sum(1 for place in places.values() if place.grade == grade.key)
        wanted = sum(
            (Fraction(one.share) for one in FIVE[: FIVE.index(grade) + 1]), Fraction(0)
        )
        assert abs(reached - wanted * len(scores) / 100) <= Fraction(1, 2)


@given(SCORES)
def test_ranks_count_those_who_are_better(scores):
    for key, rank in ranks(scores).items():
        assert rank == 1 + sum(1 for other in scores.values() if other > scores[key])


@given(st.lists(st.sampled_from([True, False, None])))
def test_left_out_months_change_nothing(marks):
    assert streak(marks) == streak([mark for mark in marks if mark is not None])


@given(st.lists(st.sampled_from([True, False, None])))
def test_a_month_extends_by_one_or_breaks(marks):
    length = streak(marks)
    assert streak([*marks, True]) == length + 1
    assert streak([*marks, False]) == 0
    assert streak([*marks, None]) == length


def test_half_a_month_exactly_takes_part():
    half, more = Month(Fraction(22), Fraction(11)), Month(Fraction(22), Fraction(23, 2))
    assert not absence([half], Fraction(2), Fraction(50)).is_left_out
    assert absence([more], Fraction(2), Fraction(50)).is_left_out


def test_joining_within_the_month_counts_like_leave():
    joined = Month(Fraction(10), Fraction(0), Fraction(12))
    assert absence([joined], Fraction(2), Fraction(50)).is_left_out


@given(
    st.lists(
        st.builds(
            lambda due, away, outside: Month(
                Fraction(due), Fraction(min(away, due)), Fraction(outside)
            ),
            st.integers(0, 23),
            st.integers(0, 23),
            st.integers(0, 23),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_nobody_is_away_longer_than_the_period(months):
    found = absence(months, Fraction(2), Fraction(50))
    assert 0 <= found.months <= len(months)


def test_a_share_of_nothing_does_not_apply():
    assert Measure(Decimal(0), Decimal(0)).value is None
    with pytest.raises(ValueError, match="finite"):
        Measure(Decimal("NaN"))
    with pytest.raises(ValueError, match="share"):
        Measure(Decimal(1), Decimal(-1))


MEASURES = st.lists(
    st.none()
    | st.builds(
        lambda part, rest: Measure(Decimal(part), Decimal(part + rest)),
        st.integers(0, 20),
        st.integers(0, 20),
    ),
    max_size=8,
)


@given(MEASURES, st.randoms())
def test_a_share_of_a_team_lies_between_those_of_its_people(measures, random):
    found = together(measures, True)
    values = [one.value for one in measures if one and one.value is not None]
    if found is None or found.value is None:
        assert not values
    else:
        assert min(values) <= found.value <= max(values)
    shuffled = list(measures)
    random.shuffle(shuffled)
    assert together(shuffled, True) == found


def test_numbers_of_a_team_add_up():
    assert together([Measure(Decimal(9)), None, Measure(Decimal(8))], False).value == 17
    assert together([None, None], False) is None
    assert together([], False).value is None
