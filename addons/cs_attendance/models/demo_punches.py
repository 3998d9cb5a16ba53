"""What the terminals of the demo company wrote, as text; the same for the same plan."""

from datetime import timedelta

#: Seconds between two people's usual punches on one day: no two of them look like
#: punching for each other.
_APART = 19
_PEOPLE = 47
#: So soon the same card comes once more: ATT-30 makes one punch of it.
_TWICE = timedelta(seconds=9)


def usual(person, day, start, stop):
    """When somebody comes and goes on an ordinary day.

    :param person: number of the person in the table
    :param day: number of the day; both decide, nothing is left to chance
    :return: (on duty, off duty), up to a quarter of an hour around the shift
    """
    come = (person * 17 + day * 11) % _PEOPLE * _APART + 310
    go = (person * 29 + day * 7) % _PEOPLE * _APART + 25
    return start - timedelta(seconds=come), stop + timedelta(seconds=go)


def twice(person, day, moments):
    """Some people hold the card to the terminal twice."""
    if (person + day) % 23:
        return moments
    return [*moments, *(moment + _TWICE for moment in moments[-1:])]


def attlog(lines):
    """Lines of (local moment, pin) in the order of the clock, as terminals write
    them."""
    return "".join(
        f"{pin:>9}\t{moment:%Y-%m-%d %H:%M:%S}\t1\t0\t1\t0\n"
        for moment, pin in sorted(lines)
    )
