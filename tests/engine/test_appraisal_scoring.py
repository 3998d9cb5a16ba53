"""Curves, deductions and cards (APP-03, APP-09)."""

import doctest
import random
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from cs_appraisal_engine import curve as curve_module
from cs_appraisal_engine import curve_outline, scoring, steps
from cs_appraisal_engine.curve import Curve, points, read
from cs_appraisal_engine.curve_outline import outline
from cs_appraisal_engine.scoring import CardItem, deduct, score_card
from cs_appraisal_engine.steps import (
    StepsError,
    format_steps,
    parse_figure,
    parse_steps,
)
from hypothesis import given
from hypothesis import strategies as st

TEN = Decimal(10)
FIGURES = st.fractions(-1000, 1000, max_denominator=1000)
SCORES = st.decimals(0, 20, places=2)
FULLS = st.decimals("0.01", 100, places=2)


@st.composite
def tables(draw):
    rows = draw(st.lists(st.decimals(0, 500, places=2), max_size=8, unique=True))
    figures = ["0", *(str(row) for row in sorted(rows) if row)]
    shares = draw(st.booleans())
    return "; ".join(f"{figure}{'%' * shares}: {draw(SCORES)}" for figure in figures)


@st.composite
def curves(draw):
    start, target = draw(FIGURES), draw(FIGURES)
    full = draw(FULLS)
    kinds = ["step", "unit"] + ["linear"] * (start != target)
    return Curve(
        kind=draw(st.sampled_from(kinds)),
        full=full,
        steps=parse_steps(draw(tables())),
        start=start,
        start_points=min(draw(SCORES), full),
        target=target,
        each=draw(st.decimals(-5, 5, places=4).filter(bool)),
        is_capped=draw(st.booleans()),
    )


@st.composite
def cards(draw):
    weights = draw(st.lists(st.decimals("0.01", 100, places=2), min_size=1, max_size=9))
    items, found = [], {}
    for key, weight in enumerate(weights):
        curve = draw(st.none() | curves())
        full = curve.full if curve else Decimal(5)
        items.append(CardItem(key, weight, full, curve))
        value = FIGURES if curve else st.decimals(0, 5, places=2)
        found[key] = draw(st.none() | value)
    return items, found


@pytest.mark.parametrize("module", [curve_module, curve_outline, scoring, steps])
def test_examples(module):
    tried = doctest.testmod(module)
    assert tried.attempted and not tried.failed


@given(curves(), FIGURES)
def test_points_are_bounded(curve, value):
    got = points(curve, value)
    assert got >= 0
    assert got == got.quantize(Decimal("0.01"))
    if curve.is_capped or curve.kind == "linear":
        assert got <= curve.full


@given(curves(), FIGURES, FIGURES)
def test_lines_and_units_run_one_way(curve, one, other):
    if curve.kind == "step":
        return
    first, second = (points(curve, value) for value in sorted((one, other)))
    rises = curve.each > 0 if curve.kind == "unit" else curve.target > curve.start
    assert first <= second if rises else first >= second


@given(curves(), FIGURES)
def test_steps_hold_up_to_the_next(curve, value):
    if curve.kind != "step":
        return
    reading = read(curve, value)
    assert reading.raw == curve.steps[reading.step].points
    if reading.step:
        assert curve.steps[reading.step].value <= value
    if reading.step + 1 < len(curve.steps):
        assert value < curve.steps[reading.step + 1].value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-1", 0),
        ("0", 0),
        ("0.5999", 0),
        ("0.6", 4),
        ("0.8", 8),
        ("0.95", 10),
        ("2", 10),
    ],
)
def test_steps_at_their_edges(value, expected):
    table = parse_steps("0: 0; 60%: 4; 80%: 8; 95%: 10")
    curve = Curve(kind="step", full=TEN, steps=table)
    assert points(curve, Fraction(value)) == expected


@pytest.mark.parametrize(
    ("each", "is_capped", "value", "expected", "limit"),
    [
        (1, False, 10, 10, ""),
        (1, False, 13, 13, ""),
        (1, True, 13, 10, "full"),
        (-2, True, 0, 10, ""),
        (-2, True, 5, 0, ""),
        (-2, True, 6, 0, "zero"),
    ],
)
def test_points_for_each(each, is_capped, value, expected, limit):
    """APP-03: sets sold upwards, refunds downwards from the full score."""
    curve = Curve(kind="unit", full=TEN, each=Decimal(each), is_capped=is_capped)
    reading = read(curve, Fraction(value))
    assert (reading.points, reading.limit) == (expected, limit)


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "spline"},
        {"kind": "unit", "full": Decimal(0)},
        {"kind": "step"},
        {"kind": "linear", "start": Fraction(1), "target": Fraction(1)},
    ],
)
def test_half_a_curve_is_refused(bad):
    with pytest.raises(ValueError, match="."):
        Curve(**{"full": TEN} | bad)


@given(tables())
def test_tables_are_kept_in_one_way(text):
    kept = format_steps(parse_steps(text))
    assert format_steps(parse_steps(kept)) == kept
    assert [(s.value, s.points) for s in parse_steps(kept)] == [
        (s.value, s.points) for s in parse_steps(text)
    ]


