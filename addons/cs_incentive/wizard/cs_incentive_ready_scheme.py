from odoo import api, fields, models
from odoo.fields import Command

from .ready_schemes import SCHEMES

_METRICS = {
    "metric": "metric_id",
    "ratio_metric": "ratio_metric_id",
    "other_metric": "other_metric_id",
}


class CsIncentiveReadyScheme(models.TransientModel):
    """Start a scheme from a ready one (ALL-04).

    It makes a draft with the caller's rights and in the caller's language; nothing is
    in force before that draft is approved. For supervisors and HR officers.
    """

    _name = "cs.incentive.ready.scheme"
    _description = "Start From a Ready Scheme"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    scheme = fields.Selection(
        [
            ("shop", "E-commerce agent"),
            ("decoration", "Decoration"),
            ("field", "Field service"),
            ("merit", "Merit pay by appraisal"),
        ],
        "Ready Scheme",
        required=True,
        default="shop",
    )
    department_id = fields.Many2one("hr.department", check_company=True)
    job_id = fields.Many2one("hr.job", "Post", check_company=True)
    preview = fields.Text("What It Holds", compute="_compute_preview")

    @api.depends_context("lang")
    @api.depends("scheme")
    def _compute_preview(self):
        for wizard in self:
            lines = SCHEMES[wizard.scheme][1] if wizard.scheme else []
            wizard.preview = "\n".join(self.env._(line.name) for line in lines)

    def action_create(self):
        """Make the draft and open it.

        :raise AccessError: for who may not write schemes
        """
        self.ensure_one()
        scope = ("company_id", "department_id", "job_id")
        vals = {name: self[name].id for name in scope}
        Scheme = self.env["cs.incentive.scheme"]
        scheme = Scheme.create(self._prepare_scheme_vals(self.scheme) | vals)
        return scheme._policy_open(scheme)

    @api.model
    def _prepare_scheme_vals(self, key):
        """Values of a scheme, its names in the language of the context."""
        title, lines = SCHEMES[key]
        name = self.env._(title)
        return {
            "name": name,
            "code": name,
            "line_ids": [
                Command.create(self._prepare_line_vals(line, 10 * number))
                for number, line in enumerate(lines, 1)
            ],
        }

    @api.model
    def _prepare_line_vals(self, line, sequence):
        vals = {_METRICS.get(name, name): value for name, value in line.vals.items()}
        for name in _METRICS.values():
            if name in vals:
                vals[name] = self._metric(vals[name])
        return {
            "sequence": sequence,
            "code": line.code,
            "name": self.env._(line.name),
            "section": line.section,
            "calculator": line.calculator,
            **vals,
        }

    @api.model
    def _metric(self, code):
        """A computed or outside metric, with whichever addon it came."""
        return self.env["cs.metric"].search([("code", "=", code)]).id
