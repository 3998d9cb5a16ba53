from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..engine.swap import Duty, Side, begin, refusals

DAY = timedelta(days=1)
SLOT = "cs.duty.slot"
#: Days around a swap in which the shift before and after it is looked for.
AROUND = 7 * DAY


class CsShiftSwap(models.Model):
    """Two people exchange shifts (换班, 还班; ATT-11).

    The person asks, the colleague accepts (which submits it), the head of the
    department decides; all before the first of the shifts. Approval exchanges what
    both have to do on both days, at once. Every limit is checked when it is asked,
    accepted and decided, by ``engine.swap``; two decisions at the same moment cannot
    pass the limit of the month, because each swap takes numbered rows of
    ``cs.shift.swap.use``.

    Access as in the mixin; the colleague and the colleague's superiors read it too.
    """

    _name = "cs.shift.swap"
    _inherit = ["cs.attendance.request.mixin"]
    _description = "Swap of Shifts"
    _order = "date_given desc, id desc"

    colleague_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict"
    )
    date_given = fields.Date(
        "I Give Away My Shift On",
        required=True,
        index=True,
        help="ATT-11: the colleague works this shift.",
    )
    date_returned = fields.Date(
        "I Take the Colleague's Shift On",
        compute="_compute_date_returned",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="ATT-11: the same day means that the two exchange the shifts of that"
        " day; another day returns the shift.",
    )
    given_text = fields.Char("Given", compute="_compute_texts", compute_sudo=True)
    returned_text = fields.Char("Taken", compute="_compute_texts", compute_sudo=True)
    refusal_text = fields.Text(
        "Why Not", compute="_compute_refusal_text", compute_sudo=True
    )
    begins_at = fields.Datetime(
        "To Be Decided By",
        readonly=True,
        copy=False,
        help="ATT-11: when the first of the shifts begins.",
    )
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)
    decline_reason = fields.Text(readonly=True, copy=False)
    is_with_me = fields.Boolean(
        compute="_compute_is_with_me", search="_search_is_with_me"
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")
    use_ids = fields.One2many("cs.shift.swap.use", "swap_id", "Counted")
    part_ids = fields.One2many("cs.shift.swap.part", "swap_id", "Exchanged Days")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("asked", "Colleague Asked"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("declined", "Declined"),
        ],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )

    _two_people = models.Constraint(
        "CHECK(employee_id != colleague_id)",
        "Please choose somebody else to swap with.",
    )
    _within_a_month = models.Constraint(
        "CHECK(date_returned - date_given BETWEEN -31 AND 31)",
        "A shift is returned within 31 days.",
    )

    @api.depends("date_given")
    def _compute_date_returned(self):
        for swap in self:
            swap.date_returned = swap.date_returned or swap.date_given

    @api.depends_context("lang")
    @api.depends("employee_id", "colleague_id", "date_given", "date_returned")
    def _compute_display_name(self):
        for swap in self:
            days = sorted({swap.date_given, swap.date_returned} - {False})
            parts = [swap.sudo().colleague_id.name]
            parts += [swap._day_name(day) for day in days]
            swap.display_name = " ".join(part for part in parts if part)

    @api.depends_context("lang")
    @api.depends("employee_id", "colleague_id", "date_given", "date_returned", "state")
    def _compute_texts(self):
        self.given_text = self.returned_text = False
        for swap in self.filtered(lambda one: one._is_complete()):
            if swap.part_ids:
                for part in swap.part_ids:
                    if part.employee_id == swap.employee_id:
                        if part.date == swap.date_returned:
                            swap.returned_text = part.text
                    elif part.date == swap.date_given:
                        swap.given_text = part.text
                continue
            own, other = swap._people()
            swap.given_text = swap._plan_text(own, swap.date_given)
            swap.returned_text = swap._plan_text(other, swap.date_returned)

    @api.depends_context("lang")
    @api.depends("employee_id", "colleague_id", "date_given", "date_returned", "state")
    def _compute_refusal_text(self):
        for swap in self:
            is_open = swap.state in ("draft", "asked", "submitted")
            complete = is_open and swap._is_complete()
            swap.refusal_text = complete and "\n".join(swap._reasons()) or False

    @api.depends_context("uid")
    @api.depends("colleague_id")
    def _compute_is_with_me(self):
        mine = self.env.user._cs_employees()
        for swap in self:
            swap.is_with_me = swap.colleague_id in mine

    def _search_is_with_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("colleague_id", "in", self.env.user._cs_employees().ids)

    @api.depends_context("uid")
    @api.depends("colleague_id", "state")
    def _compute_can_answer(self):
        for swap in self:
            swap.can_answer = swap.state == "asked" and swap.is_with_me

    @api.depends("employee_id", "state")
    def _compute_can_withdraw(self):
        super()._compute_can_withdraw()
        for swap in self.filtered(lambda one: one.state == "asked"):
            swap.can_withdraw = swap.is_mine

    def _search_is_my_department(self, operator, value):
        if operator != "in":
            return NotImplemented
        departments = self.env.user.cs_managed_department_ids.ids
        return Domain("employee_id.department_id", "in", departments) | Domain(
            "colleague_id.department_id", "in", departments
        )

    # What people do

    def action_submit(self):
        """Ask the colleague; the colleague's acceptance submits it for decision."""
        self.check_access("write")
        for swap in self._decision_actor():
            if swap.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s has been submitted already.",
                        name=swap._decision_title(),
                    )
                )
            swap._check_filed_by_the_person()
            swap._check_asked()
            swap._decision_write({"state": "asked", "begins_at": swap._begins_at()})
            swap._tell(
                swap.colleague_id,
                self.env._("%(name)s asks you to swap shifts"),
                swap.employee_id,
            )
        return True

    def action_accept(self):
        """Agree, as the colleague: the swap goes to who decides.

        :raise AccessError: for anybody else
        """
        self.check_access("read")
        for swap in self._decision_actor():
            swap._check_answers()
            swap._decision_write(
                {"state": "draft", "answered_at": fields.Datetime.now()}
            )
            super(CsShiftSwap, swap).action_submit()
        return True

    def action_decline(self, reason=None):
        """Do not agree, as the colleague; final. A reason may be given."""
        self.check_access("read")
        reason = self._decision_clean_reason("refuse", reason) if reason else False
        for swap in self._decision_actor():
            swap._check_answers()
            swap._decision_write(
                {
                    "state": "declined",
                    "answered_at": fields.Datetime.now(),
                    "decline_reason": reason,
                }
            )
            swap._tell(
                swap.employee_id,
                self.env._("%(name)s does not want to swap shifts"),
                swap.colleague_id,
            )
        return True

    def action_withdraw(self):
        """Take it back: as the requester while the colleague is asked, as either
        while nobody has decided."""
        asked = self.sudo().filtered(lambda one: one.state == "asked")
        for swap in asked:
            if swap.employee_id not in self.env.user._cs_employees():
                raise AccessError(
                    self.env._(
                        "Only %(name)s can take this back.", name=swap.employee_id.name
                    )
                )
            swap._decision_write({"state": "draft"})
        rest = self - asked.sudo(self.env.su)
        if rest:
            super(CsShiftSwap, rest).action_withdraw()
            rest.sudo()._decision_write({"answered_at": False})
        return True

    # Rules

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
        swapped = self._swapped_days(together, first, last)
        drafts = self._draft_days(together, days)
        leaves = self._leave_days(together, days)
        policies = self.env["cs.attendance.policy"]._policy_on(together, min(days))
        result = []
        for person in people:
            holidays = self._holidays(person, days)
            policy = policies[person.id].sudo()
            duties = {
                day: Duty(
                    day,
                    slot.start if slot.is_due else None,
                    slot.stop if slot.is_due else None,
                    tuple(slot.extra),
                    day in holidays,
                    (person.id, day) in swapped,
                    (person.id, day) in drafts,
                    bool(slot.shift) or bool(slot.source and slot.source[0] == SLOT),
                    (person.id, day) in leaves,
                )
                for day, slot in sorted(plans.get(person.id, {}).items())
            }
            side = Side(duties, self._used(person))
            if policy:
                rest = timedelta(hours=policy.rest_hours)
                side = replace(side, limit=policy.swap_limit, rest=rest)
            result.append(side)
        return tuple(result)

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
                    plan.day
                    for plan in facts.plans(day, day)
                    if plan.kind not in ("work", "rest", "makeup")
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
        shift = self.env["cs.shift"].sudo().browse(slot.shift or [])
        hours = "–".join(
            self._local(person, moment).strftime("%H:%M")
            for moment in (slot.start, slot.stop)
        )
        return f"{self._day_name(day)} {shift.name or ''} {hours}".replace("  ", " ")

    def _refusal_sentence(self, refusal, sides):
        """One reason in words, with the rule."""
        people = self._people()
        who = refusal.who is not None and people[refusal.who].name
        day = refusal.day and self._day_name(refusal.day)
        other = refusal.other and self._day_name(refusal.other)
        limit = sides[refusal.who or 0].limit
        texts = {
            "not_employed": self.env._("%(who)s is not employed on %(day)s (ATT-11)."),
            "no_shift": self.env._("%(who)s has no shift on %(day)s (ATT-11)."),
            "not_rostered": self.env._(
                "%(who)s has no rostered shift on %(day)s, only working hours (ATT-11)."
            ),
            "same": self.env._(
                "Both work the same hours on %(day)s: nothing to swap (ATT-11)."
            ),
            "begun": self.env._(
                "The first of the shifts, on %(day)s, has begun: a swap is agreed and"
                " approved before it (ATT-11)."
            ),
            "limit": self.env._(
                "%(who)s has swapped %(limit)s times in this month already, which is"
                " the limit (ATT-11)."
            ),
            "holiday": self.env._("%(day)s is a public holiday: no swaps (ATT-11)."),
            "draft": self.env._(
                "The roster of %(who)s on %(day)s is not published yet (ATT-11)."
            ),
            "leave": self.env._("%(who)s is on leave on %(day)s (ATT-11)."),
            "swapped": self.env._(
                "%(who)s has swapped the shift of %(day)s already (ATT-11)."
            ),
            "in_a_row": self.env._(
                "%(who)s would swap twice in a row: %(day)s is next to the swapped"
                " shift of %(other)s (ATT-11)."
            ),
            "double": self.env._(
                "%(who)s would work two shifts in a row, on %(day)s and %(other)s, with"
                " less rest than required (ATT-11)."
            ),
        }
        values = {"who": who, "day": day, "other": other, "limit": limit}
        return texts[refusal.key] % values

    # Decision

    def _request_stamps(self):
        return super()._request_stamps() | {"begins_at"}

    def _request_days(self):
        days = self.date_given, self.date_returned
        return min(days), max(days)

    def _rejudge(self):
        Stale, Day = self.env["cs.attendance.stale"], self.env["cs.attendance.day"]
        self.flush_recordset()
        for swap in self:
            days = sorted({swap.date_given, swap.date_returned})
            people = (swap.employee_id | swap.colleague_id).sudo()
            Stale._touch([(one.id, day, day) for one in people for day in days])
            for day in days:
                Day.sudo()._judge(people, day, day)

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {
            "begins_at",
            "answered_at",
            "decline_reason",
            "use_ids",
            "part_ids",
        }

    def _decision_kind(self):
        return "shift_swap"

    def _decision_beneficiaries(self):
        return self.employee_id | self.colleague_id

    def _decision_ladder_fallback(self):
        return ["department_head"]

    def _decision_detail(self):
        return {
            "given": self.given_text,
            "returned": self.returned_text,
            "colleague": self.colleague_id.name,
        }

    def _decision_check_submit(self):
        # Submitted by the acceptance of the colleague.
        self._check_asked()

    def _decision_on_returned(self):
        self._decision_write({"answered_at": False})
        super()._decision_on_returned()

    def _decision_on_approved(self):
        self._check_rules()
        self._check_open()
        self._take_uses()
        self._exchange()
        super()._decision_on_approved()

    def _take_uses(self):
        """ATT-11: each swap takes the next free number of the month of both people;
        of two decisions at the same moment only one gets it."""
        Use = self.env["cs.shift.swap.use"].sudo()
        for person, side in zip(self._people(), self._sides(), strict=True):
            Use._take(self, person, self._month(), side.limit)

    def _exchange(self):
        """Exchange what both people have to do on these days."""
        own, other = self._people()
        days = sorted({self.date_given, self.date_returned})
        Slot = self.env["cs.duty.slot"].sudo()
        plans = Slot._planned(own | other, days[0], days[-1])
        parts, puts = [], []
        for day in days:
            for person, giver in ((own, other), (other, own)):
                slot = plans[giver.id][day]
                puts.append((person, day, slot))
                parts.append(
                    {
                        "swap_id": self.id,
                        "employee_id": person.id,
                        "date": day,
                        "is_taken": slot.is_due,
                        "text": slot.is_due and self._plan_text(giver, day),
                    }
                )
        for person, day, slot in puts:
            self._put_slot(person, day, slot)
        self.env["cs.shift.swap.part"].sudo().create(parts)

    def _put_slot(self, person, day, slot):
        """Let the stored slot of somebody's day be this one."""
        Slot = self.env["cs.duty.slot"].sudo()
        vals = {
            "kind": slot.kind,
            "shift_id": slot.shift,
            "start": slot.start,
            "stop": slot.stop,
            "is_open_end": slot.is_open_end,
            "origin": "swap",
        }
        stored = Slot.search(
            Domain("employee_id", "=", person.id)
            & Domain("date", "=", day)
            & Domain("is_extra", "!=", True)
        )
        if stored:
            stored.write(vals)
            return
        Slot.create(
            vals
            | {
                "employee_id": person.id,
                "company_id": person.company_id.id,
                "date": day,
            }
        )

    def _tell(self, person, text, by):
        """One message to somebody about this swap."""
        user = person.sudo().user_id
        if user.active:
            subject = text % {"name": by.sudo().name}
            lines = [subject, *filter(None, [self.given_text, self.returned_text])]
            self.env["cs.decision.notice"].sudo()._mail(self, user, subject, lines)


