"""The verdict on a day (ATT-01 to ATT-06, ATT-10): limits, laws, and an independent
way of counting that goes minute by minute."""

import json
from datetime import datetime, timedelta

import pytest
from cs_attendance_engine.judge import _Day, judge
from cs_attendance_engine.rules import (
    NOTHING_APPROVED,
    Approvals,
    Cause,
    Correction,
    Cover,
    Rules,
)
from cs_attendance_engine.slot import Slot, windows
from cs_base_engine.explanation import Explanation
from hypothesis import given
from hypothesis import strategies as st

MIDNIGHT = datetime(2025, 6, 9)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
RULES = Rules(policy=5)


def at(text):
    hours, minutes, *rest = map(int, text.split(":"))
    return MIDNIGHT + timedelta(
        hours=hours, minutes=minutes, seconds=rest[0] if rest else 0
    )


def slot(start="08:30", stop="17:30", breaks=(("12:00", "13:00"),), **values):
    """A working day in UTC, its window reaching midway to its like on both sides."""
    made = Slot(
        MIDNIGHT.date(),
        values.pop("kind", "work"),
        at(start),
        at(stop),
        tuple((at(a), at(b)) for a, b in breaks),
        midnight=MIDNIGHT,
        **values,
    )
    windows([made])
    return made


def punches(*texts):
    return [(at(text), number) for number, text in enumerate(texts, 1)]


def day(*texts, approvals=None, rules=RULES, plan=None, **others):
    verdict = judge(plan or slot(), punches(*texts), approvals, rules, **others)
    # what is stored is exactly what the base reads
    assert Explanation.from_json(json.loads(verdict.why)).verdict == (
        f"att.verdict.{verdict.verdict}"
    )
    return verdict


def keys(verdict):
    return [reason["key"] for reason in json.loads(verdict.why)["reasons"]]


def leave(part="hours", start="09:00", stop="10:00", number=1, **values):
    return Cover("leave", part, ("hr.leave", number), at(start), at(stop), 3, **values)


def outing(start, stop, kind="out"):
    return Cover(kind, "hours", ("cs.outing", 1), at(start), at(stop))


def covered(*covers, **values):
    return Approvals(covers=covers, **values)


def corrected(*sides, **values):
    moments = {"in": at("08:30"), "out": at("17:30")}
    return Approvals(
        corrections=tuple(
            Correction(side, moments[side], number)
            for number, side in enumerate(sides, 1)
        ),
        **values,
    )


# ATT-01, ATT-04: exact limits


@pytest.mark.parametrize(
    ("first", "last", "expected", "late", "early"),
    [
        ("08:30:00", "17:30:00", "ok", 0, 0),
        ("08:30:01", "17:30:00", "late", 1, 0),
        ("09:00:00", "17:30:00", "late", 30, 0),
        ("09:00:01", "17:30:00", "absent", 0, 0),
        ("08:30:00", "17:29:59", "early", 0, 1),
        ("08:30:00", "17:00:00", "early", 0, 30),
        ("08:30:00", "16:59:59", "absent", 0, 0),
        ("08:50:00", "17:10:00", "late_early", 20, 20),
        ("09:00:00", "17:00:00", "late_early", 30, 30),
    ],
)
def test_att_04_limits(first, last, expected, late, early):
    verdict = day(first, last)
    assert (verdict.verdict, verdict.late_minutes, verdict.early_minutes) == (
        expected,
        late,
        early,
    )
    assert verdict.present_days == (expected != "absent")


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("08:35:00", "ok"),
        ("08:35:01", "late"),
        ("09:00:00", "late"),
        ("09:00:01", "absent"),
    ],
)
def test_att_04_grace(first, expected):
    assert day(first, "17:30", rules=Rules(grace_minutes=5)).verdict == expected


def test_att_04_no_limit_but_the_grace():
    rules = Rules(absence_minutes=0)
    assert day("08:30:01", "17:30", rules=rules).verdict == "absent"


def test_att_04_unexcused_short_lateness():
    rules = Rules(unexcused_short="absent")
    assert day("08:50", "17:30", rules=rules).verdict == "absent"
    assert day("08:30", "17:30", rules=rules).verdict == "ok"
    excused = covered(leave(start="08:30", stop="09:00"))
    assert day("08:50", "17:30", rules=rules, approvals=excused).verdict == "leave"


