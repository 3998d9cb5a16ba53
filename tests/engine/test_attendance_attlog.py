"""ATT-30, ATT-32: terminal files and pushed lines."""

from datetime import datetime, timedelta

import attlog_files as files
import pytest
from cs_attendance_engine import iclock
from cs_attendance_engine.attlog import looks_like_attlog, parse, serialise
from cs_attendance_engine.punch import BAD_CODES, MAX_RAW, Punch, Zone, to_utc
from hypothesis import example, given
from hypothesis import strategies as st

LATEST = datetime(2026, 12, 31)
PINS = st.from_regex(r"[A-Za-z0-9]{1,24}", fullmatch=True)
MOMENTS = st.datetimes(datetime(2000, 1, 1), LATEST).map(
    lambda moment: moment.replace(microsecond=0)
)
PUNCHES = st.lists(st.tuples(PINS, MOMENTS), max_size=40)
#: bytes as they occur in broken files, in any order
SCRAPS = st.lists(
    st.sampled_from(
        [
            b"      583",
            b"007",
            b"\t",
            b" ",
            b"2026-03-02",
            b"08:25:00",
            b"1971--10--29",
            b"\0" * 40,
            b"Z" * 20,
            b"\r\n",
            b"\n",
            b"\r",
            b"255",
            "王丽".encode("gb2312"),
            "王丽".encode(),
            b"90|90|1515870810",
            files.SERIAL,
        ]
    )
    | st.binary(max_size=6),
    max_size=60,
).map(b"".join)


def found(parsed):
    return [(punch.pin, punch.local) for punch in parsed.punches]


def lines_of(data):
    return [line for line in data.split(b"\n") if line.strip()]


@pytest.mark.parametrize("defect", files.DEFECTS)
def test_each_defect_costs_no_good_line(defect):
    data, wanted = files.make([defect])
    parsed = parse(data, LATEST)
    assert set(found(parsed)) == set(wanted)
    assert len(parsed.punches) == len(wanted) + (9 if defect == "duplicates" else 0)
    assert len(parsed.bad) == files.BAD.get(defect, 0)


def test_all_defects_together():
    data, wanted = files.make([d for d in files.DEFECTS if d not in ("pad7", "spaces")])
    parsed = parse(data, LATEST)
    assert set(found(parsed)) == set(wanted)
    assert len(parsed.bad) == sum(files.BAD.values())
    assert parsed.serial == files.SERIAL.decode()
    assert looks_like_attlog(data)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"7\t1999-12-31 23:59:59\t1", "too_early"),
        (b"7\t2000-01-01 00:00:00\t1", None),
        (b"7\t2026-12-31 00:00:00\t1", None),
        (b"7\t2026-12-31 00:00:01\t1", "in_future"),
        (b"7\t2026-02-30 08:00:00\t1", "bad_time"),
        (b"7\t2026-03-02 24:00:00\t1", "bad_time"),
        (b"7\t1971--10--29\t1", "bad_time"),
        (b"7\t2026-03-02 08:0", "bad_time"),
        (b"583", "garbage"),
        (b"x" * 33 + b"\t2026-03-02 08:00:00", "bad_pin"),
        (b"x" * 32 + b"\t2026-03-02 08:00:00", None),
        (files.FILL, "filler"),
        (b"Z" * 300, "filler"),
        (b"\0" * 500, "filler"),
    ],
)
def test_reason_of_a_bad_line(line, code):
    parsed = parse(b"1\t2026-03-02 08:00:00\t1\n" + line + b"\n", LATEST)
    assert [bad.code for bad in parsed.bad] == ([code] if code else [])
    assert [bad.number for bad in parsed.bad] == ([2] if code else [])


def test_zeros_are_kept_and_only_padding_is_cut():
    data = b"      007\t2026-03-02 08:00:00\n        7\t2026-03-02 08:00:00\n"
    assert [pin for pin, _local in found(parse(data, LATEST))] == ["007", "7"]


def test_a_pin_behind_a_lost_block_may_be_cut_off():
    """After a run of NUL a line may begin anywhere: "83" may have been "583"."""
    good = b"      583\t2026-03-02 08:00:00\t1"
    data = good + b"\n" + b"\0" * 99 + good + b"\n" + b"\0" * 99 + good[7:] + b"\n"
    parsed = parse(data, LATEST)
    assert found(parsed) == [("583", datetime(2026, 3, 2, 8))] * 2
    assert [bad.code for bad in parsed.bad] == ["filler", "filler", "damaged"]
    assert [bad.number for bad in parsed.bad] == [2, 3, 3]


def test_a_line_before_a_lost_block_counts_when_it_is_complete():
    data = b"583\t2026-03-02 08:00:00\t1\t1" + b"\0" * 999 + b"\n"
    parsed = parse(data, LATEST)
    assert found(parsed) == [("583", datetime(2026, 3, 2, 8))]
    assert [bad.raw for bad in parsed.bad] == ["0x00 × 999"]


