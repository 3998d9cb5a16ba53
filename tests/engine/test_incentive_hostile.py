"""No bad number gets through a parameter or a fact, and none crashes."""

from datetime import date
from decimal import Decimal

import pytest
from cs_incentive_engine import (
    awards,
    cap,
    deals,
    earning,
    entry_lines,
    merit,
    ranks,
    rates,
    statement,
    wage,
)
from cs_incentive_engine.bands import RATE, STEP, Band, Bands
from cs_incentive_engine.money import IncentiveError, divide
from cs_incentive_engine.months import Share, prorated, split

JUNE, OCTOBER = date(2026, 6, 1), date(2026, 10, 1)
QUARTER = tuple(date(2026, month, 1) for month in (7, 8, 9))


def _with(bad):
    """Every parameter and every fact that is a number, in turn a bad one."""
    good, bands = Decimal(1), Bands.above([Band(Decimal(1), RATE, Decimal(1))])
    ratio, points = rates.RatioFacts, earning.PointsAbove
    prizes = (ranks.Prize(1, 1, (good,)),)
    quarter = dict.fromkeys(
        (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)), good
    )
    return [
        lambda: Band(bad, RATE, good),
        lambda: Band(None, RATE, bad),
        lambda: Band(None, STEP, good, bad),
        lambda: bands.find(bad),
        lambda: rates.tiers(rates.Tiers(bands), bad),
        lambda: rates.rate_by_ratio(rates.RatioRate(bands), ratio(bad, 1, 2)),
        lambda: rates.rate_by_ratio(rates.RatioRate(bands), ratio(good, bad, 2)),
        lambda: rates.rate_by_ratio(rates.RatioRate(bands), ratio(good, 1, bad)),
        lambda: earning.pool(earning.Pool(bad), earning.PoolFacts(good, {1: 1})),
        lambda: earning.pool(earning.Pool(good), earning.PoolFacts(bad, {1: 1})),
        lambda: earning.pool(
            earning.Pool(good, True), earning.PoolFacts(good, {1: bad})
        ),
        lambda: earning.per_event(earning.PerEvent(bad), 1),
        lambda: earning.per_event(earning.PerEvent(good), bad),
        lambda: points(bad, good),
        lambda: points(good, bad),
        lambda: points(good, good, bad),
        lambda: earning.points_above(points(good, good), earning.PointsFacts(bad)),
        lambda: earning.quarter_rate(
            earning.QuarterRate(bad), earning.QuarterFacts(OCTOBER, quarter)
        ),
        lambda: earning.quarter_rate(
            earning.QuarterRate(good),
            earning.QuarterFacts(OCTOBER, {**quarter, date(2026, 7, 1): bad}),
        ),
        lambda: deals.Deal(1, bad, JUNE, JUNE),
        lambda: deals.Deal(1, good, JUNE, JUNE, ((JUNE, bad),)),
        lambda: deals.take_back(bad, good),
        lambda: deals.take_back(good, bad),
        lambda: Share(bad, 1),
        lambda: Share(1, bad),
        lambda: prorated(bad, Share(1, 1)),
        lambda: split(bad, [1], 1),
        lambda: split(good, [bad], 1),
        lambda: wage.fixed(bad),
        lambda: wage.seniority(wage.Seniority(bad), wage.SeniorityFacts(JUNE, JUNE)),
        lambda: wage.full_attendance(bad, ""),
        lambda: wage.birthday(bad, None, JUNE),
        lambda: wage.year_end(wage.YearEnd(bad, good), wage.YearEndFacts(JUNE, False)),
        lambda: wage.year_end(wage.YearEnd(good, bad), wage.YearEndFacts(JUNE, False)),
        lambda: merit.merit_split(merit.Merit(bad), merit.MeritFacts(good, good)),
        lambda: merit.merit_split(
            merit.Merit(good, bad), merit.MeritFacts(good, good, True)
        ),
        lambda: merit.merit_split(merit.Merit(), merit.MeritFacts(bad, good)),
        lambda: merit.merit_split(merit.Merit(), merit.MeritFacts(good, bad)),
        lambda: merit.settle([(JUNE, bad)]),
        lambda: cap.instalments(bad, good),
        lambda: cap.instalments(good, bad),
        lambda: ranks.ranks({"a": bad}),
        lambda: ranks.ranks({"a": good}, at_least=bad),
        lambda: ranks.Prize(1, 1, (bad,)),
        lambda: ranks.rank_prizes(
            ranks.RankPrizes(prizes), ranks.RankFacts({1: bad}, {})
        ),
        lambda: awards.Held(1, bad),
        lambda: awards.growth(awards.Growth(Bands.above([])), bad, good),
        lambda: awards.growth(awards.Growth(Bands.above([])), good, bad),
        lambda: awards.threshold(awards.Threshold(bad, good), 1, 2),
        lambda: awards.threshold(awards.Threshold(good, bad), 1, 2),
        lambda: awards.threshold(awards.Threshold(good, good), bad, 2),
        lambda: awards.threshold(awards.Threshold(good, good), 1, bad),
        lambda: awards.figure_reached(bad, good, good),
        lambda: awards.figure_reached(good, bad, good),
        lambda: awards.figure_reached(good, good, bad),
        lambda: entry_lines.points(bad),
        lambda: entry_lines.fine(bad),
        lambda: entry_lines.award(bad),
        lambda: entry_lines.joint(bad, good),
        lambda: entry_lines.joint(good, bad),
        lambda: cap.Owed(1, bad, JUNE),
        lambda: cap.Owed(1, good, JUNE, instalment=bad),
        lambda: cap.take(cap.Cap(bad), good, []),
        lambda: cap.take(cap.Cap(good, bad), good, []),
        lambda: cap.take(cap.Cap(), bad, []),
        lambda: divide(bad, [1]),
        lambda: divide(good, [bad]),
        lambda: statement.totals([statement.Line("award", "a", bad)]),
        lambda: statement.compare([], [statement.Line("award", "a", bad)]),
    ]


@pytest.mark.parametrize("bad", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+99"])
def test_no_bad_number_passes_or_crashes(bad):
    for place, call in enumerate(_with(Decimal(bad))):
        with pytest.raises(IncentiveError) as caught:
            call()
        assert caught.value.code in ("number", "size"), place


def test_no_float_passes():
    for call in _with(0.5):
        with pytest.raises(IncentiveError, match="number"):
            call()
