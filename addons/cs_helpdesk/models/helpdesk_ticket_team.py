from odoo import fields, models


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
