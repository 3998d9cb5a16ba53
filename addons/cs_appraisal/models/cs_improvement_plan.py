from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

STATES = [
    ("draft", "Being prepared"),
    ("offered", "With the person"),
    ("agreed", "Agreed"),
    ("running", "Running"),
    ("ended", "Plan ended"),
]
RESULTS = [
    ("reached", "Goal reached"),
    ("missed", "Goal not reached"),
    ("extended", "Extended"),
]
#: states in which actions are carried out
AT_WORK = ("agreed", "running")


class CsImprovementPlan(models.Model):
    """What somebody does to get better, and how it went (APP-08).

    Written by the superior, agreed by the person, followed up, ended with a result.

    Access: the superior, and who leads the person now, writes while it is prepared
    and decides on actions, follow-ups and the end. The person reads it once offered,
    agrees, and reports own actions as done; nothing else, and nothing at all about
    the own plan as a leader. Heads of the department, HR officers and the general
    manager read.
    """

    _name = "cs.improvement.plan"
    _inherit = ["cs.decision.guard.mixin"]
    _description = "Improvement Plan"
    _order = "date_from desc, id desc"

    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict"
    )
    appraisal_id = fields.Many2one(
        "cs.appraisal",
        index="btree_not_null",
        ondelete="restrict",
        help="The appraisal it follows from. Empty: made without one.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_place",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_place",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    superior_id = fields.Many2one(
        "hr.employee",
        compute="_compute_place",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    about = fields.Char("Grade or Item", help="What it is about, e.g. grade D.")
    reason = fields.Text(required=True)
    date_from = fields.Date(
        "First Day", required=True, default=lambda self: self.env.company._cs_today()
    )
    date_to = fields.Date("Last Day", required=True)
    action_ids = fields.One2many("cs.improvement.action", "plan_id", "Measures")
    followup_ids = fields.One2many("cs.improvement.followup", "plan_id", "Follow-ups")
    open_count = fields.Integer("Open Measures", compute="_compute_open_count")
    next_on = fields.Date("Next Date", compute="_compute_open_count")
    previous_id = fields.Many2one(
        "cs.improvement.plan",
        "Continues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, copy=False, default="draft", index=True
    )
    agreed_at = fields.Datetime("Agreed by the Person On", readonly=True, copy=False)
    result = fields.Selection(
        RESULTS,
        readonly=True,
        copy=False,
    )
    result_note = fields.Text("Reason of the Result", readonly=True, copy=False)
    ended_at = fields.Datetime("Ended On", readonly=True, copy=False)
    ended_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    is_own = fields.Boolean(compute="_compute_rights")
    can_write = fields.Boolean(compute="_compute_rights")

    _days_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The last day is before the first day."
    )
    _previous_uniq = models.Constraint(
        "UNIQUE(previous_id)", "This plan is continued by another one already."
    )
    _end_has_result = models.Constraint(
        "CHECK((state = 'ended') = (result IS NOT NULL))",
        "A plan that ended has a result.",
    )

    @api.depends("employee_id", "appraisal_id")
    def _compute_place(self):
        # sudo: the place of a person follows from the person
        people = self.sudo().employee_id
        superiors = people._cs_supervisors()
        for plan in self.sudo():
            person = plan.employee_id
            plan.company_id = person.company_id
            plan.department_id = person.department_id
            plan.superior_id = plan.appraisal_id.superior_id or superiors.get(
                person._origin.id
            )

    @api.depends("employee_id", "date_from")
    def _compute_display_name(self):
        for plan in self:
            # sudo: who reads the plan knows whom it is about
            name = plan.sudo().employee_id.name
            day = format_date(self.env, plan.date_from) if plan.date_from else ""
            plan.display_name = " · ".join(
                filter(None, [self.env._("Improvement plan"), name, day])
            )

    @api.depends("action_ids.state", "action_ids.due_on", "followup_ids.held_at")
    @api.depends("followup_ids.due_on")
    def _compute_open_count(self):
        for plan in self:
            actions = plan.action_ids.filtered(lambda one: one.state == "open")
            followups = plan.followup_ids.filtered(lambda one: not one.held_at)
            days = [*actions.mapped("due_on"), *followups.mapped("due_on")]
            plan.open_count = len(actions)
            plan.next_on = min(filter(None, days), default=False)

    @api.depends_context("uid")
    @api.depends("state", "employee_id")
    def _compute_rights(self):
        mine = self.env.user._cs_employees()
        writable = self._origin._filtered_access("write")
        for plan in self:
            plan.is_own = plan.sudo().employee_id._origin in mine
            plan.can_write = not plan._origin or (
                not plan.is_own and plan._origin in writable
            )

    @api.constrains("appraisal_id", "employee_id")
    def _check_appraisal(self):
        for plan in self.sudo():
            if plan.appraisal_id and plan.appraisal_id.employee_id != plan.employee_id:
                raise ValidationError(
                    self.env._("The appraisal is that of another person.")
                )

    @api.onchange("appraisal_id")
    def _onchange_appraisal_id(self):
        if self.appraisal_id:
            self.employee_id = self.appraisal_id.employee_id

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans._check_not_own()
        return plans

    def copy(self, default=None):
        raise UserError(self.env._("Improvement plans are not copied."))

    # Steps

    def action_offer(self):
        """Give the plan to the person, who agrees to it."""
        self._acts("draft")
        for plan in self:
            if not plan.action_ids:
                raise UserError(
                    self.env._(
                        "Please enter at least one action: what, and until when."
                    )
                )
            plan._decision_write({"state": "offered"})
            plan.sudo()._tell_person()
        return True

    def action_take_back(self):
        """Change what the person has not agreed to yet."""
        self._acts("offered")
        self._decision_write({"state": "draft"})
        return True

    def action_agree(self):
        """The person agrees to the plan, once; it begins on its first day."""
        self.check_access("read")
        for plan in self:
            if plan.sudo().employee_id not in self.env.user._cs_employees():
                raise AccessError(
                    self.env._("Only the person concerned agrees to the plan.")
                )
            plan._check_state("offered")
            begins = plan.date_from <= plan.company_id._cs_today()
            # sudo: the person's one step, by this method only
            plan.sudo()._decision_write(
                {
                    "state": "running" if begins else "agreed",
                    "agreed_at": fields.Datetime.now(),
                }
            )
        return True

    def action_ask_end(self):
        """Ask for the result, with which the plan ends."""
        self._acts(*AT_WORK)
        return self._ask("end", plan_id=self.id)

    def action_open_next(self):
        """Open the plan that continues this one."""
        self.ensure_one()
        following = self.search([("previous_id", "=", self.id)])
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": following.id,
            "views": [(False, "form")],
        }

    def _end(self, result, note, extended_to=None):
        """End with a result; an extended plan is continued by a new one.

        :return: cs.improvement.plan: the one that continues it, perhaps none
        """
        self.ensure_one()
        self._acts(*AT_WORK)
        if result == "reached" and self.action_ids.filtered("is_waiting"):
            raise UserError(
                self.env._(
                    "Some actions are still open. Please accept or drop them first."
                )
            )
        if result != "reached" and not (note or "").strip():
            raise UserError(self.env._("Please give the reason."))
        following = self.browse()
        if result == "extended":
            following = self._continue(note, extended_to)
        self._decision_write(
            {
                "state": "ended",
                "result": result,
                "result_note": note,
                "ended_at": fields.Datetime.now(),
                "ended_by_id": self.env.uid,
            }
        )
        return following

    def _continue(self, note, extended_to):
        if not extended_to or extended_to <= self.date_to:
            raise UserError(
                self.env._("Please enter a last day after the present one.")
            )
        today = self.company_id._cs_today()
        following = self.create(
            {
                "employee_id": self.employee_id.id,
                "appraisal_id": self.appraisal_id.id,
                "about": self.about,
                "reason": note,
                "date_from": min(today, extended_to),
                "date_to": extended_to,
                "action_ids": [
                    fields.Command.create(
                        {
                            "name": action.name,
                            "helper_id": action.helper_id.id,
                            "due_on": max(action.due_on, extended_to),
                        }
                    )
                    for action in self.action_ids.filtered("is_waiting")
                ],
                "followup_ids": [fields.Command.create({"due_on": extended_to})],
            }
        )
        following._decision_write({"previous_id": self.id})
        return following

    def _ask(self, kind, **target):
        """The form that asks for the words that go with a step."""
        context = {f"default_{name}": value for name, value in target.items()}
        return {
            "type": "ir.actions.act_window",
            "name": dict(
                self.env["cs.improvement.word"]
                ._fields["kind"]
                ._description_selection(self.env)
            )[kind],
            "res_model": "cs.improvement.word",
            "views": [(False, "form")],
            "target": "new",
            "context": {**context, "default_kind": kind, "dialog_size": "medium"},
        }

    # Guards

    def _decision_protected_fields(self):
        return {
            "state",
            "company_id",
            "department_id",
            "superior_id",
            "previous_id",
            "agreed_at",
            "result",
            "result_note",
            "ended_at",
            "ended_by_id",
        }

    def _decision_open_fields(self):
        return set()

    def _decision_protected_message(self, name):
        return self.env._(
            "“%(field)s” changes by the steps of the plan; it is not written by hand.",
            field=self._fields[name]._description_string(self.env),
        )

    def _decision_check_open(self):
        self._check_not_own()
        for plan in self.sudo():
            if plan.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s is no longer being prepared, so it stays as it is."
                        " Take it back while the person has not agreed, or end it.",
                        name=plan.display_name,
                    )
                )

    def _acts(self, *states):
        """The superior acts on plans in one of the states, never on the own one."""
        self.check_access("write")
        self._check_not_own()
        self._check_state(*states)

    def _check_not_own(self):
        mine = self.env.user._cs_employees()
        if any(plan.employee_id in mine for plan in self.sudo()):
            raise AccessError(
                self.env._("Nobody decides on the own improvement plan (APP-08).")
            )

    def _check_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for plan in self:
            if plan.state not in states:
                raise UserError(
                    self.env._(
                        "This is not possible now: the plan is “%(state)s”.",
                        state=labels[plan.state],
                    )
                )

    def _tell_person(self):
        user = self.employee_id.user_id
        if user.active:
            local = self.with_context(lang=user.lang)
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=local.display_name,
                body=local.env._("Please read the plan and agree to it."),
            )