def test_att_04_breaks_are_not_work():
    """Somebody who goes during the break has left early by the hours after it."""
    plan = slot(breaks=(("12:00", "17:10"),))
    assert day("08:30", "12:30", plan=plan).early_minutes == 20


def test_att_10_being_ready():
    assert keys(day("08:25", "17:30")) == ["att.present"]
    assert keys(day("08:25:01", "17:30")) == ["att.not_ready", "att.present"]
    strict = Rules(is_ready_penalised=True)
    assert day("08:25", "17:30", rules=strict).verdict == "ok"
    assert day("08:25:01", "17:30", rules=strict).late_minutes == 1
    assert day("08:40", "17:30", rules=strict).late_minutes == 15
    assert day("09:00", "17:30", rules=strict).verdict == "late"
    assert day("09:00:01", "17:30", rules=strict).verdict == "absent"


@pytest.mark.parametrize(
    ("ready", "late_by", "ready_at"),
    [(15, "08:15:01", "08:15"), (15, "08:25", "08:15"), (0, None, None)],
)
def test_att_10_a_shift_with_its_own_time_to_be_ready(ready, late_by, ready_at):
    plan = slot(ready=ready, shift=3)
    on_time = "08:15" if ready else "08:30"
    assert keys(day(on_time, "17:30", plan=plan)) == ["att.present"]
    if late_by:
        [reason, _present] = json.loads(day(late_by, "17:30", plan=plan).why)["reasons"]
        assert reason["key"] == "att.not_ready"
        assert ["cs.shift", "plan", [3]] in reason["facts"]
        assert reason["params"] == [["ready_minutes", ready, "minute"]]
        assert ["ready", {"utc": at(ready_at).isoformat()}] in reason["values"]


# Which punch is which


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        (["08:20"], "out"),
        (["12:59:59"], "absent"),
        (["17:40"], "in"),
        (["08:20", "08:21"], "out"),
        (["08:20", "08:50"], "out"),
        (["17:35", "17:40"], "in"),
    ],
)
def test_att_02_one_side_is_missing(texts, missing):
    verdict = day(*texts)
    if missing == "absent":
        assert verdict.verdict == "absent"
        return
    assert (verdict.verdict, verdict.missed_count) == ("missed", 1)
    assert keys(verdict)[0] == f"att.missed_{missing}"
    known = verdict.check_in if missing == "out" else verdict.check_out
    assert known and not (verdict.check_in and verdict.check_out)


def test_att_30_punches_of_one_visit():
    """Up to the merge time apart they are one, wherever in the day."""
    plan = slot("08:00", "09:00", breaks=())
    assert day("08:29:30", "08:30:30", plan=plan, rules=Rules(merge_seconds=60)).verdict
    wide = Rules(merge_seconds=3600, absence_minutes=60)
    assert day("08:00", "09:00", plan=plan, rules=wide).verdict == "missed"
    assert day("08:00", "09:00:01", plan=plan, rules=wide).verdict == "ok"


def test_att_05_nothing_at_all():
    verdict = day()
    assert (verdict.verdict, verdict.absent_days, keys(verdict)) == (
        "absent",
        1,
        ["att.no_punch"],
    )


def test_att_05_another_rule():
    cause = Cause("ATT-11", "att.swap_missed", (("cs.duty.slot", "plan", 4),))
    approvals = Approvals(cause=cause, covers=(leave("day"),))
    assert day("08:20", "17:40", approvals=approvals).verdict == "absent"


def test_att_11_a_shift_owed_on_a_free_day():
    """Without hours of one's own on that day, but for a rule that says so."""
    cause = Cause("ATT-11", "att.swap_unclear", (), (("share", 50),), is_owed=True)
    free = slot(kind="rest")
    verdict = day(approvals=Approvals(cause=cause), plan=free)
    assert (verdict.verdict, verdict.work_days, verdict.absent_days) == ("absent", 1, 1)
    assert (verdict.present_days, keys(verdict)) == (0, ["att.swap_unclear"])
    assert '["share",50]' in verdict.why
    other = Approvals(cause=cause._replace(is_owed=False))
    assert day(approvals=other, plan=free).verdict == "rest"
    appeal = Approvals(cause=cause, ruling=("rest", ("cs.attendance.ruling", 1)))
    verdict = day(approvals=appeal, plan=free)
    assert (verdict.verdict, verdict.work_days, verdict.absent_days) == ("rest", 0, 0)


