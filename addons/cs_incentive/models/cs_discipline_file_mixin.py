from odoo import fields, models


class CsDisciplineFileMixin(models.AbstractModel):
    """The personal file on an employee: approved discipline and awards (INC-20).

    For both forms of employees, which have the same ids.
    """

    _name = "cs.discipline.file.mixin"
    _description = "Discipline in the Personal File"

    cs_discipline_count = fields.Integer(
        "Discipline and Awards",
        compute="_compute_cs_discipline_count",
        groups="cs_base.group_team_leader,cs_base.group_hr_officer,"
        "cs_base.group_general_manager",
    )

    def _compute_cs_discipline_count(self):
        # With the reader's rights: nobody counts what is hidden.
        rows = self.env["cs.discipline.entry"]._read_group(
            [("employee_id", "in", self.ids), ("state", "=", "approved")],
            ["employee_id"],
            ["__count"],
        )
        counts = {employee.id: count for employee, count in rows}
        for employee in self:
            employee.cs_discipline_count = counts.get(employee._origin.id, 0)

    def action_open_cs_discipline(self):
        """Show the approved entries of a person; access rights of entries decide."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Discipline and Awards"),
            "res_model": "cs.discipline.entry",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [("employee_id", "=", self.id), ("state", "=", "approved")],
        }