class CsShiftSwapUse(models.Model):
    """That a swap counts among the swaps of a person in a month (ATT-11).

    Numbered from 1: the same number twice is impossible, so two decisions at the same
    moment cannot pass the limit. Written by the swap only.
    """

    _name = "cs.shift.swap.use"
    _description = "Counted Swap of a Month"
    _order = "month desc, number"

    swap_id = fields.Many2one(
        "cs.shift.swap", required=True, ondelete="restrict", index=True
    )
    employee_id = fields.Many2one("hr.employee", required=True, ondelete="restrict")
    month = fields.Date(required=True)
    number = fields.Integer(required=True)

    _person_month_number_uniq = models.UniqueIndex(
        "(employee_id, month, number)",
        "This person has swapped in this month at the same moment. Please try again.",
    )
    _person_swap_uniq = models.UniqueIndex(
        "(swap_id, employee_id)", "This swap has been counted already."
    )
    _number_positive = models.Constraint(
        "CHECK(number > 0)", "Swaps are counted from 1."
    )

    @api.depends("employee_id", "month", "number")
    def _compute_display_name(self):
        for use in self:
            name = use.sudo().employee_id.name
            use.display_name = f"{name} {use.month:%Y-%m} #{use.number}"

    @api.model
    def _take(self, swap, person, month, limit):
        """The lowest free number of a person's month, up to the limit."""
        domain = Domain("employee_id", "=", person.id) & Domain("month", "=", month)
        taken = set(self.search(domain).mapped("number"))
        free = [n for n in range(1, limit + 1) if n not in taken]
        if not free:
            raise UserError(
                self.env._(
                    "%(who)s has swapped %(limit)s times in this month already, which"
                    " is the limit (ATT-11).",
                    who=person.name,
                    limit=limit,
                )
            )
        self.create(
            {
                "swap_id": swap.id,
                "employee_id": person.id,
                "month": month,
                "number": free[0],
            }
        )
        self.flush_model()


class CsShiftSwapPart(models.Model):
    """A person's day that a swap has changed (ATT-11); written by the swap only.

    One a person and day: nobody swaps the same shift twice.
    """

    _name = "cs.shift.swap.part"
    _description = "Exchanged Day of a Swap"
    _order = "date, employee_id"

    swap_id = fields.Many2one(
        "cs.shift.swap", required=True, ondelete="restrict", index=True
    )
    employee_id = fields.Many2one("hr.employee", required=True, ondelete="restrict")
    date = fields.Date(required=True)
    is_taken = fields.Boolean(
        "Shift Taken Over", help="Otherwise the person has the day off by the swap."
    )
    text = fields.Char("Shift")

    _person_day_uniq = models.UniqueIndex(
        "(employee_id, date)",
        "This person has swapped the shift of this day already.",
    )

    @api.depends("employee_id", "date")
    def _compute_display_name(self):
        for part in self:
            part.display_name = f"{part.sudo().employee_id.name} {part.date}"