@pytest.mark.parametrize(
    "text",
    ["０：０；６０％：４", "0:0\n60 % : 4.00", " 0: 0;; 60%:4; ", "0：0，60%：4"],
)
def test_tables_as_people_type_them(text):
    assert format_steps(parse_steps(text)) == "0: 0; 60%: 4"


@pytest.mark.parametrize(
    ("text", "reason", "part"),
    [
        (None, "empty", ""),
        (" ; ", "empty", ""),
        ("0: 0; x", "row", "x"),
        ("0: 0; 5 4", "row", "5 4"),
        ("0: -1", "row", "0: -1"),
        ("0: nan", "row", "0: nan"),
        ("0: 0; 1e9: 4", "row", "1e9: 4"),
        ("0: 0; 1,000: 4", "row", "1"),
        ("60%: 4", "start", "60%: 4"),
        ("0: 0; 80%: 8; 60%: 4", "order", "60%: 4"),
        ("0: 0; 0.8: 8; 80%: 4", "twice", "80%: 4"),
        ("0: 0;" * 100, "long", ""),
        ("; ".join(f"{n}: 1" for n in range(21)), "many", ""),
    ],
)
def test_tables_that_cannot_be_read(text, reason, part):
    with pytest.raises(StepsError) as error:
        parse_steps(text)
    assert (error.value.reason, error.value.part) == (reason, part)


@pytest.mark.parametrize("text", ["x", "5%", "1e3", "nan", "inf", "1,5", "--1"])
def test_figures_that_are_no_number(text):
    with pytest.raises(StepsError):
        parse_figure(text)


@given(cards(), st.randoms(use_true_random=False))
def test_order_of_items_does_not_matter(card, chance: random.Random):
    items, found = card
    shuffled = items[:]
    chance.shuffle(shuffled)
    one, other = score_card(items, found), score_card(shuffled, found)
    assert one.total == other.total
    assert set(one.lines) == set(other.lines)


@given(cards())
def test_the_lines_make_the_total(card):
    items, found = card
    scored = score_card(items, found)
    assert scored == score_card(items, found)
    applying = [line for line in scored.lines if line.found is not None]
    if not applying:
        assert scored.total is None
        return
    assert sum(line.weight_given for line in scored.lines) == 100
    assert scored.total == sum(line.contribution for line in applying)
    assert all(
        line.contribution is None and not line.weight_given
        for line in scored.lines
        if line.found is None
    )


def test_no_inquiries_spread_the_weight_of_conversion():
    """APP-03: eight items of 12.5; without inquiries seven carry 100."""
    unit = Curve(kind="unit", full=TEN, each=Decimal(1))
    items = [CardItem(key, Decimal("12.5"), TEN, unit) for key in range(8)]
    card = score_card(items, dict.fromkeys(range(7), Fraction(10)) | {7: None})
    weights = [line.weight_given for line in card.lines]
    assert weights == [Decimal("14.29")] * 4 + [Decimal("14.28")] * 3 + [0]
    assert card.total == 100


def test_sold_above_the_target_counts_in_full():
    """APP-03: target 10 sets, 13 sold: 13 points."""
    unit = Curve(kind="unit", full=TEN, each=Decimal(1), is_capped=False)
    card = score_card([CardItem(1, Decimal(100), TEN, unit)], {1: Fraction(13)})
    assert (card.lines[0].points, card.total) == (13, 130)


@pytest.mark.parametrize("given_", [Decimal("5.01"), Decimal(-1), Decimal("NaN"), 4.0])
def test_points_outside_the_score_are_refused(given_):
    with pytest.raises(ValueError, match="points of"):
        score_card([CardItem(1, Decimal(100), Decimal(5))], {1: given_})


def test_an_item_nobody_spoke_of_is_an_error():
    with pytest.raises(KeyError):
        score_card([CardItem(1, Decimal(100), Decimal(5))], {})


def test_weights_of_zero_give_no_score():
    card = score_card([CardItem(1, Decimal(0), Decimal(5))], {1: Decimal(5)})
    assert card.total is None


ROWS = st.lists(
    st.tuples(st.integers(), SCORES, st.none() | st.fractions(-5, 50)), max_size=6
)


@given(FULLS, ROWS)
def test_deductions_are_bounded(full, rows):
    found = deduct(full, rows)
    if all(count is None for _key, _each, count in rows):
        assert found.points is None
        return
    assert 0 <= found.points <= full
    off = sum(part[-1] for part in found.parts)
    assert found.points == max(full - off, 0)


@given(curves(), st.none() | FIGURES)
def test_outline_holds_the_sample(curve, sample):
    drawn = outline(curve, sample)
    assert drawn.low < drawn.high
    for (x1, _y1), (x2, _y2) in pairwise(drawn.line):
        assert x1 <= x2
    assert all(0 <= got <= drawn.top for _value, got in drawn.line)
    if sample is not None:
        assert drawn.low <= sample <= drawn.high
