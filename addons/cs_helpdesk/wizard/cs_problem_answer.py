from odoo import fields, models


class CsProblemAnswer(models.TransientModel):
    """Who knows the answer to a logged problem gives it (HD-10)."""

    _name = "cs.problem.answer"
    _description = "Answer a Logged Problem"

    problem_id = fields.Many2one("cs.problem", required=True, readonly=True)
    question = fields.Text(related="problem_id.question", related_sudo=False)
    text = fields.Text("Answer", required=True)

    def action_confirm(self):
        """Answer; who logged the problem is told."""
        self.ensure_one()
        self.problem_id._answer(self.text)
        return {"type": "ir.actions.act_window_close"}
