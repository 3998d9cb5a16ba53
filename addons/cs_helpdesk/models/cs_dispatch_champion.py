from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.dispatch import exempt_days

#: what people enter; the days follow
ENTERED = {"company_id", "employee_id", "kind", "won_on", "note"}


class CsDispatchChampion(models.Model):
    """A champion, who may exceed the caps of dispatch for a while (HD-23).

    The champion of a season (a quarter) all of the next one, that of a year all of
    next year. Entered once; who was named by mistake is taken back and stays seen.

    Access: everybody in the service reads (it is an honour); supervisors name people
    of their departments, HR officers all, and nobody oneself.
    """

    _name = "cs.dispatch.champion"
    _inherit = ["cs.kept.mixin"]
    _description = "Champion of a Season or Year"
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _kept_is_entered = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Champion",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    department_id = fields.Many2one(
        related="employee_id.department_id", string="Unit", store=True, precompute=True
    )
    kind = fields.Selection(
        [("season", "Of the season"), ("year", "Of the year")],
        "Champion of",
        required=True,
        default="season",
    )
    won_on = fields.Date(
        "Day in That Season",
        required=True,
        default=lambda self: self.env.company._cs_today(),
        help="Any day of the season or year that was won.",
    )
    note = fields.Char("Achievement")
    date_from = fields.Date(
        "Exempt From", compute="_compute_days", store=True, precompute=True
    )
    date_to = fields.Date(
        "Exempt To", compute="_compute_days", store=True, precompute=True
    )
    voided_at = fields.Datetime("Taken Back On", readonly=True)
    voided_by_id = fields.Many2one(
        "res.users", "Taken Back By", readonly=True, ondelete="restrict"
    )

    _once_a_season = models.UniqueIndex(
        "(employee_id, kind, date_from) WHERE voided_at IS NULL",
        "This champion is entered already.",
    )

    @api.depends("kind", "won_on")
    def _compute_days(self):
        for one in self:
            if one.kind and one.won_on:
                first, following = exempt_days(one.kind, one.won_on)
                one.date_from, one.date_to = first, following - timedelta(days=1)

    @api.depends("employee_id.name", "date_from")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.employee_id.name or ''} {one.date_from or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        if any(not vals.keys() <= ENTERED for vals in vals_list):
            raise UserError(
                self.env._("HD-23: enter who won which season; the days follow.")
            )
        champions = super().create(vals_list)
        champions._check_not_own()
        return champions

    def action_void(self):
        """Take back who was named by mistake; it stays seen."""
        self.check_access("create")
        self._check_not_own()
        # sudo: the stamps are nobody's to enter
        for one in self.sudo().filtered(lambda one: not one.voided_at):
            vals = {"voided_at": fields.Datetime.now(), "voided_by_id": self.env.uid}
            one._kept_write(vals)
        return True

    def _check_not_own(self):
        mine = self.env.user._cs_employees()._cs_all_records()
        if not self.env.su and self.sudo().employee_id & mine:
            raise AccessError(self.env._("HD-23: nobody names oneself champion."))

    def _kept_text(self):
        return self.env._(
            "HD-23: a champion is entered once. Take back who was named by mistake and"
            " enter the right one."
        )

    @api.model
    def _exempt(self, employees, kinds, day):
        """Those of the people who may exceed the caps on a day (sudo)."""
        domain = [
            ("employee_id", "in", employees.ids),
            ("kind", "in", kinds),
            ("date_from", "<=", day),
            ("date_to", ">=", day),
            ("voided_at", "=", False),
        ]
        return self.sudo().search(domain).employee_id
