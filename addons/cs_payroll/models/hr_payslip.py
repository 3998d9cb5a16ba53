from odoo import fields, models


class HrPayslip(models.Model):
    """A payslip of a person and month, made from the statement and attendance."""

    _inherit = "hr.payslip"

    currency_id = fields.Many2one(related="company_id.currency_id")
    cs_month = fields.Date(
        "Pay Month", readonly=True, copy=False, help="First day; of a monthly run"
    )
    cs_statement_id = fields.Many2one(
        "cs.incentive.statement",
        "Statement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    cs_sheet_id = fields.Many2one(
        "cs.attendance.sheet",
        "Attendance Sheet",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    cs_department_id = fields.Many2one(
        "hr.department", "Department", readonly=True, index="btree_not_null"
    )
    cs_statement_total = fields.Monetary("Of the Statement", readonly=True)
    cs_gross = fields.Monetary("Gross Pay", readonly=True)
    cs_net = fields.Monetary("Net Pay", readonly=True)
    cs_is_extra = fields.Boolean(
        "Besides the Month",
        readonly=True,
        help="An extra slip, such as one for a settlement, besides the regular one.",
    )
    cs_reason = fields.Text("Reason", related="payslip_run_id.cs_reason")
    payslip_run_id = fields.Many2one(index="btree_not_null")

    _cs_once = models.UniqueIndex(
        "(employee_id, date_from, date_to, (coalesce(credit_note, FALSE)),"
        " (coalesce(cs_is_extra, FALSE)))"
        " WHERE state != 'cancel'",
        "This person has a payslip for these days already.",
    )
    _cs_person_index = models.Index("(employee_id, date_from)")