def denied(part, start=None, stop=None):
    cause = Cause("ATT-11", "att.swap_leave_hours", (("cs.shift.swap", "swap", 7),))
    times = start and at(start), stop and at(stop)
    return covered(Cover("denied", part, ("hr.leave", 3), *times, 1, True, cause))


def test_att_11_hours_of_leave_on_a_swapped_shift():
    """The hours are absence and excuse from being there; the rest is judged."""
    two_hours = denied("hours", "13:00", "15:00")
    verdict = day("08:20", "17:40", approvals=two_hours)
    assert (verdict.verdict, verdict.absent_days, verdict.present_days) == (
        "absent",
        0.25,
        0.75,
    )
    assert (verdict.leave_days, verdict.unpaid_days, verdict.is_part) == (0, 0, True)
    assert "att.swap_leave_hours" in keys(verdict)
    # two hours at the end: gone at their beginning is not early
    verdict = day("08:20", "15:30", approvals=denied("hours", "15:30", "17:30"))
    assert (verdict.absent_days, verdict.early_count) == (0.25, 0)
    # a minute before it is: early within the limit
    verdict = day("08:20", "15:29", approvals=denied("hours", "15:30", "17:30"))
    assert (verdict.absent_days, verdict.early_minutes) == (0.25, 1)
    # not there at all: the whole day
    assert day(approvals=two_hours).absent_days == 1


@pytest.mark.parametrize("part", ["am", "pm"])
def test_att_11_half_a_day_of_leave_on_a_swapped_shift(part):
    there = ("12:50", "17:40") if part == "am" else ("08:20", "12:10")
    verdict = day(*there, approvals=denied(part))
    assert (verdict.verdict, verdict.absent_days, verdict.leave_days) == (
        "absent",
        0.5,
        0,
    )


def test_att_11_hours_of_leave_over_the_whole_swapped_shift():
    verdict = day("08:20", "17:40", approvals=denied("hours", "08:30", "17:30"))
    assert (verdict.verdict, verdict.absent_days, verdict.leave_days) == (
        "absent",
        1,
        0,
    )


# ATT-02: confirmations


def test_att_02_confirmed():
    verdict = day("08:20", approvals=corrected("out"))
    assert (verdict.verdict, verdict.forgiven_count) == ("fixed", 1)
    assert verdict.missed_count == 0 and verdict.present_days == 1
    verdict = day(approvals=corrected("in", "out"))
    assert (verdict.verdict, verdict.forgiven_count) == ("fixed", 2)


def test_att_02_third_counts_fourth_does_not():
    assert day("08:20", approvals=corrected("out"), used=2).verdict == "fixed"
    verdict = day("08:20", approvals=corrected("out"), used=3)
    assert (verdict.verdict, keys(verdict)) == ("absent", ["att.beyond"])
    lenient = Rules(missed_outcome="missed")
    verdict = day("08:20", approvals=corrected("out"), used=3, rules=lenient)
    assert (verdict.verdict, verdict.absent_days) == ("missed", 0)


def test_att_02_a_day_that_half_fits():
    """Both missing with one left: the first counts and is used, the second not."""
    verdict = day(approvals=corrected("in", "out"), used=2)
    assert (verdict.verdict, verdict.forgiven_count, verdict.missed_count) == (
        "absent",
        1,
        1,
    )


def test_att_02_until_nothing_more_can_come():
    assert day("08:20", used=3).verdict == "absent"
    assert day("08:20", approvals=Approvals(refused=frozenset(["out"]))).verdict == (
        "absent"
    )
    assert day("08:20", approvals=Approvals(refused=frozenset(["in"]))).verdict == (
        "missed"
    )
    assert day("08:20", approvals=Approvals(is_final=True)).verdict == "absent"
    lenient = Rules(missed_outcome="missed")
    final = Approvals(is_final=True)
    assert day("08:20", approvals=final, rules=lenient).verdict == "missed"


