from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_end, month_start, previous_month
from odoo.addons.cs_base.models import period_words as words
from odoo.tools import SQL, format_date

from .cs_metric_source import measure


class CsMetricFigure(models.Model):
    """A figure from outside: what a shop platform or telephone system says (APP-03).

    One person, period and metric has one figure in force. A figure is kept: a
    correction is a new one that names it and says why. Months that are sealed by the
    month close take none.

    Access:

    * agents read the own ones, team leaders their team's, supervisors those of their
      departments, HR officers and the general manager all of the company.
    * HR officers enter; supervisors for people of their departments. Nobody enters for
      the own person. Nobody writes or deletes.
    """

    _name = "cs.metric.figure"
    _inherit = ["cs.kept.mixin", "cs.metric.source"]
    _description = "Figure From Outside"
    _order = "date_from desc, metric_id, employee_id, id desc"
    _kept_is_entered = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict"
    )
    metric_id = fields.Many2one(
        "cs.metric",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('source', '=', False)]",
    )
    unit = fields.Selection(related="metric_id.unit")
    date_from = fields.Date(
        "First Day", required=True, default=lambda self: self._default_month()[0]
    )
    date_to = fields.Date(
        "Last Day",
        required=True,
        default=lambda self: self._default_month()[1],
        help="A figure counts in a period in which it lies wholly: a quarter adds up"
        " its months.",
    )
    numerator = fields.Float("Number Counted", required=True, digits=(16, 4))
    denominator = fields.Float(
        "Out Of", digits=(16, 4), help="Of how many, for a share. Of 0: not applicable."
    )
    value_text = fields.Char("Value", compute="_compute_value_text")
    origin = fields.Char(
        "Taken From",
        required=True,
        help="Which platform or file says so, so that others can look it up.",
    )
    author_id = fields.Many2one(
        "res.users", "Entered By", required=True, readonly=True, ondelete="restrict"
    )
    entered_at = fields.Datetime("Entered On", required=True, readonly=True)
    state = fields.Selection(
        [("current", "In Force"), ("corrected", "Corrected")],
        required=True,
        readonly=True,
        default="current",
    )
    corrects_id = fields.Many2one(
        "cs.metric.figure", index="btree_not_null", ondelete="restrict"
    )
    correction_ids = fields.One2many(
        "cs.metric.figure", "corrects_id", "Corrected By", readonly=True
    )
    reason = fields.Char("Why It Is Corrected")
    can_correct = fields.Boolean(compute="_compute_can_correct")

    _current_uniq = models.UniqueIndex(
        "(employee_id, metric_id, date_from, date_to) WHERE state = 'current'",
        "There is a figure of this person, metric and period already.",
    )
    _current_no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH &&,"
        " int4range(metric_id, metric_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&) WHERE (state = 'current')",
        "Periods of figures in force do not overlap.",
    )
    _corrects_uniq = models.Constraint(
        "UNIQUE(corrects_id)", "A figure is corrected once; correct the correction."
    )
    _days_in_order = models.Constraint(
        "CHECK(date_from <= date_to)", "The last day is not before the first one."
    )
    _of_not_negative = models.Constraint(
        "CHECK(denominator >= 0)", "A share is of something: 0 or more."
    )
    _correction_says_why = models.Constraint(
        "CHECK((corrects_id IS NULL) = (reason IS NULL))",
        "A correction says why, and only a correction.",
    )

    def _default_month(self):
        """The month before: figures usually come when it is over."""
        month = previous_month(month_start(self.env.company._cs_today()))
        return month, month_end(month)

    @api.depends_context("lang")
    @api.depends("metric_id.name", "employee_id.name", "date_from", "date_to")
    def _compute_display_name(self):
        for figure in self.sudo():
            parts = (
                figure.metric_id.name,
                figure.employee_id.name,
                figure._period_text(figure.date_from, figure.date_to),
            )
            figure.display_name = " · ".join(part for part in parts if part)

    @api.depends_context("lang")
    @api.depends("metric_id.unit", "numerator", "denominator")
    def _compute_value_text(self):
        for figure in self:
            figure.value_text = self._value_text(
                figure.metric_id,
                exact(figure.numerator),
                exact(figure.denominator),
            )

    @api.depends_context("uid")
    @api.depends("state", "employee_id")
    def _compute_can_correct(self):
        current = self.filtered(lambda one: one._origin and one.state == "current")
        allowed = self._may_enter(current.employee_id)
        for figure in self:
            figure.can_correct = figure in current and figure.employee_id in allowed

    @api.onchange("date_from")
    def _onchange_date_from(self):
        """Whole months are the usual case."""
        if self.date_from and not self.corrects_id:
            self.date_to = month_end(month_start(self.date_from))

    # Words

    @api.model
    def _period_text(self, first, last):
        if not (first and last):
            return ""
        if first == month_start(first) and last == month_end(first):
            return words.month_name(self.env, first)
        return f"{format_date(self.env, first)} – {format_date(self.env, last)}"

    @api.model
    def _value_text(self, metric, numerator, denominator):
        """``1,234.5``, or ``45 / 120 = 37.5%``; of 0 it does not apply."""
        Format = self.env["cs.value.format"]
        text = Format._format_value(numerator)
        if metric.unit != "ratio":
            return text
        text += f" / {Format._format_value(denominator)}"
        if not denominator:
            none = self.env._("not applicable")
            return f"{text} · {none}"
        share = (100 * numerator / denominator).quantize(Decimal("0.01"))
        return f"{text} = {Format._format_value(share)}%"

    def _kept_text(self):
        return self.env._(
            "APP-03: a figure stays as it was entered. To correct it, enter another one"
            " with “Correct” and say why."
        )

    def action_correct(self):
        """Open a new figure that corrects this one."""
        self.ensure_one()
        self.check_access("read")
        names = ("employee_id", "metric_id")
        values = {f"default_{name}": self[name].id for name in names}
        for name in ("date_from", "date_to", "numerator", "denominator", "origin"):
            values[f"default_{name}"] = self[name]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct the Figure"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {**values, "default_corrects_id": self.id},
        }

    # Measuring

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        """Figures in force whose period lies wholly inside the one that is asked for,
        added up; of shares both numbers."""
        self.flush_model()
        self.env["cs.metric"].flush_model(["code", "unit"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.code, m.unit = 'ratio', f.employee_id,
                       sum(f.numerator)::text, sum(f.denominator)::text
                  FROM cs_metric_figure f JOIN cs_metric m ON m.id = f.metric_id
                 WHERE m.code = ANY(%s) AND f.company_id = %s AND f.state = 'current'
                   AND f.date_from >= %s AND f.date_to <= %s
                   AND f.employee_id = ANY(%s)
                 GROUP BY m.id, f.employee_id
                """,
                list(codes),
                company.id,
                first,
                last,
                employees.ids,
            )
        )
        found = {}
        for code, is_share, employee, numerator, denominator in rows:
            of = denominator if is_share else 1
            found.setdefault(code, {})[employee] = measure(numerator, of)
        return found

    @api.model
    def _metric_records(self, code, employee, first, last):
        return {
            "res_model": self._name,
            "domain": [
                ("metric_id.code", "=", code),
                ("employee_id", "=", employee.id),
                ("date_from", ">=", first),
                ("date_to", "<=", last),
            ],
        }


def exact(value):
    """The number that the column of four decimals holds."""
    return round(Decimal(str(value or 0)), 4)
