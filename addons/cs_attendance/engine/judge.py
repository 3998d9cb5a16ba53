"""The verdict on one person's day, with its reasons (ATT-01 to ATT-06, ATT-10).

What decides, the first that applies:

1. an accepted appeal (ALL-02);
2. another rule that says the day is an absence (ATT-05: ATT-09, ATT-11, ATT-14);
3. an exemption from punching (ATT-06);
4. approved leave, then work outside approved in time (ATT-09, ATT-03), for the hours
   that they cover;
5. punches, for what is left of the day (ATT-01, ATT-04);
6. confirmed missed punches, up to the allowance of the month (ATT-02);
7. absence (ATT-05).

Where leave covers a part and the rest is in order, the day is leave in part; where
the rest is not, the day is what the rest is, and the leave is counted all the same.

**Which punch is which.** What a terminal says of in and out is ignored. The first
punch of the window is the on-duty punch, the last one the off-duty punch. Punches
that belong together are one visit and stand for one side only: those within the
policy's merge time (ATT-30), and those of at most 30 minutes within one half of
the day, such as somebody pressing twice on leaving. A visit that begins in the first
half of the hours due is the on-duty punch, a later one the off-duty punch. So another
punch never makes somebody later, earlier gone, or one more punch short.

**How late.** The working time due before the on-duty punch, in seconds: breaks do not
count and neither does what an approval covers. Early leave likewise. Up to the grace
it is nothing, up to and including the limit it is late, above it an absence of what
is left of the day. The two are never added.

``now`` says how far the day has come: before its window nothing is known; until the
window ends a day without its off-duty punch is open.
"""

from datetime import timedelta

from .day_sides import Sides
from .rules import NOTHING_APPROVED, PUNCH
from .spans import minus, seconds
from .verdict import Verdict


def judge(slot, punches, approvals=None, rules=None, used=0, now=None):
    """What a person's day is.

    :param Slot slot: with its window
    :param punches: (naive UTC, id) in any order; those outside the window are ignored
    :param Approvals approvals: None when nothing was decided for the day
    :param Rules rules: the policy in force on the day
    :param used: confirmed missed punches of the month before this day (ATT-02)
    :param now: naive UTC; None: the day is over
    :rtype: Verdict, or None when the day has not begun
    """
    low, high = slot.window
    if now is not None and now < low:
        return None
    own = [punch for punch in punches if low <= punch[0] < high]
    first, last = (min(own), max(own)) if own else (None, None)
    if approvals is None:
        found = _ordinary(slot, first, last, rules)
        if found:
            return found
        approvals = NOTHING_APPROVED
    return _Day(slot, first, last, approvals, rules, used, now).verdict()


def _ordinary(slot, first, last, rules):
    """The verdict on a day like most, or None if it is not one.

    Nine days in ten are a free day without punches, or begin before and end after the
    hours due. They are written down without detours; that this equals the long way
    is tested.
    """
    if first is None:
        if not slot.is_due and slot.free is None:
            slot.free = _Day(
                slot, None, None, NOTHING_APPROVED, rules, 0, None
            ).verdict()
        return slot.free
    if not slot.is_due or slot.is_flexible:
        return None
    (check_in, first_id), (check_out, last_id) = first, last
    if check_in > slot.start or check_out < slot.stop:
        return None
    stayed = check_out - check_in
    if stayed <= rules.merge:
        return None
    came, ready = check_in.isoformat(), ""
    ready_at = slot.start - _ready(slot, rules)
    if check_in > ready_at:
        if rules.is_ready_penalised:
            return None
        facts, minutes = rules.fact_json + slot.ready_json, slot.ready_minutes(rules)
        ready = _NOT_READY % (first_id, facts, minutes, came, ready_at.isoformat())
        ready += slot.start_json + "]},"
    why = (
        f'{{"v":1,"verdict":"att.verdict.ok","reasons":[{ready}{{"rule":"ATT-01","key":'
        f'"att.present","facts":[["cs.punch","check_in",[{first_id}]],'
        f'["cs.punch","check_out",[{last_id}]],{rules.fact_json}],"params":[],'
        f'"values":[["check_in",{{"utc":"{came}"}}],'
        f'["check_out",{{"utc":"{check_out.isoformat()}"}}],{slot.plan_json}]}}]}}'
    )
    worked = (stayed.days * 86400 + stayed.seconds - slot.away) // 60
    # Positional, in the order of the fields: this runs for every day of everybody.
    return Verdict(
        *("ok", why, False, False, check_in, check_out, 0, 0, 0, 0, 0, 0),
        *(1.0, 1.0, 0.0, 0.0, 0.0, None, 0, worked),
    )


