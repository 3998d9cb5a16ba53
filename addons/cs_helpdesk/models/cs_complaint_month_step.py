from odoo import models

from .cs_complaint_month import FINAL


class CsComplaintMonthStep(models.AbstractModel):
    """Month close: complaint statistics (HD-06, ALL-05).

    Computing takes one transaction, so there is nothing to resume in the middle of.
    """

    _name = "cs.complaint.month.step"
    _inherit = ["cs.period.step.mixin"]
    _description = "Month Close: Complaint Statistics"

    def _period_total(self, period):
        return 1

    def _period_run(self, period, cursor, limit):
        maker = self.env["cs.complaint.month.maker"]
        company = period.company_id
        if maker._is_wanted(company, period.month) or self._list(period):
            month = maker._month(company, period.month)
            self.env["cs.complaint.month.change"]._book_late(company)
            maker._refresh(month.filtered(lambda one: one.state == "draft"))
        return 1, None

    def _period_open(self, period):
        month = self._list(period)
        if not month:
            wanted = self.env["cs.complaint.month.maker"]._is_wanted(
                period.company_id, period.month
            )
            return [
                {
                    "label": self.env._("Statistics to be computed"),
                    "count": int(wanted),
                }
            ]
        ids = []
        if month.state == "draft":
            ids = self.env["cs.complaint.month.maker"]._incomplete(month)
        return [
            {
                "label": self.env._("Complaints without unit or class"),
                "count": len(ids),
                "action": month._tickets_window(ids),
            },
            {
                "label": self.env._("Lists to be approved"),
                "count": int(month.state not in FINAL),
                "action": self._period_view(period),
                "due": period.handover_at,
            },
            {
                "label": self.env._("Lists to be published"),
                "count": int(month.state == "approved"),
                "action": self._period_view(period),
                "due": period.handover_at,
            },
        ]

    def _period_facts(self, period):
        month = self._list(period)
        view = self._period_view(period)
        return [
            {
                "label": self.env._("Complaints"),
                "count": f"{month.number:g}",
                "action": view,
            },
            {"label": self.env._("Repeat"), "count": f"{month.repeat_number:g}"},
            {"label": self.env._("Severe"), "count": f"{month.severe_number:g}"},
        ]

    def _period_view(self, period):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaint Statistics"),
            "res_model": "cs.complaint.month",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": self._domain(period),
        }

    def _domain(self, period):
        return [
            ("company_id", "=", period.company_id.id),
            ("month", "=", period.month),
        ]

    def _list(self, period):
        return self.env["cs.complaint.month"].search(self._domain(period))
