from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from ..engine.ladder import Rung, format_size
from .cs_decision_route import ROLES


class CsDecisionRung(models.Model):
    """One line of a ladder: up to this size, this one decides.

    Of the lines of a step, the one with the smallest sufficient limit counts; the
    limit is included. Steps are taken in order.

    Access: as the ladder, and frozen with it.
    """

    _name = "cs.decision.rung"
    _description = "Line of a Decision Ladder"
    _inherit = ["cs.policy.line.mixin"]
    _order = "policy_id, step, no_limit, up_to, id"

    policy_id = fields.Many2one(
        "cs.decision.ladder", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    name = fields.Char(
        "Line", compute="_compute_name", help="Step and limit, in any language."
    )
    step = fields.Integer(required=True, default=1)
    no_limit = fields.Boolean("Without Limit")
    up_to = fields.Float(
        "Up to (included)", digits=(16, 4), help="In the unit of the kind."
    )
    decider = fields.Selection(ROLES, required=True, default="supervisor")
    employee_id = fields.Many2one(
        "hr.employee",
        string="Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    _step_positive = models.Constraint("CHECK(step >= 1)", "Steps count from 1.")
    _up_to_positive = models.Constraint(
        "CHECK(up_to >= 0)", "A limit is not below zero."
    )
    _limit_uniq = models.UniqueIndex(
        "(policy_id, step, up_to) WHERE no_limit IS NOT TRUE",
        "Two lines of the same step have the same limit.",
    )
    _no_limit_uniq = models.UniqueIndex(
        "(policy_id, step) WHERE no_limit IS TRUE",
        "A step has only one line without limit.",
    )
    _person_named = models.Constraint(
        "CHECK((decider = 'employee') = (employee_id IS NOT NULL))",
        "Please name a person exactly where the decider is a named person.",
    )

    @api.depends("step", "no_limit", "up_to")
    def _compute_name(self):
        for rung in self:
            limit = "∞" if rung.no_limit else f"≤ {format_size(rung.up_to)}"
            rung.name = f"{rung.step} · {limit}"

    @api.model
    def _policy_parameters(self):
        return ["decider", "employee_id"]

    def _as_rungs(self):
        return [
            Rung(
                step=rung.step,
                up_to=None if rung.no_limit else Decimal(float_repr(rung.up_to, 4)),
                decider=rung.decider,
                ref=rung.employee_id.id or None,
            )
            for rung in self
        ]
