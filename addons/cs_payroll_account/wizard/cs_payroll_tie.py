from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet

KINDS = [("code", "Pay Item"), ("total", "In All"), ("account", "Account")]
AMOUNTS = ("statement", "payslip", "entry")


class CsPayrollTie(models.TransientModel):
    """Statement = payslip = entry of a run, compared at one moment (INC-31).

    Access: payroll accountants and the general manager read what they asked for;
    nobody makes or changes one by hand.
    """

    _name = "cs.payroll.tie"
    _description = "Tie-out of a Pay Run"

    run_id = fields.Many2one(
        "hr.payslip.run", "Pay Run", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    compared_at = fields.Datetime("Compared On", readonly=True)
    is_booked = fields.Boolean("In the Books", readonly=True)
    difference_count = fields.Integer("Differences", readonly=True)
    line_ids = fields.One2many(
        "cs.payroll.tie.line", "tie_id", "Comparison", readonly=True
    )

    @api.depends("run_id.display_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for tie in self.sudo():
            tie.display_name = self.env._("Tie-out of %s", tie.run_id.display_name)

    @api.model
    def _compare(self, run):
        """Compare the run; as superuser, for the user."""
        run = run.sudo()
        rows = [_with_differences(row) for row in run._cs_tie_rows()]
        tie = self.create(
            {
                "run_id": run.id,
                "compared_at": fields.Datetime.now(),
                "is_booked": bool(run._cs_entry()),
                "difference_count": sum(1 for row in rows if not row["is_even"]),
            }
        )
        self.env["cs.payroll.tie.line"].create(
            [self._prepare_line_vals(tie, row) for row in rows]
        )
        return tie

    def _prepare_line_vals(self, tie, row):
        given = {f"has_{name}": row[name] is not None for name in AMOUNTS}
        amounts = {
            name: float(value or 0)
            for name, value in row.items()
            if isinstance(value, Decimal | None)
        }
        return {**row, **given, **amounts, "tie_id": tie.id}

    def action_export(self):
        """The comparison as it is now, as a workbook with one sheet."""
        self.ensure_one()
        self.check_access("read")
        self.run_id._cs_check_tie()
        # sudo: the role and the company were checked
        rows = [_with_differences(row) for row in self.run_id.sudo()._cs_tie_rows()]
        title = self.display_name
        sheet = Sheet(
            self.env._("Tie-out"),
            self._columns(),
            self._sheet_rows(rows),
            title=title,
            subtitles=[self.company_id.name],
            frozen_columns=3,
        )
        content = self.env["cs.sheet"]._xlsx([sheet], title=title)
        return self.env["cs.sheet"]._download_action(f"{title}.xlsx", content)

    def _columns(self):
        return [
            Column("kind", self.env._("Kind")),
            Column("code", self.env._("Code")),
            Column("name", self.env._("Name")),
            Column("statement", self.env._("Statements"), "money"),
            Column("payslip", self.env._("Payslips"), "money"),
            Column("entry", self.env._("Entry"), "money"),
            Column(
                "statement_difference",
                self.env._("Payslips less Statements"),
                "money",
            ),
            Column("entry_difference", self.env._("Entry less Payslips"), "money"),
            Column("verdict", self.env._("Result")),
        ]

    def _sheet_rows(self, rows):
        line = self.env["cs.payroll.tie.line"]
        kinds = dict(line._fields["kind"]._description_selection(self.env))
        even, different = self.env._("Equal"), self.env._("Different")
        return [
            row
            | {
                "kind": kinds[row["kind"]],
                "verdict": even if row["is_even"] else different,
            }
            for row in rows
        ]


class CsPayrollTieLine(models.TransientModel):
    """A pay item, a total or an account in the comparison."""

    _name = "cs.payroll.tie.line"
    _description = "Line of a Tie-out"
    _order = "id"

    tie_id = fields.Many2one(
        "cs.payroll.tie", "Tie-out", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="tie_id.currency_id")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    code = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    statement = fields.Monetary("Statements", readonly=True)
    payslip = fields.Monetary("Payslips", readonly=True)
    entry = fields.Monetary(readonly=True)
    has_statement = fields.Boolean("Stands in Statements", readonly=True)
    has_payslip = fields.Boolean("Stands on Payslips", readonly=True)
    has_entry = fields.Boolean("Stands in the Entry", readonly=True)
    statement_difference = fields.Monetary("Payslips less Statements", readonly=True)
    entry_difference = fields.Monetary("Entry less Payslips", readonly=True)
    is_even = fields.Boolean("Equal", readonly=True)


def _with_differences(row):
    """The row with both differences; a cent is one."""
    statement, payslip, entry = (row[name] for name in AMOUNTS)
    first = None if statement is None else payslip - statement
    second = None if entry is None else entry - payslip
    return row | {
        "statement_difference": first,
        "entry_difference": second,
        "is_even": not first and not second,
    }