def test_att_02_not_used_where_the_punch_is_good():
    verdict = day("08:20", "17:40", approvals=corrected("in", "out"))
    assert (verdict.verdict, verdict.forgiven_count) == ("ok", 0)


def test_att_31_a_confirmed_time_earlier_than_the_punch():
    verdict = day("09:20", "17:40", approvals=corrected("in"))
    assert (verdict.verdict, verdict.forgiven_count) == ("fixed", 1)


def test_waiting_only_marks():
    verdict = day("08:20", approvals=Approvals(is_pending=True))
    assert (verdict.verdict, verdict.is_pending) == ("missed", True)


# ATT-09, ATT-03: leave and work outside


def test_att_09_leave_covers_the_gap():
    plan = slot("09:00", "17:30")
    approvals = covered(leave())
    for first in ("09:00", "09:55", "10:00"):
        verdict = day(first, "17:30", plan=plan, approvals=approvals)
        assert (verdict.verdict, verdict.is_part) == ("leave", True)
        assert verdict.late_count == 0
    assert day("10:20", "17:30", plan=plan, approvals=approvals).late_minutes == 20
    assert day("10:31", "17:30", plan=plan, approvals=approvals).verdict == "absent"


def test_att_09_what_leave_does_not_cover_counts():
    """08:30 to 09:00 is not covered: half an hour late whoever comes at 09:55."""
    assert day("09:55", "17:30", approvals=covered(leave())).late_minutes == 30
    assert day("10:01", "17:30", approvals=covered(leave())).verdict == "absent"


@pytest.mark.parametrize(
    ("part", "texts", "expected"),
    [
        ("am", ["13:00", "17:30"], ("leave", 0.5, 0, 0.5)),
        ("am", ["13:20", "17:30"], ("late", 0.5, 0, 0.5)),
        ("am", [], ("absent", 0.5, 0.5, 0)),
        ("pm", ["08:30", "12:00"], ("leave", 0.5, 0, 0.5)),
        ("pm", ["08:30", "11:40"], ("early", 0.5, 0, 0.5)),
        ("pm", ["08:30"], ("missed", 0.5, 0, 0.5)),
        ("day", [], ("leave", 1, 0, 0)),
        ("day", ["08:20", "17:40"], ("leave", 1, 0, 0)),
    ],
)
def test_att_09_parts_of_a_day(part, texts, expected):
    verdict = day(*texts, approvals=covered(leave(part)))
    found = (
        verdict.verdict,
        verdict.leave_days,
        verdict.absent_days,
        verdict.present_days,
    )
    assert found == expected


def test_unpaid_leave_and_types():
    verdict = day("13:00", "17:30", approvals=covered(leave("am", is_unpaid=True)))
    assert (verdict.unpaid_days, verdict.leave_type_id) == (0.5, 3)
    both = covered(leave("am"), leave("pm", number=2, is_unpaid=True))
    verdict = day(approvals=both)
    assert (verdict.verdict, verdict.leave_days, verdict.unpaid_days) == (
        "leave",
        1,
        0.5,
    )


def test_att_03_outside_all_day():
    verdict = day(approvals=covered(outing("08:00", "18:00")))
    assert (verdict.verdict, verdict.present_days, verdict.out_minutes) == (
        "out",
        1,
        480,
    )


def test_att_03_punch_after_coming_back():
    back = covered(outing("08:30", "15:00"))
    assert day("15:00", "17:30", approvals=back).verdict == "out"
    assert day("15:10", "17:30", approvals=back).verdict == "late"
    assert day("17:30", approvals=back).verdict == "missed"
    assert day(approvals=back).verdict == "absent"
    middle = covered(outing("10:00", "15:00"))
    assert day("08:30", "17:30", approvals=middle).verdict == "out"
    assert day("08:30", "10:01", approvals=middle).verdict == "absent"


def test_att_03_to_the_end_of_the_day():
    gone = covered(outing("14:00", "20:00"))
    assert day("08:30", approvals=gone).verdict == "out"
    assert day("08:50", approvals=gone).verdict == "late"
    assert day(approvals=gone).verdict == "missed"


