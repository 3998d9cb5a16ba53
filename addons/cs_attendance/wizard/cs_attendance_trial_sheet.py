from collections import Counter

from odoo import models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError

from .cs_attendance_trial import TOTALS


class CsAttendanceTrial(models.TransientModel):
    """What would change, as figures before and after and as a workbook (ALL-03)."""

    _inherit = "cs.attendance.trial"

    def action_export(self):
        """The comparison as a workbook."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "done":
            raise UserError(self.env._("Please try the policy first."))
        name = self.env._("What would change")
        content = self.env["cs.sheet"]._xlsx(
            [self._totals_sheet(), self._lines_sheet()],
            title=name,
            streaming=self.kept_count > 3000,
        )
        return self.env["cs.sheet"]._download_action(f"{name}.xlsx", content)

    def _total_rows(self):
        """(label, before, after, difference) of verdicts and figures."""
        totals = self.totals or {}
        before, after = (Counter(totals.get(key)) for key in ("before", "after"))
        verdicts = dict(
            self.env["cs.attendance.day"]
            ._fields["verdict"]
            ._description_selection(self.env)
        )
        rows = [
            (
                self.env._("Days: %(verdict)s", verdict=label),
                before[f"is_{verdict}"],
                after[f"is_{verdict}"],
            )
            for verdict, label in verdicts.items()
            if before[f"is_{verdict}"] or after[f"is_{verdict}"]
        ]
        fields_ = self.env["cs.attendance.sheet"]._fields
        rows += [
            (fields_[name]._description_string(self.env), before[name], after[name])
            for name in TOTALS
        ]
        return [
            {
                "label": label,
                "before": round(old, 2),
                "after": round(new, 2),
                "difference": round(new - old, 2),
            }
            for label, old, new in rows
        ]

    def _totals_sheet(self):
        columns = [
            Column("label", self.env._("Figure"), width=40),
            Column("before", self.env._("Recorded"), "decimal"),
            Column("after", self.env._("Under the Draft"), "decimal"),
            Column("difference", self.env._("Difference"), "decimal"),
        ]
        return Sheet(
            self.env._("Totals"),
            columns,
            self._total_rows(),
            title=self.policy_id.display_name or "",
            subtitles=[
                " – ".join(
                    words.month_name(self.env, day)
                    for day in (self._first(), self._last())
                )
            ],
        )

    def _lines_sheet(self):
        line = self.env["cs.attendance.trial.line"]
        names = dict(line._fields["verdict_after"]._description_selection(self.env))
        kinds = {
            "date": "date",
            "absent_before": "decimal",
            "absent_after": "decimal",
            "minutes_before": "integer",
            "minutes_after": "integer",
        }
        keys = ("department_id", "employee_id", "date", "verdict_before")
        keys += ("verdict_after", "absent_before", "absent_after")
        keys += ("minutes_before", "minutes_after")
        columns = [
            Column(
                key,
                line._fields[key]._description_string(self.env),
                kinds.get(key, "text"),
            )
            for key in keys
        ]
        rows = (
            {
                **{key: row[key] for key in keys},
                # sudo: people whose days the user may read
                "department_id": row.sudo().department_id.name,
                "employee_id": row.sudo().employee_id.name,
                "verdict_before": names.get(row.verdict_before, ""),
                "verdict_after": names.get(row.verdict_after, ""),
            }
            for row in self.line_ids
        )
        return Sheet(self.env._("Days that change"), columns, rows)
