"""Which punches are the two sides of a person's day (ATT-01, ATT-02, ATT-10)."""

from datetime import timedelta

from .day_covers import Covers
from .rules import PUNCH
from .spans import seconds_after, seconds_before

#: Punches of one visit within one half of the day.
ONE_VISIT = timedelta(minutes=30)


class Sides(Covers):
    """One day: coming and going, and how far they are from what is due."""

    def _bind(self):
        """Which punch is on duty and which off duty; see the head of ``judge``."""
        if not self.first:
            sides = (None, None)
        elif not self.is_back_needed:
            sides = (self.first, self.last if self.last[0] > self.first[0] else None)
        else:
            sides = self._two_sides()
        if sides[0]:
            self.check_in = (sides[0][0], (PUNCH, sides[0][1]))
        if sides[1]:
            self.check_out = (sides[1][0], (PUNCH, sides[1][1]))
        served = self.approvals.served_until
        if served and self.slot.is_open_end and served[0] > self.slot.stop:
            self._serve_longer(served)

    def _two_sides(self):
        first, last = self.first, self.last
        start, stop = self.due[0][0], self.due[-1][1]
        middle = start + (stop - start) / 2
        apart = last[0] - first[0]
        is_one = apart.total_seconds() <= self.rules.merge_seconds
        if apart <= ONE_VISIT:
            is_one = is_one or last[0] < middle or first[0] >= middle
        if not is_one:
            return first, last
        return (first, None) if first[0] < middle else (None, last)

    def _serve_longer(self, served):
        """ATT-10: the shift ends when the last customer has been served."""
        moment, (model, number) = served
        if self.due[-1][1] == self.slot.stop:
            self.due = [*self.due[:-1], (self.due[-1][0], moment)]
            self.why.add(
                "ATT-10", "att.served_until", [(model, "served", number)], until=moment
            )

    def _measure(self):
        """Seconds late and early, and the sides without a punch."""
        self.late = self.early = 0
        self.missing = []
        if self.check_in is None:
            self.missing.append("in")
        elif not self.slot.is_flexible:
            self.late = seconds_before(self.due, self.check_in[0])
        if not self.is_back_needed:
            return
        if self.check_out is None:
            self.missing.append("out")
        elif not self.slot.is_flexible:
            self.early = seconds_after(self.due, self.check_out[0])

    def _confirm(self):
        """ATT-02: confirmed punches stand in where a punch is missing or too late,
        in order of time, as long as the month's allowance lasts."""
        self._measure()
        if not self.approvals.corrections:
            return
        grace = self.rules.grace_minutes * 60
        for side in ("in", "out"):
            found = self._confirmation(side)
            bad = self.late > grace if side == "in" else self.early > grace
            if found is None or not (side in self.missing or bad):
                continue
            facts = [("cs.punch.correction", "correction", found.id), self.rules.fact]
            number = self.used + self.forgiven + 1
            allowance = self.rules.missed_allowance
            values = {"moment": found.moment, "number": number}
            params = [["missed_allowance", allowance]]
            if number > allowance:
                self.beyond = True
                self.why.add("ATT-02", "att.beyond", facts, params, **values)
                continue
            self.forgiven += 1
            setattr(
                self, f"check_{side}", (found.moment, ("cs.punch.correction", found.id))
            )
            self.why.add("ATT-02", f"att.fixed_{side}", facts, params, **values)
            self._measure()

    def _confirmation(self, side):
        """The confirmation of a side that says more than its punch, or None."""
        found = [c for c in self.approvals.corrections if c.side == side]
        if not found:
            return None
        if side == "in":
            best = min(found, key=lambda c: (c.moment, c.id))
            known = self.check_in
            return best if known is None or best.moment < known[0] else None
        best = max(found, key=lambda c: (c.moment, c.id))
        known = self.check_out
        return best if known is None or best.moment > known[0] else None

    def _is_open(self):
        """Whether the day may still become better by what happens before its end."""
        if self.now is None or self.now >= self.slot.window[1]:
            return False
        if self.slot.is_flexible or self.now < self.slot.stop:
            return True
        return self.is_back_needed and (self.check_out is None or self.early > 0)

    def _side_facts(self, *sides):
        known = [
            (side, getattr(self, f"check_{side}")) for side in (sides or ("in", "out"))
        ]
        return [(at[1][0], f"check_{side}", at[1][1]) for side, at in known if at]

    def _side_values(self):
        return {
            f"check_{side}": at[0]
            for side, at in (("in", self.check_in), ("out", self.check_out))
            if at
        }

    def _punch_facts(self):
        named = (("check_in", self.first), ("check_out", self.last))
        return [(PUNCH, role, punch[1]) for role, punch in named if punch]

    def _punch_values(self):
        named = (("check_in", self.first), ("check_out", self.last))
        return {name: punch[0] for name, punch in named if punch}

    def _show(self):
        """Punches of a day that they do not decide."""
        if self.first:
            self.check_in = (self.first[0], (PUNCH, self.first[1]))
        if self.last and self.last[0] > self.first[0]:
            self.check_out = (self.last[0], (PUNCH, self.last[1]))
