from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

DAY = timedelta(days=1)
#: How long an open item is looked for that nobody has gone on with.
MONTH = timedelta(days=31)
ANSWERS = [("no", "No"), ("yes", "Yes")]
#: What only signing and giving back change, and what it is before.
UNSIGNED = {
    "state": "draft",
    "outgoing_signed_at": False,
    "relief_signed_at": False,
    "return_reason": False,
}
#: What follows from other fields; who could write it would get round the gate.
DERIVED_FIELDS = {"taker_id", "urgent_count", "uncounted_count"}


class CsHandover(models.Model):
    """Handing over a shift (ATT-14): what is open, what was counted, who signed.

    The person who leaves signs first, then the relief (or the substitute) accepts.
    Neither is possible while a blocker of ATT-14 stands; an unanswered question blocks
    like a yes. After the first signature nothing changes; the relief may give it back
    to be completed. After the second it stays as it is for good.

    Access: both people, the leader of who leaves, supervisors their departments', HR
    and the general manager read; who leaves writes the own, supervisors write their
    departments'. Nobody signs for somebody else.

    ``date`` is that of the shift that ends; moments are naive UTC of the server.
    """

    _name = "cs.handover"
    _description = "Handover"
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    outgoing_id = fields.Many2one(
        "hr.employee",
        "Handed Over By",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env.user.employee_id,
    )
    relief_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    substitute_id = fields.Many2one(
        "hr.employee",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="Takes over instead of a relief who is not fit for work.",
    )
    taker_id = fields.Many2one(
        "hr.employee",
        "Taken Over By",
        compute="_compute_taker_id",
        store=True,
        index="btree_not_null",
    )
    date = fields.Date(
        "Date of Shift", required=True, default=lambda self: self._default_date()
    )
    place = fields.Char()
    instructions = fields.Text(help="What was ordered from above and still holds.")
    item_ids = fields.One2many("cs.handover.item", "handover_id", "Open Items")
    count_ids = fields.One2many("cs.handover.count", "handover_id", "Shared Items")
    ruling_ids = fields.One2many("cs.handover.ruling", "handover_id", "Rulings")
    urgent_count = fields.Integer(
        "Urgent and Unfinished", compute="_compute_urgent_count", store=True
    )
    uncounted_count = fields.Integer(
        "Not Counted or Explained", compute="_compute_uncounted_count", store=True
    )
    incident_open = fields.Selection(
        ANSWERS, "Is a serious or urgent incident unfinished?"
    )
    equipment_moving = fields.Selection(
        ANSWERS, "Is important equipment being started or stopped?"
    )
    preparation_missing = fields.Selection(ANSWERS, "Is the preparation incomplete?")
    relief_unfit = fields.Selection(ANSWERS, "Is the relief visibly unfit?")
    state = fields.Selection(
        [("draft", "Draft"), ("left", "To Be Accepted"), ("signed", "Taken Over")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    outgoing_signed_at = fields.Datetime("Handed Over At", readonly=True, copy=False)
    relief_signed_at = fields.Datetime("Taken Over At", readonly=True, copy=False)
    return_reason = fields.Text(
        "Given Back Because",
        readonly=True,
        copy=False,
        help="When, by whom and why it was given back; the last time first.",
    )
    blockers = fields.Text("What Stands in the Way", compute="_compute_blockers")
    is_outgoing = fields.Boolean(compute="_compute_roles")
    is_taker = fields.Boolean(compute="_compute_roles")

    _person_day_uniq = models.Constraint(
        "UNIQUE(outgoing_id, date)",
        "This person has a handover of this shift already.",
    )
    _two_people = models.Constraint(
        "CHECK(outgoing_id != relief_id AND outgoing_id != substitute_id)",
        "Nobody hands over to oneself: the relief has to be somebody else.",
    )
    _signed_in_order = models.Constraint(
        "CHECK((state = 'draft') = (outgoing_signed_at IS NULL)"
        " AND (state = 'signed') = (relief_signed_at IS NOT NULL))",
        "The person who leaves signs first, then the relief.",
    )
    _not_blocked = models.Constraint(
        "CHECK(state = 'draft' OR ("
        " COALESCE(incident_open, '') = 'no'"
        " AND COALESCE(equipment_moving, '') = 'no'"
        " AND COALESCE(preparation_missing, '') = 'no'"
        " AND (COALESCE(relief_unfit, '') = 'no'"
        " OR (COALESCE(relief_unfit, '') = 'yes' AND substitute_id IS NOT NULL))"
        " AND COALESCE(urgent_count, 0) = 0 AND COALESCE(uncounted_count, 0) = 0))",
        "ATT-14: a handover is not signed while something stands in its way.",
    )

    @api.depends("relief_id", "substitute_id", "relief_unfit")
    def _compute_taker_id(self):
        for one in self:
            is_unfit = one.relief_unfit == "yes" and one.substitute_id
            one.taker_id = one.substitute_id if is_unfit else one.relief_id

    @api.depends("item_ids.is_urgent", "item_ids.is_done")
    def _compute_urgent_count(self):
        for one in self:
            urgent = one.item_ids.filtered(lambda item: item.is_urgent)
            one.urgent_count = len(urgent.filtered(lambda item: not item.is_done))

    @api.depends("count_ids.is_counted", "count_ids.difference", "count_ids.note")
    def _compute_uncounted_count(self):
        for one in self:
            one.uncounted_count = len(
                one.count_ids.filtered(
                    lambda line: (
                        not line.is_counted or (line.difference and not line.note)
                    )
                )
            )

    @api.depends(
        "incident_open",
        "equipment_moving",
        "preparation_missing",
        "relief_unfit",
        "substitute_id",
        "urgent_count",
        "uncounted_count",
        "item_ids.result",
    )
    def _compute_blockers(self):
        for one in self:
            one.blockers = "\n".join(one._blocker_texts())

    @api.depends_context("uid")
    @api.depends("outgoing_id", "taker_id")
    def _compute_roles(self):
        for one in self:
            known = one.sudo()
            one.is_outgoing = known.outgoing_id.user_id == self.env.user
            one.is_taker = known.taker_id.user_id == self.env.user

    @api.depends("date", "outgoing_id.name", "taker_id.name")
    def _compute_display_name(self):
        for one in self.sudo():
            names = (one.outgoing_id.name, one.taker_id.name)
            people = " → ".join(name for name in names if name)
            one.display_name = f"{one.date or ''} {people}".strip()

    @api.model
    def _default_date(self):
        """Date of the shift that the person is on, or was on last."""
        employee = self.env.user.employee_id.sudo()
        now = fields.Datetime.now()
        today = now.date()
        slots = {}
        if employee:
            # One day to each side: "today" of a person may be another day in UTC.
            planned = (
                self.env["cs.duty.slot"]
                .sudo()
                ._planned(employee, today - 2 * DAY, today + DAY)
            )
            slots = planned.get(employee.id, {})
        begun = [
            day for day, slot in slots.items() if slot.is_due and slot.start <= now
        ]
        return max(begun, default=None) or fields.Date.context_today(self)

    # Guards

    def _sign(self, vals):
        """Write past the guard below; nothing a caller sends leads here."""
        # sudo: a relief signs what only who leaves may write, and need not reach days
        signed = self.sudo()
        super(CsHandover, signed).write(vals)
        signed.flush_recordset()
        signed._touch_day()

    def _lock(self):
        """Nobody adds an item while somebody signs."""
        self.flush_recordset()
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_signature(vals)
        # Defaults come from the caller's context or settings: none of them signs.
        handovers = super().create([{**vals, **UNSIGNED} for vals in vals_list])
        for one in handovers.sudo():
            one._check_open_month()
            one._fill()
        return handovers

    def write(self, vals):
        self._check_no_signature(vals)
        vals = {name: vals[name] for name in vals if name not in UNSIGNED}
        self.check_access("write")
        self._check_unsigned()
        if {"outgoing_id", "date"} & vals.keys():
            self._check_no_ruling(
                self.env._("Person and date of a handover with a ruling are kept.")
            )
        result = super().write(vals)
        # Stock asks before only: a handover must not be moved to somebody out of reach.
        self.check_access("write")
        self.sudo()._check_open_month()
        return result

    def unlink(self):
        # Not by @api.ondelete: a context key that any caller can send passes it over.
        self.check_access("unlink")
        self._check_unsigned()
        self._check_no_ruling(self.env._("A handover with a ruling is kept."))
        return super().unlink()

    def _check_no_signature(self, vals):
        signed = any(
            vals[name] and vals[name] != UNSIGNED[name]
            for name in UNSIGNED.keys() & vals.keys()
        )
        if signed or DERIVED_FIELDS & vals.keys():
            raise UserError(
                self.env._("A handover is signed by the two people, with the buttons.")
            )

    def _check_no_ruling(self, sentence):
        if self.sudo().ruling_ids:
            raise UserError(sentence)

    def _check_unsigned(self):
        """:raise UserError: after the first signature"""
        self.sudo()._lock()
        if any(one.state != "draft" for one in self.sudo()):
            raise UserError(
                self.env._(
                    "A signed handover stays as it is. The relief can give it back as"
                    " long as it is not accepted."
                )
            )

    def _check_open_month(self):
        for one in self:
            self.env["cs.period"].sudo()._check_open(
                one.company_id, one.date, code="attendance_sheet"
            )

    def _touch_day(self):
        self.env["cs.attendance.stale"]._touch(
            (one.outgoing_id.id, one.date) for one in self
        )

    # What is handed over

    def _fill(self):
        """Items still open from the last shift, and the shared items to count."""
        self.ensure_one()
        self.env["cs.handover.item"].create(
            [{"handover_id": self.id, **vals} for vals in self._item_vals()]
        )
        self.env["cs.handover.count"].create(
            [
                {"handover_id": self.id, "item_id": item.id}
                for item in self.env["cs.shared.item"]._of(self.outgoing_id)
            ]
        )

    def _refresh_items(self):
        """What other addons list is brought up to date, before the first signature."""

    def _item_vals(self):
        """Values of the items that the handover begins with; other addons add theirs.

        :rtype: list of dict
        """
        return [
            {
                "name": item.name,
                "cause": item.cause,
                "course": item.course,
                "is_urgent": item.is_urgent,
                "carried_from_id": item.id,
            }
            for item in self._carried_items()
        ]

    def _carried_items(self):
        """Items taken over within a month that are neither settled nor gone on with."""
        taken = self.search(
            [
                ("taker_id", "=", self.outgoing_id.id),
                ("state", "=", "signed"),
                ("date", "<=", self.date),
                ("date", ">=", self.date - MONTH),
            ]
        )
        return self.env["cs.handover.item"].search(
            [
                ("handover_id", "in", taken.ids),
                ("is_done", "=", False),
                ("continued_ids", "=", False),
            ]
        )
