from odoo import api, models
from odoo.addons.cs_incentive.models.cs_incentive_calculator import exact

MULTIPLIED = "\N{MULTIPLICATION SIGN}"


class CsPayslipBoard(models.AbstractModel):
    """The lines of a slip by section, for screen and paper (INC-31).

    Lines are read with the rights of the reader; names of rules and sections are not
    secret.
    """

    _name = "cs.payslip.board"
    _description = "Payslip Lines as People Read Them"

    @api.model
    def _compose(self, slip):
        """:return: list of sections and totals in order. A section is a dict ``key``,
        ``label``, ``amount`` and ``lines``; a total has no lines."""
        sections, parts = {}, []
        for line in self._lines(slip):
            # sudo: name and place of the rule
            rule = line.sudo().salary_rule_id
            if rule.cs_total:
                parts.append(self._total(slip, rule, line))
                continue
            category = line.sudo().category_id
            if category.id not in sections:
                sections[category.id] = self._section(category)
                parts.append(sections[category.id])
            sections[category.id]["lines"].append(self._line(slip, line))
            sections[category.id]["sum"] += exact(line.total)
        for section in sections.values():
            section["amount"] = self._money(section.pop("sum"), slip)
        return parts

    def _lines(self, slip):
        lines = slip.line_ids._filtered_access("read").filtered("appears_on_payslip")
        return lines.sorted(lambda line: (line.sequence, line.id))

    def _section(self, category):
        return {
            "key": category.code or str(category.id),
            "label": category.name or "",
            "is_total": False,
            "sum": 0,
            "lines": [],
        }

    def _total(self, slip, rule, line):
        return {
            "key": rule.cs_total,
            "label": rule.name,
            "is_total": True,
            "is_negative": line.total < 0,
            "amount": self._money(line.total, slip),
            "lines": [],
        }

    def _line(self, slip, line):
        return {
            "id": line.id,
            "code": line.code or "",
            "name": line._cs_label(),
            "note": self._note(slip, line),
            "amount": self._money(line.total, slip),
            "is_zero": not exact(line.total),
            "is_explained": line.is_explained,
            "has_items": line._cs_has_items(),
        }

    def _note(self, slip, line):
        """``2 × −150.00`` where a quantity makes the amount; "" else."""
        if exact(line.quantity) in (0, 1) or not exact(line.total):
            return ""
        number = self.env["cs.value.format"]._format_number(exact(line.quantity))
        return f"{number} {MULTIPLIED} {self._money(line.amount, slip)}"

    def _money(self, amount, slip):
        currency = slip.currency_id
        return self.env["cs.incentive.formula"]._money(amount, currency)