def test_att_03_approved_too_late():
    """Those hours are absence, and no more than those."""
    late = covered(outing("13:00", "17:30", "overdue"))
    verdict = day("08:30", approvals=late)
    assert (verdict.verdict, verdict.absent_days, verdict.is_part) == (
        "absent",
        0.5625,
        True,
    )
    undecided = covered(outing("13:00", "15:00", "unapproved"))
    verdict = day("08:30", "17:30", approvals=undecided)
    assert (verdict.verdict, verdict.absent_days) == ("absent", 0.25)
    verdict = day("08:30", "13:00", approvals=undecided)
    assert (verdict.verdict, verdict.absent_days) == ("absent", 1)


def test_precedence():
    everything = Approvals(
        ruling=("ok", ("cs.attendance.ruling", 1)),
        exempt=("cs.exemption", 1),
        covers=(leave("day"), outing("08:00", "18:00")),
        corrections=(Correction("in", at("08:30"), 1),),
    )
    assert day(approvals=everything).verdict == "ok"
    assert day(approvals=everything._replace(ruling=None)).verdict == "exempt"
    less = everything._replace(ruling=None, exempt=None)
    assert day(approvals=less).verdict == "leave"
    less = less._replace(covers=less.covers[1:])
    assert day(approvals=less).verdict == "out"
    less = less._replace(covers=())
    assert day("17:30", approvals=less).verdict == "fixed"
    assert day("08:20", "17:30", approvals=less).verdict == "ok"


def test_att_06_exempt_people_take_leave_too():
    approvals = Approvals(exempt=("cs.exemption", 1), covers=(leave("am"),))
    verdict = day(approvals=approvals)
    assert (verdict.verdict, verdict.leave_days, verdict.absent_days) == (
        "exempt",
        0.5,
        0,
    )


@pytest.mark.parametrize(
    ("name", "present", "absent"),
    [("ok", 1, 0), ("late", 1, 0), ("absent", 0, 1), ("leave", 0, 0), ("rest", 0, 0)],
)
def test_all_02_rulings(name, present, absent):
    verdict = day(approvals=Approvals(ruling=(name, ("cs.attendance.ruling", 1))))
    assert (verdict.verdict, verdict.present_days, verdict.absent_days) == (
        name,
        present,
        absent,
    )


# Free days, open ends, and days that are not over


def test_free_days():
    rest = Slot(MIDNIGHT.date(), "rest", midnight=MIDNIGHT)
    windows([rest])
    assert day(plan=rest).verdict == "rest"
    verdict = day("09:00", "12:00", plan=rest)
    assert (verdict.verdict, verdict.worked_minutes, verdict.work_days) == (
        "rest",
        180,
        0,
    )
    holiday = Slot(MIDNIGHT.date(), "holiday", name="国庆节", midnight=MIDNIGHT)
    windows([holiday])
    assert keys(day(plan=holiday)) == ["att.holiday_named"]


OPEN_NIGHT = slot("17:30", "24:00", breaks=(), is_open_end=True)


def served(moment):
    return Approvals(served_until=(moment, ("helpdesk.ticket", 1)))


@pytest.mark.parametrize(
    ("left", "until", "expected", "early"),
    [
        # 17:30 to 00:40 is forty minutes longer, served until 00:40
        ("24:40:00", "24:40:00", "ok", 0),
        ("24:39:59", "24:40:00", "early", 1),
        ("24:20:00", "24:40:00", "early", 20),
        ("24:10:00", "24:40:00", "early", 30),
        ("24:09:59", "24:40:00", "absent", 0),
        # the last customer was served before the end: the planned end counts
        ("24:00:00", "23:10:00", "ok", 0),
        ("23:59:59", "23:10:00", "early", 1),
        ("24:00:00", "24:00:00", "ok", 0),
        # without a fact the planned end counts
        ("26:10:00", None, "ok", 0),
        ("24:00:00", None, "ok", 0),
        ("23:59:59", None, "early", 1),
    ],
)
def test_att_10_open_end(left, until, expected, early):
    approvals = until and served(at(until))
    verdict = day("17:20", left, plan=OPEN_NIGHT, approvals=approvals or None)
    assert (verdict.verdict, verdict.early_minutes) == (expected, early)
    assert ("att.served_until" in keys(verdict)) == bool(until and until > "24:00:00")


