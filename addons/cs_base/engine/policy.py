"""Which policy rules whom on which day (ARCHITECTURE.md, idea 2; ALL-07).

The most specific scope wins: post and department together, then the post alone,
then the nearest department, then the company. Among departments the nearest
ancestor wins. A draft (ALL-03, what if) wins over a policy of the same scope.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

ONE_DAY = timedelta(days=1)

#: (first day, last day, policy id or None), both days included
Span = tuple[date, date, int | None]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy and its scope, from the first to the last day, both included.

    ``last`` is None while it has no end; ``department`` and ``job`` are None when
    the policy does not name them.
    """

    id: int
    company: int
    first: date
    last: date | None = None
    department: int | None = None
    job: int | None = None
    draft: bool = False

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where somebody works; ``departments`` from the own one up to its root."""

    company: int
    departments: tuple[int, ...] = ()
    job: int | None = None

    def scopes(self) -> Iterator[tuple[int, int | None, int | None]]:
        """(company, department, job) that apply here, most specific first.

        >>> list(Placement(1, (5, 4), 9).scopes())[:3]
        [(1, 5, 9), (1, 4, 9), (1, None, 9)]
        >>> list(Placement(1, (5, 4), 9).scopes())[3:]
        [(1, 5, None), (1, 4, None), (1, None, None)]
        """
        jobs = (None,) if self.job is None else (self.job, None)
        for job in jobs:
            for department in (*self.departments, None):
                yield self.company, department, job


@dataclass(frozen=True, slots=True)
class Stay:
    """A placement from the first to the last day, both included."""

    first: date
    last: date
    placement: Placement


def resolve(
    policies: Iterable[Policy],
    people: Mapping[int, Sequence[Stay]],
    first: date,
    last: date,
) -> dict[int, tuple[Span, ...]]:
    """The policy in force for each person on each day from first to last.

    :param people: person id -> stays in order of time; they may leave gaps
    :return: person id -> spans that cover first..last without gap; neighbours
        differ; None where no policy applies or the person has no placement
    :raise ValueError: last before first; stays out of order or overlapping
    """
    if last < first:
        raise ValueError(f"last day {last} is before first day {first}")
    by_scope = _by_scope(policies)
    # People share few placements, so each one is resolved once.
    whole = {None: [(first, last, None)]}
    joined = {}
    result = {}
    for person, stays in people.items():
        pieces = tuple(_pieces(stays, first, last))
        if pieces not in joined:
            for _start, _stop, placement in pieces:
                if placement not in whole:
                    whole[placement] = _paint(by_scope, placement, first, last)
            joined[pieces] = _join(pieces, whole)
        result[person] = joined[pieces]
    return result


def _by_scope(policies):
    by_scope = defaultdict(list)
    for policy in policies:
        by_scope[policy.company, policy.department, policy.job].append(policy)
    for same_scope in by_scope.values():
        # Drafts win. Approved ones never share a day; were it so, the later rules.
        same_scope.sort(key=lambda p: (p.draft, p.first, p.id), reverse=True)
    return by_scope


def _pieces(stays, first, last):
    """(start, stop, placement or None) covering first..last without gap."""
    if any(after.first <= before.last for before, after in pairwise(stays)):
        raise ValueError("stays overlap or are out of order")
    day = first
    for stay in stays:
        if stay.last < stay.first:
            raise ValueError("a stay ends before it begins")
        if stay.last < day or last < stay.first:
            continue
        if day < stay.first:
            yield day, stay.first - ONE_DAY, None
        yield max(day, stay.first), min(stay.last, last), stay.placement
        if last <= stay.last:
            return
        day = stay.last + ONE_DAY
    yield day, last, None


def _paint(by_scope, placement, first, last):
    """Spans over first..last of somebody who is always in this placement."""
    candidates = [
        policy for scope in placement.scopes() for policy in by_scope.get(scope, ())
    ]
    edges = {first}
    for policy in candidates:
        if first < policy.first <= last:
            edges.add(policy.first)
        if policy.last is not None and first <= policy.last < last:
            edges.add(policy.last + ONE_DAY)
    starts = sorted(edges)
    stops = [start - ONE_DAY for start in starts[1:]] + [last]
    return [
        (start, stop, next((p.id for p in candidates if p.covers(start)), None))
        for start, stop in zip(starts, stops, strict=True)
    ]


def _join(pieces, whole):
    """The spans of the placements cut to their pieces, equal neighbours merged."""
    spans = []
    for first, last, placement in pieces:
        for start, stop, policy in whole[placement]:
            start, stop = max(start, first), min(stop, last)
            if stop < start:
                continue
            if spans and spans[-1][2] == policy:
                start = spans.pop()[0]
            spans.append((start, stop, policy))
    return tuple(spans)
