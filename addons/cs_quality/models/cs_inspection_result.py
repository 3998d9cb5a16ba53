from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from .cs_inspection_plan import KINDS

#: what inspectors enter; everything else follows
ENTERED = {"note", "line_ids"}
MAX_NOTE = 2000


class CsInspectionResult(models.Model):
    """What an inspection of one person found, also when it found nothing (HD-30).

    The inspectors of the round mark the checklist together, and each confirms; whatever
    is changed afterwards has to be confirmed anew. It is final once all have confirmed,
    or when the time is up and one has. A final result stays as it is; an upheld appeal
    makes it void, and it counts nowhere. Who was not there is noted as such.

    Access: the inspectors read theirs and mark them while they are open. The person
    inspected reads the own ones once they are final. The superior reads those of the
    own people, supervisors those of their departments, as soon as they are final or a
    serious fault was reported; HR officers and the general manager all. Nobody reads
    the own open ones, and nobody creates or deletes any.
    """

    _name = "cs.inspection.result"
    _inherit = ["cs.kept.mixin", "cs.appealable.mixin"]
    _description = "Inspection Result"
    _order = "date desc, id desc"

    round_id = fields.Many2one(
        "cs.inspection.round",
        "Inspection Round",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    plan_id = fields.Many2one(
        "cs.inspection.plan",
        "Inspection Plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(KINDS, "What Is Inspected", required=True, readonly=True)
    week = fields.Date("Week From", required=True, readonly=True)
    date = fields.Date("Inspected On", required=True, readonly=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee",
        "Person Inspected",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", readonly=True, index=True, ondelete="restrict"
    )
    is_newcomer = fields.Boolean(
        "Newcomer", readonly=True, help="Inspected every week until proficient."
    )
    state = fields.Selection(
        [
            ("open", "To Be Inspected"),
            ("done", "Final"),
            ("missed", "Did Not Take Place"),
            ("void", "Void"),
        ],
        "Status",
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    due_on = fields.Date("Confirm Until", required=True, readonly=True)
    sign_ids = fields.One2many("cs.inspection.sign", "result_id", "Inspectors")
    signed_count = fields.Integer("Inspectors Who Confirmed", readonly=True)
    finished_at = fields.Datetime("Final Since", readonly=True)
    reported_at = fields.Datetime(
        "Serious Fault Reported On",
        readonly=True,
        help="The superior was told when the first inspector confirmed.",
    )
    score = fields.Float(digits=(5, 2), readonly=True, aggregator="avg")
    is_passed = fields.Boolean("Passed", readonly=True)
    fault_count = fields.Integer("Faults", readonly=True)
    serious_count = fields.Integer("Serious Faults", readonly=True)
    note = fields.Text(
        "To the Person", help="What was good, and what to do better next time."
    )
    line_ids = fields.One2many("cs.inspection.line", "result_id", "Checklist")
    anomaly_id = fields.Many2one(
        "cs.anomaly",
        "Anomaly Order",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    can_inspect = fields.Boolean(compute="_compute_can")
    can_sign = fields.Boolean(compute="_compute_can")
    can_follow = fields.Boolean(compute="_compute_can")
    can_make_proficient = fields.Boolean(compute="_compute_can")

    _person_once = models.Constraint(
        "UNIQUE(round_id, employee_id)", "A person is inspected once in a round."
    )
    _final_has_a_moment = models.Constraint(
        "CHECK((state = 'open') = (finished_at IS NULL))",
        "A result is final at a moment.",
    )
    _score_in_bounds = models.Constraint(
        "CHECK(score BETWEEN 0 AND 100)", "A score runs from 0 to 100 points."
    )
    _serious_is_not_passed = models.Constraint(
        "CHECK(is_passed IS NOT TRUE OR COALESCE(serious_count, 0) = 0)",
        "With a serious fault nothing is passed.",
    )

    @api.depends_context("lang")
    @api.depends("employee_id", "date")
    def _compute_display_name(self):
        for result in self:
            # sudo: whoever reads the result may know about whom it is
            who = result.sudo().employee_id.name or ""
            day = format_date(self.env, result.date) if result.date else ""
            result.display_name = self.env._(
                "Inspection of %(person)s %(day)s", person=who, day=day
            )

    @api.depends_context("uid")
    @api.depends("state", "sign_ids.signed_at", "is_newcomer", "anomaly_id")
    def _compute_can(self):
        known = self.env["cs.inspection.proficient"].sudo()
        known = known.search([("employee_id", "in", self.employee_id.ids)]).employee_id
        for result in self:
            is_open, follows = result.state == "open", result._may_follow()
            mine = result._my_sign()
            result.can_inspect = is_open and bool(mine)
            result.can_sign = is_open and bool(mine) and not mine.signed_at
            result.can_follow = result.state == "done" and (bool(mine) or follows)
            result.can_make_proficient = (
                result.state == "done"
                and result.is_newcomer
                and follows
                and result.employee_id not in known
            )

    def _my_sign(self):
        # sudo: only whether the user is one of the inspectors
        signs = self.sudo().sign_ids
        return signs.filtered(lambda one: one.inspector_id.user_id == self.env.user)

    def _may_follow(self):
        """The superior, the supervisor of the unit, HR officers; never oneself."""
        person, user = self.sudo().employee_id, self.env.user
        if person.user_id == user:
            return False
        leads = person.parent_id.user_id == user
        supervises = (
            user.has_group("cs_base.group_supervisor")
            and self.department_id in user.cs_managed_department_ids
        )
        return leads or supervises or user.has_group("cs_base.group_hr_officer")

    def _kept_text(self):
        return self.env._(
            "HD-30: whom to inspect is drawn, and what was found stays as it is. The"
            " inspectors mark it while it is open; an appeal can make it void."
        )

    def write(self, vals):
        if not set(vals) <= ENTERED:
            self._kept_refuse()
        if len(vals.get("note") or "") > MAX_NOTE:
            raise UserError(self.env._("Please use at most %s characters.", MAX_NOTE))
        self._check_inspect()
        self._unsign()
        return self._kept_write(vals)

    def _check_inspect(self):
        """:raise AccessError, UserError: the user does not mark these, or not now"""
        for result in self:
            if not result._my_sign():
                raise AccessError(
                    self.env._("HD-30: only the inspectors of the round mark it.")
                )
            if result.state != "open":
                raise UserError(
                    self.env._("HD-30: this result is final and stays as it is.")
                )

    def _unsign(self):
        """What is changed is confirmed anew, also by who did so at this moment."""
        self._touch()
        signed = self.sudo().sign_ids.filtered("signed_at")
        if signed:
            signed._kept_write({"signed_at": False})
            self.sudo()._kept_write({"signed_count": 0})

    def _touch(self):
        """Who marks and who confirms at the same moment do so one after the other."""
        if self:
            self.env.execute_query(
                SQL(
                    "UPDATE cs_inspection_result SET write_date = write_date"
                    " WHERE id = ANY(%s)",
                    self.ids,
                )
            )

    # Appeals (ALL-02)

    def _appeal_since(self):
        return self.finished_at if self.state == "done" else None

    def _appeal_first_decider(self):
        return self.sign_ids.inspector_id

    def _appeal_accepted(self, appeal):
        """It counts no more, and nothing has to be corrected."""
        self._kept_write({"state": "void"})
        still = self.line_ids.filtered(lambda one: one.correction_state == "open")
        still._kept_write({"correction_state": False})

    # Reasons (ALL-01)

    def _explanation_header(self):
        words = dict(self._fields["state"]._description_selection(self.env))
        told = self.state in ("done", "void")
        return super()._explanation_header() | {
            "subtitle": words[self.state],
            "badge": f"{self.score:g}" if told else "",
            "token": "present" if self.is_passed else "late",
        }