def test_att_10_a_shift_with_a_fixed_end_is_not_longer():
    plan = slot("17:30", "24:00", breaks=())
    verdict = day("17:20", "24:00", plan=plan, approvals=served(at("24:40")))
    assert (verdict.verdict, keys(verdict)) == ("ok", ["att.present"])


@given(
    st.integers(-7 * 3600, 8 * 3600).map(lambda s: at("24:00") + s * SECOND),
    st.one_of(
        st.none(),
        st.integers(-3600, 4 * 3600).map(lambda s: at("24:00") + s * SECOND),
    ),
)
def test_att_10_leaving_after_the_last_customer_is_never_early(left, until):
    """Nor after the planned end where nothing says more; before it one is early."""
    punched = [(at("17:20"), 1), (left, 2)]
    verdict = judge(OPEN_NIGHT, punched, until and served(until), RULES)
    end = max(until or OPEN_NIGHT.stop, OPEN_NIGHT.stop)
    if left >= end:
        assert verdict.verdict == "ok"
    else:
        assert verdict.verdict in ("early", "absent", "missed")


# ATT-14: who is to be relieved stays

HANDOVER = ("cs.handover", 7)


def relieved(moment, **values):
    return Approvals(relieved=(moment and at(moment), HANDOVER), **values)


@pytest.mark.parametrize(
    ("left", "accepted", "grace", "expected"),
    [
        ("17:40:00", "17:39:59", 0, "ok"),
        ("17:40:00", "17:40:00", 0, "ok"),
        ("17:40:00", "17:40:01", 0, "absent"),
        ("17:40:00", "17:45:00", 5, "ok"),
        ("17:40:00", "17:45:01", 5, "absent"),
        # before the planned end it is leaving the post too, not early leave only
        ("17:20:00", "17:30:00", 0, "absent"),
        ("17:20:00", "17:10:00", 0, "early"),
    ],
)
def test_att_14_leaving_before_the_relief_accepted(left, accepted, grace, expected):
    rules = Rules(policy=5, grace_minutes=grace)
    verdict = day("08:20", left, approvals=relieved(accepted), rules=rules)
    assert verdict.verdict == expected
    assert ("att.left_post" in keys(verdict)) == (expected == "absent")
    assert verdict.absent_days == (expected == "absent")


def test_att_14_a_policy_that_leaves_it_to_a_superior():
    rules = Rules(left_post_outcome="shown")
    verdict = day("08:20", "17:40", approvals=relieved("18:00"), rules=rules)
    assert (verdict.verdict, verdict.absent_days) == ("ok", 0)
    assert keys(verdict) == ["att.left_post_shown", "att.present"]


def test_att_14_nobody_accepted_is_no_proof():
    verdict = day("08:20", "17:40", approvals=relieved(None))
    assert verdict.verdict == "ok"
    assert keys(verdict) == ["att.not_relieved", "att.present"]


def test_att_14_a_confirmed_punch_says_when_one_left():
    """The off-duty punch of 17:30 was confirmed, the relief accepted at 17:35."""
    approvals = corrected("out", relieved=(at("17:35"), HANDOVER))
    verdict = day("08:20", approvals=approvals)
    assert keys(verdict) == ["att.fixed_out", "att.left_post"]
    assert (verdict.verdict, verdict.forgiven_count) == ("absent", 1)


def test_att_14_without_an_off_duty_punch_nobody_knows():
    assert day("08:20", approvals=relieved("18:00")).verdict == "missed"


def test_att_14_an_appeal_is_above_it():
    approvals = relieved("18:00", ruling=("ok", ("cs.attendance.ruling", 1)))
    assert day("08:20", "17:40", approvals=approvals).verdict == "ok"


def test_flexible_hours_have_no_late():
    plan = slot(is_flexible=True)
    assert day("10:40", "16:00", plan=plan).verdict == "ok"
    assert day("10:40", plan=plan).verdict == "missed"
    assert day(plan=plan).verdict == "absent"


def test_a_day_that_is_not_over():
    assert judge(slot(), [], None, RULES, now=slot().window[0] - SECOND) is None
    assert day(now=slot().window[0]).verdict == "open"
    assert day("09:40", now=at("12:00")).verdict == "open"
    assert day("08:20", "17:29", now=at("17:29")).verdict == "open"
    assert day("08:20", "17:31", now=at("17:31")).verdict == "ok"
    assert day("08:20", now=slot().window[1] - SECOND).verdict == "open"
    assert day("08:20", now=slot().window[1]).verdict == "missed"
    assert day(approvals=covered(leave("day")), now=at("08:00")).verdict == "leave"


