"""The month (ATT-02, ATT-16): the allowance in date order, and full attendance."""

from datetime import date, datetime, timedelta

import pytest
from cs_attendance_engine.full_attendance import Month, full_attendance
from cs_attendance_engine.month import judge_days
from cs_attendance_engine.rules import Approvals, Correction, Rules
from cs_attendance_engine.slot import Slot, windows

DAY = timedelta(days=1)
FIRST = date(2025, 6, 27)


def month(*days, rules=None, first=FIRST):
    """Verdicts of consecutive days from 08:30 to 17:30.

    :param days: letters: . both punches, i or o that one missing and confirmed,
        I or O missing, b both missing and confirmed, x nothing, l ten minutes late
    """
    slots = []
    for number in range(len(days)):
        midnight = datetime.combine(first + number * DAY, datetime.min.time())
        hours = midnight + timedelta(hours=8.5), midnight + timedelta(hours=17.5)
        slots.append(Slot(midnight.date(), "work", *hours, midnight=midnight))
    windows(slots)
    rows = []
    for slot, letter in zip(slots, days, strict=True):
        on, off = (slot.start - timedelta(minutes=9), 1), (slot.stop, 2)
        if letter == "l":
            on = (slot.start + timedelta(minutes=10), 1)
        punches = {".": [on, off], "l": [on, off], "b": [], "x": []}.get(letter)
        if punches is None:
            punches = [off] if letter in "iI" else [on]
        confirmed = {"i": ["in"], "o": ["out"], "b": ["in", "out"]}.get(letter, ())
        moments = {"in": slot.start, "out": slot.stop}
        approvals = Approvals(
            corrections=tuple(Correction(s, moments[s], 1) for s in confirmed)
        )
        rows.append((slot, punches, approvals, rules or Rules()))
    return [verdict for *_slot, verdict in judge_days(rows)]


def names(*days, **values):
    return [verdict.verdict for verdict in month(*days, **values)]


def test_att_02_in_date_order():
    first = date(2025, 6, 2)
    assert names(*"ioio", first=first) == ["fixed", "fixed", "fixed", "absent"]
    assert names(*"bio", first=first) == ["fixed", "fixed", "absent"]
    # of the second day the first punch is the third that counts, and uses it up
    assert names(*"ibbo", first=first) == ["fixed", "fixed", "absent", "absent"]
    assert names(*"iibo", first=first) == ["fixed", "fixed", "absent", "absent"]


def test_att_02_unconfirmed_uses_nothing():
    first = date(2025, 6, 2)
    assert names(*"Oiii", first=first) == ["missed", "fixed", "fixed", "fixed"]
    assert names(*"iiiO", first=first) == ["fixed", "fixed", "fixed", "absent"]


def test_att_02_begins_anew_each_month():
    assert names(*"iiiiiii") == ["fixed"] * 3 + ["absent"] + ["fixed"] * 3


def test_att_02_no_allowance():
    rules = Rules(missed_allowance=0)
    assert names("i", rules=rules) == ["absent"]
    assert names("I", rules=rules) == ["absent"]


@pytest.mark.parametrize(
    ("days", "clean", "count"),
    [
        ("....", True, True),
        ("io..", True, True),
        ("l...", False, True),
        ("lll.", False, True),
        ("llll", False, False),
        ("llO.", False, True),
        ("lllO", False, False),
        ("x...", False, False),
    ],
)
def test_att_16(days, clean, count):
    verdicts = month(*days, first=date(2025, 6, 2))
    total = Month(
        due_days=len(verdicts),
        absent_days=sum(verdict.absent_days for verdict in verdicts),
        unpaid_days=sum(verdict.unpaid_days for verdict in verdicts),
        late_count=sum(verdict.late_count for verdict in verdicts),
        early_count=sum(verdict.early_count for verdict in verdicts),
        missed_count=sum(verdict.missed_count for verdict in verdicts),
    )
    assert (not full_attendance(total, "clean", 3)) == clean
    assert (not full_attendance(total, "count", 3)) == count
