"""What the judge is told besides punches: the policy in force and what was approved."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

POLICY = "cs.attendance.policy"
PUNCH = "cs.punch"


@dataclass(frozen=True, slots=True)
class Rules:
    """The parameters of a policy that decide a day. The defaults are those of the
    regulations and hold where no policy is in force (``policy`` is None)."""

    policy: int | None = None
    missed_allowance: int = 3
    missed_outcome: str = "absent"
    grace_minutes: int = 0
    absence_minutes: int = 30
    unexcused_short: str = "late"
    ready_minutes: int = 5
    is_ready_penalised: bool = False
    merge_seconds: int = 60
    left_post_outcome: str = "absent"
    #: What is asked of every day, computed once.
    fact_json: str = field(init=False, repr=False, compare=False)
    ready: timedelta = field(init=False, repr=False, compare=False)
    merge: timedelta = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        number = "null" if self.policy is None else self.policy
        fixed = {
            "fact_json": f'["{POLICY}","policy",[{number}]]',
            "ready": timedelta(minutes=self.ready_minutes),
            "merge": timedelta(seconds=self.merge_seconds),
        }
        for name, value in fixed.items():
            object.__setattr__(self, name, value)

    @property
    def fact(self):
        return (POLICY, "policy", self.policy)


class Cause(NamedTuple):
    """A rule outside this engine that makes a day, or hours of it, an absence (ATT-05).

    :param values: (name, value) for the sentence
    :param is_owed: the person owed a shift on that day, whatever the plan says of it
    """

    rule: str
    key: str
    facts: tuple[tuple[str, str, int], ...] = ()
    values: tuple[tuple[str, object], ...] = ()
    is_owed: bool = False


class Cover(NamedTuple):
    """An approved leave or outing on one day.

    :param kind: ``leave``; ``out`` for an outing approved in time or a leave that
        counts as work; ``overdue`` for an outing approved too late (those hours are
        absence, ATT-03); ``unapproved`` for one on which nobody decided in time;
        ``denied`` for leave to whose hours another rule gives no right: absence
    :param part: ``day``, ``am`` or ``pm`` of the slot, or ``hours`` from start to stop
    :param ref: (model, id)
    :param cause: the rule that denies it
    """

    kind: str
    part: str
    ref: tuple[str, int]
    start: datetime | None = None
    stop: datetime | None = None
    leave_type: int | None = None
    is_unpaid: bool = False
    cause: Cause | None = None


class Correction(NamedTuple):
    """An approved confirmation of a missed punch (ATT-02); side ``in`` or ``out``."""

    side: str
    moment: datetime
    id: int


class Approvals(NamedTuple):
    """Everything that was decided about one person's day.

    :param ruling: (verdict, (model, id)) of an accepted appeal; it is above all else
    :param cause: makes the day an absence, whatever was approved
    :param exempt: (model, id) of what exempts from punching (ATT-06), or None
    :param refused: sides whose confirmation was refused for good
    :param is_pending: a request for the day waits for a decision
    :param is_final: the month's sheet is approved: nothing more can be confirmed
    :param served_until: (naive UTC, (model, id)): end of the last customer served in
        an open-ended shift (ATT-10)
    :param relieved: (naive UTC, (model, id)): when the relief accepted the handover
        that the person signed, None while nobody has (ATT-14)
    """

    ruling: tuple | None = None
    cause: Cause | None = None
    exempt: tuple[str, int] | None = None
    covers: tuple[Cover, ...] = ()
    corrections: tuple[Correction, ...] = ()
    refused: frozenset = frozenset()
    is_pending: bool = False
    is_final: bool = False
    served_until: tuple | None = None
    relieved: tuple | None = None


NOTHING_APPROVED = Approvals()
