from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..engine.swap import REGULATIONS, Duty, Side, Terms, begin, refusals

DAY = timedelta(days=1)
#: Days around a swap in which the shift before and after it is looked for.
AROUND = 14 * DAY


class CsShiftSwap(models.Model):
    """What speaks against a swap (ATT-11): gathers what ``engine.swap`` asks for and
    says its answer in words."""

    _inherit = "cs.shift.swap"

    def _is_complete(self):
        return (
            self.employee_id
            and self.colleague_id
            and self.employee_id != self.colleague_id
            and self.date_given
            and self.date_returned
        )

    def _people(self):
        """Requester and colleague, as stored records with superuser rights."""
        people = self.employee_id, self.colleague_id
        return tuple((one._origin or one).sudo() for one in people)

    def _check_asked(self):
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please give a reason."))
        self._check_open()
        self._check_rules()

    def _check_rules(self):
        """:raise UserError: with everything that speaks against it (ATT-11)"""
        reasons = self._reasons()
        if reasons:
            raise UserError("\n".join(reasons))

    def _check_answerable(self):
        # Who may not read it learns the rule and nothing of the swap.
        if not self.has_access("read"):
            raise AccessError(
                self.env._("Only the colleague who was asked can answer this (ATT-11).")
            )

    def _check_answers(self):
        if self.colleague_id not in self.env.user._cs_employees():
            raise AccessError(
                self.env._(
                    "Only %(name)s can answer this (ATT-11).",
                    name=self.colleague_id.name,
                )
            )
        if self.state != "asked":
            raise UserError(self.env._("This does not wait for an answer any more."))

    def _reasons(self):
        """Sentences that say why not; empty: it may be."""
        own, other = self._people()
        if own.company_id != other.company_id:
            return [self.env._("Shifts are swapped within a company (ATT-11).")]
        sides = self._sides()
        found = refusals(
            self.date_given, self.date_returned, sides, fields.Datetime.now()
        )
        return [self._refusal_sentence(one, sides) for one in found]

    def _sides(self):
        """Both people as ``engine.swap`` takes them."""
        days = {self.date_given, self.date_returned}
        first, last = min(days) - AROUND, max(days) + AROUND
        people = self._people()
        together = people[0] | people[1]
        plans = self.env["cs.duty.slot"].sudo()._planned(together, first, last)
        marks = {
            "is_swapped": self._swapped_days(together, first, last),
            "is_draft": self._draft_days(together, days),
            "on_leave": self._leave_days(together, days),
            "is_holiday": {
                (one.id, day) for one in people for day in self._holidays(one, days)
            },
        }
        terms = self._terms(together, days)
        return tuple(
            Side(
                {
                    day: self._duty(slot, marks, (person.id, day))
                    for day, slot in sorted(plans.get(person.id, {}).items())
                },
                self._used(person),
                terms[person.id],
            )
            for person in people
        )

    @api.model
    def _duty(self, slot, marks, place):
        """A slot as ``engine.swap`` takes it, with what is said of its place."""
        return Duty(
            slot.date,
            slot.start if slot.is_due else None,
            slot.stop if slot.is_due else None,
            tuple(slot.extra),
            is_rostered=self._is_rostered(slot),
            **{name: place in places for name, places in marks.items()},
        )

    @api.model
    def _is_rostered(self, slot):
        """Whether it is a shift, not just the hours of a working calendar."""
        return bool(slot.shift or slot.is_rostered)

    @api.model
    def _terms(self, people, days):
        """What the policy in force on each day says: person id -> day -> Terms."""
        Policy = self.env["cs.attendance.policy"].sudo()
        spans = Policy._policy_spans(people, min(days), max(days))
        result = {person.id: {} for person in people}
        for number, own in spans.items():
            for day in days:
                [policy] = [one for low, high, one in own if low <= day <= high]
                result[number][day] = self._terms_of(policy)
        return result

    @api.model
    def _terms_of(self, policy):
        if not policy:
            return REGULATIONS
        return Terms(
            policy.swap_limit,
            timedelta(hours=policy.rest_hours),
            policy.is_swap_row_forbidden,
            policy.is_swap_holiday_forbidden,
        )

    def _swapped_days(self, people, first, last):
        domain = Domain("employee_id", "in", people.ids)
        domain &= Domain("date", ">=", first) & Domain("date", "<=", last)
        domain &= Domain("swap_id", "not in", self._origin.ids)
        parts = self.env["cs.shift.swap.part"].sudo().search(domain)
        return {(part.employee_id.id, part.date) for part in parts}

    def _draft_days(self, people, days):
        domain = Domain("employee_id", "in", people.ids)
        domain &= Domain("date", "in", list(days)) & Domain("is_draft", "=", True)
        slots = self.env["cs.duty.slot"].sudo().search(domain)
        return {(slot.employee_id.id, slot.date) for slot in slots}

    def _leave_days(self, people, days):
        domain = Domain("employee_id", "in", people.ids)
        domain &= Domain("state", "in", ("confirm", "validate1", "validate"))
        domain &= Domain("request_date_from", "<=", max(days))
        domain &= Domain("request_date_to", ">=", min(days))
        return {
            (leave.employee_id.id, day)
            for leave in self.env["hr.leave"].sudo().search(domain)
            for day in days
            if leave.request_date_from <= day <= leave.request_date_to
        }

    @api.model
    def _holidays(self, person, days):
        """Those of the days that are public holidays where the person works."""
        Working = self.env["cs.working.time"].sudo()
        result = set()
        for day in days:
            calendar = person._get_version(day).resource_calendar_id
            if calendar:
                facts = Working._facts(calendar, person.company_id)
                result |= {
                    plan.day for plan in facts.plans(day, day) if plan.kind == "holiday"
                }
        return result

    def _month(self):
        """First day of the month in which the swap counts: that of its first day."""
        return min(self.date_given, self.date_returned).replace(day=1)

    def _used(self, person):
        domain = Domain("employee_id", "=", person.id)
        domain &= Domain("month", "=", self._month())
        domain &= Domain("swap_id", "not in", self._origin.ids)
        return self.env["cs.shift.swap.use"].sudo().search_count(domain)

    def _begins_at(self):
        return begin(self.date_given, self.date_returned, self._sides()) or False

    def _plan_text(self, person, day):
        """What somebody has to do on a day, in words."""
        slot = self.env["cs.duty.slot"].sudo()._planned(person, day, day)
        slot = slot.get(person.id, {}).get(day)
        if not slot:
            return self.env._("%(day)s: not employed", day=self._day_name(day))
        if not slot.is_due:
            return self.env._("%(day)s: no shift", day=self._day_name(day))
        return f"{self._day_name(day)} {self._slot_text(person, slot)}"

    @api.model
    def _slot_text(self, person, slot):
        """Shift and local hours of a slot on which somebody is due."""
        shift = self.env["cs.shift"].sudo().browse(slot.shift or [])
        zone = self._zone(person, slot.date)
        hours = words.span_text(slot.start, slot.stop, zone)
        return f"{shift.name or ''} {hours}".strip()

    def _refusal_sentence(self, refusal, sides):
        """One reason in words: the rule, and what would be possible."""
        people = self._people()
        first = min(self.date_given, self.date_returned)
        terms = sides[refusal.who or 0].on(first)
        following = (self._month() + 31 * DAY).replace(day=1)
        values = {
            "who": refusal.who is not None and people[refusal.who].name,
            "day": refusal.day and self._day_name(refusal.day),
            "other": refusal.other and self._day_name(refusal.other),
            "limit": terms.limit,
            "hours": format(terms.rest / timedelta(hours=1), "g"),
            "following": self._day_name(following),
        }
        return self._refusal_texts()[refusal.key] % values

    def _refusal_texts(self):
        return self._refusal_texts_of_the_days() | {
            "begun": self.env._(
                "The first of the shifts, on %(day)s, has begun: a swap is agreed and"
                " approved before it (ATT-11). Possible: shifts that have not begun."
            ),
            "limit": self.env._(
                "%(who)s has swapped %(limit)s times in this month already, which is"
                " the limit (ATT-11). Possible: swaps from %(following)s on."
            ),
            "in_a_row": self.env._(
                "%(who)s would swap twice in a row: %(day)s is next to the swapped"
                " shift of %(other)s (ATT-11). Possible: a day with another shift"
                " between them."
            ),
            "double": self.env._(
                "%(who)s would work two shifts in a row, on %(day)s and %(other)s, with"
                " less rest than required (ATT-11). Possible: a shift with %(hours)s"
                " hours of rest before and after it."
            ),
            "double_day": self.env._(
                "%(who)s works on %(day)s and would have two shifts in a row"
                " (ATT-11). Possible: a day on which %(who)s is free, or exchanging the"
                " shifts of one and the same day."
            ),
        }

    def _refusal_texts_of_the_days(self):
        return {
            "not_employed": self.env._("%(who)s is not employed on %(day)s (ATT-11)."),
            "no_shift": self.env._(
                "%(who)s has no shift on %(day)s (ATT-11). Possible: a day on which"
                " %(who)s works."
            ),
            "not_rostered": self.env._(
                "%(who)s has no rostered shift on %(day)s, only working hours (ATT-11)."
            ),
            "same": self.env._(
                "Both work the same hours on %(day)s: nothing to swap (ATT-11)."
            ),
            "holiday": self.env._(
                "%(day)s is a public holiday: no swaps (ATT-11). Possible: other days."
            ),
            "draft": self.env._(
                "The roster of %(who)s on %(day)s is not published yet (ATT-11)."
                " Possible: days that are published."
            ),
            "leave": self.env._(
                "%(who)s is on leave on %(day)s (ATT-11). Possible: a day without"
                " leave, or another colleague."
            ),
            "swapped": self.env._(
                "%(who)s has swapped the shift of %(day)s already (ATT-11). Possible:"
                " another day."
            ),
        }
