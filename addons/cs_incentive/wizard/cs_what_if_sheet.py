from decimal import Decimal

from odoo import models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError

#: From so many rows on, the workbook is written row by row.
STREAMED = 3000
_DECIMAL = {"absent_days_before", "absent_days_after", "score_before", "score_after"}
_DECIMAL |= {"score_difference", "total_before", "total_after"}
_DECIMAL |= {"before", "after", "difference"}
_COUNTED = {"changed_days", "full_before", "full_after"}
_COUNTED |= {
    f"{name}_count_{side}"
    for name in ("late", "early", "missed")
    for side in ("before", "after")
}
PEOPLE = (
    *("department_id", "employee_id", "changed_days"),
    *("late_count_before", "late_count_after"),
    *("early_count_before", "early_count_after"),
    *("missed_count_before", "missed_count_after"),
    *("absent_days_before", "absent_days_after", "full_before", "full_after"),
    *("score_before", "score_after", "grades"),
    *("total_before", "total_after", "difference"),
)
WHO = ("department_id", "employee_id", "month_text")
LINES = {
    "day": (*WHO, "date", "name", "text_before", "text_after"),
    "score": (
        *(*WHO, "name", "score_before", "score_after", "score_difference"),
        *("text_before", "text_after", "detail"),
    ),
    "money": (*WHO, "code", "name", "before", "after", "difference"),
}


class CsWhatIf(models.TransientModel):
    """The comparison as figures on the form and as a workbook (ALL-03)."""

    _inherit = "cs.what.if"

    def action_export(self):
        """Totals, people, and all that changes, as a workbook."""
        self.ensure_one()
        self.check_access("read")
        if not self.is_done:
            raise UserError(self.env._("Please try the drafts first."))
        name = self.env._("What if")
        titles = {
            "day": self.env._("Changed days"),
            "score": self.env._("Changed scores"),
            "money": self.env._("Changed income"),
        }
        content = self.env["cs.sheet"]._xlsx(
            [
                self._totals_sheet(),
                self._sheet(self.env._("By person"), self.person_ids, PEOPLE),
                *(
                    self._sheet(
                        title,
                        self.line_ids.filtered(lambda one, area=area: one.area == area),
                        LINES[area],
                    )
                    for area, title in titles.items()
                ),
            ],
            title=name,
            streaming=len(self.line_ids) > STREAMED,
        )
        return self.env["cs.sheet"]._download_action(f"{name}.xlsx", content)

    # Totals

    def _part_labels(self):
        return {
            "days": self.env._("Attendance"),
            "scores": self.env._("Appraisal"),
            "money": self.env._("Income"),
        }

    def _summary_parts(self):
        """For the form: dict ``label``, ``rows`` of texts."""
        labels = self._part_labels()
        return [
            {
                "label": labels[part["key"]],
                "rows": [self._summary_row(row) for row in part["rows"]],
            }
            for part in self.totals or ()
            if part["rows"]
        ]

    def _summary_row(self, row):
        before, after = Decimal(row["before"]), Decimal(row["after"])
        difference = after - before
        text = self._figure(difference, row["unit"]) if difference else "0"
        return {
            "label": row["label"],
            "before": self._figure(before, row["unit"]),
            "after": self._figure(after, row["unit"]),
            "difference": f"+{text}" if difference > 0 else text,
            "is_changed": bool(difference),
            "is_total": row.get("is_total", False),
        }

    def _figure(self, number, unit):
        return self.env["cs.value.format"]._format_value(number, unit)

    def _totals_sheet(self):
        labels = self._part_labels()
        columns = [
            Column("part", self.env._("Area")),
            Column("label", self.env._("Figure"), width=40),
            Column("before", self.env._("As It Was"), "decimal"),
            Column("after", self.env._("As It Would Be"), "decimal"),
            Column("difference", self.env._("More or Less"), "decimal"),
        ]
        rows = [
            {
                "part": labels[part["key"]],
                "label": row["label"],
                "before": Decimal(row["before"]),
                "after": Decimal(row["after"]),
                "difference": Decimal(row["after"]) - Decimal(row["before"]),
            }
            for part in self.totals
            for row in part["rows"]
        ]
        return Sheet(
            self.env._("Totals"),
            columns,
            rows,
            title=self._draft_names(),
            subtitles=[
                " – ".join(
                    words.month_name(self.env, day.replace(day=1))
                    for day in (self.month_from, self.month_to)
                )
            ],
        )

    # People and lines

    def _sheet(self, title, records, names):
        columns = [
            Column(
                name,
                records._fields[name]._description_string(self.env),
                "decimal"
                if name in _DECIMAL
                else "integer"
                if name in _COUNTED
                else "date"
                if name == "date"
                else "text",
            )
            for name in names
        ]
        # sudo: people whose figures the user may read
        rows = ({name: _cell(one, name) for name in names} for one in records.sudo())
        return Sheet(title, columns, rows)


def _cell(record, name):
    value = record[name]
    return value.name if name.endswith("_id") else value
