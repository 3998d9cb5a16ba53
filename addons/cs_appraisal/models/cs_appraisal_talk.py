from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

KINDS = [
    ("plan", "Plan interview"),
    ("note", "Coaching note"),
    ("result", "Result interview"),
    ("followup", "Follow-up"),
]
#: states of an appraisal whose result the person knows
GIVEN = ("released", "signed", "closed")


class CsAppraisalTalk(models.Model):
    """A talk about somebody's work: agreed, coached, told, followed up (APP-08).

    Access: the superior writes, and the delegate whom the superior names for one talk,
    while the appraisal is not closed. Heads of the department, HR officers and the
    general manager read. The person reads what was held: the plan interview, notes and
    follow-ups shared with the person, and the result interview once results are given;
    and writes the own comment only. Peers and other teams see nothing.

    A talk that was held stays as it is; a correction is a further note.
    """

    _name = "cs.appraisal.talk"
    _inherit = ["cs.decision.guard.mixin"]
    _description = "Interview"
    _order = "held_on desc, id desc"

    appraisal_id = fields.Many2one(
        "cs.appraisal", required=True, index=True, ondelete="restrict"
    )
    employee_id = fields.Many2one(
        related="appraisal_id.employee_id", store=True, precompute=True, index=True
    )
    department_id = fields.Many2one(
        related="appraisal_id.department_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(KINDS, required=True, default="note", index=True)
    held_on = fields.Date(
        required=True, default=lambda self: self.env.company._cs_today()
    )
    holder_id = fields.Many2one(
        "hr.employee",
        "Held By",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_holder_id(),
        help="The superior, or somebody else who leads people and does it instead.",
    )
    is_shared = fields.Boolean(
        "Shared With the Person",
        help="The person reads this note once it is confirmed.",
    )
    summary = fields.Text()
    goal_ids = fields.One2many("cs.appraisal.talk.goal", "talk_id", "Agreed Goals")
    state = fields.Selection(
        [("draft", "Being prepared"), ("held", "Interview held")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    confirmed_at = fields.Datetime("Confirmed On", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    noted_at = fields.Datetime(
        "Noted by the Person On",
        readonly=True,
        copy=False,
        help="APP-08: when the person confirmed to know what was agreed.",
    )
    comment = fields.Text("Comment of the Person", copy=False)
    signed_at = fields.Datetime("Result Signed On", compute="_compute_signature")
    sign_comment = fields.Text("Comment When Signing", compute="_compute_signature")
    is_own = fields.Boolean(compute="_compute_rights")
    can_write = fields.Boolean(compute="_compute_rights")
    can_note = fields.Boolean(compute="_compute_rights")
    can_comment = fields.Boolean(compute="_compute_rights")
    can_sign = fields.Boolean(compute="_compute_rights")

    @api.model
    def _default_holder_id(self):
        mine = self.env.user._cs_employees()
        return mine.filtered(lambda one: one.company_id == self.env.company)[:1].id

    @api.depends_context("lang")
    @api.depends("kind", "held_on", "employee_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for talk in self:
            # sudo: who reads the talk knows whom it is about
            name = talk.sudo().employee_id.name or ""
            day = format_date(self.env, talk.held_on) if talk.held_on else ""
            parts = [kinds.get(talk.kind), name, day]
            talk.display_name = " · ".join(filter(None, parts))

    @api.depends("appraisal_id.signature_ids", "kind")
    def _compute_signature(self):
        for talk in self:
            # sudo: who reads the result interview reads how it ended
            signature = talk.sudo().appraisal_id.signature_ids
            if talk.kind != "result":
                signature = signature.browse()
            talk.signed_at = signature.signed_at
            talk.sign_comment = signature.comment

    @api.depends_context("uid")
    @api.depends("state", "kind", "noted_at", "appraisal_id.state")
    def _compute_rights(self):
        mine = self.env.user._cs_employees()
        writable = self._origin._filtered_access("write")
        for talk in self:
            known = talk.sudo()
            is_open = known.appraisal_id.state != "closed"
            talk.is_own = known.employee_id in mine
            talk.can_write = not talk._origin or (
                talk.state == "draft"
                and is_open
                and not talk.is_own
                and talk._origin in writable
            )
            is_new = talk.is_own and talk.state == "held" and not talk.noted_at
            talk.can_note = is_new and talk.kind == "plan"
            # words about the result go with the signature
            talk.can_comment = is_new and is_open and talk.kind != "result"
            talk.can_sign = talk.kind == "result" and known.appraisal_id.can_sign

    @api.model_create_multi
    def create(self, vals_list):
        talks = super().create(vals_list)
        talks._decision_check_open()
        talks._check_holder()
        return talks

    def write(self, vals):
        if "appraisal_id" in vals and self.appraisal_id.ids != [vals["appraisal_id"]]:
            raise UserError(
                self.env._("An interview stays with the appraisal it was made for.")
            )
        result = super().write(vals)
        if "holder_id" in vals:
            self._check_holder()
        return result

    def copy(self, default=None):
        raise UserError(
            self.env._("Interviews are not copied. Please write a new one.")
        )

    def action_confirm(self):
        """Say that the talk was held; from then on it stays as it is (APP-08).

        :raise UserError: when something is missing, or the result is not given yet
        """
        self.check_access("write")
        for talk in self:
            talk._decision_check_open()
            talk._check_complete()
            talk._decision_write(
                {
                    "state": "held",
                    "confirmed_at": fields.Datetime.now(),
                    "confirmed_by_id": self.env.uid,
                }
            )
            talk.sudo()._tell_person()
        return True

    def action_note(self):
        """The person knows what was agreed in the plan interview; once (APP-08)."""
        self.check_access("read")
        for talk in self:
            if talk.sudo().employee_id not in self.env.user._cs_employees():
                raise AccessError(
                    self.env._("Only the person concerned confirms to know this.")
                )
            if talk.kind != "plan" or talk.state != "held":
                raise UserError(
                    self.env._("Only a plan interview that was held is noted.")
                )
            if talk.noted_at:
                raise UserError(self.env._("You have noted this already."))
            # sudo: the one stamp the person sets, by this method only
            talk.sudo()._decision_write({"noted_at": fields.Datetime.now()})
        return True

    def action_sign_result(self):
        """Open the form in which the person signs the result of this talk."""
        self.ensure_one()
        self.check_access("read")
        return self.sudo().appraisal_id.sudo(False).action_open_sign()

    # Guards

    def _decision_protected_fields(self):
        return {
            "state",
            "employee_id",
            "department_id",
            "company_id",
            "confirmed_at",
            "confirmed_by_id",
            "noted_at",
            "comment",
        }

    def _decision_open_fields(self):
        return set()

    def _decision_guard(self, names):
        if set(names) == {"comment"}:
            self._check_comment()
        else:
            super()._decision_guard(names)

    def _decision_protected_message(self, name):
        if name == "comment":
            return self.env._("Only the person concerned writes the own comment.")
        return self.env._(
            "“%(field)s” follows from the appraisal or from confirming; it is not"
            " written by hand.",
            field=self._fields[name]._description_string(self.env),
        )

    def _decision_check_open(self):
        mine = self.env.user._cs_employees()
        for talk in self.sudo():
            if talk.employee_id in mine:
                raise AccessError(
                    self.env._(
                        "Nobody writes interviews about the own person (APP-08)."
                    )
                )
            if talk.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s was held and stays as it is. Please write a further"
                        " note instead.",
                        name=talk.display_name,
                    )
                )
            if talk.appraisal_id.state == "closed":
                raise UserError(
                    self.env._(
                        "The appraisal of %(name)s is closed, so nothing is added to"
                        " it. Please write it in the next one.",
                        name=talk.employee_id.name,
                    )
                )

    def _check_comment(self):
        for talk in self:
            if not talk.can_comment:
                raise UserError(
                    self.env._(
                        "The comment is written by the person concerned, after the"
                        " talk and before it is noted or the appraisal closed."
                    )
                )

    def _check_holder(self):
        """Who holds the talk is not the person, and leads people or is HR officer."""
        roles = ("team_leader", "hr_officer", "general_manager")
        for talk in self.sudo():
            holder, superior = talk.holder_id, talk.appraisal_id.superior_id
            user = holder.user_id
            leads = any(user.has_group(f"cs_base.group_{role}") for role in roles)
            if holder._cs_is_same_person(talk.employee_id) or not (
                holder == superior or (user and leads)
            ):
                raise UserError(
                    self.env._(
                        "%(holder)s cannot hold this interview. Please name the"
                        " superior, or another person who leads people or works in HR.",
                        holder=holder.name,
                    )
                )

    def _check_complete(self):
        if self.held_on > self.company_id._cs_today():
            raise UserError(
                self.env._("The day of the interview is in the future. Please mend it.")
            )
        if self.kind == "plan" and not self.goal_ids:
            raise UserError(
                self.env._(
                    "A plan interview agrees on goals (APP-08). Please enter at least"
                    " one: what, why, and how it is measured."
                )
            )
        if self.kind != "plan" and not (self.summary or "").strip():
            raise UserError(self.env._("Please write a summary of what was said."))
        if self.kind == "result" and self.sudo().appraisal_id.state not in GIVEN:
            raise UserError(
                self.env._(
                    "The result interview is held once the results are given (APP-08)."
                    " Until then it stays in preparation."
                )
            )

    def _tell_person(self):
        """One message to the person about what is to be read and confirmed."""
        user = self.employee_id.user_id
        if self.kind not in ("plan", "result") or not user.active:
            return
        local = self.with_context(lang=user.lang)
        text = local.env._("Please read it and confirm that you know it.")
        if self.kind == "result":
            text = local.env._("Please read it, and sign the result or appeal.")
        self.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=local.display_name,
            body=text,
        )


class CsAppraisalTalkGoal(models.Model):
    """A goal agreed in a plan interview: what, why, how measured, until when."""

    _name = "cs.appraisal.talk.goal"
    _inherit = ["cs.decision.line.mixin"]
    _description = "Goal of a Plan Interview"
    _order = "sequence, id"

    _decision_parent_field = "talk_id"

    talk_id = fields.Many2one(
        "cs.appraisal.talk", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Goal", required=True)
    why = fields.Char("Reason", required=True)
    measured = fields.Char("How Measured", required=True)
    until = fields.Date("Until When")

    def write(self, vals):
        result = super().write(vals)
        # Stock asks before only: no goal is moved into somebody else's interview.
        self.check_access("write")
        return result
