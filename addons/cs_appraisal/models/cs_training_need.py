from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import training as engine

WHYS = [
    ("newcomer", "Newcomer"),
    ("manager", "Managers, each half-year"),
    ("grade", "Grade of an appraisal"),
    ("survey", "Wish or survey"),
    ("retraining", "Retraining"),
]
#: what people enter; all else the system sets
ENTERED = ("employee_id", "topic", "due_on")


class CsTrainingNeed(models.Model):
    """That somebody is to be trained, until when and why (APP-11).

    Newcomers, managers, grades and courses that were not passed make one each, once;
    people enter what a survey or a talk showed. It is met by passing a course.

    Access: everybody enters and reads the own wishes, leaders those of their people;
    HR officers plan them into courses or drop them, and read all, as the general
    manager does. Nobody writes.
    """

    _name = "cs.training.need"
    _inherit = ["cs.kept.mixin"]
    _description = "Training Need"
    _order = "due_on, id"

    _kept_is_entered = True

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user._cs_employees()[:1],
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_place", store=True, precompute=True, index=True
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
    why = fields.Selection(
        WHYS, "Reason", required=True, readonly=True, default="survey", index=True
    )
    key = fields.Char("Occasion", required=True, readonly=True)
    topic = fields.Char(help="What is to be learned, in words.")
    name = fields.Char("What", compute="_compute_name")
    due_on = fields.Date(
        "Due Day", required=True, default=lambda self: self._default_due_on()
    )
    state = fields.Selection(
        [("open", "To be met"), ("met", "Met"), ("dropped", "Dropped")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    course_id = fields.Many2one(
        "cs.training.course",
        "Planned Course",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    participant_id = fields.Many2one(
        "cs.training.participant",
        "Met By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    failed_id = fields.Many2one(
        "cs.training.participant",
        "Course Not Passed",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    consequence_id = fields.Many2one(
        "cs.appraisal.consequence",
        "From the Appraisal",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="cs_base.group_supervisor,cs_base.group_hr_officer,"
        "cs_base.group_general_manager",
    )
    dropped_why = fields.Text("Dropped Because", readonly=True)
    dropped_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue")

    _once_uniq = models.Constraint(
        "UNIQUE(employee_id, why, key)", "APP-11: this need is noted already."
    )

    @api.model
    def _default_due_on(self):
        company = self.env.company
        return self.env["cs.training.need.maker"]._other_due(
            self.env.user._cs_employees()[:1], company._cs_today()
        )

    @api.depends("employee_id")
    def _compute_place(self):
        # sudo: the place of a person follows from the person
        people = self.sudo().employee_id
        superiors = people._cs_supervisors()
        for need in self.sudo():
            need.company_id = need.employee_id.company_id
            need.department_id = need.employee_id.department_id
            need.superior_id = superiors.get(need.employee_id._origin.id)

    @api.depends("due_on", "state")
    def _compute_is_overdue(self):
        for need in self:
            today = (need.company_id or self.env.company)._cs_today()
            need.is_overdue = (
                need.state == "open"
                and bool(need.due_on)
                and engine.is_overdue(need.due_on, today)
            )

    @api.depends("topic", "why")
    @api.depends_context("lang")
    def _compute_name(self):
        whys = dict(self._fields["why"]._description_selection(self.env))
        for need in self:
            need.name = need.topic or whys.get(need.why, "")

    @api.depends("employee_id", "name")
    def _compute_display_name(self):
        for need in self:
            # sudo: who reads the need knows whose it is
            names = [need.sudo().employee_id.name, need.name]
            need.display_name = " · ".join(filter(None, names))

    @api.model_create_multi
    def create(self, vals_list):
        """Enter wishes; whatever else a caller sends is set by the server."""
        clean = []
        for vals in vals_list:
            kept = {name: vals[name] for name in ENTERED if name in vals}
            topic = " ".join((kept.get("topic") or "").split())
            if not topic:
                raise UserError(self.env._("Please say what is to be learned."))
            kept |= {"topic": topic, "why": "survey", "state": "open"}
            clean.append(kept | {"key": f"survey:{topic.lower()}"[:200]})
        context = {
            name: value
            for name, value in self.env.context.items()
            if not name.startswith("default_") or name == "default_employee_id"
        }
        return super(CsTrainingNeed, self.with_context(context)).create(clean)

    def action_ask_drop(self):
        """Ask why these needs are dropped."""
        self._acts()
        return self.env["cs.training.word"]._ask("drop", need_ids=self.ids)

    def action_ask_plan(self):
        """Ask into which course these needs are planned."""
        self._acts()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan Into a Course"),
            "res_model": "cs.training.plan",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_need_ids": self.ids, "dialog_size": "medium"},
        }

    def _acts(self):
        """HR officers act on needs that are not met yet."""
        self.check_access("read")
        if not self.env.user.has_group("cs_base.group_hr_officer"):
            raise AccessError(self.env._("HR officers plan training."))
        if any(need.state != "open" for need in self):
            raise UserError(self.env._("Some of these needs are no longer open."))

    def _drop(self, why):
        self._acts()
        # sudo: kept records, by this step only
        self.sudo()._kept_write(
            {"state": "dropped", "dropped_why": why, "dropped_by_id": self.env.uid}
        )

    def _plan(self, course):
        """Put the people into a course that is to meet these needs."""
        self._acts()
        course._acts("planned", "running")
        there = course.participant_ids.employee_id
        new = self.sudo().employee_id - there
        made = self.env["cs.training.participant"].create(
            [{"course_id": course.id, "employee_id": person.id} for person in new]
        )
        for need in self.sudo():
            need._kept_write({"course_id": course.id})
            row = made.filtered(lambda one, n=need: one.employee_id == n.employee_id)
            if need.failed_id and row:
                row.sudo()._decision_line_write({"retrains_id": need.failed_id.id})

    # By courses (sudo)

    def _release(self):
        self._kept_write({"course_id": False})

    @api.model
    def _met_by(self, participants):
        """What passing meets: the need of the kind of course, and what was planned."""
        for one in participants:
            needs = self.search(
                [("employee_id", "=", one.employee_id.id), ("state", "=", "open")]
            ).filtered(lambda need, one=one: need._is_met_by(one))
            needs._kept_write({"state": "met", "participant_id": one.id})

    def _is_met_by(self, one):
        """Another course for newcomers or managers is their retraining, too."""
        if self.course_id == one.course_id or self.why == one.kind:
            return True
        return one.kind in ("newcomer", "manager") and self.failed_id.kind == one.kind

    @api.model
    def _not_met_by(self, participant):
        """A correction took the pass away: what it met is open again."""
        needs = self.search([("participant_id", "=", participant.id)])
        needs._kept_write({"state": "open", "participant_id": False})

    @api.model
    def _retrain(self, participants):
        """APP-11: failed, or did not take part, is trained again. The need a course
        was to meet stays open and waits for the next one."""
        Maker = self.env["cs.training.need.maker"]
        for one in participants:
            planned = self.search(
                [
                    ("employee_id", "=", one.employee_id.id),
                    ("course_id", "=", one.course_id.id),
                    ("state", "=", "open"),
                ]
            )
            planned._release()
            today = one.company_id._cs_today()
            Maker._note(
                one.employee_id,
                "retraining",
                f"{one._name}:{one.id}",
                Maker._other_due(one.employee_id, today),
                failed_id=one.id,
                topic=one.course_id.name,
            )

    def _kept_text(self):
        return self.env._(
            "APP-11: needs are met by courses. HR officers plan or drop them; nobody"
            " changes them."
        )
