"""A person's month: the allowance of missed punches in date order, totals, and full
attendance (ATT-02, ATT-08, ATT-16)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from .judge import judge

#: Figures of a verdict that a month adds up.
SUMMED = (
    "late_count",
    "early_count",
    "late_minutes",
    "early_minutes",
    "missed_count",
    "forgiven_count",
    "work_days",
    "present_days",
    "absent_days",
    "leave_days",
    "unpaid_days",
    "out_minutes",
    "worked_minutes",
)


def judge_days(days, now=None):
    """Judge days of one person in date order.

    ATT-02: the allowance is used punch by punch in date order and begins anew each
    calendar month. Of a day with both punches missing the first may be the last that
    counts; the day then keeps one missing punch, and the allowance is used up.

    :param days: (slot, punches, approvals, rules) in date order; the first one is the
        first day of a month, or of the person's employment
    :return: yields (slot, rules, Verdict) of the days that have begun
    """
    used, month = 0, None
    for slot, punches, approvals, rules in days:
        day = slot.date
        if (day.year, day.month) != month:
            used, month = 0, (day.year, day.month)
        verdict = judge(slot, punches, approvals, rules, used, now)
        if verdict is not None:
            used += verdict.forgiven_count
            yield slot, rules, verdict


@dataclass(frozen=True)
class Totals:
    """The figures of several days; they add up, however the days are split."""

    sums: dict = field(default_factory=dict)
    verdicts: Counter = field(default_factory=Counter)

    def __add__(self, other):
        return Totals(
            {
                name: round(self.sums.get(name, 0) + other.sums.get(name, 0), 4)
                for name in SUMMED
            },
            self.verdicts + other.verdicts,
        )


def totals(verdicts):
    """:rtype: Totals"""
    verdicts = list(verdicts)
    return Totals(
        {
            name: round(sum(getattr(verdict, name) for verdict in verdicts), 4)
            for name in SUMMED
        },
        Counter(verdict.verdict for verdict in verdicts),
    )


def full_attendance(total, rules):
    """Whether the month is one of full attendance, and what speaks against it (ATT-16).

    ``clean``: nothing late, early, missing, absent or on unpaid leave. ``count``:
    nothing absent or on unpaid leave, and late, early and missing together no more
    than the limit. A missed punch that was confirmed within the allowance counts as
    made and is none of them.

    :param Totals total: of the month
    :return: (bool, tuple of names among absent, unpaid, late, early, missed, count)
    """
    sums = total.sums
    against = [
        name
        for name, value in (
            ("absent", sums["absent_days"]),
            ("unpaid", sums["unpaid_days"]),
        )
        if value
    ]
    counts = {name: sums[f"{name}_count"] for name in ("late", "early", "missed")}
    if rules.full_attendance_rule == "clean":
        against += [name for name, count in counts.items() if count]
    elif sum(counts.values()) > rules.full_attendance_limit:
        against.append("count")
    return not against, tuple(against)


def month_of(day):
    """First and last day of the calendar month of a date."""
    first = day.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)
