from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.exceptions import AccessError, UserError


class CsAppraisal(models.Model):
    """One person's appraisal in a cycle: who, by which template, how far (APP-08).

    It holds no score: those live in ``cs.appraisal.result``, which the person reads
    once they are given. Who was away too long is left out, with the reason (APP-02).

    Access, nobody writes but by actions: everybody the own one; the superior and
    leaders those of their people, supervisors those of their departments, HR officers
    and the general manager all.
    """

    _name = "cs.appraisal"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
    _description = "Appraisal"
    _order = "cycle_id desc, department_id, employee_id"
    _rec_names_search = ["employee_id", "cycle_id"]
    _log_access = False

    cycle_id = fields.Many2one(
        "cs.appraisal.cycle",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    job_id = fields.Many2one(
        "hr.job", "Post", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    superior_id = fields.Many2one(
        "hr.employee", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    template_id = fields.Many2one(
        "cs.appraisal.template", readonly=True, index=True, ondelete="restrict"
    )
    policy_id = fields.Many2one(
        "cs.appraisal.policy", readonly=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("left_out", "Left out"),
            ("open", "Being rated"),
            ("calibration", "Calibration"),
            ("released", "Result given"),
            ("signed", "Signed"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    away_months = fields.Float(
        "Away",
        digits=(16, 2),
        readonly=True,
        help="APP-02: leave, absence and time outside the employment, in months.",
    )
    included_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    included_why = fields.Char("Takes Part Nevertheless Because", readonly=True)
    date_from = fields.Date(related="cycle_id.date_from")
    date_to = fields.Date(related="cycle_id.date_to")
    due_on = fields.Date(related="cycle_id.due_on")
    result_ids = fields.One2many("cs.appraisal.result", "appraisal_id", readonly=True)
    explanation = fields.Json(compute="_compute_explanation", store=False)

    _cycle_person_uniq = models.Constraint(
        "UNIQUE(cycle_id, employee_id)", "There is one appraisal a person and cycle."
    )

    @api.depends("employee_id", "cycle_id")
    def _compute_display_name(self):
        for one in self:
            # sudo: who reads the appraisal knows of whom and of which cycle it is
            named = one.sudo()
            one.display_name = " · ".join(
                filter(None, (named.employee_id.name, named.cycle_id.name))
            )

    def _compute_is_explained(self):
        self.is_explained = True

    def _compute_explanation(self):
        """APP-02: why somebody takes part or is left out."""
        for one in self:
            policy, monthly = one.sudo().policy_id, one.cycle_id.kind == "month"
            limit = (
                Param("left_out_share", Decimal(f"{policy.left_out_share:g}"))
                if monthly
                else Param("left_out_months", Decimal(f"{policy.left_out_months:g}"))
            )
            key = "left_out" if one.state == "left_out" else "takes_part"
            if one.included_why:
                key = "included"
            values = [
                Param("away", Decimal(f"{one.away_months:.2f}")),
                Param("percent", Decimal(f"{one.away_months * 100:.0f}")),
                Param("first", one.date_from),
                Param("last", one.date_to),
            ]
            if one.included_why:
                values.append(Param("why", one.included_why))
            facts = policy and [Fact("cs.appraisal.policy", policy.id, "policy")]
            span = ".month" if monthly else ""
            reason = Reason("APP-02", f"app.{key}{span}", facts or (), (limit,), values)
            one.explanation = Explanation([reason]).to_json()

    def _kept_text(self):
        return self.env._(
            "Who takes part follows from the cycle and the facts, and is written by"
            " nobody. HR officers can let somebody take part who was left out."
        )

    def action_include(self, reason):
        """Let somebody take part who was away too long, with a reason (APP-02).

        :raise AccessError: for everybody but HR officers, and for the own appraisal
        :raise UserError: without reason, or when nobody is left out any more
        """
        self.check_access("read")
        user = self.env.user
        if not user.has_group("cs_base.group_hr_officer"):
            raise AccessError(self.env._("HR officers decide who takes part (APP-02)."))
        reason = (reason or "").strip() if isinstance(reason, str) else ""
        if not reason or len(reason) > 500:
            raise UserError(
                self.env._("Please give a reason of at most 500 characters.")
            )
        for one in self.sudo():
            if one.employee_id & user._cs_employees():
                raise AccessError(self.env._("Nobody decides on the own appraisal."))
            if one.state != "left_out" or one.cycle_id.state != "open":
                raise UserError(
                    self.env._(
                        "%(name)s is not left out, or its ratings have ended.",
                        name=one.display_name,
                    )
                )
            one._kept_write(
                {
                    "state": "open",
                    "included_by_id": user.id,
                    "included_why": reason,
                }
            )
            self.env["cs.appraisal.maker"].sudo()._started(one)
        return True

    @api.readonly
    def action_open_result(self):
        """The result, if the reader may see it."""
        self.ensure_one()
        self.check_access("read")
        result = self.env["cs.appraisal.result"].search(
            [("appraisal_id", "=", self.id)], limit=1
        )
        if not result:
            raise UserError(
                self.env._(
                    "There is no result yet that you may see. It is given to the person"
                    " once the general manager has approved it (APP-08)."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.appraisal.result",
            "res_id": result.id,
            "views": [[False, "form"]],
        }
