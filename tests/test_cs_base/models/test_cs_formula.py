from odoo import fields, models
from odoo.addons.cs_base.engine.formula import BOOLEAN, NUMBER


class TestCsFormula(models.Model):
    """A rule with an amount and a condition, both written by its author."""

    _name = "test.cs.formula"
    _inherit = "cs.formula.mixin"
    _description = "Test Formula"
    _formula_fields = {"amount": NUMBER, "condition": BOOLEAN}

    name = fields.Char()
    amount = fields.Char(string="Amount formula")
    condition = fields.Char()

    def _formula_names(self, field_name):
        names = {"points": NUMBER, "base": NUMBER}
        return {**names, "passed": BOOLEAN} if field_name == "condition" else names
