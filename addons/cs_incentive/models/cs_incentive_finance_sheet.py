from odoo import api, models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError

from .cs_incentive_item import SECTIONS

#: From so many people on, memory is kept flat.
_STREAMING = 3000
_READERS = (
    "cs_base.group_hr_officer",
    "cs_base.group_payroll_accountant",
    "cs_base.group_general_manager",
)


class CsIncentiveStatement(models.Model):
    """The copy for finance (INC-32): a row a person, a column a code, and the details.

    Holds what the user may read of statements and items, nothing else.
    """

    _inherit = "cs.incentive.statement"

    def action_export_finance(self):
        """Write the workbook and hand it to the browser.

        :raise AccessError: for all but HR officers, payroll and the general manager
        :raise UserError: without statements, or with several months
        """
        if not any(self.env.user.has_group(group) for group in _READERS):
            raise AccessError(
                self.env._(
                    "INC-32: HR officers, payroll and the general manager take the"
                    " copy for finance."
                )
            )
        self.check_access("read")
        title = self._finance_title()
        streaming = len(self) > _STREAMING
        content = self.env["cs.sheet"]._xlsx(
            self._finance_book(title), title=title, streaming=streaming
        )
        return self.env["cs.sheet"]._download_action(f"{title}.xlsx", content)

    def _finance_title(self):
        months = set(self.mapped("month"))
        if len(months) != 1:
            raise UserError(
                self.env._(
                    "INC-32: the copy for finance is of one month. Please choose the"
                    " statements of one month."
                )
            )
        return self.env._(
            "Statements %(month)s", month=words.month_name(self.env, months.pop())
        )

    def _finance_book(self, title):
        lines = self.sudo().line_ids
        # Exactly the lines that the reader may read: sudo only looks for pairs.
        lines = lines.with_env(self.env)._filtered_access("read")
        head = {"title": title, "subtitles": [self.company_id.name]}
        return [self._finance_people(lines, head), self._finance_details(lines, head)]

    def _finance_people(self, lines, head):
        codes = self._finance_codes(lines)
        columns = [
            Column("number", self.env._("Employee Number")),
            Column("name", self.env._("Employee")),
            Column("department", self.env._("Department")),
            *(
                Column(f"code_{code}", f"{name} ({code})", "money", total=True)
                for code, name in codes.items()
            ),
            Column("total", self.env._("In All"), "money", total=True),
            Column("state", self.env._("State")),
        ]
        sums = {}
        for line in lines:
            row = sums.setdefault(line.statement_id.id, {})
            key = f"code_{line.code}"
            row[key] = round(row.get(key, 0) + line.amount, 2)
        states = dict(self._fields["state"]._description_selection(self.env))
        rows = [
            self._finance_person(one)
            | sums.get(one.id, {})
            | {"total": one.total, "state": states[one.state]}
            for one in self
        ]
        return Sheet(self.env._("People"), columns, rows, frozen_columns=3, **head)

    def _finance_codes(self, lines):
        """dict code -> name, in the order of the sections; the newest name counts."""
        order = [section for section, _label in SECTIONS]
        ranked = sorted(lines, key=lambda line: (order.index(line.section), line.code))
        words = self.env["cs.incentive.item"]._code_words()
        return {line.code: words.get(line.code, line.label) for line in ranked}

    @api.model
    def _finance_person(self, one):
        # sudo: number and department of a person whose statement the reader has
        person = one.sudo().employee_id
        return {
            "number": person.barcode or "",
            "name": person.name,
            "department": one.sudo().department_id.name or "",
        }

    def _finance_details(self, lines, head):
        columns = [
            Column("number", self.env._("Employee Number")),
            Column("name", self.env._("Employee")),
            Column("department", self.env._("Department")),
            Column("section", self.env._("Section")),
            Column("code", self.env._("Code")),
            Column("item", self.env._("Pay Item")),
            Column("rule", self.env._("Rule")),
            Column("month", self.env._("About Month")),
            Column("quantity", self.env._("Quantity"), "decimal", digits=4),
            Column("rate", self.env._("Rate"), "decimal", digits=6),
            Column("amount", self.env._("Amount"), "money", total=True),
        ]
        return Sheet(
            self.env._("Details"),
            columns,
            self._finance_rows(lines),
            frozen_columns=2,
            **head,
        )

    def _finance_rows(self, lines):
        by_statement = lines.grouped("statement_id")
        sections = dict(lines._fields["section"]._description_selection(self.env))
        for one in self:
            person = self._finance_person(one)
            for line in by_statement.get(one, ()):
                yield person | {
                    "section": sections[line.section],
                    "code": line.code,
                    "item": line.label,
                    "rule": line.rule,
                    "month": words.month_name(self.env, line.for_month),
                    "quantity": line.quantity or None,
                    "rate": line.rate or None,
                    "amount": line.amount,
                }
