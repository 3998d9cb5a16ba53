"""A year of attendance judged slowly and plainly, to compare the product with.

Written from the words of the rules alone and sharing no code with ``engine/``; it
knows one case only: from 10:00 on, until 18:00 or another hour, from Monday to Friday,
times of one zone in whole minutes, no leave, and the parameters that the rules name as
their defaults.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta

START, STOP = time(10), time(18)
#: ATT-02: "the 3rd still counts, the 4th does not"
ALLOWANCE = 3
#: ATT-04: "more than 30 minutes late or early = one day's absence"
LIMIT = 30


def judge_year(year, punches, confirmed, holidays, stop=STOP):
    """One person's year.

    :param punches: dict date -> list of moments
    :param confirmed: dict (date, "in" or "out") -> moment that a supervisor confirmed
    :param holidays: set of dates
    :param stop: when the working day ends
    :return: dict date -> dict with the verdict and what it counts for
    """
    result = {}
    day = date(year, 1, 1)
    left = ALLOWANCE
    while day.year == year:
        if day.day == 1:
            left = ALLOWANCE  # ATT-02: "per calendar month"
        if day in holidays:
            result[day] = {"verdict": "holiday"}  # ATT-18
        elif day.weekday() >= 5:
            result[day] = {"verdict": "rest"}
        else:
            result[day] = judge_day(day, punches.get(day, []), confirmed, left, stop)
            left -= result[day]["forgiven"]  # "in date order"
        day += timedelta(days=1)
    return result


def judge_day(day, punches, confirmed, left, stop=STOP):
    """One working day.

    :param left: punches that can still be forgiven this month
    """
    start, stop = datetime.combine(day, START), datetime.combine(day, stop)
    came, went = sides(start, stop, punches)
    forgiven = 0
    if came is None and (day, "in") in confirmed and forgiven < left:
        came = confirmed[day, "in"]
        forgiven += 1
    if went is None and (day, "out") in confirmed and forgiven < left:
        went = confirmed[day, "out"]
        forgiven += 1
    if came is None or went is None:
        return absent(forgiven)  # ATT-02, ATT-05
    late = max(0, minutes(came - start))
    early = max(0, minutes(stop - went))
    if late > LIMIT or early > LIMIT:
        return absent(forgiven)  # ATT-04; each for itself, never their sum
    names = [name for name, much in (("late", late), ("early", early)) if much]
    return {
        "verdict": "_".join(names) or ("fixed" if forgiven else "ok"),
        "forgiven": forgiven,
        "late": late,
        "early": early,
    }


def sides(start, stop, punches):
    """ATT-01: one punch on duty, one off duty. A lone one is on duty when it lies in
    the first half of the shift."""
    if len(punches) >= 2:
        return min(punches), max(punches)
    if not punches:
        return None, None
    [only] = punches
    return (only, None) if only < start + (stop - start) / 2 else (None, only)


def absent(forgiven):
    return {"verdict": "absent", "forgiven": forgiven, "late": 0, "early": 0}


def minutes(span):
    return int(span.total_seconds() // 60)


def month_sums(days, month):
    """ATT-08, ATT-16: one person's month.

    :param days: what ``judge_year`` returns
    """
    rows = [row for day, row in days.items() if day.month == month]
    counts = Counter(row["verdict"] for row in rows)
    due = [row for row in rows if row["verdict"] not in ("rest", "holiday")]
    late = [row["late"] for row in due if row["late"]]
    early = [row["early"] for row in due if row["early"]]
    return {
        "due_days": len(due),
        "present_days": len(due) - counts["absent"],
        "absent_days": counts["absent"],
        "leave_days": 0,
        "late_count": len(late),
        "late_minutes": sum(late),
        "early_count": len(early),
        "early_minutes": sum(early),
        "forgiven_count": sum(row["forgiven"] for row in due),
        "rest_days": counts["rest"],
        "holiday_days": counts["holiday"],
        "is_full_attendance": not (late or early or counts["absent"]),
    }
