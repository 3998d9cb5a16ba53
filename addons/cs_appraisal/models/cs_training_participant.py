from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import float_repr

from ..engine import training as engine
from .cs_training_policy import EFFECT_DAYS, MISSED_PART

RESULTS = [
    ("open", "No exam yet"),
    ("passed", "Passed"),
    ("failed", "Failed"),
    ("absent", "Did not take part"),
]


class CsTrainingParticipant(models.Model):
    """Somebody in a course: minutes missed, exam, result and certificate (APP-11).

    The result is computed, never entered. It stands when the course is finished; the
    person can appeal, and HR corrects by a decision of the general manager.

    Access: HR officers enter, but nothing of their own; the person reads the own,
    leaders those of their people, HR officers and the general manager all.
    """

    _name = "cs.training.participant"
    _inherit = ["cs.training.row.mixin", "cs.appealable.mixin"]
    _description = "Participant of a Course"
    _order = "date_to desc, employee_id, id"
    _rec_names_search = ["employee_id", "course_id"]

    _stamps = (
        "result",
        "minutes_missed",
        "missed_part",
        "policy_id",
        "department_id",
        "superior_id",
        "certificate_number",
        "certified_on",
        "effect_due_on",
    )

    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="course_id.company_id", store=True, precompute=True, index=True
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_place",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    superior_id = fields.Many2one(
        "hr.employee",
        compute="_compute_place",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    kind = fields.Selection(related="course_id.kind", store=True, precompute=True)
    course_state = fields.Selection(related="course_id.state", string="Course Status")
    date_from = fields.Date(related="course_id.date_from")
    date_to = fields.Date(related="course_id.date_to", store=True)
    planned_minutes = fields.Integer(related="course_id.minutes")
    miss_ids = fields.One2many("cs.training.miss", "participant_id", "Missed Sessions")
    minutes_missed = fields.Integer(
        compute="_compute_minutes_missed",
        store=True,
        aggregator=None,
    )
    score = fields.Float("Exam Score", digits=(16, 2), aggregator="avg")
    is_examined = fields.Boolean(
        "Took the Exam",
        compute="_compute_is_examined",
        store=True,
        readonly=False,
        precompute=True,
        help="Tick it for a score of 0, too.",
    )
    missed_part = fields.Integer(
        compute="_compute_missed_part",
        store=True,
        precompute=True,
        aggregator=None,
        help="APP-11: in force on the last day of the course; 3 for a third.",
    )
    policy_id = fields.Many2one(
        "cs.appraisal.policy",
        compute="_compute_missed_part",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    result = fields.Selection(
        RESULTS, compute="_compute_result", store=True, index=True
    )
    certificate_number = fields.Char("Certificate No.", readonly=True, copy=False)
    certified_on = fields.Date(readonly=True, copy=False)
    effect_due_on = fields.Date("Effect Judged From", readonly=True, copy=False)
    retrains_id = fields.Many2one(
        "cs.training.participant",
        "Retraining After",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    evaluation_ids = fields.One2many(
        "cs.training.evaluation", "participant_id", "Evaluations"
    )
    correction_ids = fields.One2many(
        "cs.training.correction", "participant_id", "Corrections"
    )
    can_evaluate = fields.Boolean(compute="_compute_can_evaluate")
    can_note_effect = fields.Boolean(compute="_compute_can_evaluate")

    _person_uniq = models.Constraint(
        "UNIQUE(course_id, employee_id)", "APP-11: a person is in a course once."
    )
    _certificate_uniq = models.Constraint(
        "UNIQUE(company_id, certificate_number)", "A certificate number exists once."
    )
    _score_range = models.Constraint(
        "CHECK(score BETWEEN 0 AND 1000)", "A score is between 0 and 1000."
    )

    @api.depends("employee_id")
    def _compute_place(self):
        # sudo: the place of a person follows from the person
        people = self.sudo().employee_id
        superiors = people._cs_supervisors()
        for one in self.sudo():
            one.department_id = one.employee_id.department_id
            one.superior_id = superiors.get(one.employee_id._origin.id)

    @api.depends("miss_ids.minutes")
    def _compute_minutes_missed(self):
        for one in self:
            one.minutes_missed = sum(one.miss_ids.mapped("minutes"))

    @api.depends("score")
    def _compute_is_examined(self):
        for one in self:
            one.is_examined = one.is_examined or one.score > 0

    @api.depends("employee_id", "course_id.date_to")
    def _compute_missed_part(self):
        for day, some in self.grouped(lambda one: one.course_id.date_to).items():
            # sudo: rules are data that hold for everybody
            people = some.sudo().employee_id
            Policy = self.env["cs.appraisal.policy"].sudo()
            policies = Policy._policy_on(people, day) if day else {}
            for one in some:
                policy = policies.get(one.employee_id.id) or Policy
                one.policy_id = policy
                one.missed_part = policy.missed_course_part or MISSED_PART

    @api.depends("minutes_missed", "missed_part", "score", "is_examined")
    @api.depends("course_id.minutes", "course_id.pass_mark")
    def _compute_result(self):
        for one in self:
            one.result = one._outcome().result if one.course_id.minutes else "open"

    @api.depends("employee_id", "course_id")
    def _compute_display_name(self):
        for one in self:
            # sudo: who reads the row knows who and what
            known = one.sudo()
            names = [known.course_id.name, known.employee_id.name]
            one.display_name = " · ".join(filter(None, names))

    @api.depends_context("uid")
    @api.depends("evaluation_ids", "course_id.state", "effect_due_on")
    def _compute_can_evaluate(self):
        mine = self.env.user._cs_employees()
        for one in self:
            known = one.sudo()
            sides = known.evaluation_ids.mapped("side")
            over = known.course_id.state == "closed"
            one.can_evaluate = (
                over
                and known.employee_id in mine
                and known.result in ("passed", "failed")
                and "person" not in sides
            )
            one.can_note_effect = (
                over
                and known.superior_id in mine
                and known.result == "passed"
                and "superior" not in sides
                and known.effect_due_on <= known.company_id._cs_today()
            )

    @api.constrains("employee_id", "course_id")
    def _check_company(self):
        for one in self.sudo():
            if one.employee_id.company_id != one.course_id.company_id:
                raise ValidationError(
                    self.env._("The course is held by another company.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people._check_not_own({name for vals in vals_list for name in vals})
        late = people.filtered(lambda one: one.course_id.state == "running")
        late._announce()
        return people

    def write(self, vals):
        self._check_not_own(vals)
        return super().write(vals)

    def _check_not_own(self, names):
        """Nobody enters the own exam, nor that somebody else is the person."""
        if not {"score", "is_examined", "miss_ids", "employee_id"} & set(names):
            return
        entered = {"score", "is_examined", "miss_ids"} & set(names)
        mine = self.env.user._cs_employees()
        for one in self.sudo():
            if entered and any(me._cs_is_same_person(one.employee_id) for me in mine):
                raise AccessError(
                    self.env._("Nobody enters the own result of a course (APP-11).")
                )

    def action_ask_evaluate(self):
        """Ask the person what the course was worth."""
        self.ensure_one()
        self.check_access("read")
        return self.env["cs.training.word"]._ask("person", participant_id=self.id)

    def action_ask_effect(self):
        """Ask the superior what the course changed at work."""
        self.ensure_one()
        self.check_access("read")
        return self.env["cs.training.word"]._ask("superior", participant_id=self.id)

    def action_correct(self):
        """Open a new correction of this result."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.training.correction",
            "views": [(False, "form")],
            "context": {
                "default_participant_id": self.id,
                "default_minutes_missed": self.minutes_missed,
                "default_score": self.score,
                "default_is_examined": self.is_examined,
            },
        }

    # What a course comes to

    def _outcome(self):
        course = self.course_id
        score = Decimal(float_repr(self.score, 2)) if self.is_examined else None
        return engine.judge(
            course.minutes,
            min(self.minutes_missed, course.minutes),
            self.missed_part or MISSED_PART,
            score,
            Decimal(float_repr(course.pass_mark, 2)),
        )

    def _settle(self):
        """Everybody has a result, by the policy of the last day, with its reasons."""
        for name in ("missed_part", "policy_id"):
            self.env.add_to_compute(self._fields[name], self)
        waiting = self.filtered(lambda one: one.result == "open")
        if waiting:
            raise UserError(
                self.env._(
                    "The exam is missing (APP-11): %(names)s. Please enter the score;"
                    " tick “Took the Exam” for a score of 0.",
                    names=", ".join(waiting.sudo().employee_id.mapped("name")),
                )
            )
        self._explain()

    def _explain(self):
        self.flush_recordset()
        Reasons = self.env["cs.training.reasons"]
        self._set_explanations({one.id: Reasons._of_participant(one) for one in self})

    def _follow(self):
        """What follows from the results: certificates, needs, retraining."""
        # sudo: kept records, written by their own steps only
        Need = self.env["cs.training.need"].sudo()
        for one in self:
            days = one.policy_id.sudo().training_effect_days if one.policy_id else None
            days = EFFECT_DAYS if days is None else days
            one._decision_line_write(
                {"effect_due_on": one.course_id.date_to + timedelta(days=days)}
            )
            if one.result == "passed":
                one._certify()
        Need._met_by(self.filtered(lambda one: one.result == "passed"))
        Need._retrain(self.filtered(lambda one: one.result != "passed"))
        self._tell_result()

    def _certify(self):
        if self.certificate_number:
            return
        sequence = self.env["ir.sequence"].sudo().with_company(self.company_id)
        self._decision_line_write(
            {
                "certificate_number": sequence.next_by_code("cs.training.certificate"),
                "certified_on": self.company_id._cs_today(),
            }
        )

    def _correct(self, minutes, score, is_examined):
        """By an approved correction (sudo): new figures, new result, new reasons."""
        self.ensure_one()
        self._decision_line_write(
            {"minutes_missed": minutes, "score": score, "is_examined": is_examined}
        )
        if self.result != "passed":
            self._decision_line_write(
                {"certificate_number": False, "certified_on": False}
            )
            self.env["cs.training.need"]._not_met_by(self)
        self._explain()
        self._follow()

    def _announce(self):
        for one in self:
            course = one.course_id
            if course.date_to < course.company_id._cs_today():
                continue
            spans = [session._span() for session in course.session_ids]
            course._notify(
                one.sudo().employee_id.user_id,
                lambda env, c=course: env._("Course: %(name)s", name=c.name),
                lambda env, s=spans: [
                    env._("Please come. It ends with an exam."),
                    *s,
                ],
            )

    def _tell_result(self):
        for one in self.sudo():
            one.course_id._notify(
                one.employee_id.user_id,
                lambda env, c=one.course_id: env._("Result: %(name)s", name=c.name),
                lambda env, o=one: [
                    dict(o._fields["result"]._description_selection(env))[o.result],
                    env._("Please say what the course was worth to you.")
                    if o.result in ("passed", "failed")
                    else "",
                ],
            )

    # Appeal (ALL-02)

    def _appeal_since(self):
        return self.course_id.closed_at or None

    def _appeal_first_decider(self):
        return self.course_id.closed_by_id._cs_employees()

    def _appeal_accepted(self, appeal):
        """HR corrects what no fact can say; they are told at once."""
        course = self.course_id
        course._notify(
            course._hr_users(),
            lambda env: env._("Appeal upheld: please correct the result"),
            lambda env: [self.display_name],
        )

    def _explanation_header(self):
        results = dict(self._fields["result"]._description_selection(self.env))
        return super()._explanation_header() | {
            "subtitle": results.get(self.result, ""),
            "token": "ok" if self.result == "passed" else "late",
        }


class CsTrainingMiss(models.Model):
    """Minutes of a session that somebody was not there; access as the participant."""

    _name = "cs.training.miss"
    _inherit = ["cs.training.row.mixin"]
    _description = "Missed Session"
    _order = "session_id, id"

    _stamps = ("course_id",)

    participant_id = fields.Many2one(
        "cs.training.participant", required=True, index=True, ondelete="cascade"
    )
    course_id = fields.Many2one(
        related="participant_id.course_id", store=True, precompute=True, required=False
    )
    session_id = fields.Many2one(
        "cs.training.session",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('course_id', '=', course_id)]",
    )
    minutes = fields.Integer(
        "Minutes Away",
        compute="_compute_minutes",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="The whole session, unless you enter less.",
    )

    _session_uniq = models.Constraint(
        "UNIQUE(participant_id, session_id)", "A session is missed once."
    )
    _minutes_positive = models.Constraint(
        "CHECK(minutes > 0)", "Minutes away are at least 1."
    )

    @api.depends("session_id")
    def _compute_minutes(self):
        for miss in self:
            miss.minutes = miss.session_id.minutes

    @api.constrains("session_id", "participant_id", "minutes")
    def _check_session(self):
        for miss in self:
            if miss.session_id.course_id != miss.participant_id.course_id:
                raise ValidationError(
                    self.env._("The session belongs to another course.")
                )
            if miss.minutes > miss.session_id.minutes:
                raise ValidationError(
                    self.env._(
                        "Nobody misses more than the session takes: %(minutes)s"
                        " minutes.",
                        minutes=miss.session_id.minutes,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.participant_id._check_not_own({"miss_ids"})
        return rows

    def write(self, vals):
        self.participant_id._check_not_own({"miss_ids"})
        result = super().write(vals)
        self.participant_id._check_not_own({"miss_ids"})
        return result

    def unlink(self):
        self.participant_id._check_not_own({"miss_ids"})
        return super().unlink()
