from odoo import api, fields, models


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    cs_department_id = fields.Many2one(
        "hr.department",
        string="Department",
        index="btree_not_null",
        check_company=True,
        help="Its policies and working hours hold for the tickets of the team; empty:"
        " those of the company.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self.env["res.users"]._cs_forget_rules()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if {"user_ids", "active", "company_id"} & vals.keys():
            self.env["res.users"]._cs_forget_rules()
        return result
