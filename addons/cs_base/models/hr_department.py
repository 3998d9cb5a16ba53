from odoo import api, fields, models

#: what decides whose departments are whose: see res_users.py
_MANAGED_BY = {"manager_id", "parent_id", "active"}


class HrDepartment(models.Model):
    _inherit = "hr.department"

    cs_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        tracking=True,
        help="Time limits of this department run in these hours. Empty: those of the"
        " department above it, in the end those of the company.",
    )

    cs_effective_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Hours in Use",
        compute="_compute_cs_effective_calendar_id",
        help="The working hours that hold for this department.",
    )

    @api.depends("cs_calendar_id", "parent_path", "company_id")
    def _compute_cs_effective_calendar_id(self):
        calendars = self.env["cs.working.time"]._calendars(self._origin)
        for department in self:
            department.cs_effective_calendar_id = calendars.get(department._origin.id)

    @api.model_create_multi
    def create(self, vals_list):
        departments = super().create(vals_list)
        self.env["res.users"]._cs_forget_rules()
        return departments

    def write(self, vals):
        result = super().write(vals)
        if _MANAGED_BY & vals.keys():
            self.env["res.users"]._cs_forget_rules()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["res.users"]._cs_forget_rules()
        return result

    def _cs_ancestor_ids(self):
        """Ids from the department itself up to its root, nearest first.

        :return: dict department id -> list of ids
        """
        return {
            department.id: [int(x) for x in department.parent_path.split("/")[-2::-1]]
            for department in self.sudo()
        }
