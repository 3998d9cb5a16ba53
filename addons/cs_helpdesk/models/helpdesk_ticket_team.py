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

    @api.model
    def _cs_team_of(self, people):
        """The one team each of these people is in; with two, none is known.

        :param people: hr.employee (sudo)
        :return: dict employee id -> id of the team or False
        """
        # sudo: who is in which team, whoever asks
        teams = self.sudo().search([("user_ids", "in", people.user_id.ids)])
        found = {}
        for person in people:
            company = person.company_id
            own = [
                team.id
                for team in teams
                if person.user_id & team.user_ids and team.company_id <= company
            ]
            found[person.id] = own[0] if len(own) == 1 else False
        return found
