from odoo import fields, models


class TestCsPolicy(models.Model):
    """A policy with every kind of parameter."""

    _name = "test.cs.policy"
    _inherit = ["cs.policy.mixin"]
    _description = "Test Policy"

    previous_id = fields.Many2one("test.cs.policy")
    currency_id = fields.Many2one(related="company_id.currency_id")
    grace = fields.Integer(default=5, unit="minute", help="TST-01: not counted.")
    factor = fields.Float(default=2)
    quiet_from = fields.Float(default=12.5, unit="clock")
    bonus = fields.Monetary(default=50)
    outcome = fields.Selection([("late", "Late"), ("absent", "Absent")], default="late")
    is_strict = fields.Boolean()
    note = fields.Char()
    starts_on = fields.Date()
    manager_id = fields.Many2one("res.partner")
    band_ids = fields.One2many("test.cs.policy.band", "policy_id", copy=True)


class TestCsPolicyBand(models.Model):
    _name = "test.cs.policy.band"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Test Policy Band"
    _order = "low desc"

    policy_id = fields.Many2one(
        "test.cs.policy", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(required=True)
    low = fields.Float("From", unit="point")
    coefficient = fields.Float(default=1)


class TestCsPolicyKeyed(models.Model):
    """Several policies of one scope side by side, told apart by their kind."""

    _name = "test.cs.policy.keyed"
    _inherit = ["cs.policy.mixin"]
    _description = "Test Policy of Several Kinds"
    _policy_key = ("kind",)

    previous_id = fields.Many2one("test.cs.policy.keyed")
    kind = fields.Selection([("a", "A"), ("b", "B")], required=True, default="a")
    grace = fields.Integer()
