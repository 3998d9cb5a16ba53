from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

#: How far ahead shifts are offered to be swapped.
CHOICES = timedelta(days=45)


class CsShiftSwap(models.Model):
    """Two people exchange shifts (换班, 还班; ATT-11).

    The person asks, the colleague accepts (which submits it), the head of the
    department decides; all before the first of the shifts. Approval exchanges what
    both have to do on both days, at once. Every limit is checked when it is asked,
    accepted and decided (``cs_shift_swap_rules``); two decisions at the same moment
    cannot pass the limit of the month (``cs_shift_swap_decision``).

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
        " day; on another day the person who takes a shift is free.",
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
    ruling_ids = fields.One2many("cs.shift.swap.ruling", "swap_id", "Rulings")
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

    @api.depends_context("uid")
    @api.depends("employee_id.department_id", "colleague_id.department_id")
    def _compute_is_my_department(self):
        departments = self.env.user.cs_managed_department_ids
        for swap in self:
            people = swap.sudo().employee_id | swap.sudo().colleague_id
            swap.is_my_department = bool(people.department_id & departments)

    def _search_is_my_department(self, operator, value):
        if operator != "in":
            return NotImplemented
        departments = self.env.user.cs_managed_department_ids.ids
        return Domain("employee_id.department_id", "in", departments) | Domain(
            "colleague_id.department_id", "in", departments
        )

    # What people do

    @api.model
    @api.readonly
    def choices(self, colleague_id=False):
        """The shifts of the caller and of a colleague that have not begun, day by day.

        :return: list of {date, name, mine, theirs}; what each works, or an empty text
        """
        self.browse().check_access("create")
        # sudo: who swaps has to know what the colleague works; hours only
        mine = self.env.user.employee_id.sudo()
        theirs = mine.browse(colleague_id or []).exists()
        theirs = theirs.filtered(lambda one: one.company_id == mine.company_id) - mine
        today = fields.Date.context_today(self)
        shifts = self._coming_shifts(mine | theirs, today, today + CHOICES)
        return [
            {
                "date": str(day),
                "name": self._day_name(day)
                + format_date(self.env, day, date_format=" EEE"),
                "mine": shifts.get((mine.id, day), ""),
                "theirs": shifts.get((theirs.id, day), ""),
            }
            for day in sorted({day for _person, day in shifts})
        ]

    def _coming_shifts(self, people, first, last):
        """Rostered shifts in words: (person id, day) -> text."""
        plans = self.env["cs.duty.slot"].sudo()._planned(people, first, last)
        now = fields.Datetime.now()
        return {
            (person.id, day): self._slot_text(person, slot)
            for person in people
            for day, slot in plans.get(person.id, {}).items()
            if slot.is_due and slot.start > now and self._is_rostered(slot)
        }

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
        self._check_answerable()
        for swap in self._decision_actor():
            swap._check_answers()
            swap._decision_write(
                {"state": "draft", "answered_at": fields.Datetime.now()}
            )
            super(CsShiftSwap, swap).action_submit()
        return True

    def action_decline(self, reason=None):
        """Do not agree, as the colleague; final. A reason may be given."""
        self._check_answerable()
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
            swap._decision_write({"state": "draft", "begins_at": False})
        rest = self - asked.sudo(self.env.su)
        if rest:
            super(CsShiftSwap, rest).action_withdraw()
            rest.sudo()._decision_write({"answered_at": False, "begins_at": False})
        return True

    def _tell(self, person, text, by):
        """One message to somebody about this swap."""
        user = person.sudo().user_id
        if user.active:
            subject = text % {"name": by.sudo().name}
            lines = [subject, *filter(None, [self.given_text, self.returned_text])]
            self.env["cs.decision.notice"].sudo()._mail(self, user, subject, lines)
