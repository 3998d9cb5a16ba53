"""APP-11: laws of the training engine."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from cs_appraisal_engine import training
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

minutes = st.integers(1, 50_000)
parts = st.integers(1, 12)
marks = st.decimals(0, 1000, allow_nan=False, allow_infinity=False, places=2)
days = st.dates(date(2000, 1, 1), date(2080, 12, 31))


@given(minutes, st.data(), parts)
def test_exactly_the_part_did_not_take_part(planned, data, part):
    missed = data.draw(st.integers(0, planned))
    expected = Fraction(missed, planned) < Fraction(1, part)
    assert training.took_part(planned, missed, part) is expected


@given(st.integers(1, 10_000))
def test_a_third_and_a_minute_less(third):
    assert not training.took_part(3 * third, third, 3)
    assert training.took_part(3 * third, third - 1, 3)


@given(minutes, st.data(), parts, marks, marks)
def test_result_is_one_of_three_and_retraining_is_what_did_not_pass(
    planned, data, part, score, pass_mark
):
    missed = data.draw(st.integers(0, planned))
    outcome = training.judge(planned, missed, part, score, pass_mark)
    assert outcome.retrain is (outcome.result != training.PASSED)
    there = training.took_part(planned, missed, part)
    assert (outcome.result == training.ABSENT) is not there
    assert (outcome.result == training.PASSED) is (there and score >= pass_mark)
    better = training.judge(planned, missed, part, score + 1, pass_mark)
    assert outcome.result != training.PASSED or better == outcome


@given(minutes, parts.filter(lambda part: part > 1), marks)
def test_without_an_exam_nothing_is_decided(planned, part, pass_mark):
    outcome = training.judge(planned, 0, part, None, pass_mark)
    assert outcome == training.Outcome(training.OPEN, retrain=False)


@pytest.mark.parametrize(
    "figures", [(0, 0, 3), (480, 481, 3), (480, -1, 3), (480, 0, 0)]
)
def test_figures_of_no_course_are_refused(figures):
    with pytest.raises(training.TrainingError):
        training.took_part(*figures)


@pytest.mark.parametrize("mark", [Decimal("NaN"), Decimal("Infinity"), Decimal(-1)])
def test_marks_are_numbers(mark):
    with pytest.raises(training.TrainingError):
        training.judge(60, 0, 3, mark, Decimal(60))
    with pytest.raises(training.TrainingError):
        training.judge(60, 0, 3, Decimal(60), mark)
    with pytest.raises(training.TrainingError):
        training.repayment(mark, date(2026, 1, 1), date(2026, 1, 1), 4)
    with pytest.raises(training.TrainingError):
        training.reimbursed(mark, Decimal(1))


@given(days, st.integers(0, 60))
def test_a_newcomer_is_due_so_many_days_after_joining(joined, count):
    assert training.newcomer_due(joined, count) - joined == timedelta(days=count)


@given(days, st.integers(1, 36), st.integers(-2, 2))
def test_a_manager_is_overdue_from_the_day_after(since, months, shift):
    due = training.manager_due(since, months)
    assert due == since + relativedelta(months=months)
    assert training.is_overdue(due, due + timedelta(days=shift)) is (shift > 0)


@given(marks, days, st.integers(0, 10), st.integers(-3, 3))
def test_all_up_to_the_day_and_nothing_after(fee, ended, years, shift):
    last = ended + relativedelta(years=years)
    found = training.repayment(fee, ended, last + timedelta(days=shift), years)
    assert found.until == last
    assert found.amount == (fee if shift <= 0 else 0)
    assert found.is_owed is (shift <= 0 and fee > 0)


def test_the_29th_of_february_ends_on_the_28th():
    found = training.repayment(
        Decimal(100), date(2024, 2, 29), date(2027, 3, 1), years=3
    )
    assert found == training.Repayment(Decimal(0), date(2027, 2, 28))


@given(marks, marks)
def test_never_more_than_paid_nor_than_approved(paid, approved):
    amount = training.reimbursed(paid, approved)
    assert amount in (paid, approved)
    assert amount <= paid
    assert amount <= approved
