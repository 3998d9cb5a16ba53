from datetime import timezone

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ("newcomer", "Newcomers"),
    ("manager", "Managers and supervisors"),
    ("skill", "Skills"),
    ("qualification", "Qualification, external"),
]
STATES = [
    ("planned", "Planned"),
    ("running", "Announced"),
    ("closed", "Finished"),
    ("cancelled", "Dropped"),
]
OPEN = ("planned", "running")
#: who sees what a course costs
MONEY = (
    "cs_base.group_hr_officer,cs_base.group_payroll_accountant,"
    "cs_base.group_general_manager"
)
#: who sees how a course was judged
JUDGED = (
    "cs_base.group_team_leader,cs_base.group_hr_officer,cs_base.group_general_manager"
)


class CsTrainingCourse(models.Model):
    """A course: what, when, for whom, with which exam, and what came of it (APP-11).

    It is announced to its participants, and finished with a result for everybody:
    certificates are given, needs are met, retraining is noted. From then on nothing of
    it changes; a wrong result is corrected by a decision.

    Access: HR officers run courses; everybody else in the service reads them, but of
    the participants only what ``cs.training.participant`` says.
    """

    _name = "cs.training.course"
    _inherit = ["cs.decision.guard.mixin", "mail.thread"]
    _description = "Course"
    _order = "date_from desc, id desc"

    _decision_initial = "planned"

    name = fields.Char("Topic", required=True)
    kind = fields.Selection(KINDS, required=True, default="skill")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    content = fields.Text()
    trainer_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="restrict"
    )
    trainer_name = fields.Char(
        "Provider", help="Institute or trainer from outside the company."
    )
    exam = fields.Selection(
        [
            ("written", "Written"),
            ("oral", "Oral"),
            ("practical", "Practical"),
            ("report", "Report"),
        ],
        required=True,
        default="written",
        help="APP-11: every course ends with an exam of some form.",
    )
    pass_mark = fields.Float(
        digits=(16, 2), default=60, required=True, help="Passed from this score on."
    )
    fee = fields.Monetary(
        "Fee a Person, Paid by the Company",
        groups=MONEY,
        help="APP-11: of a qualification, it is paid back by who leaves too early.",
    )
    session_ids = fields.One2many("cs.training.session", "course_id", "Sessions")
    participant_ids = fields.One2many(
        "cs.training.participant", "course_id", "Participants"
    )
    problem_ids = fields.One2many("cs.training.problem", "course_id", "Problems")
    minutes = fields.Integer("Planned Minutes", compute="_compute_minutes", store=True)
    hours = fields.Float("Planned Hours", compute="_compute_hours")
    date_from = fields.Date("First Day", compute="_compute_days", store=True)
    date_to = fields.Date("Last Day", compute="_compute_days", store=True)
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        copy=False,
        default="planned",
        index=True,
        tracking=True,
    )
    closed_at = fields.Datetime("Finished On", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", "Finished By", readonly=True, copy=False, ondelete="restrict"
    )
    participant_count = fields.Integer(
        "Number of Participants", compute="_compute_counts"
    )
    passed_count = fields.Integer("Passed", compute="_compute_counts")
    failed_count = fields.Integer("Failed", compute="_compute_counts")
    absent_count = fields.Integer("Did Not Take Part", compute="_compute_counts")
    rating_count = fields.Integer(
        "Evaluations", compute="_compute_ratings", groups=JUDGED
    )
    rating_average = fields.Float(
        "Participants' Rating",
        compute="_compute_ratings",
        digits=(16, 1),
        groups=JUDGED,
        help="APP-11: average of 1 to 5.",
    )
    effect_average = fields.Float(
        "Effect at Work",
        compute="_compute_ratings",
        digits=(16, 1),
        groups=JUDGED,
        help="APP-11: average of 1 to 5, by the superiors.",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _pass_mark_range = models.Constraint(
        "CHECK(pass_mark > 0 AND pass_mark <= 1000)", "The pass mark is above 0."
    )
    _fee_not_negative = models.Constraint(
        "CHECK(fee >= 0)", "A fee cannot be negative."
    )

    @api.depends("session_ids.minutes")
    def _compute_minutes(self):
        for course in self:
            course.minutes = sum(course.session_ids.mapped("minutes"))

    @api.depends("minutes")
    def _compute_hours(self):
        for course in self:
            course.hours = course.minutes / 60

    @api.depends("session_ids.start_at", "session_ids.stop_at", "company_id")
    def _compute_days(self):
        for course in self:
            zone = (course.company_id or self.env.company)._cs_zone()
            starts = [one for one in course.session_ids.mapped("start_at") if one]
            stops = [one for one in course.session_ids.mapped("stop_at") if one]
            local = [
                moment.replace(tzinfo=timezone.utc).astimezone(zone).date()
                for moment in starts + stops
            ]
            course.date_from = min(local, default=False)
            course.date_to = max(local, default=False)

    @api.depends("participant_ids.result")
    def _compute_counts(self):
        # sudo: how many, not who
        rows = (
            self.env["cs.training.participant"]
            .sudo()
            ._read_group(
                [("course_id", "in", self.ids)], ["course_id", "result"], ["__count"]
            )
        )
        counts = {(course.id, result): count for course, result, count in rows}
        for course in self:
            found = {r: n for (id_, r), n in counts.items() if id_ == course._origin.id}
            course.participant_count = sum(found.values())
            course.passed_count = found.get("passed", 0)
            course.failed_count = found.get("failed", 0)
            course.absent_count = found.get("absent", 0)

    def _compute_ratings(self):
        # sudo: averages, not who said what
        rows = (
            self.env["cs.training.evaluation"]
            .sudo()
            ._read_group(
                [("course_id", "in", self.ids)],
                ["course_id", "side"],
                ["__count", "rating:avg"],
            )
        )
        found = {(course.id, side): rest for course, side, *rest in rows}
        for course in self:
            count, average = found.get((course.id, "person"), (0, 0))
            course.rating_count = count
            course.rating_average = average
            course.effect_average = found.get((course.id, "superior"), (0, 0))[1]

    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.env.user._cs_employees()
        for course in self:
            people = course.sudo().participant_ids.employee_id | course.trainer_id
            course.is_mine = bool(people & mine)

    # Steps

    def action_start(self):
        """Announce the course to its participants."""
        self._acts("planned")
        for course in self:
            if not course.session_ids or not course.participant_ids:
                raise UserError(
                    self.env._("Please enter at least one session and one participant.")
                )
            course._decision_write({"state": "running"})
            course.participant_ids._announce()
        return True

    def action_close(self):
        """Finish the course: everybody has a result, and it stays (APP-11)."""
        self._acts("running")
        for course in self:
            if max(course.session_ids.mapped("stop_at")) > fields.Datetime.now():
                raise UserError(
                    self.env._("The course goes on. Finish it after its last session.")
                )
            course.participant_ids._settle()
            course._decision_write(
                {
                    "state": "closed",
                    "closed_at": fields.Datetime.now(),
                    "closed_by_id": self.env.uid,
                }
            )
            course.participant_ids._follow()
        return True

    def action_cancel(self):
        """Drop a course that is not held; what it was to meet stays open."""
        self._acts(*OPEN)
        self._decision_write({"state": "cancelled"})
        # sudo: needs are kept, and written by their own steps only
        needs = self.env["cs.training.need"].sudo()
        needs.search([("course_id", "in", self.ids), ("state", "=", "open")])._release()
        return True

    def action_ask_problem(self):
        """Ask what goes wrong in the course; HR is told at once."""
        self.ensure_one()
        self.check_access("read")
        return self.env["cs.training.word"]._ask("problem", course_id=self.id)

    def _hours_text(self):
        return f"{self.minutes / 60:g}"

    # Guards

    def unlink(self):
        self._check_planned()
        return super().unlink()

    def _check_planned(self):
        if any(course.state != "planned" for course in self):
            raise UserError(
                self.env._("A course that was announced is kept. Drop it instead.")
            )

    def _decision_protected_fields(self):
        return {"state", "closed_at", "closed_by_id", "minutes", "date_from", "date_to"}

    def _decision_protected_message(self, name):
        return self.env._(
            "“%(field)s” follows from the course; it is not written by hand (APP-11).",
            field=self._fields[name]._description_string(self.env),
        )

    def _decision_check_open(self):
        for course in self.sudo():
            if course.state not in OPEN:
                raise UserError(
                    self.env._(
                        "%(name)s is over, so it stays as it is (APP-11). A wrong"
                        " result is corrected by a correction.",
                        name=course.name,
                    )
                )

    def _acts(self, *states):
        """HR officers run courses that are in one of the states."""
        self.check_access("write")
        if not self.env.user.has_group("cs_base.group_hr_officer") and not self.env.su:
            raise AccessError(self.env._("HR officers run courses."))
        labels = dict(self._fields["state"]._description_selection(self.env))
        for course in self:
            if course.state not in states:
                raise UserError(
                    self.env._(
                        "This is not possible now: the course is “%(state)s”.",
                        state=labels[course.state],
                    )
                )

    def _notify(self, users, subject, lines):
        """One message to each of the users, in the own language.

        :param subject, lines: functions of an environment
        """
        for user in users.filtered("active"):
            local = self.sudo().with_context(lang=user.lang)
            env = local.env
            local.message_notify(
                partner_ids=user.partner_id.ids,
                subject=subject(env),
                body=Markup("<br/>").join(lines(env)),
            )

    def _hr_users(self):
        """Active HR officers of the course's company."""
        group = self.env.ref("cs_base.group_hr_officer").sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