_NOT_READY = (
    '{"rule":"ATT-10","key":"att.not_ready","facts":[["cs.punch","check_in",[%s]],%s],'
    '"params":[["ready_minutes",%s,"minute"]],"values":[["check_in",{"utc":"%s"}],'
    '["ready",{"utc":"%s"}],'
)


def _ready(slot, rules):
    return rules.ready if slot.ready is None else timedelta(minutes=slot.ready)


class _Day(Sides):
    """One day that needs a closer look: from one rule to the next."""

    def verdict(self):
        if self.approvals.ruling:
            return self._ruled()
        cause = self.approvals.cause
        if not self.slot.is_due and not (cause and cause.is_owed):
            return self._free()
        if cause:
            return self._caused(cause)
        self._cover()
        if self.approvals.exempt:
            return self._exempt()
        if not self.due:
            return self._covered()
        self._bind()
        self._confirm()
        if self._is_open():
            return self._open()
        return self._judged()

    def _ruled(self):
        """ALL-02: what was decided on an appeal."""
        name, (model, number) = self.approvals.ruling
        self._show()
        self.why.add("ALL-02", "att.ruling", [(model, "ruling", number)])
        if not self.slot.is_due:
            return self._result(name)
        if name == "leave":
            self._cover()
            self.leave_days = self.leave_days or 1.0
        days = {"absent_days": 1.0} if name == "absent" else {}
        counts = {
            "late_count": int(name in ("late", "late_early")),
            "early_count": int(name in ("early", "late_early")),
        }
        return self._result(name, **days, **counts)

    def _caused(self, cause):
        """ATT-05: leaving the post, a swap, a leave or a handover against the rules."""
        self._show()
        facts = [*cause.facts, self.rules.fact]
        self.why.add(cause.rule, cause.key, facts, **dict(cause.values))
        return self._result("absent", work_days=1.0, absent_days=1.0)

    def _exempt(self):
        """ATT-06. Who need not punch may still be on leave: those days count."""
        self._show()
        model, number = self.approvals.exempt
        self.why.add("ATT-06", "att.exempt", [(model, "exemption", number)])
        return self._result("exempt")

    def _free(self):
        """ATT-18, ATT-10: a day without work; who comes all the same is shown."""
        self._show()
        facts = self._punch_facts()
        if self.slot.source:
            model, number = self.slot.source
            facts = [*facts, (model, "plan", number)]
        kind = "holiday" if self.slot.kind == "holiday" else "rest"
        rule = "ATT-18" if kind == "holiday" else "ATT-10"
        key = f"att.{kind}_worked" if self.first else f"att.{kind}"
        values = {"name": self.slot.name} if self.slot.name else {}
        if self.slot.name:
            key += "_named"
        self.why.add(rule, key, facts, **values, **self._punch_values())
        return self._result(kind)

    def _covered(self):
        """Nothing of the day is left to be judged by punches."""
        self._show()
        if self.overdue_share:
            return self._result("absent", absent_days=self.overdue_share)
        return self._result("leave" if self.leave_days else "out")

    # Not over yet

    def _open(self):
        facts = [*self._side_facts(), self.rules.fact]
        key = "att.open_in" if self.check_in else "att.open"
        values = self._side_values()
        values.pop("check_out", None)
        self.why.add("ATT-01", key, facts, **values, **self._plan())
        return self._result("open", present_days=0.0)

    # The outcome

    def _judged(self):
        rules = self.rules
        limit, grace = rules.absence_minutes * 60, rules.grace_minutes * 60
        if self._has_left_post():
            return self._absent()
        if self.late > limit or self.early > limit:
            self._say_short("att.absent_", limit)
            return self._absent()
        if len(self.missing) == 2:
            return self._nobody()
        is_short = self.late > grace or self.early > grace
        if is_short and not self.missing and rules.unexcused_short == "absent":
            self._say_short("att.unexcused_", grace)
            return self._absent()
        if self.missing:
            return self._missed()
        self._say_short("att.", grace)
        self._say_ready()
        if not is_short and not self.forgiven:
            self._say_present()
        return self._present()

    def _has_left_post(self):
        """ATT-14: who is to be relieved stays until the relief has accepted. Going
        before, by more than the grace, is said; whether it is an absence by itself
        says the policy. While nobody has accepted it is for a superior to look at."""
        relieved = self.approvals.relieved
        if not (relieved and self.check_out and self.is_back_needed):
            return False
        moment, (model, number) = relieved
        grace = timedelta(minutes=self.rules.grace_minutes)
        if moment is not None and moment <= self.check_out[0] + grace:
            return False
        counts = moment is not None and self.rules.left_post_outcome == "absent"
        key = "att.left_post" if counts else "att.left_post_shown"
        values = {"check_out": self.check_out[0]}
        if moment is None:
            key = "att.not_relieved"
        else:
            values["accepted"] = moment
        facts = [(model, "handover", number), *self._side_facts("out"), self.rules.fact]
        self.why.add("ATT-14", key, facts, **values)
        return counts

    def _late_figures(self):
        """Late and early as figures; being late begins where being ready is due if
        that is penalised (ATT-10)."""
        grace = self.rules.grace_minutes * 60
        late = self._short_of_ready() if self.rules.is_ready_penalised else self.late
        is_late, is_early = late > grace, self.early > grace
        return {
            "late_count": int(is_late),
            "early_count": int(is_early),
            "late_minutes": -(-late // 60) if is_late else 0,
            "early_minutes": -(-self.early // 60) if is_early else 0,
        }

    def _present(self):
        figures = self._late_figures()
        short = [name for name in ("late", "early") if figures[f"{name}_count"]]
        if self.overdue_share:
            name = "absent"
        elif short:
            name = "_".join(short)
        elif self.leave_days or self.out_share:
            name = "leave" if self.leave_days else "out"
        else:
            name = "fixed" if self.forgiven else "ok"
        return self._result(name, absent_days=self.overdue_share, **figures)

    def _absent(self, missed=0):
        rest = round(1.0 - self.leave_days - self.out_share, 4)
        return self._result("absent", absent_days=rest, missed_count=missed)

    def _nobody(self):
        """ATT-05: no punch and no approval."""
        facts = [(PUNCH, "punch", None), self.rules.fact]
        self.why.add("ATT-05", "att.no_punch", facts, **self._plan())
        return self._absent(missed=2 if self.beyond else 0)

    def _missed(self):
        """ATT-02: one side missing. It can be confirmed while nobody has refused it,
        the allowance lasts and the month is not final; after that the policy says
        what it is."""
        rules = self.rules
        is_settled = self.beyond or self._say_missed()
        if is_settled and rules.missed_outcome == "absent":
            return self._absent(missed=1)
        self._say_short("att.", rules.grace_minutes * 60)
        self._say_ready()
        return self._result(
            "missed",
            missed_count=1,
            absent_days=self.overdue_share,
            **self._late_figures(),
        )

    def _say_missed(self):
        """Say which punch is missing; :return: why it can no longer be confirmed."""
        allowance = self.rules.missed_allowance
        [side] = self.missing
        settled = ""
        if side in self.approvals.refused:
            settled = "_refused"
        elif self.used + self.forgiven >= allowance:
            settled = "_used"
        elif self.approvals.is_final:
            settled = "_final"
        facts = [*self._side_facts(), (PUNCH, "punch", None), self.rules.fact]
        params = [["missed_allowance", allowance]]
        key = f"att.missed_{side}{settled}"
        self.why.add("ATT-02", key, facts, params, **self._plan())
        return settled

    def _short_of_ready(self):
        """Seconds after the moment at which one has to be ready (ATT-10)."""
        if not self._is_start_due():
            return self.late
        early = (self.slot.start - self.check_in[0]).total_seconds()
        asked = self.slot.ready_minutes(self.rules) * 60
        return self.late + max(0, asked - max(0, int(early)))

    def _is_start_due(self):
        return (
            self.check_in is not None
            and not self.slot.is_flexible
            and self.due[0][0] == self.slot.start
        )

    def _say_ready(self):
        """ATT-10: there by the start, but not ready in time before it."""
        rules = self.rules
        short = self._short_of_ready()
        if self.late > rules.grace_minutes * 60 or short <= self.late:
            return
        counts = rules.is_ready_penalised and short > rules.grace_minutes * 60
        facts = [*self._side_facts("in"), rules.fact]
        if self.slot.ready is not None:
            facts.append(("cs.shift", "plan", self.slot.shift))
        self.why.add(
            "ATT-10",
            "att.not_ready_late" if counts else "att.not_ready",
            facts,
            [["ready_minutes", self.slot.ready_minutes(rules), "minute"]],
            check_in=self.check_in[0],
            ready=self.slot.start - _ready(self.slot, rules),
            start=self.slot.start,
        )

    # Words

    def _say_short(self, key, limit):
        """ATT-04: late and early, each with its own sentence ``<key>late``."""
        params = [["absence_minutes", self.rules.absence_minutes, "minute"]]
        if self.rules.grace_minutes:
            params.insert(0, ["grace_minutes", self.rules.grace_minutes, "minute"])
        for side, name, value in (
            ("in", "late", self.late),
            ("out", "early", self.early),
        ):
            if value > limit:
                self.why.add(
                    "ATT-04",
                    f"{key}{name}",
                    [*self._side_facts(side), self.rules.fact],
                    params,
                    **{name: (value, "second")},
                    **{f"check_{side}": getattr(self, f"check_{side}")[0]},
                    **self._plan(),
                )

    def _say_present(self):
        key = "att.present" if self.is_back_needed else "att.present_in"
        if self.slot.is_flexible:
            key = "att.present_flexible"
        facts = [*self._side_facts(), self.rules.fact]
        self.why.add("ATT-01", key, facts, **self._side_values(), **self._plan())

    def _plan(self):
        """The hours due: what approvals leave of the slot."""
        return {"start": self.due[0][0], "stop": self.due[-1][1]}

    # Figures

    def _result(self, name, **figures):
        due = 1.0 if self.slot.is_due and name not in ("rest", "holiday") else 0.0
        due = figures.pop("work_days", due)
        leave = self.leave_days if due else 0.0
        absent = figures.pop("absent_days", 0.0)
        present = figures.pop("present_days", round(due - leave - absent, 4))
        shares = (leave, self.out_share, self.overdue_share)
        return Verdict(
            name,
            self.why.text(name),
            is_pending=self.approvals.is_pending,
            is_part=any(0.0 < share < 1.0 for share in shares),
            check_in=self.check_in and self.check_in[0],
            check_out=self.check_out and self.check_out[0],
            forgiven_count=self.forgiven,
            work_days=due,
            present_days=present,
            absent_days=absent,
            leave_days=leave,
            unpaid_days=self.unpaid_days if due else 0.0,
            leave_type_id=self.leave_type,
            out_minutes=self.out_seconds // 60,
            worked_minutes=self._worked() // 60,
            **figures,
        )

    def _worked(self):
        """Seconds between on and off duty without the breaks between."""
        if not (self.check_in and self.check_out):
            return 0
        stayed = [(self.check_in[0], self.check_out[0])]
        return max(seconds(minus(stayed, self.slot.breaks)), 0)
