from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .cs_duty_place import entered_only

#: What who asks enters.
ENTERED = {"watch_id", "colleague_id", "reason"}


class CsDutySwap(models.Model):
    """Handing a duty to a colleague who accepts before it begins (ATT-11, ATT-13).

    The acceptance changes the person on duty at once; the head of the department is
    told. The record says who asked whom, when and why, and stays.

    Access: both people, the team leaders of both, supervisors of the place's
    department, HR and the general manager read; who is on duty asks, the colleague
    answers.
    """

    _name = "cs.duty.swap"
    _inherit = ["cs.kept.mixin"]
    _kept_is_entered = True
    _description = "Handing on a Duty"
    _order = "id desc"

    watch_id = fields.Many2one(
        "cs.duty.watch", "Duty", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="watch_id.company_id", store=True)
    department_id = fields.Many2one(related="watch_id.department_id", store=True)
    employee_id = fields.Many2one(
        "hr.employee",
        "Handed On By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    colleague_id = fields.Many2one(
        "hr.employee", "Handed On To", required=True, index=True, ondelete="restrict"
    )
    reason = fields.Text(required=True)
    state = fields.Selection(
        [
            ("asked", "Colleague Asked"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("withdrawn", "Taken Back"),
        ],
        required=True,
        readonly=True,
        default="asked",
        index=True,
    )
    answered_at = fields.Datetime("Answered On", readonly=True)
    can_answer = fields.Boolean(compute="_compute_can_answer")
    is_mine = fields.Boolean(compute="_compute_can_answer")

    _one_open = models.UniqueIndex(
        "(watch_id, employee_id) WHERE state = 'asked'",
        "A colleague is asked already. Take that back first.",
    )
    _two_people = models.Constraint(
        "CHECK(employee_id != colleague_id)", "Please choose somebody else."
    )
    _answer_complete = models.Constraint(
        "CHECK((state = 'asked') = (answered_at IS NULL))",
        "An answer has its moment.",
    )

    @api.depends_context("uid")
    @api.depends("state", "colleague_id", "employee_id")
    def _compute_can_answer(self):
        mine = self.env.user._cs_employees()
        for swap in self:
            is_open = swap.state == "asked"
            swap.can_answer = is_open and swap.sudo().colleague_id in mine
            swap.is_mine = is_open and swap.sudo().employee_id in mine

    @api.depends("employee_id.name", "colleague_id.name", "watch_id.display_name")
    def _compute_display_name(self):
        for swap in self.sudo():
            people = f"{swap.employee_id.name or ''} → {swap.colleague_id.name or ''}"
            swap.display_name = f"{swap.watch_id.display_name or ''} {people}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        if any(not vals.keys() <= ENTERED for vals in vals_list):
            self._kept_refuse()
        known = [dict(vals) for vals in vals_list]
        for vals in known:
            watch = self.env["cs.duty.watch"].browse(vals.get("watch_id"))
            watch.check_access("read")
            vals["employee_id"] = self._own_person(watch).employee_id.id
        swaps = super(CsDutySwap, entered_only(self, ENTERED)).create(known)
        for swap in swaps.sudo():
            swap._check_possible()
            swap._tell(
                swap.colleague_id,
                lambda env, swap=swap: env._(
                    "%s asks you to take over a duty", swap.employee_id.name
                ),
            )
        return swaps.with_env(self.env)

    def _kept_text(self):
        return self.env._("A duty is handed on with its buttons, and the record stays.")

    def _set(self, vals):
        return self._kept_write(vals)

    def action_accept(self):
        """Take the duty over, as the colleague who was asked (ATT-11)."""
        for swap in self._start_answer("colleague_id"):
            swap._check_possible()
            person = swap._person(swap.employee_id)
            swap._set({"state": "accepted", "answered_at": fields.Datetime.now()})
            person._set(
                {
                    "employee_id": swap.colleague_id.id,
                    "told_at": fields.Datetime.now(),
                }
            )
            person.flush_recordset()
            swap._tell(
                swap.employee_id | swap._head(),
                lambda env, swap=swap: env._(
                    "%s takes over a duty", swap.colleague_id.name
                ),
            )
        return True

    def action_decline(self):
        """Do not take it over; the duty stays with who has it."""
        for swap in self._start_answer("colleague_id"):
            swap._set({"state": "declined", "answered_at": fields.Datetime.now()})
            swap._tell(
                swap.employee_id,
                lambda env, swap=swap: env._(
                    "%s does not take over your duty", swap.colleague_id.name
                ),
            )
        return True

    def action_withdraw(self):
        """Take the question back, as who asked."""
        for swap in self._start_answer("employee_id"):
            swap._set({"state": "withdrawn", "answered_at": fields.Datetime.now()})
        return True

    def _start_answer(self, name):
        """:return: the records (sudo), locked, when it is the caller's turn"""
        self.check_access("read")
        mine = self.env.user._cs_employees()
        swaps = self.sudo()
        swaps.lock_for_update()
        swaps.invalidate_recordset()
        for swap in swaps:
            if swap[name] not in mine:
                raise AccessError(
                    self.env._(
                        "Only %(name)s can answer this (ATT-11).", name=swap[name].name
                    )
                )
            if swap.state != "asked":
                raise UserError(
                    self.env._("This does not wait for an answer any more.")
                )
        return swaps

    def _own_person(self, watch):
        """The line of the user in a duty.

        :raise AccessError: when there is none
        """
        mine = self.env.user._cs_employees()
        person = watch.sudo().person_ids.filtered(lambda one: one.employee_id in mine)
        if not person:
            raise AccessError(self.env._("ATT-13: only for who is on duty."))
        return person[:1]

    def _person(self, employee):
        return self.watch_id.person_ids.filtered(
            lambda one: one.employee_id == employee
        )

    def _check_possible(self):
        """ATT-11: agreed before it begins, within a company, by who is free."""
        watch = self.watch_id
        if watch.state != "published" or watch.start <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "ATT-11: a duty is handed on before it begins, at the latest at"
                    " its start."
                )
            )
        if self.colleague_id.company_id != watch.company_id:
            raise UserError(
                self.env._("Please choose somebody of the company of the place.")
            )
        if not self._person(self.employee_id):
            raise UserError(
                self.env._("%s is not on this duty any more.", self.employee_id.name)
            )
        if self.env["cs.duty.person"].search_count(
            [
                ("employee_id", "=", self.colleague_id.id),
                ("start", "<", watch.stop),
                ("stop", ">", watch.start),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "ATT-13: %s is on another duty at that time.",
                    self.colleague_id.name,
                )
            )

    def _head(self):
        """Who leads the place's department and is neither of the two (sudo)."""
        Department = self.env["hr.department"]
        path = self.department_id._cs_ancestor_ids().get(self.department_id.id, [])
        heads = Department.browse(path).manager_id
        return (heads - self.employee_id - self.colleague_id)[:1]

    def _tell(self, people, subject):
        for user in people.user_id.filtered("active"):
            local = self.with_context(lang=user.lang)
            local.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=subject(local.env),
                body=Markup("<br/>").join([local.watch_id.display_name, local.reason]),
            )
