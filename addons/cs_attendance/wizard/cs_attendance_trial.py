import json
from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ..models.cs_attendance_day import VERDICTS
from ..models.sheet_figures import day_values, month_end

#: person-months that are tried in one request
LIMIT = 2000
_PEOPLE = 200
#: figures of the comparison, in the order in which they are shown
_TOTALS = (
    "present_days",
    "absent_days",
    "leave_days",
    "unpaid_days",
    "late_count",
    "late_minutes",
    "early_count",
    "early_minutes",
    "missed_count",
    "forgiven_count",
)


class CsAttendanceTrial(models.TransientModel):
    """Try a policy on past months: who and what would change (ALL-03).

    Compares what is recorded with what the same judge says under the policy, as if it
    had ruled from the first day of the first month. Days, sheets and facts are only
    read; closed months too can be tried. Whoever may read the policy tries it, on the
    people whose days they may read.
    """

    _name = "cs.attendance.trial"
    _description = "Try a Policy on Past Months"

    def _default_month(self):
        today = self.env.company._cs_today()
        return today.replace(day=1) - relativedelta(months=1)

    policy_id = fields.Many2one("cs.attendance.policy", required=True, readonly=True)
    company_id = fields.Many2one(related="policy_id.company_id")
    month_from = fields.Date(
        "First Month", required=True, default=lambda self: self._default_month()
    )
    month_to = fields.Date(
        "Last Month", required=True, default=lambda self: self._default_month()
    )
    department_id = fields.Many2one(
        "hr.department",
        check_company=True,
        help="With those below it. Empty: everybody whose days you may read.",
    )
    line_ids = fields.One2many("cs.attendance.trial.line", "trial_id", readonly=True)
    is_tried = fields.Boolean(readonly=True)
    person_count = fields.Integer("People Judged", readonly=True)
    day_count = fields.Integer("Days Judged", readonly=True)
    changed_people = fields.Integer("People Who Change", readonly=True)
    changed_days = fields.Integer("Days That Change", readonly=True)
    totals = fields.Json(readonly=True)
    summary = fields.Html(compute="_compute_summary", sanitize=False)

    @api.depends("totals")
    @api.depends_context("lang")
    def _compute_summary(self):
        for trial in self:
            trial.summary = trial.is_tried and self.env["ir.qweb"]._render(
                "cs_attendance.trial_summary", {"rows": trial._total_rows()}
            )

    @api.model_create_multi
    def create(self, vals_list):
        trials = super().create(
            [{k: v for k, v in vals.items() if k not in _RESULTS} for vals in vals_list]
        )
        for trial in trials:
            trial._check_policy()
        return trials

    def write(self, vals):
        return super().write({k: v for k, v in vals.items() if k not in _RESULTS})

    def action_try(self):
        """Judge the months under the policy and show what would change."""
        self.ensure_one()
        self.check_access("write")
        self._check_policy()
        people = self._people()
        self._check_size(people)
        # sudo: results are written by nobody else
        self.sudo()._try(people)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Would Change"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_export(self):
        """The comparison as a workbook."""
        self.ensure_one()
        self.check_access("read")
        if not self.is_tried:
            raise UserError(self.env._("Please try the policy first."))
        name = self.env._("What would change")
        content = self.env["cs.sheet"]._xlsx(
            [self._totals_sheet(), self._lines_sheet()],
            title=name,
            streaming=self.changed_days > 3000,
        )
        return self.env["cs.sheet"]._download_action(f"{name}.xlsx", content)

    def _check_policy(self):
        """:raise AccessError: who tries may not read the policy"""
        self.policy_id.sudo(False).check_access("read")

    def _first(self):
        return self.month_from.replace(day=1)

    def _last(self):
        return month_end(self.month_to)

    def _people(self):
        """People with days in these months that the user may read."""
        if self._first() > self._last():
            raise UserError(self.env._("The first month comes after the last one."))
        domain = Domain("date", ">=", self._first()) & Domain(
            "date", "<=", self._last()
        )
        domain &= Domain("company_id", "=", self.policy_id.company_id.id)
        if self.department_id:
            domain &= Domain("department_id", "child_of", self.department_id.id)
        groups = self.env["cs.attendance.day"]._read_group(domain, ["employee_id"])
        return self.env["hr.employee"].union(*(person for [person] in groups))

    def _check_size(self, people):
        first, last = self._first(), self._last()
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if not people:
            raise UserError(
                self.env._("Nobody whose days you may read was judged in these months.")
            )
        if len(people) * months > LIMIT:
            raise UserError(
                self.env._(
                    "%(people)s people in %(months)s months are too many to try at"
                    " once. Choose a department or fewer months: up to %(limit)s"
                    " months of people together.",
                    people=len(people),
                    months=months,
                    limit=LIMIT,
                )
            )

    def _try(self, people):
        self.line_ids.unlink()
        totals = {"before": Counter(), "after": Counter()}
        judged, changed = 0, set()
        for ids in split_every(_PEOPLE, people.ids):
            lines, days = self._try_batch(people.browse(ids), totals)
            judged += days
            changed |= {line["employee_id"] for line in lines}
            self._keep(lines)
        super().write(
            {
                "is_tried": True,
                "person_count": len(people),
                "day_count": judged,
                "changed_people": len(changed),
                "changed_days": len(self.line_ids),
                "totals": {key: dict(value) for key, value in totals.items()},
            }
        )

    def _try_batch(self, people, totals):
        """Lines of the days that change; adds to ``totals``.

        :return: (list of line values, number of days compared)
        """
        Day = self.env["cs.attendance.day"].sudo()
        first, last = self._first(), self._last()
        verdicts = Day._evaluate(
            people.sudo(),
            first,
            last,
            drafts=self.policy_id,
            drafts_from=first,
        )
        recorded = Day.search(
            [("employee_id", "in", people.ids)]
            + [("date", ">=", first), ("date", "<=", last)],
            order="employee_id, date",
        )
        lines = []
        for day in recorded:
            verdict = verdicts.get((day.employee_id.id, day.date))
            if verdict is None:
                continue
            before, after = day_values(day), day_values(verdict)
            _add(totals["before"], before)
            _add(totals["after"], after)
            if before != after:
                lines.append(self._prepare_line_vals(day, before, after, verdict))
        return lines, len(recorded)

    def _prepare_line_vals(self, day, before, after, verdict):
        return {
            "trial_id": self.id,
            "employee_id": day.employee_id.id,
            "department_id": day.department_id.id,
            "date": day.date,
            "day_id": day.id,
            "verdict_before": before["verdict"],
            "verdict_after": after["verdict"],
            "absent_before": before["absent_days"],
            "absent_after": after["absent_days"],
            "minutes_before": before["late_minutes"] + before["early_minutes"],
            "minutes_after": after["late_minutes"] + after["early_minutes"],
            "why": verdict.why,
        }

    def _keep(self, lines):
        whys = [line.pop("why") for line in lines]
        made = self.env["cs.attendance.trial.line"].create(lines)
        made._set_explanations(
            {
                line.id: Explanation.from_json(json.loads(why))
                for line, why in zip(made, whys, strict=True)
            }
        )

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
            for name in _TOTALS
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


