from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words

ACCOUNTANT = "cs_base.group_payroll_accountant"
MANAGER = "cs_base.group_general_manager"
#: States of attendance sheets that pay may be approved by.
SETTLED = ("approved", "handed_over")
#: What is open in a run.
OPEN = (
    "cs_negative_count",
    "cs_missing_count",
    "cs_waiting_count",
    "cs_late_count",
    "cs_newer_count",
    "cs_sheet_count",
)


class HrPayslipRun(models.Model):
    """What people see of a monthly run, what is open in it, and who acts next.

    Whoever hands over, whoever receives and computes, and whoever approves are three
    people (INC-31); the buttons of the others are not shown.
    """

    _inherit = "hr.payslip.run"

    cs_can_receive = fields.Boolean("Can Receive", compute="_compute_cs_can")
    cs_can_compute = fields.Boolean("Can Compute", compute="_compute_cs_can")
    cs_can_approve = fields.Boolean("Can Approve", compute="_compute_cs_can")
    cs_can_return = fields.Boolean("Can Return", compute="_compute_cs_can")
    cs_can_reopen = fields.Boolean("Can Reopen", compute="_compute_cs_can")
    cs_difference = fields.Monetary(
        "Difference to the Statements",
        compute="_compute_cs_difference",
        help="INC-31: the slips hold what the statements say, to the cent. Always 0.",
    )
    cs_withheld = fields.Monetary(
        "Withheld",
        compute="_compute_cs_difference",
        help="Net less gross: insurance, housing fund, tax and the like.",
    )
    cs_progress = fields.Float("Progress", compute="_compute_cs_progress")
    cs_negative_count = fields.Integer(
        "Slips Below Zero", compute="_compute_cs_open", compute_sudo=True
    )
    cs_missing_count = fields.Integer(
        "People Without a Slip",
        compute="_compute_cs_open",
        compute_sudo=True,
        help="People with a statement or attendance of the month who have no"
        " payslip in it.",
    )
    cs_waiting_count = fields.Integer(
        "Statements Not Approved",
        compute="_compute_cs_open",
        compute_sudo=True,
        help="They are not in this run; approved later, they make a further one.",
    )
    cs_late_count = fields.Integer(
        "Statements Not Handed Over",
        compute="_compute_cs_open",
        compute_sudo=True,
        help="Approved after the hand-over. HR hands them over in a further run.",
    )
    cs_newer_count = fields.Integer(
        "Inputs Newer Than the Slips",
        compute="_compute_cs_open",
        compute_sudo=True,
        help="Changed after computing: compute again.",
    )
    cs_sheet_count = fields.Integer(
        "Attendance Sheets Not Approved",
        compute="_compute_cs_open",
        compute_sudo=True,
        help="Their days may still change, and with them the pay.",
    )
    cs_open_count = fields.Integer(
        "Still Open", compute="_compute_cs_open", compute_sudo=True
    )

    @api.depends_context("lang")
    @api.depends("name", "cs_month", "cs_number", "cs_employee_id")
    def _compute_display_name(self):
        ours = self.filtered("cs_month")
        super(HrPayslipRun, self - ours)._compute_display_name()
        for run in ours:
            run.display_name = run._cs_title()

    def _cs_title(self):
        month = words.month_name(self.env, self.cs_month)
        if self.cs_is_extra:
            # sudo: who reads the run reads whose it is
            name = self.sudo().cs_employee_id.name
            return self.env._(
                "Extra pay of %(person)s, %(month)s", person=name, month=month
            )
        if self.cs_number > 1:
            return self.env._(
                "Pay of %(month)s, run %(number)s", month=month, number=self.cs_number
            )
        return self.env._("Pay of %(month)s", month=month)

    @api.depends("cs_statement_total", "cs_slip_statement_total", "cs_gross", "cs_net")
    def _compute_cs_difference(self):
        for run in self:
            differs = run.cs_slip_statement_total - run.cs_statement_total
            run.cs_difference = run.cs_slip_count and run.currency_id.round(differs)
            run.cs_withheld = run.currency_id.round(run.cs_net - run.cs_gross)

    @api.depends("cs_done", "cs_total")
    def _compute_cs_progress(self):
        for run in self:
            run.cs_progress = 100 * run.cs_done / run.cs_total if run.cs_total else 0

    # Who acts next

    @api.depends_context("uid")
    @api.depends(
        "cs_state", "cs_handed_by_id", "cs_received_by_id", "cs_computed_by_id"
    )
    def _compute_cs_can(self):
        user = self.env.user
        pays, manages = user.has_group(ACCOUNTANT), user.has_group(MANAGER)
        for run in self:
            state = run.cs_state
            handed = self._cs_is_same_person(run.cs_handed_by_id)
            is_maker = any(self._cs_is_same_person(user) for user in run._cs_makers())
            run.cs_can_receive = pays and state == "handed" and not handed
            run.cs_can_compute = (
                pays and state in ("received", "computed") and not handed
            )
            run.cs_can_return = manages and state == "computed"
            run.cs_can_approve = run.cs_can_return and not is_maker
            run.cs_can_reopen = (
                manages and state == "approved" and not run._cs_is_locked()
            )

    def _cs_is_locked(self):
        """Whether the payslips of the month are settled by the month close."""
        self.ensure_one()
        Period = self.env["cs.period"].sudo()
        return Period._is_closed(self.company_id, self.cs_month, code="payroll")

    # What is open

    @api.depends("cs_state", "cs_slip_count", "cs_computed_at", "cs_statement_count")
    def _compute_cs_open(self):
        for run in self:
            has_slips = bool(run.cs_month and run.cs_slip_count)
            # an extra payslip waits for no statement and no monthly input
            is_whole = bool(run.cs_month and not run.cs_is_extra)
            run.cs_negative_count = has_slips and self.env["hr.payslip"].search_count(
                run._cs_negative_domain()
            )
            run.cs_missing_count = has_slips and len(run._cs_people_without_slip())
            run.cs_waiting_count = is_whole and self._cs_count_statements(
                run._cs_waiting_domain()
            )
            run.cs_late_count = is_whole and self._cs_count_statements(
                run._cs_late_domain()
            )
            run.cs_newer_count = (
                is_whole
                and has_slips
                and self.env["cs.payroll.input"].search_count(run._cs_newer_domain())
            )
            run.cs_sheet_count = len(run._cs_open_sheets())
            run.cs_open_count = sum(run[name] for name in OPEN)

    @api.model
    def _cs_count_statements(self, domain):
        return self.env["cs.incentive.statement"].search_count(domain)

    def _cs_month_domain(self):
        return [("company_id", "=", self.company_id.id), ("month", "=", self.cs_month)]

    def _cs_negative_domain(self):
        return [
            ("payslip_run_id", "=", self.id),
            ("cs_net", "<", 0),
            ("state", "!=", "cancel"),
        ]

    def _cs_waiting_domain(self):
        return [*self._cs_month_domain(), ("state", "in", ["computed", "reviewed"])]

    def _cs_late_domain(self):
        return [
            *self._cs_month_domain(),
            ("state", "=", "approved"),
            ("payslip_run_id", "=", False),
        ]

    def _cs_newer_domain(self):
        """Entered or changed after the slips were computed: compute again."""
        if self.cs_state == "approved" or not self.cs_computed_at:
            return [(0, "=", 1)]
        people = self.sudo().slip_ids.employee_id
        return [
            *self._cs_month_domain(),
            ("employee_id", "in", people.ids),
            ("write_date", ">", self.cs_computed_at),
        ]

    def _cs_open_sheets(self):
        """Attendance sheets (sudo) of the slips that HR has not approved (ATT-08)."""
        if self.cs_state == "approved":
            return self.env["cs.attendance.sheet"]
        sheets = self.sudo().slip_ids.cs_sheet_id
        return sheets.filtered(lambda one: one.state not in SETTLED)

    def _cs_people_without_slip(self):
        """hr.employee (sudo) whose slip is still to be made."""
        self.ensure_one()
        is_open = self.cs_state in ("received", "computed")
        return self.sudo()._cs_without_slip() if is_open else self.env["hr.employee"]
