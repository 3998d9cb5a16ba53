"""Where the stretches of a ticket's clock lie on a bar (HD-02, HD-03).

The bar is 100 wide, from the beginning to the limit or, when that is later, to now.
Moments are naive UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of time: [start, stop).

    :param row: whose it is, any key
    """

    start: datetime
    stop: datetime
    row: object
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """The time that a bar shows.

    >>> axis = Axis(datetime(2025, 6, 1), datetime(2025, 6, 5))
    >>> axis.at(datetime(2025, 6, 2))
    25.0
    """

    start: datetime
    end: datetime

    @classmethod
    def of(cls, pieces: Sequence[Piece], *others: datetime | None) -> "Axis":
        """From the first piece to the last of all moments; never empty."""
        start = min(piece.start for piece in pieces)
        known = [piece.stop for piece in pieces] + [one for one in others if one]
        return cls(start, max(*known, start + timedelta(minutes=1)))

    def at(self, moment: datetime) -> float:
        """Place of a moment, from 0 to 100."""
        inside = min(max(moment, self.start), self.end)
        share = (inside - self.start) / (self.end - self.start)
        return round(share * 100, 3)

    def span(self, start: datetime, stop: datetime) -> dict:
        """``left`` and ``width`` of a stretch."""
        left = self.at(start)
        return {"left": left, "width": round(self.at(stop) - left, 3)}


def merged(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces sorted, neighbours alike but for their row made one: a total."""
    result = []
    for piece in sorted(pieces, key=lambda one: one.start):
        last = result[-1] if result else None
        if last and last.stop == piece.start and last.is_paused == piece.is_paused:
            result[-1] = Piece(last.start, piece.stop, None, last.is_paused)
        else:
            result.append(Piece(piece.start, piece.stop, None, piece.is_paused))
    return result


def by_row(pieces: Sequence[Piece]) -> dict:
    """Row -> its pieces, rows in the order in which they first had the ticket."""
    rows = {}
    for piece in sorted(pieces, key=lambda one: one.start):
        rows.setdefault(piece.row, []).append(piece)
    return rows


def midnights(axis: Axis, local_midnight, most: int = 6) -> list[datetime]:
    """Beginnings of days on the axis, thinned out to at most so many.

    :param local_midnight: function moment -> the first local midnight after it
    """
    found, moment = [], local_midnight(axis.start)
    while moment < axis.end and len(found) < 400:
        found.append(moment)
        moment = local_midnight(moment)
    step = -(-len(found) // most) or 1
    return found[::step]


def readable(
    ticks: Sequence[tuple[float, str]], gap: float, ends: float
) -> list[tuple[float, str]]:
    """Labels that do not touch: the first and the last stay, others give way.

    :param gap: least distance of two in the middle, of 100
    :param ends: and to the first and the last, which are longer and lie inwards
    """
    if len(ticks) < 2:
        return list(ticks)
    first, *middle, last = ticks
    kept = [first]
    for tick in middle:
        before = gap if len(kept) > 1 else ends
        if tick[0] - kept[-1][0] >= before and last[0] - tick[0] >= ends:
            kept.append(tick)
    return [*kept, last]
