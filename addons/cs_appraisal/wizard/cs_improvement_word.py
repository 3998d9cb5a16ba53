from odoo import fields, models

from ..models.cs_improvement_plan import RESULTS


class CsImprovementWord(models.TransientModel):
    """Asks for the words that go with a step of an improvement plan (APP-08)."""

    _name = "cs.improvement.word"
    _description = "Words for a Step of an Improvement Plan"

    kind = fields.Selection(
        [
            ("drop", "Drop the action"),
            ("followup", "Record the follow-up"),
            ("end", "End the plan"),
        ],
        required=True,
    )
    plan_id = fields.Many2one("cs.improvement.plan", ondelete="cascade")
    action_id = fields.Many2one("cs.improvement.action", ondelete="cascade")
    followup_id = fields.Many2one("cs.improvement.followup", ondelete="cascade")
    result = fields.Selection(
        RESULTS,
        default="reached",
    )
    extended_to = fields.Date("New Last Day")
    note = fields.Text("Words")

    def action_confirm(self):
        """Take the step with these words; plan, action or follow-up check who may."""
        self.ensure_one()
        if self.kind == "drop":
            self.action_id._drop(self.note)
        elif self.kind == "followup":
            self.followup_id._hold(self.note)
        else:
            following = self.plan_id._end(self.result, self.note, self.extended_to)
            if following:
                return self.plan_id.action_open_next()
        return {"type": "ir.actions.act_window_close"}
