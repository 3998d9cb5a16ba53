from odoo import api, fields, models
from odoo.addons.cs_helpdesk.models.cs_suggestion_score import CRITERIA


class CsStaffIdeaJudge(models.TransientModel):
    """Who leads the author adopts, holds or does not adopt a suggestion (INC-14)."""

    _name = "cs.staff.idea.judge"
    _description = "Decision on a Staff Suggestion"

    idea_id = fields.Many2one(
        "cs.staff.idea", "Suggestion", required=True, readonly=True
    )
    company_id = fields.Many2one(related="idea_id.company_id")
    was_held = fields.Boolean(compute="_compute_was_held")
    outcome = fields.Selection(
        [
            ("adopted", "Adopt, with points"),
            ("held", "Hold, decide later"),
            ("not_adopted", "Do not adopt"),
        ],
        "Decision",
        required=True,
        default="adopted",
    )
    creativity = fields.Integer()
    feasibility = fields.Integer()
    benefit = fields.Integer("Overall Benefit")
    score = fields.Float(compute="_compute_score", digits=(16, 2))
    weights = fields.Char("How It Is Weighted", compute="_compute_score")
    responsible_id = fields.Many2one(
        "hr.employee",
        "Carried Out By",
        domain="[('company_id', '=', company_id)]",
    )
    due_on = fields.Date("To Be Done By")
    reason = fields.Text("Why So", required=True)

    @api.depends("idea_id")
    def _compute_was_held(self):
        for one in self:
            one.was_held = bool(one.idea_id.held_on)

    @api.depends("creativity", "feasibility", "benefit", "idea_id")
    def _compute_score(self):
        self.score, self.weights = 0, False
        for one in self.filtered("idea_id"):
            Idea, policy = one.idea_id, one.idea_id._policy()
            marks = [one[name] for name in CRITERIA]
            within = all(0 <= mark <= 100 for mark in marks)
            one.score = float(Idea._score(marks, policy)) if within else 0
            weights = zip(CRITERIA, Idea._weights(policy), strict=True)
            one.weights = " + ".join(
                f"{self._fields[name]._description_string(self.env)} {weight}%"
                for name, weight in weights
            )

    def action_confirm(self):
        """Decide as chosen; the author is told."""
        self.ensure_one()
        done = self.idea_id._judge(
            self.outcome,
            self.reason,
            [self[name] for name in CRITERIA],
            # sudo: a colleague's name is enough to name the colleague
            self.sudo().responsible_id,
            self.due_on,
        )
        close = {"type": "ir.actions.act_window_close"}
        return done if isinstance(done, dict) else close


class CsStaffIdeaFinish(models.TransientModel):
    """Who carries out an adopted suggestion writes down what was done (INC-14)."""

    _name = "cs.staff.idea.finish"
    _description = "Staff Suggestion Carried Out"

    idea_id = fields.Many2one(
        "cs.staff.idea", "Suggestion", required=True, readonly=True
    )
    result = fields.Text("What Was Done", required=True)

    def action_confirm(self):
        """The suggestion is carried out, as of today."""
        self.ensure_one()
        self.idea_id._finish(self.result)
        return {"type": "ir.actions.act_window_close"}
