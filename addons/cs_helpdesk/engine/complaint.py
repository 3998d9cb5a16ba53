"""Classes of complaints, and what closing one needs (HD-04, HD-05)."""

from dataclasses import dataclass

#: From the mildest to the worst.
CLASSES = ("general", "repeat", "severe")


@dataclass(frozen=True, slots=True)
class Limits:
    """Parameters of HD-04: unresolved callbacks, and days of the same matter."""

    repeat_callbacks: int = 2
    repeat_days: int = 30
    severe_callbacks: int = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about a complaint.

    :param unresolved: callbacks in which the customer did not agree
    :param days_since_last: local days since the same customer last complained of the
        same matter; None: never before
    :param risk: safety, media or legal is marked
    :param marked: a supervisor marked it as severe
    """

    unresolved: int = 0
    days_since_last: int | None = None
    risk: bool = False
    marked: bool = False


def judge_class(standing: Standing, limits: Limits) -> tuple[str, str]:
    """The class by HD-04, and the ground for it.

    :return: one of CLASSES, and "", "again", "callbacks", "risk" or "marked"

    >>> judge_class(Standing(unresolved=1), Limits())
    ('general', '')
    >>> judge_class(Standing(unresolved=2), Limits())
    ('repeat', 'callbacks')
    >>> judge_class(Standing(days_since_last=30), Limits())
    ('repeat', 'again')
    >>> judge_class(Standing(days_since_last=31), Limits())
    ('general', '')
    >>> judge_class(Standing(unresolved=4, days_since_last=1), Limits())
    ('severe', 'callbacks')
    """
    if standing.marked:
        return "severe", "marked"
    if standing.risk:
        return "severe", "risk"
    if standing.unresolved >= limits.severe_callbacks:
        return "severe", "callbacks"
    if standing.unresolved >= limits.repeat_callbacks:
        return "repeat", "callbacks"
    days = standing.days_since_last
    if days is not None and days <= limits.repeat_days:
        return "repeat", "again"
    return "general", ""


def is_worse(before: str, after: str) -> bool:
    """Whether a class is above another; a class never goes down (HD-04)."""
    return CLASSES.index(after) > CLASSES.index(before)


@dataclass(frozen=True, slots=True)
class Share:
    """A unit named in a complaint.

    :param percent: of the responsibility, in hundredths of a percent (10 000 = all)
    :param reported: the unit's report that it is solved is there, and no callback
        since then said otherwise
    """

    percent: int
    reported: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is there when somebody wants to close a complaint (HD-05).

    :param agreed: in a callback after all reports the customer agreed
    """

    shares: tuple[Share, ...] = ()
    cause: bool = False
    handling: bool = False
    result: bool = False
    outcome: bool = False
    agreed: bool = False


def closing_gate(evidence: Evidence) -> dict[str, bool]:
    """Each condition of HD-05, in the order people meet them, and whether it holds.

    >>> [name for name, holds in closing_gate(Evidence()).items() if not holds]
    ['units', 'record', 'reports', 'agreement', 'outcome']
    """
    shares = evidence.shares
    reports = bool(shares) and all(share.reported for share in shares)
    return {
        "units": bool(shares) and sum(share.percent for share in shares) == 10_000,
        "record": evidence.cause and evidence.handling and evidence.result,
        "reports": reports,
        "agreement": reports and evidence.agreed,
        "outcome": evidence.outcome,
    }
