from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words

#: So much of a name fits on a line of paper.
NAME_WIDTH = 40


class CsPayslipPrint(models.AbstractModel):
    """A payslip on paper: A4 portrait, all lines, the days, to be signed (INC-31)."""

    _name = "report.cs_payroll.payslip_print"
    _description = "Payslip, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        slips = self.env["hr.payslip"].browse(docids)
        slips.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": slips._name,
            "docs": slips,
            "pages": [self._page(slip) for slip in slips],
        }

    def _page(self, slip):
        return {
            **self._head(slip),
            "parts": self.env["cs.payslip.board"]._compose(slip),
            "days": self._days(slip),
            "printed": self._printed(slip),
        }

    @api.model
    def _head(self, slip):
        """What stands above the amounts, on a page and on a strip."""
        # sudo: names on a slip that the reader may read
        known = slip.sudo()
        number = known.employee_id.barcode
        return {
            "title": self.env._(
                "Payslip %(month)s", month=words.month_name(self.env, slip.cs_month)
            ),
            "name": self._cut(known.employee_id.name),
            "company": self._cut(known.company_id.name),
            "facts": " · ".join(
                filter(
                    None,
                    (
                        number
                        and self.env._("No. %(number)s", number=self._cut(number)),
                        self._cut(known.cs_department_id.name),
                        self._cut(known.employee_id.job_id.name),
                    ),
                )
            ),
            "is_draft": slip.state != "done",
        }

    @api.model
    def _cut(self, text):
        text = (text or "").strip()
        return text if len(text) <= NAME_WIDTH else f"{text[: NAME_WIDTH - 1]}…"

    def _days(self, slip):
        number = self.env["cs.value.format"]._format_number
        return [
            {
                "name": self._cut(line.name),
                "days": number(round(line.number_of_days, 2)),
                "hours": number(round(line.number_of_hours, 2)),
            }
            for line in slip.worked_days_line_ids._filtered_access("read")
        ]

    @api.model
    def _printed(self, slip):
        # sudo: the zone of the company
        zone = slip.sudo().company_id._cs_zone()
        now = words.stamp(fields.Datetime.now(), zone, year=True)
        return self.env._("Printed %(moment)s", moment=now)
