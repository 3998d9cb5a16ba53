from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_start
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError


class CsPayrollInput(models.Model):
    """How payroll enters and imports monthly inputs (INC-31): the month is its first
    day, a person can be named by number, and an approved slip closes the month."""

    _inherit = "cs.payroll.input"

    month = fields.Date(default=lambda self: self._default_month())
    employee_number = fields.Char(
        compute="_compute_employee_number",
        compute_sudo=True,  # payroll may not read the personnel file
        readonly=False,
        help="Names the person when a sheet is imported.",
    )
    department_id = fields.Many2one(
        "hr.department", compute="_compute_employee_number", compute_sudo=True
    )
    is_withheld = fields.Boolean("Is Taken Off", related="rule_id.cs_is_withheld")

    def _default_month(self):
        """Last month: it is paid now."""
        return self.env.company._cs_today() + relativedelta(months=-1, day=1)

    @api.depends("employee_id")
    def _compute_employee_number(self):
        for one in self:
            person = one.employee_id
            one.employee_number = person.barcode
            one.department_id = person.department_id

    @api.depends_context("lang")
    @api.depends("employee_id.name", "rule_id.name", "month")
    def _compute_display_name(self):
        for one in self.sudo():
            month = one.month and words.month_name(self.env, one.month)
            parts = (one.employee_id.name, one.rule_id.name, month)
            one.display_name = " · ".join(filter(None, parts))

    @api.constrains("rule_id")
    def _check_rule(self):
        for one in self.sudo():
            if not one.rule_id.cs_is_entered:
                raise UserError(
                    self.env._(
                        "INC-31: “%(item)s” is computed. Only what payroll knows, such"
                        " as social insurance and income tax, is entered.",
                        item=one.rule_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_entry_vals(vals) for vals in vals_list]
        entered = super().create(vals_list)
        entered._check_not_paid()
        return entered

    def write(self, vals):
        self._check_not_paid()
        result = super().write(self._prepare_entry_vals(vals))
        self._check_not_paid()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        self._check_not_paid()

    def _prepare_entry_vals(self, vals):
        """Any day stands for its month, a number for its person."""
        vals = dict(vals)
        if vals.get("month"):
            vals["month"] = month_start(fields.Date.to_date(vals["month"]))
        number = vals.pop("employee_number", None)
        if number and not vals.get("employee_id"):
            company = vals.get("company_id") or self.env.company.id
            vals["employee_id"] = self._person_of(number, company).id
        return vals

    def _person_of(self, number, company_id):
        # sudo: payroll knows people by number and may not read the personnel file
        People = self.env["hr.employee"].sudo().with_context(active_test=False)
        person = People.search(
            [
                ("barcode", "=", str(number).strip()),
                ("company_id", "in", self.env.companies.ids),
                ("company_id", "=", company_id),
            ]
        )
        if len(person) != 1:
            raise UserError(
                self.env._(
                    "Nobody has the employee number “%(number)s”. Numbers such as 0147"
                    " must be text in the sheet.",
                    number=number,
                )
            )
        return person

    def _check_not_paid(self):
        """:raise UserError: the slip of the person and month is approved"""
        # sudo: slips that the reader may not read count as well
        slips = self.env["hr.payslip"].sudo()
        paid = slips.search(
            [
                ("employee_id", "in", self.sudo().employee_id.ids),
                ("cs_month", "in", list(set(self.mapped("month")))),
                ("state", "=", "done"),
                ("cs_is_extra", "=", False),
            ]
        )
        closed = {(slip.employee_id, slip.cs_month) for slip in paid}
        for one in self.sudo():
            if (one.employee_id, one.month) in closed:
                raise UserError(
                    self.env._(
                        "INC-31: the payslip of %(name)s for %(month)s is approved and"
                        " stays as it is. Enter the amount in the next month, or ask"
                        " the general manager to reopen the pay run.",
                        name=one.employee_id.name,
                        month=words.month_name(self.env, one.month),
                    )
                )

    # Import

    @api.model
    def get_import_templates(self):
        """An empty sheet with the headings of the reader's language."""
        self.check_access("create")
        names = self.fields_get(
            ["month", "employee_number", "employee_id", "rule_id", "amount", "note"],
            ["string"],
        )
        head = [Column(name, found["string"]) for name, found in names.items()]
        title = self._description_label()
        sheets = [Sheet(title, self._ordered(head), []), self._items_sheet()]
        content = self.env["cs.sheet"]._xlsx(sheets, title=title)
        action = self.env["cs.sheet"]._download_action(f"{title}.xlsx", content)
        return [{"label": title, "template": action["url"]}]

    def _description_label(self):
        return self.env._("Monthly Payroll Inputs")

    def _ordered(self, columns):
        order = ["month", "employee_number", "employee_id", "rule_id", "amount", "note"]
        return sorted(columns, key=lambda column: order.index(column.key))

    def _items_sheet(self):
        """What can be entered, to copy names from."""
        rules = self.env["hr.salary.rule"].sudo().search([("cs_is_entered", "=", True)])
        columns = [
            Column("name", self.env._("Pay Item")),
            Column("code", self.env._("Code")),
        ]
        rows = [{"name": rule.name, "code": rule.code} for rule in rules]
        return Sheet(self.env._("Pay Items"), columns, rows)