# Laws

moments = st.integers(-6 * 3600, 30 * 3600).map(lambda s: MIDNIGHT + s * SECOND)
minute_moments = st.integers(0, 26 * 60).map(lambda m: MIDNIGHT + m * MINUTE)
punch_lists = st.lists(st.tuples(moments, st.integers(1, 9)), max_size=6)
plans = st.sampled_from(
    [
        slot(),
        slot("10:00", "18:00", ()),
        slot("17:30", "24:00", ()),
        slot("22:00", "30:00", (("25:00", "26:00"),), is_open_end=True),
        slot(ready=20, shift=3),
        slot(ready=0, shift=3),
    ]
)
rule_sets = st.builds(
    Rules,
    grace_minutes=st.sampled_from([0, 5]),
    absence_minutes=st.sampled_from([10, 30]),
    unexcused_short=st.sampled_from(["late", "absent"]),
    missed_outcome=st.sampled_from(["absent", "missed"]),
    is_ready_penalised=st.booleans(),
    merge_seconds=st.sampled_from([0, 60, 3600]),
)


@st.composite
def approval_sets(draw):
    covers = []
    for number in range(draw(st.integers(0, 2))):
        start, length = draw(minute_moments), draw(st.integers(1, 300))
        kind = draw(
            st.sampled_from(["leave", "denied", "out", "overdue", "unapproved"])
        )
        part = draw(st.sampled_from(["hours", "am", "pm", "day"]))
        covers.append(
            Cover(
                kind,
                part if kind in ("leave", "denied") else "hours",
                ("hr.leave", number + 1),
                start,
                start + length * MINUTE,
                3,
                draw(st.booleans()),
                Cause("ATT-11", "att.swap_leave_hours") if kind == "denied" else None,
            )
        )
    corrections = tuple(
        Correction(draw(st.sampled_from(["in", "out"])), draw(minute_moments), n + 1)
        for n in range(draw(st.integers(0, 2)))
    )
    return Approvals(
        covers=tuple(covers),
        corrections=corrections,
        refused=frozenset(draw(st.sets(st.sampled_from(["in", "out"])))),
        is_final=draw(st.booleans()),
        served_until=draw(
            st.one_of(st.none(), minute_moments.map(lambda m: (m, HANDOVER)))
        ),
        relieved=draw(
            st.one_of(
                st.none(),
                st.tuples(st.one_of(st.none(), minute_moments), st.just(HANDOVER)),
            )
        ),
    )


approvals_or_none = st.one_of(st.none(), approval_sets())


@given(
    plans, punch_lists, approvals_or_none, rule_sets, st.integers(0, 4), st.randoms()
)
def test_order_and_repetition_of_punches(plan, own, approvals, rules, used, random):
    """ATT-30: shuffled and doubled, the same verdict with the same reasons."""
    known = judge(plan, own, approvals, rules, used)
    shuffled = own + own
    random.shuffle(shuffled)
    assert judge(plan, shuffled, approvals, rules, used) == known
    assert Explanation.from_json(json.loads(known.why)).to_json() == json.loads(
        known.why
    )


@given(plans, punch_lists, approvals_or_none, rule_sets, st.integers(0, 4))
def test_shares_of_a_day(plan, own, approvals, rules, used):
    """Present, absent and leave make the day due, and none is negative."""
    found = judge(plan, own, approvals, rules, used)
    shares = (found.present_days, found.absent_days, found.leave_days)
    assert min(shares) >= 0
    assert sum(shares) == pytest.approx(found.work_days) == 1
    assert found.unpaid_days <= found.leave_days
    # Hours outside that nobody approved in time are absence also on a day whose
    # missed punch is still to be confirmed (ATT-03).
    if found.absent_days > 0:
        assert found.verdict in ("absent", "missed")
    if found.verdict == "absent":
        assert found.absent_days > 0 or not sum(shares[1:])


