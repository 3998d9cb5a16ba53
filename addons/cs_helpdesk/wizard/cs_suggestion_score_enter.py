from odoo import fields, models

from ..models.cs_suggestion_score import CRITERIA


class CsSuggestionScoreEnter(models.TransientModel):
    """The three marks of a member of the committee (HD-08)."""

    _name = "cs.suggestion.score.enter"
    _description = "Score a Suggestion"

    suggestion_id = fields.Many2one(
        "cs.suggestion", required=True, readonly=True, ondelete="cascade"
    )
    creativity = fields.Integer(help="0 to 100: is it new?")
    feasibility = fields.Integer(help="0 to 100: can it be done?")
    benefit = fields.Integer("Overall Benefit", help="0 to 100: is it worth it?")
    note = fields.Text("Comment")

    def action_confirm(self):
        """Give the marks; the suggestion checks who may."""
        self.ensure_one()
        self.suggestion_id._score({name: self[name] for name in CRITERIA}, self.note)
        return {"type": "ir.actions.act_window_close"}
