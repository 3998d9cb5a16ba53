from odoo import api, models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words
from odoo.addons.cs_incentive.models.cs_incentive_calculator import exact
from odoo.exceptions import AccessError, UserError

#: From so many slips on, memory is kept flat.
_STREAMING = 3000
_READERS = (
    "cs_base.group_payroll_accountant",
    "cs_base.group_general_manager",
)


class HrPayslipRun(models.Model):
    """The pay run for accountants (INC-32): a row a person and a column a code, the
    details, and that slips and statements agree.

    Holds what its reader may read, nothing else.
    """

    _inherit = "hr.payslip.run"

    def action_cs_export(self):
        """Write the workbook and hand it to the browser.

        :raise AccessError: for all but payroll and the general manager
        :raise UserError: before slips are computed
        """
        self.ensure_one()
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in _READERS):
            raise AccessError(
                self.env._(
                    "INC-32: payroll and the general manager take the pay run as a"
                    " sheet."
                )
            )
        slips = self._cs_sheet_slips()
        if not slips:
            raise UserError(
                self.env._("INC-32: compute the slips first; there is nothing yet.")
            )
        title = self.display_name
        content = self.env["cs.sheet"]._xlsx(
            self._cs_sheet_book(slips, title),
            title=title,
            streaming=len(slips) > _STREAMING,
        )
        return self.env["cs.sheet"]._download_action(f"{title}.xlsx", content)

    def _cs_sheet_slips(self):
        # Not only as the cache has them, perhaps of a reader with more rights.
        return self.env["hr.payslip"].search(
            [("payslip_run_id", "in", self.ids), ("state", "!=", "cancel")],
            order="cs_department_id, employee_id, id",
        )

    def _cs_sheet_book(self, slips, title):
        lines = self.env["hr.payslip.line"].search(
            [("slip_id", "in", slips.ids)], order="sequence, id"
        )
        head = {"title": title, "subtitles": [self.company_id.name]}
        return [
            self._cs_people_sheet(slips, lines, head),
            self._cs_details_sheet(lines, head),
            self._cs_tie_out_sheet(slips, lines, head),
        ]

    @api.model
    def _cs_person_columns(self):
        return [
            Column("number", self.env._("Employee Number")),
            Column("name", self.env._("Employee")),
            Column("department", self.env._("Department")),
        ]

    @api.model
    def _cs_person_cells(self, slip):
        # sudo: number and department of a person whose slip the reader has
        known = slip.sudo()
        return {
            "number": known.employee_id.barcode or "",
            "name": known.employee_id.name,
            "department": known.cs_department_id.name or "",
        }

    def _cs_people_sheet(self, slips, lines, head):
        labels = {}
        sums = {}
        for line in lines:
            labels.setdefault(line.code, line._cs_label())
            row, key = sums.setdefault(line.slip_id.id, {}), f"code_{line.code}"
            row[key] = row.get(key, 0) + exact(line.total)
        columns = [
            *self._cs_person_columns(),
            *(
                Column(
                    f"code_{code}", f"{label} ({code})", "money", width=14, total=True
                )
                for code, label in labels.items()
            ),
        ]
        rows = [self._cs_person_cells(slip) | sums.get(slip.id, {}) for slip in slips]
        return Sheet(self.env._("People"), columns, rows, frozen_columns=3, **head)

    def _cs_details_sheet(self, lines, head):
        columns = [
            *self._cs_person_columns(),
            Column("section", self.env._("Section")),
            Column("code", self.env._("Code")),
            Column("item", self.env._("Pay Item")),
            Column("quantity", self.env._("Quantity"), "decimal", digits=4),
            Column("rate", self.env._("Rate"), "decimal", digits=4),
            Column("amount", self.env._("Amount"), "money"),
        ]
        return Sheet(
            self.env._("Details"),
            columns,
            self._cs_detail_rows(lines),
            frozen_columns=2,
            **head,
        )

    def _cs_detail_rows(self, lines):
        """Lines of a statement item by item, the others as they are. No total below
        them: gross and net are lines among the others."""
        items = self._cs_sheet_items(lines)
        for slip, own in lines.grouped("slip_id").items():
            person = self._cs_person_cells(slip)
            for line in own:
                cells = person | {
                    "section": line.sudo().category_id.name or "",
                    "code": line.code,
                }
                parts = (
                    items.get((slip.id, line.code)) if line._cs_has_items() else None
                )
                for part in parts or [self._cs_line_cells(line)]:
                    yield cells | part

    @api.model
    def _cs_line_cells(self, line):
        rate = exact(line.amount) * exact(line.rate) / 100
        # Once the amount says nothing.
        is_told = rate != exact(line.total)
        return {
            "item": line._cs_label(),
            "quantity": exact(line.quantity) if is_told else None,
            "rate": rate if is_told else None,
            "amount": exact(line.total),
        }

    @api.model
    def _cs_sheet_items(self, lines):
        """dict (slip id, code) -> cells of the items that stand and are read"""
        # sudo: which statement a slip was made from
        slips = lines.slip_id.sudo()
        found = {}
        for slip in slips:
            items = slip.cs_statement_id.line_ids.with_env(self.env)
            for item in items._filtered_access("read"):
                found.setdefault((slip.id, item.code), []).append(
                    {
                        "item": item.label,
                        "quantity": item.quantity or None,
                        "rate": item.rate or None,
                        "amount": exact(item.amount),
                    }
                )
        return found

    def _cs_tie_out_sheet(self, slips, lines, head):
        columns = [
            *self._cs_person_columns(),
            Column("statement", self.env._("Statement"), "money", total=True),
            Column("on_slip", self.env._("Statement on the Slip"), "money", total=True),
            Column("difference", self.env._("Difference"), "money", total=True),
            Column("gross", self.env._("Gross Pay"), "money", total=True),
            Column("withheld", self.env._("Withheld"), "money", total=True),
            Column("net", self.env._("Net Pay"), "money", total=True),
        ]
        taken = self._cs_taken_sums(lines)
        rows = [self._cs_tie_out_row(slip, taken.get(slip.id, 0)) for slip in slips]
        rows += self._cs_left_out_rows(slips)
        notes = [
            self.env._(
                "INC-31: differences are 0, to the cent. %(month)s",
                month=words.month_name(self.env, self.cs_month),
            )
        ]
        return Sheet(
            self.env._("Tie-out"), columns, rows, frozen_columns=3, notes=notes, **head
        )

    def _cs_taken_sums(self, lines):
        """dict slip id -> sum of the lines that come from its statement"""
        sums = {}
        for line in lines:
            if line._cs_has_items():
                slip_id = line.slip_id.id
                sums[slip_id] = sums.get(slip_id, 0) + exact(line.total)
        return sums

    def _cs_tie_out_row(self, slip, on_slip):
        # sudo: the total of the statement that the slip was made from
        statement = exact(slip.sudo().cs_statement_id.total)
        return self._cs_person_cells(slip) | {
            "statement": statement,
            "on_slip": on_slip,
            "difference": on_slip - statement,
            "gross": exact(slip.cs_gross),
            "withheld": exact(slip.cs_net) - exact(slip.cs_gross),
            "net": exact(slip.cs_net),
        }

    def _cs_left_out_rows(self, slips):
        """Statements that the run took and that are on no slip."""
        taken = self.cs_statement_ids._filtered_access("read")
        # sudo: which statement a slip was made from
        for one in taken - slips.sudo().cs_statement_id:
            person = one.sudo().employee_id
            yield {
                "number": person.barcode or "",
                "name": person.name,
                "department": one.sudo().department_id.name or "",
                "statement": exact(one.total),
                "on_slip": 0,
                "difference": -exact(one.total),
            }
