import json
from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation
from odoo.addons.cs_base.engine.period import months_between
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.sheet_figures import day_values, month_end

#: person-months that are tried while the user waits; more go on in the background
AT_ONCE = 2000
#: ten thousand people for a year
LIMIT = 120_000
#: so many days that change are listed; the totals count all
KEPT = 100_000
#: so many are listed on the form itself
SHOWN = 2000
_PEOPLE = 200
#: figures of the comparison, in the order in which they are shown
TOTALS = (
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
    people whose days they may read. Many people are tried by a scheduled action, a
    batch a transaction; the result is kept for a day.
    """

    _name = "cs.attendance.trial"
    _inherit = ["cs.background.mixin"]
    _description = "Try a Policy on Past Months"
    _transient_max_hours = 24
    _background_state = "running"
    _background_cron = "cs_attendance.cs_attendance_trial_cron"

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
    state = fields.Selection(
        [
            ("draft", "Not Tried"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Stopped"),
        ],
        default="draft",
        required=True,
        readonly=True,
    )
    error = fields.Char(readonly=True)
    last_person_id = fields.Integer(readonly=True, help="Those up to here are done")
    people_total = fields.Integer("People to Be Judged", readonly=True)
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    person_count = fields.Integer("People Judged", readonly=True)
    day_count = fields.Integer("Days Judged", readonly=True)
    changed_people = fields.Integer("People Who Change", readonly=True)
    changed_days = fields.Integer("Days That Change", readonly=True)
    kept_count = fields.Integer("Days Listed", readonly=True)
    is_long = fields.Boolean(compute="_compute_is_long")
    totals = fields.Json(readonly=True)
    summary = fields.Html(compute="_compute_summary", sanitize=False)

    @api.depends("totals")
    @api.depends_context("lang")
    def _compute_summary(self):
        for trial in self:
            trial.summary = trial.state == "done" and self.env["ir.qweb"]._render(
                "cs_attendance.trial_summary", {"rows": trial._total_rows()}
            )

    @api.depends("person_count", "people_total")
    def _compute_progress(self):
        for trial in self:
            total = trial.people_total
            trial.progress = total and 100 * trial.person_count / total

    @api.depends("kept_count")
    def _compute_is_long(self):
        for trial in self:
            trial.is_long = trial.kept_count > SHOWN

    @api.model_create_multi
    def create(self, vals_list):
        trials = super().create(
            [{k: v for k, v in vals.items() if k not in _RESULTS} for vals in vals_list]
        )
        for trial in trials:
            trial._check_policy()
        return trials

    def write(self, vals):
        given = {k: v for k, v in vals.items() if k not in _RESULTS}
        if given and any(trial.state == "running" for trial in self):
            raise UserError(self.env._("Stop the trial before you change it."))
        return super().write(given)

    def action_try(self):
        """Judge the months under the policy and show what would change.

        :raises UserError: nobody to judge, or too many
        """
        self.ensure_one()
        self.check_access("write")
        self._check_policy()
        if self.state == "running":
            raise UserError(self.env._("This trial is running already."))
        people = self._people()
        person_months = self._check_size(people)
        # sudo: results are written by nobody else
        trial = self.sudo()
        trial._begin(people)
        if person_months <= AT_ONCE:
            while trial._try_next():
                pass
        else:
            trial._background_wake()
        return self._open()

    def action_stop(self):
        """Stop a trial that runs; what was judged is forgotten."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "running":
            self.sudo()._set({"state": "draft"})
        return self._open()

    def action_open_lines(self):
        """The days that change, as a list to filter and a pivot by person."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Days That Change"),
            "res_model": "cs.attendance.trial.line",
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
            "domain": [("trial_id", "=", self.id)],
        }

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Would Change"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _check_policy(self):
        """:raise AccessError: who tries may not read the policy"""
        self.policy_id.sudo(False).check_access("read")

    def _first(self):
        return self.month_from.replace(day=1)

    def _last(self):
        return month_end(self.month_to)

    def _people(self, after=0, limit=None):
        """Those with days in these months that the user may read, in order of id.

        :param int after: only people with a greater id
        """
        if self._first() > self._last():
            raise UserError(self.env._("The first month comes after the last one."))
        domain = Domain("date", ">=", self._first()) & Domain(
            "date", "<=", self._last()
        )
        domain &= Domain("company_id", "=", self.policy_id.company_id.id)
        if self.department_id:
            domain &= Domain("department_id", "child_of", self.department_id.id)
        days = self.env["cs.attendance.day"]._search(domain)
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT employee_id FROM (%s) found WHERE employee_id > %s"
                " ORDER BY 1 LIMIT %s",
                days.select(SQL.identifier(days.table, "employee_id")),
                after,
                limit,
            )
        )
        return self.env["hr.employee"].browse(employee for [employee] in rows)

    def _check_size(self, people):
        """How many months of people they are together.

        :raises UserError: none, or too many
        """
        months = len(months_between(self._first(), self._last()))
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
        return len(people) * months

    def _set(self, vals):
        return super().write(vals)

    def _begin(self, people):
        self.line_ids.unlink()
        self._set(
            dict.fromkeys(_COUNTS, 0)
            | {
                "state": "running",
                "error": False,
                "people_total": len(people),
                "totals": {"before": {}, "after": {}},
            }
        )

    def _try_next(self):
        """Judge the next people.

        :return: whether there may be more
        """
        # The people are those that the user may read, also in the background.
        people = self.sudo(False)._people(self.last_person_id, _PEOPLE)
        if not people:
            self._set({"state": "done"})
            return False
        totals = {key: Counter(self.totals[key]) for key in ("before", "after")}
        lines, days = self._try_batch(people, totals)
        kept = lines[: max(0, KEPT - self.kept_count)]
        changed = {line["employee_id"] for line in lines}
        self._keep(kept)
        self._set(
            {
                "last_person_id": people[-1].id,
                "person_count": self.person_count + len(people),
                "day_count": self.day_count + days,
                "changed_people": self.changed_people + len(changed),
                "changed_days": self.changed_days + len(lines),
                "kept_count": self.kept_count + len(kept),
                "totals": {key: dict(value) for key, value in totals.items()},
            }
        )
        return True

    # In the background

    def _background_steps(self):
        while self._try_next():
            yield True

    def _background_failed(self, reason):
        self._set({"state": "failed", "error": reason})

    def _background_as_user(self):
        """As its user: the people are those that the user may read."""
        user = self.create_uid
        return self.with_user(user).with_context(lang=user.lang).sudo()

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


_COUNTS = (
    "last_person_id",
    "people_total",
    "person_count",
    "day_count",
    "changed_people",
    "changed_days",
    "kept_count",
)
_RESULTS = {*_COUNTS, "state", "error", "totals", "line_ids"}


def _add(counter, values):
    counter[f"is_{values['verdict']}"] += 1
    for name in TOTALS:
        counter[name] += values[name]
