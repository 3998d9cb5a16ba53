from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..engine.rules import Cause
from .cs_duty_place import entered_only

#: All that a superior enters; whose day it is follows from the person on duty.
ENTERED = {"person_id", "left_at", "reason"}
#: So long before a duty its people may say that they are there.
EARLY = timedelta(hours=1)


class CsDutyRuling(models.Model):
    """A ruling that somebody left a duty before the relief had come (ATT-13).

    As with handovers (ATT-14) nobody is found guilty by a machine. It makes the day of
    the duty an absence, if the person had a shift that day; an appeal against the day
    is above it. Append-only.

    Access: the person and the team leader read, supervisors rule in their departments,
    the general manager in the company, HR reads, nobody on oneself.
    """

    _name = "cs.duty.ruling"
    _inherit = ["cs.superior.ruling"]
    _description = "Ruling on Leaving a Duty"
    _order = "id desc"

    person_id = fields.Many2one(
        "cs.duty.person", required=True, index=True, ondelete="restrict"
    )
    watch_id = fields.Many2one(related="person_id.watch_id", store=True, index=True)
    company_id = fields.Many2one(related="person_id.company_id", store=True)
    employee_id = fields.Many2one(
        related="person_id.employee_id", string="Employee", store=True, index=True
    )
    date = fields.Date(related="person_id.watch_id.date", store=True)
    left_at = fields.Datetime(required=True)

    _once = models.Constraint("UNIQUE(person_id)", "This has been ruled on already.")

    @api.depends("employee_id.name", "date")
    def _compute_display_name(self):
        for one in self.sudo():
            one.display_name = f"{one.date or ''} {one.employee_id.name or ''}".strip()

    @api.constrains("person_id", "left_at")
    def _check_left(self):
        for one in self.sudo():
            watch = one.person_id.watch_id
            if not watch.start <= one.left_at <= fields.Datetime.now():
                raise ValidationError(
                    self.env._(
                        "ATT-13: leaving lies in the past and after the duty began."
                        " Please correct the time."
                    )
                )
            relief = watch._relief()
            if not relief:
                raise ValidationError(
                    self.env._(
                        "ATT-13: no duty follows at this place; nobody relieves."
                    )
                )
            came = one.person_id._relieved_at()
            if came and came <= one.left_at:
                raise ValidationError(
                    self.env._(
                        "ATT-13: the relief had come before. Nothing to rule on."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {
                **{name: vals[name] for name in ENTERED & vals.keys()},
                "ruled_by_id": self.env.uid,
            }
            for vals in vals_list
        ]
        rulings = super(CsDutyRuling, entered_only(self, ENTERED)).create(vals_list)
        for one in rulings.sudo():
            if one.employee_id.user_id == self.env.user:
                raise AccessError(self.env._("Nobody rules on a duty of their own."))
            self.env["cs.period"].sudo()._check_open(
                one.company_id, one.date, code="attendance_sheet"
            )
            self.env["cs.attendance.stale"]._touch([(one.employee_id.id, one.date)])
        rulings.sudo()._tell_ruled()
        return rulings.with_env(self.env)

    def _cause(self):
        """ATT-13: left the duty before the relief had come."""
        return Cause("ATT-13", "att.duty_left_post", ((self._name, "ruling", self.id),))


class CsDutyPerson(models.Model):
    _inherit = "cs.duty.person"

    arrived_at = fields.Datetime("There Since", readonly=True, copy=False)

    def _relieved_at(self):
        """When the relief came: the first of the duty that follows who said so, or
        the acceptance of the person's handover of that day (ATT-14); possibly none."""
        self.ensure_one()
        moments = self.watch_id._relief().person_ids.mapped("arrived_at")
        handovers = self.env["cs.handover"].search(
            [
                ("outgoing_id", "=", self.employee_id.id),
                ("date", "=", self.watch_id.date),
                ("state", "=", "signed"),
            ]
        )
        moments += handovers.mapped("relief_signed_at")
        return min(filter(None, moments), default=None)


class CsDutyWatch(models.Model):
    _inherit = "cs.duty.watch"

    ruling_ids = fields.One2many("cs.duty.ruling", "watch_id", "Rulings")
    can_arrive = fields.Boolean(compute="_compute_can_arrive")

    @api.depends_context("uid")
    @api.depends("person_ids.arrived_at", "state", "start", "stop")
    def _compute_can_arrive(self):
        now = fields.Datetime.now()
        for watch in self:
            watch.can_arrive = (
                watch.state == "published"
                and watch.start - EARLY <= now < watch.stop
                and bool(watch._mine().filtered(lambda one: not one.arrived_at))
            )

    def _mine(self):
        """Lines of the user (sudo)."""
        employees = self.env.user._cs_employees()
        return self.sudo().person_ids.filtered(lambda one: one.employee_id in employees)

    def _relief(self):
        """The published duties that follow at the place without a gap."""
        self.ensure_one()
        domain = Domain("place_id", "=", self.place_id.id) & Domain("id", "!=", self.id)
        domain &= Domain("state", "=", "published")
        domain &= Domain("start", ">", self.start) & Domain("start", "<=", self.stop)
        return self.search(domain & Domain("stop", ">", self.stop))

    def action_arrive(self):
        """The person is there: who was on duty before may leave (ATT-13)."""
        self.ensure_one()
        self.check_access("read")
        if not self._mine():
            raise AccessError(self.env._("ATT-13: only for who is on duty."))
        if not self.can_arrive:
            raise UserError(
                self.env._("ATT-13: from an hour before the duty until its end, once.")
            )
        self._mine()._set({"arrived_at": fields.Datetime.now()})
        return True


class CsAttendanceFacts(models.AbstractModel):
    _inherit = "cs.attendance.facts"

    @api.model
    def _collect(self, facts, employees):
        super()._collect(facts, employees)
        self.env["cs.duty.ruling"].sudo()._note_causes(facts, employees)
