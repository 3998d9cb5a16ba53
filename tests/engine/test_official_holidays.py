"""Official lists (ATT-18) against the notices of the State Council, and filling."""

from datetime import date

import pytest
from cs_base_engine.official_holidays import (
    ADD,
    BLOCKED,
    CHANGE,
    HOLIDAY,
    KEEP,
    MAKEUP,
    REMOVE,
    Existing,
    OfficialDay,
    OfficialYear,
    known_subdivisions,
    official_year,
    plan_filling,
)
from hypothesis import given, settings
from hypothesis import strategies as st

# (working days off, make-up days with the day off they replace) as announced
CHINA = {
    2024: (
        "0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917"
        " 1001 1002 1003 1004 1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    2025: (
        "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602"
        " 1001 1002 1003 1006 1007 1008",
        "0126>0203 0208>0204 0427>0505 0928>1007 1011>1008",
    ),
    2026: (
        "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925"
        " 1001 1002 1005 1006 1007",
        "0104>0102 0214>0220 0228>0223 0509>0505 0920>1006 1010>1007",
    ),
}


def day(year, text):
    return date(year, int(text[:2]), int(text[2:]))


@pytest.mark.parametrize("year", CHINA)
def test_china_as_announced(year):
    off, worked = CHINA[year]
    official = official_year("CN", year, language="zh_CN")
    assert official.announced
    holidays = {d.day for d in official.days if d.kind == HOLIDAY}
    # Saturdays and Sundays of the holidays: the next test.
    assert {d for d in holidays if d.weekday() < 5} == {
        day(year, text) for text in off.split()
    }
    makeups = [d for d in official.days if d.kind == MAKEUP]
    assert [d.day for d in makeups] == [day(year, t[:4]) for t in worked.split()]
    assert all(d.day.weekday() >= 5 and d.day not in holidays for d in makeups)
    assert all(d.replaced in holidays for d in makeups)
    for text, makeup in zip(worked.split(), makeups, strict=True):
        if ">" in text:
            assert makeup.replaced == day(year, text[5:])


@pytest.mark.parametrize(
    ("year", "first", "last", "names"),
    [
        (2025, "0128", "0204", {"农历除夕", "春节"}),
        (2025, "1001", "1008", {"国庆节", "中秋节"}),
        (2026, "0216", "0223", {"农历除夕", "春节"}),
        (2026, "0501", "0505", {"劳动节", "劳动节（补假）"}),
        (2026, "1001", "1007", {"国庆节", "国庆节（补假）"}),
    ],
)
def test_weekends_within_a_holiday_of_china(year, first, last, names):
    """ATT-18: nobody on a six-day week works in the middle of the Spring Festival."""
    holidays = {
        d.day: d.name
        for d in official_year("CN", year, language="zh_CN").days
        if d.kind == HOLIDAY
    }
    first, last = day(year, first), day(year, last)
    week = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    assert set(week) <= set(holidays)
    assert {holidays[d] for d in week if not holidays[d].startswith("休息日")} == names


def test_no_weekend_is_added_outside_a_holiday():
    holidays = {d.day for d in official_year("CN", 2025).days if d.kind == HOLIDAY}
    # A Friday's holiday, a Sunday that is a make-up day, an ordinary weekend.
    assert not holidays & {date(2025, 4, 5), date(2025, 1, 26), date(2025, 3, 1)}


def test_a_make_up_day_may_belong_to_the_next_year():
    makeups = [d for d in official_year("CN", 2011).days if d.kind == MAKEUP]
    assert (makeups[-1].day, makeups[-1].replaced) == (
        date(2011, 12, 31),
        date(2012, 1, 3),
    )


def test_what_is_not_announced_is_said():
    future = official_year("CN", 2035)
    assert not future.announced
    assert not [d for d in future.days if d.kind == MAKEUP]
    assert date(2035, 10, 1) in {d.day for d in future.days}
    assert official_year("DE", 2035).announced


