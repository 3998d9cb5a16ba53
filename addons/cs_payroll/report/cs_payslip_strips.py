from odoo import api, models

#: Amounts beside each other on a strip.
CELLS = 8


class CsPayslipStrips(models.AbstractModel):
    """The slips of a run as strips, several a page, to be cut apart (INC-31)."""

    _name = "report.cs_payroll.payslip_strips"
    _description = "Payslip Strips, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        runs = self.env["hr.payslip.run"].browse(docids)
        runs.check_access("read")
        slips = self.env["hr.payslip"].search(
            [("payslip_run_id", "in", runs.ids), ("state", "!=", "cancel")],
            order="payslip_run_id, cs_department_id, employee_id, id",
        )
        return {
            "doc_ids": docids,
            "doc_model": runs._name,
            "docs": runs,
            "strips": [self._strip(slip) for slip in slips],
        }

    def _strip(self, slip):
        cells = self._cells(self.env["cs.payslip.board"]._compose(slip))
        rows = [cells[at : at + CELLS] for at in range(0, len(cells), CELLS)]
        return {
            **self.env["report.cs_payroll.payslip_print"]._head(slip),
            "rows": [row + [None] * (CELLS - len(row)) for row in rows],
        }

    def _cells(self, parts):
        """Lines that come to something, and the totals, in their order."""
        cells = []
        for part in parts:
            if part["is_total"]:
                cells.append(part | {"name": part["label"]})
            cells += [line for line in part["lines"] if not line["is_zero"]]
        return cells
