from odoo import api, fields, models


class CsPayrollExtraLine(models.TransientModel):
    """An amount of an extra payslip (INC-31)."""

    _name = "cs.payroll.extra.line"
    _description = "Pay Item of an Extra Payslip"

    extra_id = fields.Many2one("cs.payroll.extra", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="extra_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    rule_id = fields.Many2one(
        "hr.salary.rule",
        "Pay Item",
        required=True,
        domain="[('amount_select', '=', 'cs_input'),"
        " ('company_id', 'in', [False, company_id])]",
    )
    is_withheld = fields.Boolean("Is Taken Off", related="rule_id.cs_is_withheld")
    amount = fields.Monetary(
        required=True,
        help="What is paid; below 0 it is taken off. Of items that are taken off, such"
        " as tax, without sign.",
    )
    note = fields.Char(help="Instead of the name of the pay item.")

    @api.model
    def _entered(self, run):
        """Values of what stands on an extra payslip.

        :param run: hr.payslip.run (sudo)
        """
        structures = run.slip_ids.struct_id.get_structure_with_parents()
        rules = {rule.code: rule for rule in structures.get_all_rules()}
        return [
            {
                "rule_id": rules[one.code].id,
                "amount": -one.amount if rules[one.code].cs_is_withheld else one.amount,
                "note": one.name if one.name != rules[one.code].name else False,
            }
            for one in run.slip_ids.input_line_ids
            if one.code in rules
        ]
