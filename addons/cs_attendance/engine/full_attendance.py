"""Who has full attendance in a month (ATT-16).

>>> full_attendance(Month(due_days=21, late_count=3), "count", 3)
''
>>> full_attendance(Month(due_days=21, late_count=4), "count", 3)
'count'
>>> full_attendance(Month(due_days=21, late_count=1), "clean", 3)
'late'
"""

from dataclasses import dataclass
from decimal import Decimal

CLEAN, COUNT = "clean", "count"
#: why somebody has not full attendance; "" is: has it
REASONS = ("idle", "absent", "unpaid", "late", "early", "missed", "count")


@dataclass(frozen=True)
class Month:
    """What a person's month comes to.

    :param due_days: days on which there was work to do, exempt days included
    :param missed_count: missed punches that nobody confirmed, or beyond the
        allowance; a confirmed one counts as made (ATT-02) and is not in it
    """

    due_days: Decimal | float = 0
    absent_days: Decimal | float = 0
    unpaid_days: Decimal | float = 0
    late_count: int = 0
    early_count: int = 0
    missed_count: int = 0


def full_attendance(month, rule, limit):
    """Why ``month`` is not full attendance; "" when it is.

    Absence and unpaid leave end it under either rule; whoever had nothing to do in
    the month has none.

    :param rule: ``clean``: nothing late, early or missing; ``count``: no more than
        ``limit`` of them together
    :raise ValueError: for a rule that does not exist
    """
    if rule not in (CLEAN, COUNT):
        raise ValueError(f"unknown rule of full attendance: {rule!r}")
    if month.due_days <= 0:
        return "idle"
    if month.absent_days > 0:
        return "absent"
    if month.unpaid_days > 0:
        return "unpaid"
    counts = {
        "late": month.late_count,
        "early": month.early_count,
        "missed": month.missed_count,
    }
    if rule == COUNT:
        return "count" if sum(counts.values()) > limit else ""
    return next((reason for reason, count in counts.items() if count > 0), "")
