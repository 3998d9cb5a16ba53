from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

UNITS = [
    ("count", "Count"),
    ("ratio", "Share"),
    ("minute", "Minutes"),
    ("day", "Days"),
    ("point", "Points"),
    ("money", "Sum of Money"),
]
#: how figures of several people become that of their team
TEAM = [
    ("sum", "Added up"),
    ("average", "Sums divided by sums"),
    ("never", "Not possible, as for a median"),
]
#: measures what people enter or import
OUTSIDE = "cs.metric.figure"
#: what figures rest on; it stays once there are some
SETTLED = ("code", "unit")


class CsMetric(models.Model):
    """A figure about a person and a period: what it says, and where it comes from.

    Metrics come with the addons; figures from outside may be added by HR officers.
    How an addon adds its own is told at ``cs.metric.source``.

    Access: everybody reads; HR officers write those whose figures come from outside.
    What is computed is described by the addon that computes it, and by nobody else.
    """

    _name = "cs.metric"
    _description = "Metric"
    _order = "sequence, code"

    code = fields.Char(
        "Metric Code", required=True, help="Name in files and formulas, a_to_z."
    )
    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="What exactly is counted, for the people measured by it."
    )
    unit = fields.Selection(UNITS, "Unit of Measure", required=True, default="count")
    is_more_better = fields.Boolean("More Is Better", default=True)
    team = fields.Selection(
        TEAM,
        "Of a Team",
        required=True,
        default="sum",
        help="How figures of several people are taken together; shares always by sums"
        " divided by sums.",
    )
    source = fields.Char(
        "Computed By",
        readonly=True,
        help="The model that measures it; empty for figures from outside.",
    )
    origin = fields.Char("Where Figures Come From", compute="_compute_origin")
    figure_count = fields.Integer(
        "Figures You May Read", compute="_compute_figure_count"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "A metric's code exists only once.")
    _code_is_a_name = models.Constraint(
        "CHECK(code ~ '^[a-z][a-z0-9_]*$')",
        "A metric's code has small letters, digits and _, and starts with a letter.",
    )

    def _is_average(self):
        return self.unit == "ratio" or self.team == "average"

    @api.depends_context("lang")
    @api.depends("source")
    def _compute_origin(self):
        for metric in self:
            if metric.source:
                # sudo: only what the model is called
                model = self.env["ir.model"].sudo()._get(metric.source)
                metric.origin = self.env._("Computed: %s", model.name or metric.source)
            else:
                metric.origin = self.env._("From outside: entered or imported")

    @api.depends_context("uid")
    def _compute_figure_count(self):
        allowed = self.env[OUTSIDE].has_access("read")
        counts = dict(
            self.env[OUTSIDE]._read_group(
                [("metric_id", "in", self.ids), ("state", "=", "current")],
                ["metric_id"],
                ["__count"],
            )
            if allowed
            else ()
        )
        for metric in self:
            metric.figure_count = counts.get(metric._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("source") for vals in vals_list):
            self._check_installer()
        return super().create(vals_list)

    def write(self, vals):
        if "source" in vals or any(metric.source for metric in self):
            self._check_installer()
        self._check_settled(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_computed(self):
        if any(metric.source for metric in self):
            self._check_installer()

    def _check_installer(self):
        """Computed metrics come with an addon; installing runs as superuser."""
        if not self.env.su:
            raise AccessError(
                self.env._(
                    "APP-03: what is computed is described by the addon that computes"
                    " it. You may add metrics whose figures come from outside."
                )
            )

    def _check_settled(self, vals):
        """The code and unit stay once there are figures, for files and templates."""
        changed = self.filtered(
            lambda one: any(
                name in vals and vals[name] != one[name] for name in SETTLED
            )
        )
        # sudo: whether there are any, whoever may read them
        if changed and self.env[OUTSIDE].sudo().search_count(
            [("metric_id", "in", changed.ids)], limit=1
        ):
            raise UserError(
                self.env._(
                    "APP-03: there are figures of “%s” already, so its code and unit"
                    " stay. Please add another metric.",
                    changed[0].name,
                )
            )

    def action_open_figures(self):
        """Show the figures of this metric that the reader may read."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_appraisal.cs_metric_figure_action"
        )
        return action | {
            "domain": [("metric_id", "=", self.id)],
            "context": {"default_metric_id": self.id},
        }

    # Measuring (APP-03, APP-09)

    @api.model
    def _measure(self, metrics, company, employees, first, last, changes=None):
        """Measure people over a period.

        The number of queries depends on the sources, not on people or days. Whoever
        calls it has checked who may see what: it looks at everything.

        :param first, last: local days of the company, both included
        :param changes: what if: ``engine.figure_changes.FigureChanges`` (ALL-03)
        :return: dict (metric id, employee id) -> ``Measure``, for every pair; None: a
            figure from outside that nobody entered
        """
        # sudo: figures are computed from all records, whoever starts it
        metrics, people = metrics.sudo(), employees.sudo()
        found = {}
        for source, own in metrics.grouped(lambda one: one.source or OUTSIDE).items():
            measures = (
                self.env[source]
                .sudo()
                ._metric_measure(
                    set(own.mapped("code")), company.sudo(), people, first, last
                )
            )
            for metric in own:
                of_people = measures.get(metric.code, {})
                for employee in people.ids:
                    found[metric.id, employee] = of_people.get(employee)
        if changes:
            for metric in metrics:
                for employee in people.ids:
                    key = metric.id, employee
                    found[key] = changes.apply(
                        metric.code, employee, first, last, found[key]
                    )
        return found

    def _records(self, employee, first, last):
        """The records behind a person's figure, as far as the reader may read them.

        :return: window action, or False when there is nothing to show
        """
        self.ensure_one()
        action = self.env[self.source or OUTSIDE]._metric_records(
            self.code, employee, first, last
        )
        if not action:
            return False
        views = [[False, "list"], [False, "kanban"], [False, "form"]]
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name} · {employee.sudo().name}",
            "views": views,
            "mobile_view_mode": "kanban",
            **action,
        }
