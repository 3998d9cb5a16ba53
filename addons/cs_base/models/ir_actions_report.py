from odoo import api, models
from odoo.tools.pdf import merge_pdf

from .page_numbers import number_pages


class IrActionsReport(models.Model):
    """Page x / y on our prints; addons add theirs to the two lists."""

    _inherit = "ir.actions.report"

    @api.model
    def _cs_numbered(self):
        """Names of the prints whose pages are numbered, each document from 1."""
        return {"cs_base.period_protocol"}

    @api.model
    def _cs_numbered_together(self):
        """Names of the prints that put several documents on one page: numbered as a
        whole."""
        return set()

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        render = super()._render_qweb_pdf
        name = self._get_report(report_ref).report_name
        if name in self._cs_numbered_together():
            content, kind = render(report_ref, res_ids=res_ids, data=data)
            return (number_pages(content) if kind == "pdf" else content), kind
        if name not in self._cs_numbered() or not res_ids:
            return render(report_ref, res_ids=res_ids, data=data)
        ids = [res_ids] if isinstance(res_ids, int) else res_ids
        parts = []
        for one in ids:
            content, kind = render(report_ref, [one], dict(data or {}))
            if kind != "pdf":
                return render(report_ref, res_ids=ids, data=data)
            parts.append(number_pages(content))
        return (merge_pdf(parts) if len(parts) > 1 else parts[0]), "pdf"
