from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

DAY = timedelta(days=1)
ANSWERS = [("no", "No"), ("yes", "Yes")]
#: What only a signature or taking it back changes.
SIGNATURE_FIELDS = {"state", "outgoing_signed_at", "relief_signed_at"}
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
        index=True,
    )
    outgoing_signed_at = fields.Datetime("Handed Over At", readonly=True)
    relief_signed_at = fields.Datetime("Taken Over At", readonly=True)
    return_reason = fields.Char("Given Back Because", readonly=True, copy=False)
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
            people = f"{one.outgoing_id.name or ''} → {one.taker_id.name or ''}"
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

    # What stands in the way

    def _blocker_texts(self):
        """ATT-14: sentences that say why this cannot be signed; empty when it can."""
        self.ensure_one()
        asked = [
            (
                self.incident_open,
                self.env._("A serious or urgent incident is unfinished."),
            ),
            (
                self.equipment_moving,
                self.env._("Important equipment is being started or stopped."),
            ),
            (self.preparation_missing, self.env._("The preparation is incomplete.")),
        ]
        texts = [text for answer, text in asked if answer == "yes"]
        if self.relief_unfit == "yes" and not self.substitute_id:
            texts.append(
                self.env._(
                    "The relief is visibly unfit and no substitute is there yet."
                )
            )
        if not all([self.relief_unfit, *(answer for answer, _text in asked)]):
            texts.append(self.env._("A question of the checklist has no answer."))
        if self.urgent_count:
            texts.append(self.env._("An urgent open item is not finished."))
        if self.uncounted_count:
            texts.append(
                self.env._(
                    "A shared item is not counted, or its difference is not explained."
                )
            )
        if any(not item.result for item in self.item_ids):
            texts.append(
                self.env._("An open item says nothing about its result so far.")
            )
        return texts

    def _check_blockers(self):
        texts = self._blocker_texts()
        if texts:
            raise UserError(
                self.env._(
                    "ATT-14: this handover cannot be signed yet.\n%(reasons)s",
                    reasons="\n".join(texts),
                )
            )

    # Signatures

    def action_sign(self):
        """The person who leaves signs."""
        for one in self:
            one._start_signing("draft", one.sudo().outgoing_id)
            one._sign({"state": "left", "outgoing_signed_at": fields.Datetime.now()})
        return True

    def action_accept(self):
        """The relief, or the substitute, accepts and signs."""
        for one in self:
            one._start_signing("left", one.sudo().taker_id)
            one._sign({"state": "signed", "relief_signed_at": fields.Datetime.now()})
            # sudo: a relief need not reach the days of who left
            one.sudo()._touch_day()
        return True

    def action_give_back(self, reason=None):
        """The relief does not accept it as it is; the first signature falls."""
        for one in self:
            one._check_signer("left", one.sudo().taker_id)
            one._sign(
                {
                    "state": "draft",
                    "outgoing_signed_at": False,
                    "return_reason": reason or self.env._("Not complete"),
                }
            )
        return True

    def _start_signing(self, state, person):
        self._check_signer(state, person)
        self.env["cs.period"].sudo()._check_open(
            self.sudo().company_id, self.date, code="attendance_sheet"
        )
        self._check_blockers()

    def _check_signer(self, state, person):
        """:raise UserError: unless the turn is the caller's; the row stays locked"""
        self.ensure_one()
        self.check_access("read")
        self.sudo()._lock()
        if self.state != state:
            raise UserError(
                self.env._("This handover has changed meanwhile. Please load it again.")
            )
        if person.user_id != self.env.user:
            raise UserError(
                self.env._("ATT-14: only %(name)s signs here.", name=person.name)
            )

    def _sign(self, vals):
        # sudo: a relief signs what only who leaves may write
        super(CsHandover, self.sudo()).write(vals)
        self.flush_recordset()

    def _lock(self):
        """Nobody adds an item while somebody signs."""
        self.flush_recordset()
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset()

    # Guards

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_signature(vals)
        handovers = super().create(vals_list)
        for one in handovers.sudo():
            one._check_open_month()
            one._fill()
        return handovers

    def write(self, vals):
        self._check_no_signature(vals)
        self._check_unsigned()
        if {"outgoing_id", "date"} & vals.keys() and self.sudo().ruling_ids:
            raise UserError(
                self.env._("Person and date of a handover with a ruling are kept.")
            )
        result = super().write(vals)
        # Stock asks before only: a handover must not be moved to somebody out of reach.
        self.check_access("write")
        self.sudo()._check_open_month()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unsigned(self):
        self._check_unsigned()
        if self.ruling_ids:
            raise UserError(self.env._("A handover with a ruling is kept."))

    def _check_no_signature(self, vals):
        signed = SIGNATURE_FIELDS & vals.keys()
        is_signed = any(vals[name] and vals[name] != "draft" for name in signed)
        if is_signed or DERIVED_FIELDS & vals.keys():
            raise UserError(
                self.env._("A handover is signed by the two people, with the buttons.")
            )

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
        self.env["cs.handover.item"].sudo().create(
            [{"handover_id": self.id, **vals} for vals in self._item_vals()]
        )
        self.env["cs.handover.count"].create(
            [
                {"handover_id": self.id, "item_id": item.id}
                for item in self.env["cs.shared.item"]._of(self.outgoing_id)
            ]
        )

    def _item_vals(self):
        """Values of the items that the handover begins with; other addons add theirs.

        :rtype: list of dict
        """
        last = self.search(
            [
                ("taker_id", "=", self.outgoing_id.id),
                ("state", "=", "signed"),
                ("date", "<=", self.date),
            ],
            order="relief_signed_at desc",
            limit=1,
        )
        return [
            {
                "name": item.name,
                "cause": item.cause,
                "course": item.course,
                "is_urgent": item.is_urgent,
                "carried_from_id": item.id,
            }
            for item in last.item_ids
            if not item.is_done
        ]