def test_language():
    def new_year(*args):
        return official_year("CN", 2026, (), *args).days[0].name

    assert new_year("zh_CN") == "元旦"
    assert new_year("zh_SG") == "元旦"
    assert new_year("en_US") == new_year("en_GB") == "New Year's Day"
    assert new_year("sv_SE") == new_year(None) == "元旦"


def test_subdivisions():
    assert "CA" in known_subdivisions()["US"]
    official = official_year("US", 2026, ("CA", "TX"), "en_US")
    states = {(d.day, d.name): d.states for d in official.days}
    assert states[date(2026, 1, 1), "New Year's Day"] == frozenset()
    assert states[date(2026, 3, 31), "Cesar Chavez Day"] == {"CA", "TX"}
    assert states[date(2026, 3, 2), "Texas Independence Day"] == {"TX"}
    assert {(d.name, code) for d, code in official.not_in} == {
        ("Columbus Day", "CA"),
        ("Columbus Day", "TX"),
    }


JANUARY = [date(2026, 1, n) for n in range(1, 5)]
official_days = st.builds(
    OfficialDay,
    kind=st.sampled_from([HOLIDAY, MAKEUP]),
    day=st.sampled_from(JANUARY),
    name=st.sampled_from(["a", "b"]),
    states=st.frozensets(st.sampled_from(["X", "Y", "Z"]), max_size=2),
)
official_lists = st.lists(
    official_days, max_size=4, unique_by=lambda d: (d.day, d.kind, d.states)
)


def holds(days, on, state):
    return {d.kind for d in days if d.day == on and (not d.states or state in d.states)}


@settings(deadline=None)
@given(official_lists, official_lists, official_lists)
def test_filling(wanted, by_hand, filled):
    """By hand stays; elsewhere the official list holds; twice changes nothing."""
    existing = [
        *(Existing(("hand", n), d, False) for n, d in enumerate(by_hand)),
        *(Existing(("filled", n), d, True) for n, d in enumerate(filled)),
    ]
    official = OfficialYear(tuple(wanted), True)
    changes = plan_filling(official, existing)
    after = {line.key: line for line in existing}
    for number, change in enumerate(changes):
        if change.action == ADD:
            after["new", number] = Existing(None, change.official, True)
        elif change.action == CHANGE:
            assert after[change.key].filled
            after[change.key] = Existing(change.key, change.official, True)
        elif change.action == REMOVE:
            assert after.pop(change.key).filled
    after = [line._replace(key=key) for key, line in after.items()]
    assert {line.key for line in after if not line.filled} == {
        change.key for change in changes if change.action == KEEP
    }
    again = plan_filling(official, after)
    assert {change.action for change in again} <= {KEEP, BLOCKED}
    days = [line.official for line in after]
    for on in JANUARY:
        for state in "XYZ":
            manual = holds(by_hand, on, state)
            expected = holds(wanted, on, state)
            found = holds(days, on, state)
            assert manual <= found <= manual | expected
            if not any(d.day == on for d in by_hand):
                assert found == expected


def test_what_filling_does():
    hand = OfficialDay(HOLIDAY, JANUARY[0], "Founding day", frozenset())
    old = OfficialDay(HOLIDAY, JANUARY[1], "Old name", frozenset())
    gone = OfficialDay(HOLIDAY, JANUARY[2], "Gone", frozenset())
    worked = OfficialDay(MAKEUP, JANUARY[3], "", frozenset())
    existing = [
        Existing(1, hand, False),
        Existing(2, old, True),
        Existing(3, gone, True),
        Existing(4, worked, False),
    ]
    official = OfficialYear(
        (
            hand._replace(name="New Year's Day"),
            old._replace(name="New name"),
            OfficialDay(HOLIDAY, JANUARY[3], "Clash", frozenset()),
            OfficialDay(HOLIDAY, date(2026, 2, 1), "New", frozenset()),
        ),
        True,
    )
    changes = plan_filling(official, existing)
    assert [(c.action, c.official.name, c.key) for c in changes] == [
        (KEEP, "Founding day", 1),
        (CHANGE, "New name", 2),
        (REMOVE, "Gone", 3),
        (BLOCKED, "Clash", None),
        (KEEP, "", 4),
        (ADD, "New", None),
    ]
