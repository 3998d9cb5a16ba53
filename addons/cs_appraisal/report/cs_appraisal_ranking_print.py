from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words


class CsAppraisalRankingPrint(models.AbstractModel):
    """Ranking lists on paper: a group on A4 landscape (APP-06, APP-07)."""

    _name = "report.cs_appraisal.ranking_print"
    _description = "Ranking List, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        cycles = self.env["cs.appraisal.cycle"].browse(docids)
        for cycle in cycles:
            cycle._check_ranking()
        return {
            "doc_ids": docids,
            "doc_model": cycles._name,
            "docs": cycles,
            "pages": [page for cycle in cycles for page in self._pages(cycle)],
            "number": self._number,
        }

    def _pages(self, cycle):
        title, line = cycle._ranking_head()
        now = words.stamp(fields.Datetime.now(), cycle.company_id._cs_zone(), year=True)
        return [
            {
                "title": f"{title} · {group}",
                "line": line,
                "rows": rows,
                "rule": cycle._ranking_rule(),
                "printed": self.env._("Printed %(moment)s", moment=now),
            }
            for group, rows in cycle._ranking_groups().items()
        ]

    @api.model
    def _number(self, value):
        return "–" if value is None else f"{value:.2f}"
