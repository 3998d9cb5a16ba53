"""What a day is, and why, as plain values."""

import json
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

#: Version of the stored form of explanations that is written here.
VERSION = 1


class Verdict(NamedTuple):
    """The verdict on one person's day; the names are those of ``cs.attendance.day``.

    Days are shares of the day due: present + absent + leave = ``work_days``. Minutes
    are begun minutes, so that one second late is shown as one minute. ``why`` is the
    explanation as JSON text, exactly what ``Explanation.to_json`` of the base gives.
    """

    verdict: str
    why: str
    is_pending: bool = False
    is_part: bool = False
    check_in: datetime | None = None
    check_out: datetime | None = None
    late_count: int = 0
    early_count: int = 0
    late_minutes: int = 0
    early_minutes: int = 0
    missed_count: int = 0
    forgiven_count: int = 0
    work_days: float = 0.0
    present_days: float = 0.0
    absent_days: float = 0.0
    leave_days: float = 0.0
    unpaid_days: float = 0.0
    leave_type_id: int | None = None
    out_minutes: int = 0
    worked_minutes: int = 0


class Why:
    """Collects the reasons of one verdict and writes them down in one go."""

    __slots__ = ("reasons",)

    def __init__(self):
        self.reasons = []

    def add(self, rule, key, facts=(), params=(), **values):
        """One reason.

        :param facts: (model, role, id or None), in the order in which they are shown
        :param params: [name, value] or [name, value, unit]
        :param values: name -> value or (value, unit), for the sentence
        """
        self.reasons.append(
            {
                "rule": rule,
                "key": key,
                "facts": _grouped(facts),
                "params": [[p[0], plain(p[1]), *p[2:]] for p in params],
                "values": [_value(name, values[name]) for name in sorted(values)],
            }
        )

    def text(self, verdict):
        data = {
            "v": VERSION,
            "verdict": f"att.verdict.{verdict}",
            "reasons": self.reasons,
        }
        return _ENCODER.encode(data)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _grouped(facts):
    unique = dict.fromkeys(facts)
    return [
        [model, role, [fact[2] for fact in group]]
        for (model, role), group in groupby(unique, lambda fact: fact[:2])
    ]


def _value(name, value):
    if isinstance(value, tuple):
        return [name, plain(value[0]), value[1]]
    return [name, plain(value)]


def plain(value):
    """A value as JSON; decimals are given as text of their digits."""
    if isinstance(value, datetime):
        return {"utc": value.isoformat()}
    if isinstance(value, float):
        digits = f"{value:.4f}".rstrip("0").rstrip(".")
        return {"decimal": digits}
    return value
