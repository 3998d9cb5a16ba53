from odoo import fields, models


class CsRosterMember(models.Model):
    """Who works by which pattern from a day on, and where in the cycle (ATT-10).

    Access: team leaders keep their team's, supervisors their departments', HR officers
    the company's.
    """

    _name = "cs.roster.member"
    _description = "Person in a Roster Pattern"
    _order = "employee_id, date_from"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="restrict", check_company=True
    )
    pattern_id = fields.Many2one(
        "cs.roster.pattern", required=True, ondelete="restrict", check_company=True
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", help="Empty: until further notice")
    offset = fields.Integer(
        help="So many days into the cycle on the first day; a week plan counts from"
        " Monday and is moved by whole weeks of a plan of several weeks."
    )
