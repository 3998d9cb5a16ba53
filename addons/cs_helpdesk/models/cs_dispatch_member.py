from odoo import api, fields, models
from odoo.exceptions import AccessError

from .cs_dispatch_policy import LEVELS


class CsDispatchMember(models.Model):
    """Who takes orders of a team, and of which level (HD-23), from a day to a day.

    A change of level ends one row and begins another; nobody has two at a time in a
    team (database).

    Access: agents read the own ones, leaders those of their team; supervisors keep
    those of their departments, HR officers all, and nobody the own ones. The general
    manager reads all. Nobody deletes them.
    """

    _name = "cs.dispatch.member"
    _description = "Person Who Takes Orders"
    _order = "team_id, level, employee_id, date_from desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    department_id = fields.Many2one(
        related="team_id.cs_department_id", string="Unit", store=True, index=True
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    level = fields.Selection(LEVELS, required=True, default="junior")
    date_from = fields.Date(
        "First Day", required=True, default=lambda self: self.env.company._cs_today()
    )
    date_to = fields.Date("Last Day")
    is_current = fields.Boolean(
        "Takes Orders Now", compute="_compute_is_current", search="_search_is_current"
    )

    _once_a_day = models.Constraint(
        "EXCLUDE USING gist (int8range(employee_id, employee_id, '[]') WITH &&,"
        " int8range(team_id, team_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "This person has a level in the team on some of these days already. End that"
        " one first.",
    )
    _days_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The last day is not before the first one."
    )

    @api.depends("employee_id.name", "level")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["level"]._description_selection(self.env))
        for one in self:
            level = labels.get(one.level, "")
            one.display_name = f"{one.employee_id.name or ''} · {level}"

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        for one in self:
            today = one.company_id._cs_today()
            ended = one.date_to and one.date_to < today
            one.is_current = one.date_from and one.date_from <= today and not ended

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._current_domain(self.env.company._cs_today())

    @api.model
    def _current_domain(self, day):
        return [
            ("date_from", "<=", day),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", day),
        ]

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._check_not_own()
        return members

    def write(self, vals):
        self._check_not_own()
        result = super().write(vals)
        self._check_not_own()
        # Stock asks before only: nothing is moved out of one's reach.
        self.check_access("write")
        return result

    def _check_not_own(self):
        mine = self.env.user._cs_employees()._cs_all_records()
        if not self.env.su and self.sudo().employee_id & mine:
            raise AccessError(
                self.env._("HD-23: nobody decides on the own level of orders.")
            )
