"""ATT-30: sheets of punches, in any layout."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from cs_attendance_engine.punch import BAD_CODES
from cs_attendance_engine.punch_sheet import (
    ROLES,
    Plan,
    guess,
    read,
    role_of,
    with_roles,
)
from hypothesis import given
from hypothesis import strategies as st

LATEST = datetime(2026, 12, 31)
OCTOBER = date(2026, 10, 1)


def at(day, hour, minute=0, second=0):
    return datetime(2026, 10, day, hour, minute, second)


def sheet(*rows):
    return list(enumerate(map(list, rows), 1))


def understood(*rows, month=None, hint=""):
    rows = sheet(*rows)
    plan = guess(rows, month, hint)
    parsed = read(rows, plan, LATEST)
    return plan, [(p.pin, p.local) for p in parsed.punches], parsed.bad


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("工号", "pin"),
        ("考勤号码", "pin"),
        ("AC-No.", "pin"),
        ("User ID", "pin"),
        ("employee", "pin"),
        ("姓名", "name"),
        ("Employee Name", "name"),
        ("日期时间", "moment"),
        ("Punch Time", "moment"),
        ("打卡时间", "time"),
        ("考勤日期", "date"),
        ("上班1打卡时间", "in"),
        ("下班2打卡时间", "out"),
        ("最早", "in"),
        ("最晚打卡时间", "out"),
        ("Check-In", ""),
        ("check in", "in"),
        ("上班1打卡结果", ""),
        ("应上班时间", ""),
        ("迟到时长", ""),
        ("部门", ""),
        ("", ""),
    ],
)
def test_what_headers_say(title, role):
    assert role_of(title) == role


def test_one_punch_a_row():
    plan, punches, bad = understood(
        ["工号", "姓名", "打卡时间"],
        ["007", "王丽", "2026-10-01 08:25"],
        ["8", "李强", at(1, 17, 30, 5)],
        ["9", "赵敏", "2026-10-01"],
        ["", "周杰", "2026/10/1 8:01:02"],
        [None, None, "2026-10-01 08:25"],
    )
    assert plan.layout == "punch"
    assert punches == [
        ("007", at(1, 8, 25)),
        ("8", at(1, 17, 30, 5)),
        ("周杰", at(1, 8, 1, 2)),
    ]
    assert [(each.number, each.code) for each in bad] == [
        (4, "bad_time"),
        (6, "no_pin"),
    ]


def test_date_and_time_apart():
    plan, punches, bad = understood(
        ["Name", "Date", "Time"],
        ["Ann", date(2026, 10, 1), time(8, 25)],
        ["Bob", "2026-10-01", "8:05 PM"],
        ["Cid", "20261001", timedelta(hours=17)],
        ["Dan", "2026-10-01", None],
    )
    assert plan.layout == "punch"
    assert punches == [("Ann", at(1, 8, 25)), ("Bob", at(1, 20, 5)), ("Cid", at(1, 17))]
    assert [each.code for each in bad] == ["no_time"]


def test_in_and_out_in_one_row():
    plan, punches, bad = understood(
        ["姓名", "工号", "日期", "上班1打卡时间", "上班1打卡结果", "下班1打卡时间"],
        ["王丽", "7", "2026-10-01 星期四", "08:25", "正常", "17:40"],
        ["李强", "8", "2026-10-01", "17:30", "正常", "00:40"],
        ["赵敏", "9", "2026-10-01", "17:30", "正常", "次日 00:40"],
        ["周杰", "10", "2026-10-01", None, "缺卡", "17:40"],
        ["吴静", "11", "2026-10-01", "17:30", "", "09:00"],
    )
    assert plan.layout == "day"
    assert punches == [
        ("7", at(1, 8, 25)),
        ("7", at(1, 17, 40)),
        ("8", at(1, 17, 30)),
        ("8", at(2, 0, 40)),
        ("9", at(1, 17, 30)),
        ("9", at(2, 0, 40)),
        ("10", at(1, 17, 40)),
        ("11", at(1, 17, 30)),
        ("11", at(2, 9)),
    ]
    assert not bad


@pytest.mark.parametrize(("out", "taken"), [("09:30", True), ("09:31", False)])
def test_a_day_lasts_sixteen_hours_at_most(out, taken):
    _plan, punches, bad = understood(
        ["工号", "日期", "上班", "下班"], ["7", "2026-10-01", "17:30", out]
    )
    assert (len(punches) == 2) is taken
    assert [each.code for each in bad] == ([] if taken else ["out_before_in"])


def test_days_as_columns_with_a_row_of_weekdays():
    plan, punches, bad = understood(
        ["考勤统计 2026-10-01 至 2026-10-31"],
        ["姓名", "部门", "工号", "1", Decimal(2), "3"],
        [None, None, None, "四", "五", "六"],
        ["王丽", "客服", "7", "08:25  17:40", "08:30\n17:35", "休息"],
        ["李强", "客服", "8", "17:25 00:40", "补卡08:30", "生病"],
    )
    assert plan.layout == "month" and plan.header == 2
    assert punches == [
        ("7", at(1, 8, 25)),
        ("7", at(1, 17, 40)),
        ("7", at(2, 8, 30)),
        ("7", at(2, 17, 35)),
        ("8", at(1, 17, 25)),
        ("8", at(2, 0, 40)),
    ]
    assert [(each.number, each.code) for each in bad] == [
        (5, "not_a_punch"),
        (5, "no_time"),
    ]


@pytest.mark.parametrize(
    ("titles", "month", "hint"),
    [
        (["2026-10-01", "2026-10-02", "2026-10-03"], None, ""),
        (["2026/10/1", "2026年10月2日", "20261003"], None, ""),
        ([date(2026, 10, 1), at(2, 0), "2026-10-03 星期六"], None, ""),
        (["10-1", "10月2日", "10/3(六)"], OCTOBER, ""),
        (["10-1", "10-2", "10-3"], None, "考勤_202610.xlsx"),
        (["1", "2", "3"], OCTOBER, ""),
        (["1日", "2号", "3"], None, "2026年10月打卡.csv"),
        (["01/10/2026", "02/10/2026", "03/10/2026"], None, ""),
    ],
)
def test_headers_that_are_days(titles, month, hint):
    plan, punches, bad = understood(
        ["工号", *titles], ["7", "08:25", "", "17:40"], month=month, hint=hint
    )
    assert plan.layout == "month"
    assert punches == [("7", at(1, 8, 25)), ("7", at(3, 17, 40))] and not bad


def test_slashes_are_read_in_the_order_that_makes_the_days_follow():
    """01/02 and 02/02 of one file, 02/01 and 02/02 of another."""
    rows = [["7", "08:25", "08:26"]]
    plan, punches, _bad = understood(["id", "31/01/2026", "01/02/2026"], *rows)
    assert plan.order == "dmy" and punches[1][1].date() == date(2026, 2, 1)
    plan, punches, _bad = understood(["id", "01/31/2026", "02/01/2026"], *rows)
    assert plan.order == "mdy" and punches[1][1].date() == date(2026, 2, 1)


def test_slashes_that_can_be_two_days_are_refused_until_somebody_says():
    rows = sheet(["工号", "打卡时间"], ["7", "03/04/2026 08:25"])
    plan = guess(rows)
    assert [bad.code for bad in read(rows, plan, LATEST).bad] == ["bad_time"]
    rows = sheet(
        ["工号", "打卡时间"], ["7", "03/04/2026 08:25"], ["7", "13/04/2026 9:00"]
    )
    parsed = read(rows, guess(rows), LATEST)
    assert [punch.local.month for punch in parsed.punches] == [4, 4]


def test_full_moments_under_their_day():
    _plan, punches, bad = understood(
        ["employee", "01/10/2026", "02/10/2026", "15/10/2026"],
        ["1", "01/10/2026 10:08", "NA", "16/10/2026 00:10"],
        ["2", "02/10/2026 01:00", "04/10/2026 08:00", None],
    )
    assert punches == [("1", at(1, 10, 8)), ("1", at(16, 0, 10)), ("2", at(2, 1))]
    assert [each.code for each in bad] == ["other_day"]


def test_a_zone_behind_a_time_is_not_another_time():
    _plan, punches, bad = understood(
        ["工号", "日期时间"], ["7", "2026-10-01T08:25:00+08:00"]
    )
    assert not punches and [each.code for each in bad] == ["bad_time"]


def test_broken_cells_cost_their_punch_only():
    class Broken:
        code, shown = "error_value", "#REF!"

    _plan, punches, bad = understood(
        ["工号", "2026-10-01", "2026-10-02"],
        ["7", Broken(), "08:25"],
        [Broken(), "08:25", "08:26"],
    )
    assert punches == [("7", at(2, 8, 25))]
    assert [(each.number, each.code) for each in bad] == [
        (2, "unreadable"),
        (3, "unreadable"),
    ]


def test_columns_chosen_by_hand():
    rows = sheet(["a", "b", "c"], ["7", "2026-10-01", "08:25"])
    plan = guess(rows)
    assert plan.layout == "" and plan.header == 1
    plan = with_roles(plan, {0: "pin", 1: "date", 2: "time"})
    assert plan.layout == "punch"
    assert [p.local for p in read(rows, plan, LATEST).punches] == [at(1, 8, 25)]


def test_days_chosen_by_hand():
    rows = sheet(["x", "10-1", "10-2"], ["7", "08:25", "08:30"])
    plan = with_roles(guess(rows), {0: "pin", 1: "day", 2: "day"}, OCTOBER)
    assert [p.local for p in read(rows, plan, LATEST).punches] == [
        at(1, 8, 25),
        at(2, 8, 30),
    ]


def test_limits_of_moments():
    _plan, punches, bad = understood(
        ["工号", "日期时间"],
        ["7", "1999-12-31 23:59"],
        ["7", "2000-01-01 00:00"],
        ["7", "2026-12-31 00:00"],
        ["7", "2026-12-31 00:01"],
        ["x" * 33, "2026-10-01 08:00"],
    )
    assert len(punches) == 2
    assert [each.code for each in bad] == ["too_early", "in_future", "bad_pin"]


CELLS = (
    st.none()
    | st.text(max_size=30)
    | st.from_regex(r"[0-9]{1,2}[:/-][0-9]{1,2}([:/ -][0-9]{1,4}){0,3}", fullmatch=True)
    | st.datetimes()
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.sampled_from(
        ["工号", "姓名", "日期", "打卡时间", "上班", "下班", "10-1", "次日"]
    )
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=8)


@given(TABLES, st.none() | st.dates())
def test_no_sheet_raises_in_guessing_and_reading(table, month):
    rows = sheet(*table)
    check(read(rows, guess(rows, month), LATEST))


@given(TABLES, st.dictionaries(st.integers(0, 5), st.sampled_from(ROLES)))
def test_no_choice_of_columns_raises(table, roles):
    rows = sheet(*table)
    check(read(rows, with_roles(guess(rows), roles, OCTOBER), LATEST))


def check(parsed):
    for punch in parsed.punches:
        assert punch.pin and datetime(2000, 1, 1) <= punch.local <= LATEST
        assert "\0" not in punch.raw + punch.pin
    assert {bad.code for bad in parsed.bad} <= set(BAD_CODES)


@given(st.lists(st.datetimes(datetime(2026, 10, 1), at(31, 23)), max_size=20))
def test_three_layouts_of_the_same_punches(moments):
    moments = sorted({m.replace(second=0, microsecond=0) for m in moments})
    flat = sheet(["工号", "日期时间"], *(["7", f"{m:%Y-%m-%d %H:%M}"] for m in moments))
    days = sorted({m.date() for m in moments} | {OCTOBER, date(2026, 10, 2)})
    cells = [" ".join(f"{m:%H:%M}" for m in moments if m.date() == d) for d in days]
    wide = sheet(["工号", *map(str, days)], ["7", *cells])
    for rows in (flat, wide):
        parsed = read(rows, guess(rows), LATEST)
        assert sorted(p.local for p in parsed.punches) == moments and not parsed.bad


def test_a_plan_without_columns_reads_nothing():
    assert read(sheet(["x"]), Plan(), LATEST).read == 0
