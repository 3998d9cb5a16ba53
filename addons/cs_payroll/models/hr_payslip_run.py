from odoo import fields, models

#: Why somebody gets a payslip besides the month's.
EXTRA = [
    ("correction", "Correction of a closed month"),
    ("back_pay", "Back pay"),
    ("settlement", "Settlement of a leaver"),
    ("other", "Other"),
]
STATES = [
    ("handed", "Handed Over"),
    ("received", "Received"),
    ("queued", "Being Computed"),
    ("computed", "Computed"),
    ("approved", "Approved"),
]


class HrPayslipRun(models.Model):
    """A month's pay run (INC-31): HR hands over, payroll receives and computes, the
    general manager approves; three people.

    handed → received → (queued →) computed → approved. An approved run can be
    reopened by the general manager while its month is open; what was booked is
    reversed then.
    """

    _name = "hr.payslip.run"
    _inherit = ["hr.payslip.run", "cs.background.mixin"]

    currency_id = fields.Many2one(related="company_id.currency_id")
    cs_month = fields.Date("Pay Month", readonly=True, copy=False)
    cs_is_extra = fields.Boolean(
        "Besides the Month",
        readonly=True,
        copy=False,
        help="One extra payslip, made by payroll with a reason, besides the runs that"
        " take statements.",
    )
    cs_extra_kind = fields.Selection(EXTRA, "Made For", readonly=True, copy=False)
    cs_reason = fields.Text("Reason", readonly=True, copy=False)
    cs_employee_id = fields.Many2one(
        "hr.employee",
        "Extra Payslip Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    cs_number = fields.Integer(
        "Number of the Month",
        readonly=True,
        copy=False,
        help="1: the regular run; later ones take what was approved later.",
    )
    cs_state = fields.Selection(
        STATES,
        "Step",
        readonly=True,
        copy=False,
        index=True,
        help="HR hands over, payroll receives and computes, the general manager"
        " approves: three people.",
    )
    cs_handed_at = fields.Datetime("Handed Over On", readonly=True, copy=False)
    cs_handed_by_id = fields.Many2one(
        "res.users", "Handed Over By", readonly=True, copy=False, ondelete="restrict"
    )
    cs_received_at = fields.Datetime("Received On", readonly=True, copy=False)
    cs_received_by_id = fields.Many2one(
        "res.users", "Received By", readonly=True, copy=False, ondelete="restrict"
    )
    cs_computed_at = fields.Datetime("Computed On", readonly=True, copy=False)
    cs_computed_by_id = fields.Many2one(
        "res.users", "Computed By", readonly=True, copy=False, ondelete="restrict"
    )
    cs_approved_at = fields.Datetime("Approved On", readonly=True, copy=False)
    cs_approved_by_id = fields.Many2one(
        "res.users", "Approved By", readonly=True, copy=False, ondelete="restrict"
    )
    cs_statement_ids = fields.One2many(
        "cs.incentive.statement", "payslip_run_id", "Statements", readonly=True
    )
    cs_statement_count = fields.Integer("Statements Taken", readonly=True, copy=False)
    cs_statement_total = fields.Monetary(
        "Statements in All",
        readonly=True,
        copy=False,
        help="The sum of the statements that HR handed over with this run.",
    )
    cs_slip_count = fields.Integer("Slips", readonly=True, copy=False)
    cs_slip_statement_total = fields.Monetary(
        "Statements on Slips",
        readonly=True,
        copy=False,
        help="The sum of the statement lines on the payslips; equal to the"
        " statements, to the cent.",
    )
    cs_gross = fields.Monetary(
        "Gross Pay",
        readonly=True,
        copy=False,
        help="Before insurance, housing fund, tax and other pay withheld.",
    )
    cs_net = fields.Monetary(
        "Net Pay",
        readonly=True,
        copy=False,
        help="What people are paid out.",
    )
    cs_total = fields.Integer("People to Compute", readonly=True, copy=False)
    cs_done = fields.Integer("People Done", readonly=True, copy=False)
    cs_cursor = fields.Integer(readonly=True, copy=False)
    cs_error = fields.Char("Fault", readonly=True, copy=False)

    _cs_once = models.Constraint(
        "UNIQUE(company_id, cs_month, cs_number)",
        "This month has been handed over already.",
    )
    _cs_whole = models.Constraint(
        "CHECK((cs_month IS NULL) = (cs_state IS NULL))",
        "A monthly run has a month and a step.",
    )

    _cs_extra_has_reason = models.Constraint(
        "CHECK(cs_is_extra IS NOT TRUE OR (cs_reason IS NOT NULL AND cs_extra_kind IS"
        " NOT NULL AND cs_employee_id IS NOT NULL AND cs_number IS NULL))",
        "INC-31: an extra payslip names its person and its reason.",
    )

    def _cs_write(self, vals):
        """Write as the addon's own code does, behind the guards of monthly runs."""
        return super().write(vals)
