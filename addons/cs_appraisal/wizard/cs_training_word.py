from odoo import api, fields, models
from odoo.exceptions import UserError

RATINGS = [
    ("1", "1 · useless"),
    ("2", "2 · hardly useful"),
    ("3", "3 · useful"),
    ("4", "4 · good"),
    ("5", "5 · very good"),
]


class CsTrainingWord(models.TransientModel):
    """Asks for the words that go with a step of training (APP-11)."""

    _name = "cs.training.word"
    _description = "Words for a Step of Training"

    kind = fields.Selection(
        [
            ("problem", "Report a problem"),
            ("answer", "What was done"),
            ("person", "Evaluate the course"),
            ("superior", "Effect at work"),
            ("drop", "Drop the need"),
            ("settle", "Settled"),
        ],
        required=True,
    )
    course_id = fields.Many2one("cs.training.course", ondelete="cascade")
    problem_id = fields.Many2one("cs.training.problem", ondelete="cascade")
    participant_id = fields.Many2one("cs.training.participant", ondelete="cascade")
    obligation_id = fields.Many2one("cs.training.obligation", ondelete="cascade")
    need_ids = fields.Many2many("cs.training.need")
    rating = fields.Selection(RATINGS)
    note = fields.Text("Words")

    @api.model
    def _ask(self, kind, **target):
        """The form that asks for them."""
        context = {f"default_{name}": value for name, value in target.items()}
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels[kind],
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {**context, "default_kind": kind, "dialog_size": "medium"},
        }

    def action_confirm(self):
        """Take the step with these words; the record itself checks who may."""
        self.ensure_one()
        note = (self.note or "").replace("\0", "").strip()
        if self.kind in ("person", "superior"):
            self.env["cs.training.evaluation"]._give(
                self.participant_id, self.kind, self.rating, note
            )
            return {"type": "ir.actions.act_window_close"}
        if not note or len(note) > 5000:
            raise UserError(
                self.env._("Please write it down, in at most 5000 characters.")
            )
        if self.kind == "problem":
            self.env["cs.training.problem"]._report(self.course_id, note)
        elif self.kind == "answer":
            self.problem_id._answer(note)
        elif self.kind == "drop":
            self.need_ids._drop(note)
        else:
            self.obligation_id._settle(note)
        return {"type": "ir.actions.act_window_close"}


class CsTrainingPlan(models.TransientModel):
    """Asks into which course needs are planned (APP-11)."""

    _name = "cs.training.plan"
    _description = "Plan Needs Into a Course"

    need_ids = fields.Many2many("cs.training.need", required=True)
    course_id = fields.Many2one(
        "cs.training.course",
        required=True,
        ondelete="cascade",
        domain=[("state", "in", ("planned", "running"))],
    )

    def action_confirm(self):
        """HR officers: who needs it takes part in the course."""
        self.ensure_one()
        self.need_ids._plan(self.course_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.training.course",
            "res_id": self.course_id.id,
            "views": [(False, "form")],
        }
