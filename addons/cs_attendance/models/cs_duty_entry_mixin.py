from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .cs_duty_place import entered_only


class CsDutyEntryMixin(models.AbstractModel):
    """What somebody on duty writes down (ATT-13): own, and in time.

    From the start of the duty until the end of the working day after it, by who is on
    duty then. Author and moment are the server's.
    """

    _name = "cs.duty.entry.mixin"
    _description = "Written on Duty"

    #: what the person enters when it is made
    _entered = frozenset({"watch_id"})

    watch_id = fields.Many2one(
        "cs.duty.watch",
        "Duty",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_watch_id(),
    )
    company_id = fields.Many2one(
        related="watch_id.company_id", store=True, index=True, precompute=True
    )
    department_id = fields.Many2one(
        related="watch_id.department_id", store=True, index=True, precompute=True
    )
    place_id = fields.Many2one(
        related="watch_id.place_id", store=True, index=True, precompute=True
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Written By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    is_own = fields.Boolean(compute="_compute_is_own")

    @api.model
    def _default_watch_id(self):
        return self.env["cs.duty.watch"]._current()

    @api.depends_context("uid")
    @api.depends("employee_id")
    def _compute_is_own(self):
        mine = self.env.user._cs_employees()
        for entry in self:
            entry.is_own = not entry.id or entry.sudo().employee_id in mine

    @api.model_create_multi
    def create(self, vals_list):
        prepared = []
        for vals in vals_list:
            if not vals.keys() <= self._entered:
                raise UserError(
                    self.env._("ATT-13: author and moments are taken by the server.")
                )
            # Not by context: the duty is chosen, or that which the person is on.
            watch = self.env["cs.duty.watch"].browse(
                vals.get("watch_id") or self._default_watch_id().id
            )
            person = watch._check_writable()
            prepared.append(
                {**vals, "watch_id": watch.id, "employee_id": person.employee_id.id}
            )
        entries = super(CsDutyEntryMixin, entered_only(self, self._entered)).create(
            prepared
        )
        return entries.with_env(self.env)


class CsDutyWatch(models.Model):
    _inherit = "cs.duty.watch"

    log_ids = fields.One2many("cs.duty.log", "watch_id", "Duty Log")
    event_ids = fields.One2many("cs.duty.event", "watch_id", "Serious Events")
    can_write_log = fields.Boolean(compute="_compute_can_write_log")

    @api.depends_context("uid")
    @api.depends("person_ids.employee_id", "state", "start", "stop")
    def _compute_can_write_log(self):
        now = fields.Datetime.now()
        for watch in self:
            watch.can_write_log = (
                watch.is_mine
                and watch.state == "published"
                and watch.start <= now <= watch.sudo()._written_until()
            )

    @api.readonly
    def action_write_log(self):
        """A new entry of the log of this duty."""
        return self._new_entry("cs.duty.log", self.env._("Write in the Log"))

    @api.readonly
    def action_record_event(self):
        """A new serious event of this duty."""
        return self._new_entry("cs.duty.event", self.env._("Serious Event"))

    def _new_entry(self, model, name):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "context": {"default_watch_id": self.id},
        }

    @api.model
    def _current(self):
        """The duty that the user is on, else was on last."""
        domain = Domain("is_mine", "=", True) & Domain("state", "=", "published")
        domain &= Domain("start", "<=", fields.Datetime.now())
        return self.search(domain, order="start desc, id desc", limit=1)

    def _check_writable(self):
        """The line of the user in this duty, when it may be written about.

        :raise AccessError: for who is not on duty
        :raise UserError: too early or too late
        """
        self.check_access("read")
        mine = self.env.user._cs_employees()
        person = self.sudo().person_ids.filtered(lambda one: one.employee_id in mine)
        if not person:
            raise AccessError(self.env._("ATT-13: only for who is on duty."))
        now = fields.Datetime.now()
        if self.sudo().state != "published" or now < self.sudo().start:
            raise UserError(self.env._("ATT-13: this duty has not begun yet."))
        if now > self.sudo()._written_until():
            raise UserError(
                self.env._(
                    "ATT-13: the log is written until the end of the working day after"
                    " the duty. Please tell your superior."
                )
            )
        return person[:1]

    def _written_until(self):
        """End of the first working day after the day on which the duty ends."""
        self.ensure_one()
        Time = self.env["cs.working.time"].sudo()
        calendar = Time._calendars(self.department_id)[self.department_id.id]
        try:
            [end] = Time._add_days(calendar, [(self.stop, 1)], self.company_id)
        except UserError:
            # Without working hours: a day later, so that nothing is lost.
            end = self.stop + timedelta(days=1)
        return end
