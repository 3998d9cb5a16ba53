import json
from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.addons.cs_attendance.models.sheet_figures import sums_sql
from odoo.addons.cs_base.engine.explanation import Explanation
from odoo.tools import SQL

from .cs_what_if_scope import DAY, RESULT

#: Lines that are kept; the totals count all.
KEPT = 20_000
#: Figures of days that are told by person and in all.
COUNTS = ("late_count", "early_count", "missed_count", "absent_days")


class CsWhatIf(models.TransientModel):
    """Turns what came out into people, lines and totals (ALL-03)."""

    _inherit = "cs.what.if"

    def _keep(self, what_if):
        """Replace the result by what the user may read of ``what_if``."""
        self.person_ids.unlink()
        parts = {
            "days": self._day_part(what_if),
            "scores": self._score_part(what_if),
            "money": self._money_part(what_if),
        }
        people = self._make_people(parts)
        self._make_lines(parts, people)
        money = parts["money"]["totals"][-1]
        self._set(
            {
                "is_done": True,
                "people_count": len(what_if.people),
                "changed_count": len(people),
                "day_count": len(parts["days"]["changes"]),
                "score_count": len(parts["scores"]["changes"]),
                "before": float(money["before"]),
                "after": float(money["after"]),
                "difference": float(money["after"] - money["before"]),
                "totals": self._stored_totals(parts),
            }
        )

    def _stored_totals(self, parts):
        return [
            {
                "key": key,
                "rows": [
                    row | {name: str(row[name]) for name in ("before", "after")}
                    for row in part["totals"]
                ],
            }
            for key, part in parts.items()
        ]

    def _make_people(self, parts):
        """dict employee id -> cs.what.if.person, of who changes in any part"""
        changed = sorted(set().union(*(part["changed"] for part in parts.values())))
        employees = self.env["hr.employee"].browse(changed)
        made = self.env["cs.what.if.person"].create(
            [
                {
                    "what_if_id": self.id,
                    "employee_id": one.id,
                    "department_id": one.department_id.id,
                    **self._figures_of(one.id, parts),
                }
                for one in employees
            ]
        )
        return dict(zip(changed, made, strict=True))

    def _figures_of(self, employee, parts):
        found = {}
        for part in parts.values():
            for name, value in part["people"].get(employee, {}).items():
                found[name] = float(value) if isinstance(value, Decimal) else value
        return found

    def _make_lines(self, parts, people):
        lines = [line for part in parts.values() for line in part["lines"]][:KEPT]
        whys = [line.pop("explanation", None) for line in lines]
        for line in lines:
            person = people[line["employee_id"]]
            line["what_if_id"], line["person_id"] = self.id, person.id
            line["department_id"] = person.department_id.id
        made = self.env["cs.what.if.line"].create(lines)
        made._set_explanations(
            {
                line.id: Explanation.from_json(why)
                for line, why in zip(made, whys, strict=True)
                if why
            }
        )

    # Days

    def _day_part(self, what_if):
        """dict ``changes``, ``people`` (id -> figures), ``lines``, ``totals``"""
        readable = self._only_readable(
            self.env[DAY].browse([change.day.id for change in what_if.days])
        )
        changes = [change for change in what_if.days if change.day in readable]
        people = self._day_sums()
        sheets = {
            place: change
            for place, change in what_if.sheets.items()
            if place[0] in people and change.before != change.after
        }
        self._add_days(people, changes, sheets)
        return {
            "changes": changes,
            "people": people,
            "changed": {change.day.employee_id.id for change in changes}
            | {employee for employee, _month in sheets},
            "lines": [
                *(self._day_line(change) for change in changes),
                *(self._sheet_line(*place, change) for place, change in sheets.items()),
            ],
            "totals": self._day_totals(people),
        }

    def _day_sums(self):
        """dict employee id -> figures as recorded, of the days that are read"""
        days = self._readable(DAY, "date")
        rows = self.env.execute_query_dict(
            sums_sql(SQL("d.id IN (%s)", days.select(SQL.identifier(days.table, "id"))))
        )
        full = dict(
            self.env.execute_query(
                SQL(
                    "SELECT employee_id, count(*) FROM cs_attendance_sheet"
                    " WHERE is_full_attendance AND company_id = %s"
                    " AND month BETWEEN %s AND %s GROUP BY 1",
                    self.company_id.id,
                    self.month_from.replace(day=1),
                    self.month_to,
                )
            )
        )
        return {
            row["employee_id"]: {
                "changed_days": 0,
                "full_before": full.get(row["employee_id"], 0),
                "full_after": full.get(row["employee_id"], 0),
                **{f"{name}_before": row[name] or 0 for name in COUNTS},
                **{f"{name}_after": row[name] or 0 for name in COUNTS},
            }
            for row in rows
        }

    def _add_days(self, people, changes, sheets):
        for change in changes:
            own = people[change.day.employee_id.id]
            own["changed_days"] += 1
            for name in COUNTS:
                own[f"{name}_after"] += change.after[name] - change.before[name]
        for (employee, _month), change in sheets.items():
            people[employee]["full_after"] += (not change.after) - (not change.before)

    def _day_totals(self, people):
        Sheet = self.env["cs.attendance.sheet"]
        labels = {
            name: Sheet._fields[name]._description_string(self.env) for name in COUNTS
        }
        labels["full"] = self.env._("Months of Full Attendance")
        return [
            {"label": label, "unit": ""}
            | {
                side: _exact(sum(own[f"{name}_{side}"] for own in people.values()))
                for side in ("before", "after")
            }
            for name, label in labels.items()
        ]

    def _day_line(self, change):
        day = change.day
        return {
            "area": "day",
            "employee_id": day.employee_id.id,
            "month": day.month,
            "date": day.date,
            "name": self.env._("Day"),
            "text_before": self._verdict_text(change.before),
            "text_after": self._verdict_text(change.after),
            "res_model": DAY,
            "res_id": day.id,
            "explanation": json.loads(change.why),
        }

    def _verdict_text(self, values):
        """``Late · 12 min``"""
        field = self.env[DAY]._fields["verdict"]
        text = dict(field._description_selection(self.env))[values["verdict"]]
        minutes = values["late_minutes"] + values["early_minutes"]
        if not minutes:
            return text
        told = self.env["cs.value.format"]._format_value(minutes, "minute")
        return f"{text} · {told}"

    def _sheet_line(self, employee, month, change):
        Format = self.env["cs.value.format"]
        return {
            "area": "day",
            "employee_id": employee,
            "month": month,
            "name": self.env._("Full attendance"),
            "text_before": Format._format_value(not change.before),
            "text_after": Format._format_value(not change.after),
        }

    # Scores

    def _score_part(self, what_if):
        query = self._readable(RESULT, "month")
        readable = self.env[RESULT].browse(query)
        readable = readable.filtered(
            lambda one: one.cycle_id.state in ("released", "closed")
        )
        changes = {one.result: one for one in what_if.scores if one.result in readable}
        people = defaultdict(lambda: {"scores": ([], [])})
        for result in readable.filtered("is_scored"):
            own = people[result.employee_id.id]["scores"]
            before = Decimal(f"{result.score:.2f}")
            change = changes.get(result)
            own[0].append(before)
            own[1].append(change.score if change else before)
        self._add_scores(people, changes)
        return {
            "changes": changes,
            "people": people,
            "changed": {one.employee_id.id for one in changes},
            "lines": [self._score_line(change) for change in changes.values()],
            "totals": self._score_totals(people, readable, changes),
        }

    def _add_scores(self, people, changes):
        for own in people.values():
            before, after = own.pop("scores")
            own["score_before"], own["score_after"] = _mean(before), _mean(after)
        for result, change in changes.items():
            pair = result.current_grade_id.name, change.grade.name
            if pair[0] != pair[1]:
                own = people[result.employee_id.id]
                text = f"{pair[0] or '–'} → {pair[1] or '–'}"
                own["grades"] = ", ".join(filter(None, (own.get("grades"), text)))

    def _score_totals(self, people, readable, changes):
        rows = [
            {"label": self.env._("Mean Score"), "unit": ""}
            | {
                side: _mean(own[f"score_{side}"] for own in people.values())
                or Decimal(0)
                for side in ("before", "after")
            }
        ]
        counts = defaultdict(lambda: [0, 0])
        for result in readable:
            change = changes.get(result)
            now = result.current_grade_id
            counts[now.name][0] += 1
            counts[change.grade.name if change else now.name][1] += 1
        rows += [
            {
                "label": self.env._("Grade %s", name),
                "unit": "",
                "before": Decimal(before),
                "after": Decimal(after),
            }
            for name, (before, after) in sorted(counts.items(), key=str)
            if name
        ]
        return rows

    def _score_line(self, change):
        result = change.result
        return {
            "area": "score",
            "employee_id": result.employee_id.id,
            "month": result.month,
            "name": result.cycle_id.display_name,
            "text_before": self._place_text(
                result.current_grade_id, result.rank, result.rank_of
            ),
            "text_after": self._place_text(change.grade, *change.rank),
            "score_before": result.score,
            "score_after": float(change.score or 0),
            "score_difference": float(change.score or 0) - result.score,
            "detail": "\n".join(change.why),
            "res_model": RESULT,
            "res_id": result.id,
        }

    def _place_text(self, grade, rank, rank_of):
        """``A · 1 / 5``"""
        parts = (grade.name, f"{rank} / {rank_of}" if rank else "")
        return " · ".join(part for part in parts if part) or "–"


def _mean(numbers):
    """Two decimals; None of nothing."""
    known = [one for one in numbers if one is not None]
    return round(sum(known) / len(known), 2) if known else None


def _exact(number):
    return Decimal(str(round(number, 2)))