@given(plans, punch_lists, moments, rule_sets)
def test_one_punch_more_never_makes_it_worse(plan, own, moment, rules):
    """Neither later nor earlier gone, and no further punch short. A side without a
    punch is later than any."""

    def measured(some):
        inside = [p for p in some if plan.window[0] <= p[0] < plan.window[1]]
        ends = (min(inside), max(inside)) if inside else (None, None)
        day = _Day(plan, *ends, NOTHING_APPROVED, rules, 0, None)
        day._bind()
        day._measure()
        infinite = 10**9
        late = infinite if "in" in day.missing else day.late
        early = infinite if "out" in day.missing else day.early
        return late, early, len(day.missing)

    before = measured(own)
    after = measured([*own, (moment, 99)])
    assert all(new <= old for new, old in zip(after, before, strict=True))


@given(plans, punch_lists, rule_sets)
def test_the_short_way_is_the_long_way(plan, own, rules):
    inside = [p for p in own if plan.window[0] <= p[0] < plan.window[1]]
    ends = (min(inside), max(inside)) if inside else (None, None)
    long = _Day(plan, *ends, NOTHING_APPROVED, rules, 0, None).verdict()
    assert judge(plan, own, None, rules) == long


# Minute by minute


def slow_sides(times, due, ends_outside):
    """When somebody came and went, in the words of the rule."""
    start, stop = due[0], due[-1] + MINUTE
    if not times:
        return None, None
    half = start + (stop - start) / 2
    span = times[-1] - times[0]
    same_half = (times[0] < half) == (times[-1] < half)
    one = span <= 60 * SECOND or (span <= 30 * MINUTE and same_half)
    if ends_outside or not one:
        return times[0], times[-1]
    return (times[0], None) if times[0] < half else (None, times[-1])


def slow_minutes(plan, covers):
    """Minutes of the slot without its breaks: on leave, outside, and left to do."""
    found = {"leave": set(), "out": set(), "due": []}
    minute = plan.start
    while minute < plan.stop:
        if not any(a <= minute < b for a, b in plan.breaks):
            kinds = set()
            for cover in covers:
                if cover.part == "hours":
                    inside = cover.start <= minute < cover.stop
                else:
                    first_half = minute < plan.middle()
                    inside = cover.part == "day" or first_half == (cover.part == "am")
                if inside:
                    kinds.add(cover.kind)
            if kinds:
                found["leave" if "leave" in kinds else "out"].add(minute)
            else:
                found["due"].append(minute)
        minute += MINUTE
    return found["leave"], found["out"], found["due"]


def slow(plan, own, covers, rules):
    """The verdict from the words of the rules, counting single minutes."""
    on_leave, outside, due = slow_minutes(plan, covers)
    if not due:
        return "leave" if on_leave else "out"
    later = [m for m in sorted(on_leave | outside) if m > due[-1]]
    # whoever is outside right after the last minute due does not come back for it
    ends_outside = any(
        c.kind == "out" and c.start <= m < c.stop for m in later[:1] for c in covers
    )
    times = sorted(p[0] for p in own if plan.window[0] <= p[0] < plan.window[1])
    came, gone = slow_sides(times, due, ends_outside)
    late = sum(m < came for m in due) if came else 0
    early = sum(m >= gone for m in due) if gone and not ends_outside else 0
    missing = (came is None) + (gone is None and not ends_outside)
    if max(late, early) > rules.absence_minutes or missing == 2:
        return "absent"
    if missing:
        return "missed"
    short = [
        name
        for name, n in (("late", late), ("early", early))
        if n > rules.grace_minutes
    ]
    if short:
        return "absent" if rules.unexcused_short == "absent" else "_".join(short)
    return "leave" if on_leave else "out" if outside else "ok"


@given(
    plans,
    st.lists(st.tuples(minute_moments, st.just(1)), max_size=4),
    approval_sets(),
    st.builds(
        Rules,
        grace_minutes=st.sampled_from([0, 5]),
        absence_minutes=st.sampled_from([10, 30]),
        unexcused_short=st.sampled_from(["late", "absent"]),
    ),
)
def test_same_as_minute_by_minute(plan, own, approvals, rules):
    covers = tuple(c for c in approvals.covers if c.kind in ("leave", "out"))
    found = judge(plan, own, Approvals(covers=covers), rules)
    assert found.verdict == slow(plan, own, covers, rules)
