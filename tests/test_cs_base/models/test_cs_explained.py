from datetime import datetime

from odoo import fields, models


class TestCsExplained(models.Model):
    """A result as any addon would have one."""

    _name = "test.cs.explained"
    _description = "Test Result"
    _inherit = ["cs.explained.mixin"]

    name = fields.Char(required=True)
    token = fields.Char()
    badge = fields.Char()
    answered = fields.Integer()
    parent_id = fields.Many2one("test.cs.explained")

    def action_answer(self):
        """Button of the explanation; the access check is that of write."""
        self.ensure_one()
        self.answered += 1

    def _explanation_header(self):
        return super()._explanation_header() | {
            "subtitle": self.env._("%(count)s answers", count=self.answered),
            "badge": self.badge or "",
            "token": self.token or "",
        }

    def _explanation_history(self):
        return [(datetime(2026, 10, 23, 1, 0), self.env._("Told to the person"))]

    def _explanation_actions(self):
        return [
            {
                "method": "action_answer",
                "label": self.env._("Answer"),
                "primary": True,
                "disabled": "",
                "note": self.env._("The leader decides."),
                "deadline": self.env._("Until 3 November, 18:00"),
            },
            {
                "method": "action_missing",
                "label": self.env._("Appeal"),
                "primary": False,
                "disabled": self.env._("An appeal is already open."),
                "note": "",
                "deadline": "",
            },
        ]
