from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsTrainingEvaluation(models.Model):
    """What a course was worth: by who was there, later by the superior (APP-11).

    Given once each, after the end; it stays. The person reads the own words, the
    superior those about effect, HR officers and the general manager all.
    """

    _name = "cs.training.evaluation"
    _inherit = ["cs.kept.mixin"]
    _description = "Evaluation of a Course"
    _order = "id desc"
    _rec_name = "participant_id"

    participant_id = fields.Many2one(
        "cs.training.participant", required=True, readonly=True, ondelete="restrict"
    )
    course_id = fields.Many2one(
        related="participant_id.course_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="participant_id.company_id", store=True, precompute=True
    )
    side = fields.Selection(
        [("person", "Participant"), ("superior", "Superior, effect at work")],
        required=True,
        readonly=True,
    )
    rating = fields.Integer(required=True, readonly=True, aggregator="avg")
    comment = fields.Text(readonly=True)
    author_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    given_on = fields.Date("Evaluated On", required=True, readonly=True)

    _once_uniq = models.Constraint(
        "UNIQUE(participant_id, side)", "This has been evaluated already."
    )
    _rating_range = models.Constraint(
        "CHECK(rating BETWEEN 1 AND 5)", "A rating is between 1 and 5."
    )

    @api.model
    def _give(self, participant, side, rating, comment):
        """By the person or the superior, once, after the end of the course."""
        participant.check_access("read")
        may = participant.can_evaluate if side == "person" else None
        if not (participant.can_note_effect if may is None else may):
            raise AccessError(
                self.env._(
                    "Who took part evaluates a course once it is finished; the superior"
                    " says after a while what it changed. Each once (APP-11)."
                )
            )
        # sudo: kept records, by this step only
        return self.sudo()._kept_create(
            [
                {
                    "participant_id": participant.id,
                    "side": side,
                    "rating": int(rating or 0),
                    "comment": (comment or "").strip(),
                    "author_id": self.env.uid,
                    "given_on": participant.company_id._cs_today(),
                }
            ]
        )

    def _kept_text(self):
        return self.env._(
            "APP-11: a course is evaluated by who was there and the superior, once."
        )


class CsTrainingProblem(models.Model):
    """What goes wrong in a course, told to HR at once (APP-11).

    Anybody of the course reports; HR officers answer. Who reported reads the own, HR
    officers and the general manager all.
    """

    _name = "cs.training.problem"
    _inherit = ["cs.kept.mixin"]
    _description = "Problem in a Course"
    _order = "id desc"
    _rec_name = "course_id"

    course_id = fields.Many2one(
        "cs.training.course", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        related="course_id.company_id", store=True, precompute=True
    )
    what = fields.Text("What Is Wrong", required=True, readonly=True)
    reporter_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    reported_at = fields.Datetime("Reported On", required=True, readonly=True)
    answer = fields.Text("What Was Done", readonly=True)
    answered_at = fields.Datetime("Answered On", readonly=True)
    answered_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")

    def action_ask_answer(self):
        """Ask HR what was done about it."""
        self.ensure_one()
        self._check_may_answer()
        return self.env["cs.training.word"]._ask("answer", problem_id=self.id)

    @api.model
    def _report(self, course, what):
        """By who takes part or teaches, while the course is held; HR hears at once."""
        course.check_access("read")
        may = course.is_mine or self.env.user.has_group("cs_base.group_hr_officer")
        if not may or course.state not in ("running", "closed"):
            raise AccessError(
                self.env._("Who takes part or teaches reports problems of a course.")
            )
        # sudo: kept records, by this step only
        problem = self.sudo()._kept_create(
            [
                {
                    "course_id": course.id,
                    "what": what,
                    "reporter_id": self.env.uid,
                    "reported_at": fields.Datetime.now(),
                }
            ]
        )
        course._notify(
            course._hr_users(),
            lambda env: env._("Problem in the course %(name)s", name=course.name),
            lambda env: [what],
        )
        return problem

    def _answer(self, text):
        self._check_may_answer()
        # sudo: kept records, by this step only
        self.sudo()._kept_write(
            {
                "answer": text,
                "answered_at": fields.Datetime.now(),
                "answered_by_id": self.env.uid,
            }
        )
        self.course_id._notify(
            self.sudo().reporter_id,
            lambda env: env._("Problem in the course: what was done"),
            lambda env: [text],
        )

    def _check_may_answer(self):
        self.check_access("read")
        if not self.env.user.has_group("cs_base.group_hr_officer"):
            raise AccessError(self.env._("HR officers answer problems."))
        if self.answered_at:
            raise UserError(self.env._("This has been answered already."))

    def _kept_text(self):
        return self.env._("APP-11: problems of a course are reported, not written.")
