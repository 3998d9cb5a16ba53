"""What a person has to do on a day, and which punches belong to it (ATT-01, ATT-10).

The date of a slot is the local date of its start. A punch belongs to exactly one
slot: that in whose window it lies. Windows of neighbours touch and never overlap.

Between two working slots the border lies midway between the end of the first and
the start of the second. A slot that reaches midnight, and one with an open end, is
given more: up to 12 hours after its end, but nothing of the last 4 hours before the
next one begins; so who serves the last customer until long after midnight has
punched off for the night before. A day without hours lets its neighbours behave as
if they went on every day, but takes none of the 4 hours around them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from .spans import minus, seconds

WORK, REST, HOLIDAY, MAKEUP = "work", "rest", "holiday", "makeup"
#: Kinds of day on which somebody is due.
WORKING = (WORK, MAKEUP)

DAY = timedelta(days=1)
#: How long after its end a night or open-ended slot still takes a punch.
AFTER_END = timedelta(hours=12)
#: How long before a start (and, next to a free day, after an end) nobody else's
#: window reaches.
AROUND = timedelta(hours=4)


@dataclass(slots=True)
class Slot:
    """One person's day. Shared between people with the same plan: never change it.

    :param start, stop: naive UTC, both None on a day without hours
    :param breaks: (start, stop) inside the slot that are not work (ATT-15)
    :param window: [from, to) in naive UTC; ``windows`` fills it in
    :param is_open_end: who still serves a customer finishes first (ATT-10)
    :param ready: minutes before the start at which people are ready by this shift,
        None: as the policy says (ATT-10)
    :param is_flexible: hours without fixed start and end; nobody is late
    :param shift: id of the cs.shift, or None
    :param source: (model, id) of the record that planned it, or None
    :param name: name of the holiday, make-up day or closure that decides the kind
    :param extra: (start, stop) of further slots of the day (overtime)
    :param midnight: naive UTC of the local midnight that begins the date
    """

    date: date
    kind: str
    start: datetime | None = None
    stop: datetime | None = None
    breaks: tuple[tuple[datetime, datetime], ...] = ()
    window: tuple[datetime, datetime] | None = None
    is_open_end: bool = False
    is_flexible: bool = False
    shift: int | None = None
    source: tuple[str, int] | None = None
    name: str = ""
    extra: tuple[tuple[datetime, datetime], ...] = ()
    midnight: datetime | None = None
    ready: int | None = None
    spans: list = field(init=False, repr=False, compare=False)
    #: Seconds due, and seconds of the breaks.
    seconds: int = field(init=False, repr=False, compare=False)
    away: int = field(init=False, repr=False, compare=False)
    is_due: bool = field(init=False, repr=False, compare=False)
    #: The plan as values of an explanation, written once for everybody who shares it.
    start_json: str = field(init=False, default="", repr=False, compare=False)
    plan_json: str = field(init=False, default="", repr=False, compare=False)
    ready_json: str = field(init=False, default="", repr=False, compare=False)
    #: The verdict on a free day without punches, the same for all who share it.
    free: tuple | None = field(init=False, default=None, repr=False, compare=False)

    def __post_init__(self):
        hours = [(self.start, self.stop)] if self.start else []
        self.spans = minus(hours, self.breaks)
        self.seconds, self.away = seconds(self.spans), seconds(self.breaks)
        self.is_due = self.kind in WORKING and self.seconds > 0
        if self.is_due:
            self.start_json = f'["start",{{"utc":"{self.start.isoformat()}"}}]'
            stop = f'["stop",{{"utc":"{self.stop.isoformat()}"}}]'
            self.plan_json = f"{self.start_json},{stop}"
            if self.ready is not None:
                self.ready_json = f',["cs.shift","plan",[{self.shift}]]'

    def ready_minutes(self, rules):
        """How many minutes before the start people are ready (ATT-10)."""
        return rules.ready_minutes if self.ready is None else self.ready

    @property
    def is_rostered(self):
        """Planned for this person and day, not by a calendar or a fixed shift."""
        return bool(self.source) and self.source[0] == "cs.duty.slot"

    @property
    def reach(self):
        """(first start, last end) of the day with its overtime, or None."""
        if not self.extra:
            return (self.start, self.stop) if self.start else None
        ends = [(self.start, self.stop)] if self.start else []
        ends += self.extra
        return min(start for start, _ in ends), max(stop for _, stop in ends)

    @property
    def is_long(self):
        """Whether it may take punches until long after its end."""
        return self.is_open_end or self.reach[1] >= self.midnight + DAY

    def middle(self):
        """Where the first half of the day ends for a half-day leave: in the middle
        of the longest break, else halfway through the working time."""
        if self.breaks:
            start, stop = max(self.breaks, key=lambda b: (b[1] - b[0], b[0]))
            return start + (stop - start) / 2
        return self.start + (self.stop - self.start) / 2


def windows(slots):
    """Set the window of each slot of one person.

    :param slots: in order of date, each with its midnight; missing dates are days on
        which the person is not employed
    """
    lows, highs = [], []
    for number, slot in enumerate(slots):
        before = slots[number - 1] if number else None
        after = slots[number + 1] if number + 1 < len(slots) else None
        lows.append(_low(slot, before))
        highs.append(_high(slot, after))
    _settle(slots, lows, highs)
    border = lows[0] if slots else None
    for slot, low, high in zip(slots, lows, highs, strict=True):
        low = max(low, border)
        border = max(high, low)
        slot.window = (low, border)


def _low(slot, before):
    """Where the window begins, seen from this slot and the one before."""
    beside = before is not None and slot.date - before.date == DAY
    if not slot.reach:
        return _high(before, slot) if beside and before.reach else slot.midnight
    if beside and before.reach:
        return _between(before.reach[1], slot.reach[0], before.is_long)
    start, stop = slot.reach
    return min(_between(stop - DAY, start, slot.is_long), start - AROUND)


def _high(slot, after):
    """Where the window ends, seen from this slot and the one after."""
    beside = after is not None and after.date - slot.date == DAY
    if not slot.reach:
        return _low(after, slot) if beside else slot.midnight + DAY
    if beside and after.reach:
        return _between(slot.reach[1], after.reach[0], slot.is_long)
    start, stop = slot.reach
    border = _between(stop, start + DAY, slot.is_long)
    return min(max(border, stop + AROUND), stop + AFTER_END)


def _between(stop, start, is_long):
    """The border between the end of a slot and the start of the next one."""
    border = min(stop, start) + abs(start - stop) / 2
    if is_long:
        border = max(border, min(stop + AFTER_END, start - AROUND))
    return border.replace(microsecond=0)


def _settle(slots, lows, highs):
    """Where free days are too short for the slots on both sides, these meet midway."""
    working = [number for number, slot in enumerate(slots) if slot.reach]
    for before, after in pairwise(working):
        if highs[before] > lows[after]:
            stop, start = slots[before].reach[1], slots[after].reach[0]
            border = _between(stop, start, slots[before].is_long)
            highs[before] = lows[after] = border
            for number in range(before + 1, after):
                lows[number] = highs[number] = border