class CsAttendanceTrialLine(models.TransientModel):
    """A day that would be judged differently, and why."""

    _name = "cs.attendance.trial.line"
    _inherit = ["cs.explained.mixin"]
    _description = "Day That Would Change"
    _order = "employee_id, date"

    trial_id = fields.Many2one(
        "cs.attendance.trial", required=True, ondelete="cascade", index=True
    )
    employee_id = fields.Many2one("hr.employee", "Person", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    date = fields.Date("Day", readonly=True)
    day_id = fields.Many2one("cs.attendance.day", "As Recorded", readonly=True)
    verdict_before = fields.Selection(VERDICTS, "Recorded", readonly=True)
    verdict_after = fields.Selection(VERDICTS, "Under the Draft", readonly=True)
    absent_before = fields.Float("Absent, Recorded", digits=(16, 2), readonly=True)
    absent_after = fields.Float(
        "Absent, Under the Draft", digits=(16, 2), readonly=True
    )
    minutes_before = fields.Integer("Minutes Late or Early, Recorded", readonly=True)
    minutes_after = fields.Integer(
        "Minutes Late or Early, Under the Draft", readonly=True
    )

    @api.depends("employee_id", "date")
    def _compute_display_name(self):
        for line in self:
            # sudo: a person whose days the user may read
            line.display_name = f"{line.sudo().employee_id.name} {line.date}"

    def action_open_day(self):
        """The day as it is recorded, with its own reasons."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.attendance.day",
            "res_id": self.day_id.id,
            "views": [(False, "form")],
            "target": "new",
        }


_RESULTS = {
    "is_tried",
    "person_count",
    "day_count",
    "changed_people",
    "changed_days",
    "totals",
    "line_ids",
}


def _add(counter, values):
    counter[f"is_{values['verdict']}"] += 1
    for name in _TOTALS:
        counter[name] += values[name]
