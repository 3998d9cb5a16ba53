from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.addons.cs_base.engine.policy import Placement
from odoo.exceptions import UserError
from odoo.tools import float_compare


class CsJobDescription(models.Model):
    """What a post is for, answers for, needs and is measured by (APP-10).

    In force on a date for a post, and perhaps one department of it; access and
    approval as in the mixin.
    """

    _name = "cs.job.description"
    _inherit = ["cs.policy.mixin"]
    _description = "Job Description"

    previous_id = fields.Many2one("cs.job.description")
    job_id = fields.Many2one(
        required=True,
        help="APP-10: the post described. With a department, only the post there.",
    )

    purpose = fields.Text(help="APP-10: why the post exists, in one or two sentences.")
    superior_job_id = fields.Many2one(
        "hr.job",
        "Reports To",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="APP-10: post of the superior.",
    )
    subordinate_job_ids = fields.Many2many(
        "hr.job",
        "cs_job_description_subordinate_rel",
        "description_id",
        "job_id",
        string="Leads",
        check_company=True,
        help="APP-10: posts of the subordinates.",
    )
    cooperation_inside = fields.Text(help="APP-10: with whom in the company, on what.")
    cooperation_outside = fields.Text(help="APP-10: with whom outside, on what.")
    duty_ids = fields.One2many(
        "cs.job.description.duty",
        "policy_id",
        "Duties",
        copy=True,
        help="APP-10: shares of the time make 100 % together, or are all left out.",
    )
    education = fields.Char(help="APP-10: schooling and subjects needed.")
    experience = fields.Char(help="APP-10: kind and years of work needed.")
    skills = fields.Text("Knowledge and Skills", help="APP-10: what one has to know.")
    certificates = fields.Char(help="APP-10: papers needed for the post.")
    conditions = fields.Text(
        "Working Conditions", help="APP-10: place, hours, shifts, equipment, strain."
    )
    powers = fields.Text(help="APP-10: what the post decides without asking.")
    kpi_ids = fields.One2many(
        "cs.job.description.kpi",
        "policy_id",
        "Key Figures",
        copy=True,
        help="APP-10: what the post is measured by.",
    )
    template_count = fields.Integer(
        "Number of Appraisal Templates", compute="_compute_template_count"
    )

    @api.depends("date_from", "date_to", "company_id", "department_id", "job_id")
    def _compute_template_count(self):
        for description in self:
            description.template_count = len(description._templates())

    @api.model
    def action_open_mine(self):
        """Open what describes the caller's own post today, in the current company."""
        self.check_access("read")
        person = self.env.user._cs_employees().filtered(
            lambda employee: employee.company_id == self.env.company
        )[:1]
        found = self.browse()
        if person:
            today = self.env.company._cs_today()
            found = self._policy_on(person, today)[person.id]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_appraisal.cs_job_description_action"
        )
        action["name"] = self.env._("My Job Description")
        if found:
            return action | {"res_id": found.id, "views": [(False, "form")]}
        return action | {
            "domain": [("id", "=", 0)],
            "context": {"create": False},
            "help": self._none_for_me(person),
        }

    def action_open_templates(self):
        """Show by what the post is appraised on the days of this description."""
        self.ensure_one()
        templates = self._templates()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Appraisal Templates"),
            "res_model": templates._name,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [("id", "in", templates.ids)],
        }
        if len(templates) == 1:
            action |= {"res_id": templates.id, "views": [(False, "form")]}
        return action

    def _none_for_me(self, person):
        # sudo: the own post
        job = person.sudo().job_id.name
        text = self.env._("You have no post yet. Please ask your HR officer.")
        if job:
            text = self.env._(
                "There is no description in force for your post, %(job)s. Please ask"
                " your HR officer.",
                job=job,
            )
        return Markup('<p class="o_view_nocontent_smiling_face">%s</p>') % text

    def _templates(self):
        """The appraisal templates, one a kind of cycle, that rule this post (sudo):
        today, or on the nearest day of the description."""
        self.ensure_one()
        Template = self.env["cs.appraisal.template"].sudo()
        found = Template.browse()
        if not self.job_id or not self.date_from:
            return found
        day = max(self.date_from, min(self._policy_today(), self.date_to or date.max))
        department = self.department_id
        path = department._cs_ancestor_ids().get(department.id, ())
        place = Placement(self.company_id.id, tuple(path), self.job_id.id)
        for kind, _label in Template._fields["cycle_kind"].selection:
            approved = Template._policy_approved(
                self.company_id.ids, day, day, {"cycle_kind": kind}
            )
            found |= approved._policy_resolve(place, day)
        return found

    def _decision_check_submit(self):
        super()._decision_check_submit()
        if not self.duty_ids:
            raise UserError(
                self.env._("The duties are missing (APP-10). Please add at least one.")
            )
        total = sum(self.duty_ids.mapped("share"))
        if total and float_compare(total, 100, 2):
            raise UserError(
                self.env._(
                    "The duties take %(total)g %% of the time together (APP-10)."
                    " Please let them make 100 %%, or leave all shares out.",
                    total=total,
                )
            )


class CsJobDescriptionDuty(models.Model):
    """A duty of a post: what is done for it, how much time, how it is measured."""

    _name = "cs.job.description.duty"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Duty of a Job Description"
    _order = "sequence, id"

    policy_id = fields.Many2one(
        "cs.job.description", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Responsibility", required=True)
    tasks = fields.Text()
    share = fields.Float("Share of Time", digits=(16, 2), unit="percent")
    measured = fields.Char("How Measured")

    _share_is_a_share = models.Constraint(
        "CHECK(share BETWEEN 0 AND 100)", "A share runs from 0 to 100 %."
    )


class CsJobDescriptionKpi(models.Model):
    """A figure by which the post is measured, with its target in words."""

    _name = "cs.job.description.kpi"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Key Figure of a Job Description"
    _order = "sequence, id"

    policy_id = fields.Many2one(
        "cs.job.description", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Key Figure", required=True)
    metric_id = fields.Many2one(
        "cs.metric",
        index="btree_not_null",
        ondelete="restrict",
        help="The figure the system computes, where there is one.",
    )
    target = fields.Char(required=True)

    @api.onchange("metric_id")
    def _onchange_metric_id(self):
        if self.metric_id and not self.name:
            self.name = self.metric_id.name
