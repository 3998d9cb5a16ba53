from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.complaint_month import figures, moments, week_span
from ..models.complaint_figures import cases_sql, flush, tallies, type_numbers


class CsComplaintWeek(models.TransientModel):
    """Complaint figures of one ISO week, Monday to Sunday (HD-06).

    The same figures as of a month, by the complaints as they are now; nothing is kept.
    Access: leaders and above, HR officers and the general manager make one; nobody
    reads what somebody else has made. Units only, nobody named.
    """

    _name = "cs.complaint.week"
    _description = "Complaint Figures of a Week"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    day = fields.Date(
        required=True,
        default=lambda self: self.env.company._cs_today() - timedelta(days=7),
        help="Any day of the week.",
    )
    week = fields.Char(compute="_compute_week")
    computed_at = fields.Datetime("Figures As Of", readonly=True)
    line_ids = fields.One2many(
        "cs.complaint.week.line", "week_id", "Units", readonly=True
    )

    @api.depends("day")
    def _compute_week(self):
        for one in self:
            one.week = False
            if one.day:
                year, week, _day = one.day.isocalendar()
                monday, following = week_span(one.day)
                sunday = following - timedelta(days=1)
                one.week = f"{year}-W{week:02} · {monday} – {sunday}"

    @api.depends("week")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._("Complaints of a week")

    def action_show(self):
        """Compute the figures of the week and show them."""
        self.ensure_one()
        self.check_access("write")
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("Please choose one of your companies."))
        span = moments(week_span(self.day), self.company_id._cs_zone())
        spans = [(self.id, self.company_id.id, *span)]
        now = fields.Datetime.now()
        # sudo: figures of units, for roles that see those of the whole company
        env = self.sudo().env
        flush(env)
        found = tallies(env, SQL("(%s)", cases_sql(spans, now)), spans)
        rows = figures(tally for tally, _types in found.values())
        Line = env["cs.complaint.week.line"]
        vals = [
            Line._figure_vals(row, type_numbers(found[row.unit][1]))
            | {"week_id": self.id}
            for row in rows
            if row.unit or row.number
        ]
        self.sudo().line_ids.unlink()
        Line.create(vals)
        self.computed_at = now
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaints of a week"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "current",
        }


class CsComplaintWeekLine(models.TransientModel):
    """One unit in the figures of a week; written by the week alone."""

    _name = "cs.complaint.week.line"
    _inherit = ["cs.complaint.figures.mixin"]
    _description = "Complaint Figures of a Unit in a Week"
    _order = "id"

    week_id = fields.Many2one(
        "cs.complaint.week", required=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(ondelete="cascade")
