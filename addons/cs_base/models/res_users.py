from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    cs_managed_department_ids = fields.Many2many(
        "hr.department",
        compute="_compute_cs_managed_department_ids",
        string="Managed Departments",
        help="Departments managed by this person, with those below them."
        " Record rules read it: 'own department' in the access matrix.",
    )

    @api.depends("employee_ids")
    def _compute_cs_managed_department_ids(self):
        Department = self.env["hr.department"].sudo()
        for user in self:
            employees = user.sudo().employee_ids
            managed = Department.search([("manager_id", "in", employees.ids)])
            user.cs_managed_department_ids = Department.search(
                [("id", "child_of", managed.ids)]
            )

    @api.model
    def _cs_forget_rules(self):
        """Have record rules computed anew: Odoo keeps their domains, with the ids of
        the departments and teams that stood there when they were first asked for."""
        self.env.registry.clear_cache()

    def _cs_employees(self):
        """The active employee records of the user, in all companies (sudo).

        Whatever ``active_test`` the caller's context carries.
        """
        self.ensure_one()
        return (
            self.env["hr.employee"]
            .sudo()
            .search([("user_id", "=", self.id), ("active", "=", True)])
        )
