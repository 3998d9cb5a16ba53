from odoo import fields, models
from odoo.addons.cs_base.models.cs_policy_scope_mixin import IN_FORCE


class HrJob(models.Model):
    _inherit = "hr.job"

    cs_description_count = fields.Integer(
        "Number of Job Descriptions",
        compute="_compute_cs_description_count",
        # published for everybody, and only counted
        compute_sudo=True,
    )

    def _compute_cs_description_count(self):
        counts = dict(
            self.env["cs.job.description"]._read_group(
                [("job_id", "in", self.ids), ("state", "in", IN_FORCE)],
                ["job_id"],
                ["__count"],
            )
        )
        for job in self:
            job.cs_description_count = counts.get(job, 0)

    def action_cs_open_descriptions(self):
        """Show the descriptions of a post that the caller may read (APP-10)."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_appraisal.cs_job_description_action"
        )
        return action | {
            "domain": [("job_id", "=", self.id)],
            "context": {"default_job_id": self.id, "default_name": self.name},
        }
