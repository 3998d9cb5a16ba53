from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words

_READERS = (
    "cs_base.group_payroll_accountant",
    "cs_base.group_general_manager",
)


class HrPayslip(models.Model):
    """A slip as payroll and the person read it (INC-31)."""

    _inherit = "hr.payslip"

    cs_withheld = fields.Monetary(
        "Withheld",
        compute="_compute_cs_withheld",
        help="Social insurance, housing fund, income tax and the like.",
    )
    cs_employee_number = fields.Char(
        "Employee Number", compute="_compute_cs_employee_number"
    )
    cs_run_state = fields.Selection(related="payslip_run_id.cs_state", string="Step")
    cs_board = fields.Json(
        "Lines by Section", compute="_compute_cs_board", exportable=False
    )
    cs_input_ids = fields.One2many(
        "cs.payroll.input",
        string="Monthly Inputs",
        compute="_compute_cs_input_ids",
        groups=",".join(_READERS),
    )

    @api.depends_context("lang")
    @api.depends("name", "employee_id.name", "cs_month", "cs_is_extra")
    def _compute_display_name(self):
        ours = self.filtered("cs_month")
        super(HrPayslip, self - ours)._compute_display_name()
        for slip in ours:
            # sudo: the name on a slip that is read
            name = slip.sudo().employee_id.name or ""
            title = f"{name} {words.month_name(self.env, slip.cs_month)}"
            if slip.cs_is_extra:
                title = self.env._("%s, besides the month", title)
            slip.display_name = title

    @api.depends("cs_gross", "cs_net")
    def _compute_cs_withheld(self):
        for slip in self:
            slip.cs_withheld = slip.currency_id.round(slip.cs_net - slip.cs_gross)

    @api.depends("employee_id")
    def _compute_cs_employee_number(self):
        for slip in self:
            # sudo: the number belongs to the slip that is read
            slip.cs_employee_number = slip.sudo().employee_id.barcode

    @api.depends_context("lang", "uid")
    @api.depends("line_ids.total", "line_ids.salary_rule_id")
    def _compute_cs_board(self):
        for slip in self:
            slip.cs_board = self.env["cs.payslip.board"]._compose(slip)

    @api.depends("employee_id", "cs_month")
    def _compute_cs_input_ids(self):
        Input = self.env["cs.payroll.input"]
        found = Input.search(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("month", "in", [slip.cs_month for slip in self if slip.cs_month]),
            ]
        )
        for slip in self:
            slip.cs_input_ids = found.filtered(
                lambda one, slip=slip: one.employee_id == slip.employee_id
                and one.month == slip.cs_month
            )

    # Windows

    def get_formview_id(self, access_uid=None):
        """Links to a monthly slip open it as the reader is meant to see it."""
        self.ensure_one()
        if not self.cs_month:
            return super().get_formview_id(access_uid=access_uid)
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        is_office = any(user.has_group(group) for group in _READERS)
        name = "cs_payslip_view_form" if is_office else "cs_payslip_my_view_form"
        return self.env.ref(f"cs_payroll.{name}").id

    def action_cs_open(self):
        """The slip itself, out of the list of a run."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [[self.get_formview_id(), "form"]],
        }

    def action_cs_open_income(self):
        """The statement of the month, as the person sees it."""
        self.ensure_one()
        self.check_access("read")
        # sudo: the statement checks its reader itself
        statement = self.sudo().cs_statement_id
        return statement.with_env(self.env).action_open_income()
