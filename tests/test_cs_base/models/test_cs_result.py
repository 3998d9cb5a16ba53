from odoo import fields, models


class TestCsResult(models.Model):
    """A result of a person's month that can be appealed against."""

    _name = "test.cs.result"
    _description = "Test Appealable Result"
    _inherit = ["cs.appealable.mixin", "mail.thread"]

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True)
    employee_id = fields.Many2one("hr.employee")
    decided_by_id = fields.Many2one("hr.employee")
    known_at = fields.Datetime()
    points = fields.Integer()

    def _appeal_since(self):
        return self.known_at

    def _appeal_first_decider(self):
        return self.decided_by_id

    def _appeal_accepted(self, appeal):
        self.points = 0
