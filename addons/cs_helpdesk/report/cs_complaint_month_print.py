from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words


class CsComplaintMonthPrint(models.AbstractModel):
    """The complaint statistics of a month on paper: A4 landscape (HD-06)."""

    _name = "report.cs_helpdesk.complaint_month_print"
    _description = "Complaint Statistics, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        months = self.env["cs.complaint.month"].browse(docids)
        months.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": months._name,
            "docs": months,
            "pages": [self._page(month) for month in months],
        }

    def _page(self, month):
        head = month._sheet_head()
        zone = month.company_id._cs_zone()
        now = words.stamp(fields.Datetime.now(), zone, year=True)
        return {
            "title": head["title"],
            "line": " · ".join([*head["subtitles"], *self._approval(month, zone)]),
            "lines": self.env["cs.complaint.month.line"].search(
                [("month_id", "=", month.id)]
            ),
            "month": month,
            "rule": month._rule_of_rank(),
            "printed": self.env._("Printed %(moment)s", moment=now),
        }

    def _approval(self, month, zone):
        """Who approved the list and when; names of who is responsible for it."""
        if not month.approved_at:
            return []
        moment = words.stamp(month.approved_at, zone, year=True)
        name = month.sudo().approved_by_id.name
        return [self.env._("Approved by %(name)s %(moment)s", name=name, moment=moment)]
