from odoo import fields, models


class CsTrainingPermitMixin(models.AbstractModel):
    """Since when a newcomer may start the post: passed the course (APP-11).

    For both forms of employees, which have the same ids.
    """

    _name = "cs.training.permit.mixin"
    _description = "Permission to Start the Post"

    cs_post_permitted_on = fields.Date(
        "May Start the Post Since",
        compute="_compute_cs_post_permitted_on",
        groups="cs_base.group_team_leader,cs_base.group_hr_officer,"
        "cs_base.group_general_manager",
        help="APP-11: the day on which the course for newcomers was passed.",
    )

    def _compute_cs_post_permitted_on(self):
        # With the reader's rights: results of others stay hidden.
        rows = self.env["cs.training.participant"]._read_group(
            [
                ("employee_id", "in", self.ids),
                ("kind", "=", "newcomer"),
                ("result", "=", "passed"),
                ("certified_on", "!=", False),
            ],
            ["employee_id"],
            ["certified_on:min"],
        )
        days = {employee.id: day for employee, day in rows}
        for employee in self:
            employee.cs_post_permitted_on = days.get(employee._origin.id, False)


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "cs.training.permit.mixin"]


class HrEmployeePublic(models.Model):
    _name = "hr.employee.public"
    _inherit = ["hr.employee.public", "cs.training.permit.mixin"]
