from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MAX_TEXT = 5000
#: what has to stand in an order before it is submitted
NEEDED = ("cause", "handling", "measure")


class CsAnomaly(models.Model):
    """An anomaly order (异常处理单, HD-31): what went wrong, why, what was done at once
    and what is improved; the manager approves, the departments concerned carry it out,
    and its effect is checked.

    Whoever works in the service records one; supervisors check the effect once every
    department has reported. An order whose improvement had no effect opens the next.

    Access: the author writes the draft and reads it; people of the units concerned read
    it from its approval on; leaders and supervisors those of their departments, HR
    officers and the general manager all. Nobody deletes what was submitted.
    """

    _name = "cs.anomaly"
    _inherit = ["cs.decision.mixin"]
    _description = "Anomaly Order"
    _order = "happened_on desc, id desc"
    _check_company_auto = True

    name = fields.Char("What Happened", required=True)
    happened_on = fields.Date(
        "Day of the Anomaly",
        required=True,
        index=True,
        default=lambda self: self.env.company._cs_today(),
    )
    kind = fields.Selection(
        [
            ("service", "Service process"),
            ("system", "System or equipment"),
            ("product", "Product or delivery"),
            ("safety", "Safety and hygiene"),
            ("other", "Other"),
        ],
        "Kind of Anomaly",
        required=True,
        default="service",
    )
    is_serious = fields.Boolean("Serious")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        "Where It Happened",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env.user._cs_employees()[:1].department_id,
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket", index="btree_not_null", ondelete="set null"
    )
    follows_id = fields.Many2one(
        "cs.anomaly",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The order whose improvement had no effect.",
    )
    cause = fields.Text()
    handling = fields.Text("Handled at Once")
    measure = fields.Text("Improvement Measure")
    task_ids = fields.One2many(
        "cs.anomaly.task", "anomaly_id", "Departments Concerned", copy=True
    )
    effect_due_on = fields.Date("Effect Checked By", copy=False)
    effect = fields.Selection(
        [("good", "Effective"), ("bad", "Not effective")], readonly=True, copy=False
    )
    effect_note = fields.Text("What the Check Found", copy=False)
    effect_at = fields.Datetime("Effect Checked On", readonly=True, copy=False)
    effect_by_id = fields.Many2one(
        "res.users", "Checked By", readonly=True, copy=False, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Being Improved"),
            ("refused", "Rejected"),
            ("closed", "Effect Checked"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    open_task_count = fields.Integer(
        "Departments Not Yet Done", compute="_compute_open_task_count", store=True
    )
    can_check = fields.Boolean(compute="_compute_can_check")

    _one_follower = models.UniqueIndex(
        "(follows_id) WHERE follows_id IS NOT NULL", "It is followed already."
    )
    _checked_when_closed = models.Constraint(
        "CHECK((state = 'closed') = (effect IS NOT NULL)"
        " AND (effect IS NULL OR effect_at IS NOT NULL))",
        "An order is closed by checking its effect.",
    )

    @api.depends("task_ids.done_at")
    def _compute_open_task_count(self):
        for order in self:
            waiting = order.task_ids.filtered(lambda task: not task.done_at)
            order.open_task_count = len(waiting)

    @api.depends_context("uid")
    @api.depends("state", "department_id", "open_task_count")
    def _compute_can_check(self):
        for order in self:
            order.can_check = (
                order.state == "approved"
                and not order.open_task_count
                and order._may_check()
            )

    def write(self, vals):
        if "effect_note" in vals and not self.env.su:
            for order in self:
                order._check_may()
        return super().write(vals)

    def _may_check(self):
        """The supervisor of the unit or the general manager; never who wrote it."""
        user = self.env.user
        leads = user.has_group("cs_base.group_supervisor") and (
            self.department_id in user.cs_managed_department_ids
        )
        manages = user.has_group("cs_base.group_general_manager")
        return (leads or manages) and self.sudo().create_uid != user

    def action_effective(self):
        """The improvement works: the order is closed.

        :raise AccessError: for everybody but supervisor and general manager; not own
        :raise UserError: a department has not reported, or nothing is written down
        """
        for order in self:
            order._check_effect("good")
        return True

    def action_not_effective(self):
        """It does not: the order is closed, and a draft that follows it opens."""
        self.ensure_one()
        self._check_effect("bad")
        values = {name: self[name].id for name in ("company_id", "department_id")}
        values |= {name: self[name] for name in ("kind", "is_serious", "cause")}
        # sudo: which order it follows is nobody's to enter
        follower = self.create({"name": self.name, **values})
        follower.sudo()._decision_write({"follows_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": follower.id,
            "views": [(False, "form")],
        }

    def _check_may(self):
        if not self._may_check():
            raise AccessError(
                self.env._(
                    "HD-31: the supervisor of the unit or the general manager checks"
                    " the effect, and never who wrote the order."
                )
            )

    def _check_effect(self, effect):
        self.check_access("read")
        self._check_may()
        if self.state != "approved" or self.open_task_count:
            raise UserError(
                self.env._(
                    "HD-31: the effect is checked once the order is approved and every"
                    " department concerned has reported."
                )
            )
        if not (self.effect_note or "").strip():
            raise UserError(
                self.env._("HD-31: please write down what the check found.")
            )
        # sudo: the check above decides
        self.sudo()._decision_write(
            {
                "state": "closed",
                "effect": effect,
                "effect_at": fields.Datetime.now(),
                "effect_by_id": self.env.uid,
            }
        )

    # Decision hooks

    def _decision_kind(self):
        return "anomaly"

    def _decision_ladder_fallback(self):
        return ["general_manager"] if self.is_serious else ["department_head"]

    def _decision_protected_fields(self):
        names = {"follows_id", "effect", "effect_at", "effect_by_id"}
        names.add("open_task_count")
        return super()._decision_protected_fields() | names

    def _decision_open_fields(self):
        """The check is written down while the improvement runs."""
        names = super()._decision_open_fields()
        if all(order.state == "approved" for order in self):
            names |= {"effect_note", "task_ids"}
        return names

    def _decision_check_submit(self):
        for name in NEEDED:
            if not (self[name] or "").strip():
                raise UserError(
                    self.env._(
                        "HD-31: “%s” is empty. An order says why it happened, what was"
                        " done at once and what is improved.",
                        self._fields[name]._description_string(self.env),
                    )
                )
        if not self.task_ids:
            raise UserError(
                self.env._("HD-31: name the departments that carry out the measure.")
            )
        if not self.effect_due_on:
            raise UserError(
                self.env._("HD-31: say by when the effect of the measure is checked.")
            )

    def _decision_on_approved(self):
        self.task_ids._tell_heads()
