from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.ladder import LadderError, check


class CsDecisionLadder(models.Model):
    """Who decides on one kind of document, by its size; a policy (ALL-07)."""

    _name = "cs.decision.ladder"
    _description = "Decision Ladder"
    _inherit = ["cs.policy.mixin"]

    _policy_key = ("kind",)

    previous_id = fields.Many2one("cs.decision.ladder")
    kind_id = fields.Many2one(
        "cs.decision.kind",
        string="For",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_fixed", "=", False)],
    )
    kind = fields.Char(related="kind_id.code", store=True, precompute=True, index=True)
    unit = fields.Char(related="kind_id.unit")
    rung_ids = fields.One2many(
        "cs.decision.rung", "policy_id", string="Who Decides", copy=True
    )
    note = fields.Text("Reason for the Change")

    @api.constrains("kind_id")
    def _check_kind(self):
        for ladder in self:
            if ladder.kind_id.is_fixed:
                raise ValidationError(
                    self.env._(
                        "%(kind)s is always decided by the general manager.",
                        kind=ladder.kind_id.name,
                    )
                )

    @api.model
    def _policy_parameters(self):
        return ["rung_ids"]

    def _decision_check_submit(self):
        super()._decision_check_submit()
        try:
            check(self.rung_ids._as_rungs())
        except LadderError:
            raise UserError(
                self.env._(
                    "The ladder has a gap. Please give each step a last line without"
                    " limit, and let somebody decide at every size."
                )
            ) from None

    @api.model
    def _in_force(self, kind, company, people, day):
        """The ladder for a document about these people on a day, perhaps none.

        Theirs where they share one, otherwise that of the whole company.

        :param kind: code of a cs.decision.kind
        :return: one cs.decision.ladder (sudo) or none
        """
        own = set(self._policy_on(people, day, kind=kind).values())
        if len(own) == 1 and (ladder := own.pop().sudo()).company_id == company:
            return ladder
        return self._policy_approved(company.ids, day, day, {"kind": kind}).filtered(
            lambda ladder: not ladder.department_id and not ladder.job_id
        )
