from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsAppeal(models.Model):
    """An appeal of the person concerned against an explained result (ALL-02).

    What the result was when the appeal was filed, and why, is kept. Somebody else
    than who made the result decides, with a reply in either case; accepting makes
    the result correct itself and what depends on it.

    Access: the person writes the own appeal while it is a draft and reads it
    afterwards; who has to decide, HR officers and the general manager read it.
    """

    _name = "cs.appeal"
    _description = "Appeal"
    _inherit = ["cs.decision.mixin", "cs.explained.mixin"]
    _order = "id desc"
    # Whoever reads the appeal may ask and answer below it.
    _mail_post_access = "read"

    _decision_approved = "accepted"
    _decision_approve_needs_reason = True

    name = fields.Char("Result", compute="_compute_result", store=True, precompute=True)
    res_model = fields.Char("Result Model", required=True)
    res_id = fields.Many2oneReference(
        "Result ID", model_field="res_model", required=True
    )
    employee_id = fields.Many2one(
        "hr.employee",
        string="Person Concerned",
        compute="_compute_result",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_result",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    deadline = fields.Datetime(
        compute="_compute_result",
        store=True,
        precompute=True,
        help="Until when the appeal can be filed.",
    )
    claim = fields.Text(required=True, help="What is wrong, and what would be right.")
    evidence_ids = fields.Many2many(
        "ir.attachment",
        help="Photos, screens or papers that show it. Read by who decides.",
    )
    filed_at = fields.Datetime("Filed On", readonly=True, copy=False)
    reply = fields.Text(
        readonly=True,
        copy=False,
        tracking=True,
        help="Why the appeal was upheld or rejected. The person reads it.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Filed"),
            ("accepted", "Upheld"),
            ("refused", "Rejected"),
        ],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        help="Somebody else than who made the result decides. If upheld, the"
        " result is corrected in its own month, or in the first open one when"
        " that is closed.",
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")

    _one_open = models.UniqueIndex(
        "(res_model, res_id, employee_id) WHERE state IN ('draft', 'submitted')",
        "There is an open appeal against this result already.",
    )

    @api.depends("res_model", "res_id")
    def _compute_result(self):
        for appeal in self:
            result = self._find_result(appeal.res_model, appeal.res_id)
            appeal.name = result and result._appeal_title()
            appeal.employee_id = result and result._appeal_employee()
            appeal.company_id = result and result._appeal_company()
            appeal.deadline = result and result._appeal_deadlines()[result.id]

    @api.depends("state")
    def _compute_is_open(self):
        for appeal in self:
            appeal.is_open = appeal.state in ("draft", "submitted")

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in", ("draft", "submitted"))]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            result = self._find_result(
                vals.get("res_model", self.env.context.get("default_res_model")),
                vals.get("res_id", self.env.context.get("default_res_id")),
            )
            if not result:
                raise UserError(self.env._("There is nothing to appeal against."))
            result.sudo(False)._appeal_check()
        appeals = super().create(vals_list)
        # sudo: nobody has access to the stored form
        for appeal in appeals.sudo():
            appeal._decision_write({"explanation": appeal._result().explanation})
        appeals._link_evidence()
        return appeals

    def write(self, vals):
        if {"res_model", "res_id"} & vals.keys():
            raise UserError(
                self.env._("An appeal stays with the result it was made against.")
            )
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._link_evidence()
        return result

    def action_open_result(self):
        """Open the result; its own access rights decide."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    @api.model
    def _find_result(self, model, id_):
        """The appealable result (sudo) if the current user may read it, else None.

        Asked for unsaved forms too: naming an id must not tell the result's name.
        """
        known = isinstance(model, str) and isinstance(id_, int) and model in self.env
        if not known or not hasattr(self.env[model], "_appeal_check"):
            return None
        result = self.env[model].sudo(False).browse(id_).exists()
        return result.sudo() if result._filtered_access("read") else None

    def _link_evidence(self):
        """Let the appeal's access rights decide about its evidence: files that the
        caller has just uploaded and that belong to nothing yet."""
        for appeal in self:
            # sudo: only the caller's own unattached files
            appeal.sudo().evidence_ids.filtered(
                lambda file: file.create_uid == self.env.user and not file.res_id
            ).write({"res_model": self._name, "res_id": appeal.id})

    def _result(self):
        """The result, with superuser rights; perhaps it exists no more."""
        self.ensure_one()
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    def _decision_kind(self):
        return "appeal"

    def _decision_ladder_fallback(self):
        return ["hr_officer"]

    def _decision_maker(self):
        return self.employee_id

    def _decision_beneficiaries(self):
        return self.employee_id

    def _decision_excluded(self):
        return self._result()._appeal_first_decider()

    def _decision_title(self):
        return self.env._("Appeal: %(result)s", result=self.name)

    def _decision_detail(self):
        return {"res_model": self.res_model, "res_id": self.res_id}

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {
            "name",
            "employee_id",
            "company_id",
            "deadline",
            "filed_at",
            "reply",
        }

    def _decision_check_submit(self):
        employees = self.env.user._cs_employees()
        if self.employee_id not in employees:
            raise AccessError(self.env._("Only the person concerned can appeal."))
        result = self._result()
        if not result:
            raise UserError(self.env._("There is nothing to appeal against."))
        # Once filed in time, it may be completed after the deadline.
        if self.decision_request_ids[:1].state != "returned":
            result.sudo(False)._appeal_check()

    def _decision_on_submitted(self):
        self._decision_write({"filed_at": fields.Datetime.now()})

    def _decision_on_approved(self):
        result = self._result()
        if not result:
            raise UserError(
                self.env._("The result exists no more. Please refuse the appeal.")
            )
        self._decision_reply()
        result._appeal_accepted(self)

    def _decision_on_refused(self):
        self._decision_reply()

    def _decision_on_undone(self, decision, request_state):
        super()._decision_on_undone(decision, request_state)
        self._decision_write({"reply": False})

    def _decision_reply(self):
        self._decision_write({"reply": self.decision_ids[:1].reason})
