from odoo import fields, models


class TestCsFact(models.Model):
    """What a verdict rests on; agents read their own only (record rule)."""

    _name = "test.cs.fact"
    _description = "Test Fact"

    name = fields.Char(required=True)
    user_id = fields.Many2one("res.users")
    date_from = fields.Date()
