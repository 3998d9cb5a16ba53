from odoo import api, fields, models
from odoo.exceptions import UserError


class CsTrainingCorrection(models.Model):
    """A result of a finished course is corrected: by HR, decided on by the general
    manager (APP-11, ALL-02). The result follows from the corrected figures.

    Access: HR officers make and read them, never about themselves; the person and the
    general manager read. Nobody changes what is submitted.
    """

    _name = "cs.training.correction"
    _inherit = ["cs.decision.mixin"]
    _description = "Correction of a Course Result"
    _order = "id desc"

    participant_id = fields.Many2one(
        "cs.training.participant",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("course_state", "=", "closed")],
    )
    company_id = fields.Many2one(
        related="participant_id.company_id", store=True, precompute=True, index=True
    )
    employee_id = fields.Many2one(related="participant_id.employee_id")
    course_id = fields.Many2one(related="participant_id.course_id")
    minutes_missed = fields.Integer(aggregator=None)
    is_examined = fields.Boolean("Took the Exam", default=True)
    score = fields.Float("Exam Score", digits=(16, 2), aggregator=None)
    reason = fields.Text(required=True)
    before = fields.Char("Result Before", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Corrected"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )

    _figures_not_negative = models.Constraint(
        "CHECK(minutes_missed >= 0 AND score BETWEEN 0 AND 1000)",
        "Minutes and scores cannot be negative.",
    )

    @api.depends("participant_id")
    def _compute_display_name(self):
        for one in self:
            name = one.sudo().participant_id.display_name or ""
            one.display_name = self.env._("Correction: %(name)s", name=name)

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {"before"}

    def _decision_kind(self):
        return "training_correction"

    def _decision_beneficiaries(self):
        return self.participant_id.employee_id

    def _decision_detail(self):
        return {
            "before": self.before or "",
            "minutes_missed": self.minutes_missed,
            "score": self.score if self.is_examined else None,
        }

    def _decision_check_submit(self):
        super()._decision_check_submit()
        one = self.participant_id
        mine = self.env.user._cs_employees()
        if any(me._cs_is_same_person(one.employee_id) for me in mine):
            raise UserError(self.env._("Nobody corrects the own result (APP-11)."))
        if one.course_id.state != "closed":
            raise UserError(
                self.env._("The course is not finished: enter the figures there.")
            )
        if self.minutes_missed > one.course_id.minutes:
            raise UserError(
                self.env._("Nobody misses more minutes than the course takes.")
            )
        if not self.is_examined and self.minutes_missed == 0:
            raise UserError(
                self.env._("Without an exam there is no result. Please tick it.")
            )

    def _decision_on_submitted(self):
        super()._decision_on_submitted()
        results = self.participant_id._fields["result"]._description_selection(self.env)
        self._decision_write({"before": dict(results)[self.participant_id.result]})

    def _decision_on_approved(self):
        super()._decision_on_approved()
        self.participant_id._correct(self.minutes_missed, self.score, self.is_examined)
