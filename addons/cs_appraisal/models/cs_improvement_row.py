from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .cs_improvement_plan import AT_WORK


class CsImprovementRowMixin(models.AbstractModel):
    """What has a date in an improvement plan; frozen with it, moved on by steps."""

    _name = "cs.improvement.row.mixin"
    _inherit = ["cs.decision.line.mixin"]
    _description = "Dated Row of an Improvement Plan"
    _order = "due_on, id"

    _decision_parent_field = "plan_id"
    #: fields that only the steps set
    _stamps = ("told_person_on", "told_superior_on")

    plan_id = fields.Many2one(
        "cs.improvement.plan", required=True, index=True, ondelete="cascade"
    )
    due_on = fields.Date(required=True)
    told_person_on = fields.Date(readonly=True, copy=False)
    told_superior_on = fields.Date(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_stamps(vals)
        forged = {f"default_{name}" for name in self._stamps}
        context = {k: v for k, v in self.env.context.items() if k not in forged}
        return super(CsImprovementRowMixin, self.with_context(context)).create(
            vals_list
        )

    def write(self, vals):
        self._check_stamps(vals)
        result = super().write(vals)
        # Stock asks before only: no row is moved into somebody else's plan.
        self.check_access("write")
        return result

    def _check_stamps(self, vals):
        for name in self._stamps:
            if vals.get(name) and (name, vals[name]) != ("state", "open"):
                raise UserError(
                    self.env._(
                        "“%(field)s” changes by the steps of the plan; it is not"
                        " written by hand.",
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    def _acts(self):
        """The superior acts on rows of a plan that is carried out."""
        self.check_access("write")
        self.plan_id._acts(*AT_WORK)


class CsImprovementAction(models.Model):
    """An action of an improvement plan: what, until when, who helps."""

    _name = "cs.improvement.action"
    _inherit = ["cs.improvement.row.mixin"]
    _description = "Action of an Improvement Plan"

    _stamps = ("state", "note", "told_person_on", "told_superior_on")

    name = fields.Char("Planned Measure", required=True)
    helper_id = fields.Many2one(
        "hr.employee", "Who Helps", index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("open", "To be done"),
            ("reported", "Reported as done"),
            ("done", "Done"),
            ("dropped", "Dropped"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="open",
    )
    note = fields.Text(readonly=True, copy=False)
    is_waiting = fields.Boolean(compute="_compute_is_waiting")
    is_own = fields.Boolean(related="plan_id.is_own")
    can_write = fields.Boolean(related="plan_id.can_write")
    plan_state = fields.Selection(related="plan_id.state", string="Plan Status")

    @api.depends("state")
    def _compute_is_waiting(self):
        for action in self:
            action.is_waiting = action.state in ("open", "reported")

    def action_report(self):
        """The person says that an own action is done; the superior accepts it."""
        self.check_access("read")
        for action in self:
            plan = action.plan_id
            if plan.sudo().employee_id not in self.env.user._cs_employees():
                raise AccessError(
                    self.env._("Only the person concerned reports an action as done.")
                )
            plan._check_state(*AT_WORK)
            action._check_state("open")
            # sudo: the person's one step on an action, by this method only
            action.sudo()._decision_line_write({"state": "reported"})
        return True

    def action_accept(self):
        """The superior accepts an action as done."""
        return self._move("done", "open", "reported")

    def action_reopen(self):
        """The superior does not accept it yet."""
        return self._move("open", "reported")

    def action_ask_drop(self):
        """Ask why an action is dropped."""
        self.ensure_one()
        self._acts()
        return self.plan_id._ask("drop", action_id=self.id)

    def _drop(self, note):
        if not (note or "").strip():
            raise UserError(self.env._("Please give the reason."))
        self._move("dropped", "open", "reported")
        self._decision_line_write({"note": note})

    def _move(self, state, *states):
        self._acts()
        self._check_state(*states)
        self._decision_line_write({"state": state})
        return True

    def _check_state(self, *states):
        for action in self:
            if action.state not in states:
                raise UserError(
                    self.env._(
                        "This is not possible now: the action is “%(state)s”.",
                        state=dict(
                            self._fields["state"]._description_selection(self.env)
                        )[action.state],
                    )
                )


class CsImprovementFollowup(models.Model):
    """A day on which superior and person look at the plan, and what they found."""

    _name = "cs.improvement.followup"
    _inherit = ["cs.improvement.row.mixin"]
    _description = "Follow-up of an Improvement Plan"

    _stamps = ("held_at", "held_by_id", "note", "told_person_on", "told_superior_on")

    held_at = fields.Datetime("Recorded On", readonly=True, copy=False)
    held_by_id = fields.Many2one(
        "res.users", "Recorded By", readonly=True, copy=False, ondelete="restrict"
    )
    note = fields.Text("What Was Found", readonly=True, copy=False)
    can_write = fields.Boolean(related="plan_id.can_write")
    plan_state = fields.Selection(related="plan_id.state", string="Plan Status")

    def action_ask_hold(self):
        """Ask what was found."""
        self.ensure_one()
        self._acts()
        return self.plan_id._ask("followup", followup_id=self.id)

    def _hold(self, note):
        self._acts()
        if self.held_at:
            raise UserError(self.env._("This follow-up was held already."))
        if not (note or "").strip():
            raise UserError(self.env._("Please write what was found."))
        self._decision_line_write(
            {
                "held_at": fields.Datetime.now(),
                "held_by_id": self.env.uid,
                "note": note,
            }
        )
