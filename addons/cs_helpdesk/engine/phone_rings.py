"""Whether a call was answered within the rings of the policy (HD-03).

A ring of the telephone is a tone and the silence after it: 1 s and 4 s in China, so
3 rings last 15 s. The last moment of the limit is in time.
"""

from dataclasses import dataclass
from decimal import Decimal

ANSWERED, MISSED, ABANDONED = "answered", "missed", "abandoned"
STATES = (ANSWERED, MISSED, ABANDONED)
#: verdicts; "gave_up" counts nowhere: the caller hung up while there was time
IN_TIME, LATE, UNANSWERED, GAVE_UP = "in_time", "late", "missed", "gave_up"
#: verdicts that count, of which ``IN_TIME`` are good
COUNTED = (IN_TIME, LATE, UNANSWERED)


class BadCall(ValueError):
    """What a log says of a call cannot be: ``code`` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of the policy.

    :param rings: the last ring at which one answers in time
    :param ring_seconds: how long a ring lasts with its silence
    """

    rings: int = 3
    ring_seconds: Decimal = Decimal(5)

    def __post_init__(self):
        if self.rings < 0 or self.ring_seconds <= 0:
            raise ValueError("a limit is not negative, and a ring lasts some time")

    @property
    def seconds(self) -> Decimal:
        return self.rings * self.ring_seconds

    def is_over(self, rings: int | None, seconds: Decimal | None) -> bool:
        """Whether it rang longer; counted rings go before measured seconds.

        >>> limit = Limit()
        >>> limit.is_over(3, None), limit.is_over(4, None)
        (False, True)
        >>> limit.is_over(None, Decimal(15)), limit.is_over(None, Decimal("15.001"))
        (False, True)
        """
        if rings is not None:
            return rings > self.rings
        if seconds is None:
            raise BadCall("not_measured")
        return seconds > self.seconds


def judge(state: str, rings: int | None, seconds: Decimal | None, limit: Limit) -> str:
    """Say what became of a call (HD-03).

    :param state: one of STATES
    :param rings: how often it rang; None: the telephone system does not count
    :param seconds: how long it rang; None: it does not measure
    :return: a verdict. Who hangs up at a moment at which an answer would have been in
        time is nobody's fault; who hangs up later was missed.
    :raise BadCall: negative_ring, not_measured, unknown_state

    >>> judge("answered", 3, None, Limit()), judge("answered", 4, None, Limit())
    ('in_time', 'late')
    >>> judge("abandoned", 3, None, Limit()), judge("abandoned", 4, None, Limit())
    ('gave_up', 'missed')
    """
    if state not in STATES:
        raise BadCall("unknown_state")
    if (rings or 0) < 0 or (seconds or 0) < 0:
        raise BadCall("negative_ring")
    if state == MISSED:
        return UNANSWERED
    is_over = limit.is_over(rings, seconds)
    if state == ABANDONED:
        return UNANSWERED if is_over else GAVE_UP
    return LATE if is_over else IN_TIME
