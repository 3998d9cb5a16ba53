"""What leave and work outside cover of a person's day (ATT-03, ATT-09, ATT-11)."""

from .spans import common, minus, seconds
from .verdict import Why


class Covers:
    """One day: what is due of it, less what was approved for it.

    ``due`` are the hours left to be judged by punches; the shares say how much of the
    day each approval takes.
    """

    def __init__(self, slot, first, last, approvals, rules, used, now):
        self.slot, self.rules, self.approvals = slot, rules, approvals
        self.first, self.last = first, last
        self.used, self.now = used, now
        self.why = Why()
        self.late = self.early = 0
        self.missing = []
        self.beyond = False
        self.forgiven = 0
        self.leave_days = self.unpaid_days = self.out_share = 0.0
        self.overdue_share = 0.0
        self.leave_type = None
        self.out_seconds = 0
        self.due, self.is_back_needed = slot.spans, True
        #: (moment, (model, id)) of each side, or None
        self.check_in = self.check_out = None

    def _cover(self):
        """Take what leave and work outside cover off the day (ATT-09, ATT-03)."""
        covers = self.approvals.covers
        if not covers:
            return
        for cover in covers:
            if cover.kind == "leave":
                self._take_leave(cover)
            elif cover.kind == "denied":
                self._deny_leave(cover)
        if not self.due and not self.overdue_share:
            self.leave_days = 1.0
        outings = [cover for cover in covers if cover.kind in ("out", "overdue")]
        for cover in outings:
            self._take_outing(cover)
        self._ask_back([self._hours(cover) for cover in outings])
        for cover in covers:
            if cover.kind == "unapproved":
                self._doubt_outing(cover)
        self._round_shares()

    def _ask_back(self, outside):
        """ATT-03: who is outside when the last hours due end need not punch off; who
        comes back before punches after coming back."""
        if not self.due:
            return
        end = self.due[-1][1]
        after = [max(start, end) for start, stop in self.slot.spans if stop > end]
        self.is_back_needed = not any(
            low <= moment < high for moment in after[:1] for low, high in outside
        )

    def _round_shares(self):
        self.leave_days = round(min(self.leave_days, 1.0), 4)
        self.unpaid_days = round(min(self.unpaid_days, self.leave_days), 4)
        room = round(1.0 - self.leave_days, 4)
        self.out_share = min(round(self.out_share, 4), room)
        room = round(room - self.out_share, 4)
        self.overdue_share = min(round(self.overdue_share, 4), room)

    def _hours(self, cover):
        """From when to when something covers the slot."""
        slot = self.slot
        if cover.part == "day":
            return slot.start, slot.stop
        if cover.part == "am":
            return slot.start, slot.middle()
        if cover.part == "pm":
            return slot.middle(), slot.stop
        return cover.start, cover.stop

    def _take_leave(self, cover):
        hours = self._hours(cover)
        taken = seconds(common(self.due, [hours]))
        if not taken:
            return
        self.due = minus(self.due, [hours])
        share = self._share(cover, taken)
        self.leave_days += share
        if cover.is_unpaid:
            self.unpaid_days += share
        self.leave_type = self.leave_type or cover.leave_type
        model, number = cover.ref
        key = "att.leave" if self.due or self.leave_days < 1.0 else "att.leave_day"
        self.why.add(
            "ATT-09",
            key,
            [(model, "leave", number)],
            start=max(hours[0], self.slot.start),
            stop=min(hours[1], self.slot.stop),
        )

    def _deny_leave(self, cover):
        """ATT-11: leave on a shift of a swap excuses from being there, but its hours
        are absence."""
        hours = self._hours(cover)
        taken = seconds(common(self.due, [hours]))
        if not taken:
            return
        self.due = minus(self.due, [hours])
        self.overdue_share += self._share(cover, taken)
        cause = cover.cause
        self.why.add(
            cause.rule,
            cause.key,
            [*cause.facts, self.rules.fact],
            start=max(hours[0], self.slot.start),
            stop=min(hours[1], self.slot.stop),
        )

    def _share(self, cover, taken):
        """The share of the day that a leave takes, of so many seconds due."""
        share = {"day": 1.0, "am": 0.5, "pm": 0.5}.get(cover.part)
        return taken / self.slot.seconds if share is None else share

    def _take_outing(self, cover):
        length = seconds(common(self.due, [self._hours(cover)]))
        if not length:
            return
        self.due = minus(self.due, [self._hours(cover)])
        if cover.kind == "out":
            self.out_seconds += length
            self.out_share += length / self.slot.seconds
            self._say_outing(cover, "att.out")
        else:
            self.overdue_share += length / self.slot.seconds
            self._say_outing(cover, "att.out_overdue")

    def _doubt_outing(self, cover):
        """ATT-03: hours outside on which nobody decided in time are absence. They
        excuse nothing: no approval says that the person was at work there."""
        length = seconds(common(self.due, [self._hours(cover)]))
        if length:
            self.overdue_share += length / self.slot.seconds
            self._say_outing(cover, "att.out_unapproved")

    def _say_outing(self, cover, key):
        start, stop = self._hours(cover)
        model, number = cover.ref
        self.why.add(
            "ATT-03",
            key,
            [(model, "outing", number), self.rules.fact],
            start=max(start, self.slot.start),
            stop=min(stop, self.slot.stop),
        )