def test_pushed_lines_of_known_firmwares():
    """Four to more than ten fields, and no column for the device."""
    body = (
        b"1452\t2015-07-30 15:16:28\t0\t1\t0\t0\t0\n"
        b"20156107\t2020-02-22 23:10:05\t255\t1\t\t0\t0\t2\n"
        b"2\t2022-07-12 16:00:20\t1\t15\t\t0\t0\t\t\t43\n"
        b"11\t2025-08-27 10:57:49\t0\t25\t0\t0\t0\t0\t0\t0\n"
        b"12\t2025-08-27 10:57:50\t0\t1"
    )
    parsed = parse(body, LATEST)
    assert [punch.pin for punch in parsed.punches] == [
        *("1452", "20156107", "2", "11", "12")
    ]
    assert not parsed.bad


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_chinese_text_can_be_read(encoding):
    line = "7\t2026-03-02 08:00:00\t1\t王丽\n".encode(encoding)
    assert "王丽" in parse(line, LATEST).punches[0].raw


def test_a_sheet_with_a_header_is_no_terminal_file():
    rows = b"7\t2026-03-02 08:00:00\n" * 5
    assert looks_like_attlog(rows)
    assert not looks_like_attlog("工号\t打卡时间\n".encode() + rows)
    assert not looks_like_attlog(b"pin,time\n7,2026-03-02 08:00:00\n")
    assert not looks_like_attlog(b"")


@given(st.binary(max_size=2000) | SCRAPS)
@example(b"\0")
@example(files.SERIAL + b"\n" + b"ABC")
def test_nothing_raises_and_every_line_is_told(data):
    parsed = parse(data, LATEST)
    told = {item.number for item in [*parsed.punches, *parsed.bad]}
    filled = {
        number
        for number, line in enumerate(
            data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1
        )
        if line.strip()
    }
    frame = 2 if parsed.serial else 0  # serial number and checksum
    assert told <= filled and len(filled - told) <= frame
    for bad in parsed.bad:
        assert bad.code in BAD_CODES and "\0" not in bad.raw
        assert len(bad.raw) <= MAX_RAW
    for punch in parsed.punches:
        assert punch.pin == punch.pin.strip() and punch.pin.isprintable()


@given(PUNCHES)
def test_writing_and_reading_gives_the_same_punches(punches):
    made = [Punch(i, pin, local, "") for i, (pin, local) in enumerate(punches, 1)]
    parsed = parse(serialise(made), LATEST)
    assert not parsed.bad and found(parsed) == punches


@given(PUNCHES, st.randoms(use_true_random=False))
def test_lines_twice_change_nothing(punches, rng):
    made = [Punch(i, pin, local, "") for i, (pin, local) in enumerate(punches, 1)]
    lines = serialise(made).splitlines(keepends=True)
    again = lines + rng.choices(lines, k=len(lines)) if lines else []
    rng.shuffle(again)
    assert set(found(parse(b"".join(again), LATEST))) == set(punches)


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Asia/Shanghai", (2026, 3, 2, 7, 50), (2026, 3, 1, 23, 50)),
        ("America/New_York", (2026, 3, 8, 2, 30), (2026, 3, 8, 7, 30)),  # not there
        ("America/New_York", (2026, 11, 1, 1, 30), (2026, 11, 1, 6, 30)),  # twice
        ("America/New_York", (2026, 11, 1, 0, 59), (2026, 11, 1, 4, 59)),
        ("Asia/Kathmandu", (2026, 3, 2, 8, 0), (2026, 3, 2, 2, 15)),
        ("UTC", (2026, 3, 2, 8, 0), (2026, 3, 2, 8, 0)),
    ],
)
def test_local_clock_to_utc(zone, local, utc):
    """ATT-32: as the working calendar reads local hours."""
    punch = Punch(1, "7", datetime(*local), "")
    assert to_utc([punch], Zone(zone)) == [datetime(*utc)]


@given(MOMENTS)
def test_there_and_back_in_zones_without_change(moment):
    for name in ("Asia/Shanghai", "UTC", "Asia/Kathmandu"):
        zone = Zone(name)
        assert zone.utc(zone.local(moment)) == moment


def test_what_a_terminal_is_told():
    text = iclock.handshake("X1", iclock.Stamps("99"), timedelta(hours=8))
    lines = text.split("\n")
    assert lines[0] == "GET OPTION FROM: X1"
    assert "ATTLOGStamp=99" in lines and "OPERLOGStamp=None" in lines
    assert "TimeZone=8" in lines and "Realtime=1" in lines


@pytest.mark.parametrize(
    ("minutes", "value"), [(480, 8), (330, 330), (345, 345), (-300, -5), (-210, -210)]
)
def test_zone_in_hours_or_minutes(minutes, value):
    assert iclock.zone_value(timedelta(minutes=minutes)) == value


@pytest.mark.parametrize(
    "text", ["", None, "ab", "a b", "x" * 41, "../etc", "SN'--", "王丽"]
)
def test_no_serial_number(text):
    assert iclock.serial_of(text) == ""


def test_drift_is_the_greatest_of_a_day():
    """A punch arrives late, never early: a later arrival proves nothing new."""
    now = datetime(2026, 3, 2, 8)
    late, ahead = now - timedelta(hours=3), now + timedelta(seconds=90)
    assert iclock.drift_of(late, now, None, False) == -10800
    assert iclock.drift_of(ahead, now, -10800, True) == 90
    assert iclock.drift_of(late, now, 90, True) == 90
    assert iclock.drift_of(late, now, 90, False) == -10800


def test_firmware_from_a_poll_and_from_options():
    assert iclock.firmware_of("Ver 6.60 Apr 2020,3,4,120,10.0.0.8") == (
        "Ver 6.60 Apr 2020"
    )
    assert iclock.firmware_of("~DeviceName=X,FWVersion=Ver 8.0,MAC=1") == "Ver 8.0"
