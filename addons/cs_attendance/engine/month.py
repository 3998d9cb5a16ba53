"""A person's month: the allowance of missed punches in date order (ATT-02)."""

from datetime import date

from .judge import judge


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


def month_of(day):
    """First and last day of the calendar month of a date."""
    first = day.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)
