from collections import defaultdict
from datetime import date

from odoo import api, models
from odoo.addons.cs_base.engine.period import month_end
from odoo.addons.cs_base.models import period_words as words

from .cs_incentive_calculator import exact
from .cs_incentive_release import FORFEITED, RELEASED, WITHHELD


class CsIncentiveWithheldBox(models.AbstractModel):
    """Merit pay that is withheld at the end of a month, and until when (INC-09)."""

    _name = "cs.incentive.withheld.box"
    _description = "Withheld Merit Pay on the Statement"

    @api.model
    def _box(self, statement, lines):
        """:return: dict ``rows`` (``month``, ``amount``), ``total``, ``text`` and
        ``rule``; False where nothing is withheld, or the reader reads no lines
        """
        left = self._left(statement) if lines else {}
        if not left:
            return False
        money = self.env["cs.incentive.page"]._money
        rows = [
            {
                "month": words.month_name(self.env, month),
                "amount": money(amount, statement),
            }
            for month, amount in sorted(left.items())
        ]
        return {
            "rows": rows,
            "total": money(sum(left.values()), statement),
            "text": self._text(statement),
            "rule": "INC-09",
        }

    def _left(self, statement):
        """dict month -> what is withheld of it, by items that the reader may read"""
        items = self.env["cs.incentive.item"].search(
            [
                ("employee_id", "=", statement.sudo().employee_id.id),
                ("month", "<=", statement.month),
                "|",
                ("code", "=like", f"%\\{WITHHELD}"),
                "|",
                ("code", "=like", f"%\\{RELEASED}"),
                ("code", "=like", f"%\\{FORFEITED}"),
            ]
        )
        # sudo: by which kind of pay item a line was computed
        items = items.filtered(
            lambda item: item.sudo().scheme_line_id.calculator == "merit"
        )
        sums = defaultdict(lambda: exact(0))
        for item in items:
            is_kept = item.code.endswith(WITHHELD)
            month = item.key.rpartition("@")[2]
            sums[month] -= exact(item.amount if is_kept else item.quantity)
        return {
            date.fromisoformat(f"{month}-01"): amount
            for month, amount in sums.items()
            if amount > 0
        }

    def _text(self, statement):
        # sudo: until when the own pay is withheld is for everybody to know
        person = statement.sudo().employee_id
        counting = (
            self.env["cs.discipline.entry"]
            .sudo()
            ._disciplinary(person, statement.month, month_end(statement.month))
        )
        until = max(counting.get(person.id, {}).values(), default=None)
        if not until:
            return self.env._(
                "The disciplinary period is over; this is settled next month."
            )
        return self.env._(
            "The disciplinary period ends on %(day)s. What is withheld is settled in"
            " the month after it, or with the last statement of who leaves before.",
            day=self.env["cs.value.format"]._format_value(until),
        )
