from odoo import models
from odoo.addons.cs_base.engine.sheet_book import Column, Sheet
from odoo.exceptions import UserError

from ..models.cs_metric_sheet import HEADERS


class CsMetricImport(models.TransientModel):
    """Figures from a file of a shop platform or telephone system (APP-03).

    Access: HR officers and supervisors, as they enter figures; everybody the own ones.
    """

    _name = "cs.metric.import"
    _inherit = ["cs.row.import.mixin"]
    _description = "Import of Figures"

    def action_template(self):
        """Download a file with the right header, and the metrics by name and code."""
        self.check_access("write")
        Sheets = self.env["cs.sheet"]
        place = 1 if (self.env.lang or "").startswith("zh") else 0
        people = Sheet(
            self.env._("Figures"),
            [Column(key, HEADERS[key][place], width=16) for key in HEADERS],
            [],
        )
        metrics = self.env["cs.metric"].search([("source", "=", False)])
        units = dict(metrics._fields["unit"]._description_selection(self.env))
        names = Sheet(
            self.env._("Metrics"),
            [
                Column("code", self.env._("Metric Code"), width=20),
                Column("name", self.env._("Metric"), width=24),
                Column("unit", self.env._("Unit of Measure"), width=12),
                Column("description", self.env._("What Is Counted"), width=70),
            ],
            [
                (one.code, one.name, units[one.unit], one.description or "")
                for one in metrics
            ],
        )
        name = self.env._("Figures %s.xlsx", self.env.company._cs_today())
        return Sheets._download_action(name, Sheets._xlsx([people, names]))

    def _title(self):
        return self.env._("Import Figures")

    def _reader(self):
        return self.env["cs.metric.sheet"]

    def _take(self, vals_list):
        self.env["cs.metric.figure"].create(vals_list)

    def _judge_rows(self, content):
        Figure = self.env["cs.metric.figure"]
        origin, reason = Figure._clean(self.origin), Figure._clean(self.reason)
        if not origin:
            raise UserError(
                self.env._(
                    "APP-03: please say where the figure is taken from: the platform or"
                    " file."
                )
            )
        if self.is_correcting and not reason:
            raise UserError(
                self.env._("APP-03: please say why the figure is corrected.")
            )
        correction = reason if self.is_correcting else None
        return self._reader()._rows(content, origin, correction)
