from decimal import Decimal

from odoo import models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason

#: Rule of an item, by where its points come from.
RULES = {
    "metric": "APP-03",
    "rating": "APP-05",
    "manual": "APP-04",
    "deduction": "APP-09",
}


class CsAppraisalReasons(models.AbstractModel):
    """Says why a score is what it is, from the frozen rows (ALL-01)."""

    _name = "cs.appraisal.reasons"
    _description = "Reasons of Appraisal Results"

    # One item

    def _of_line(self, line):
        reasons = [self._points(line)]
        if line.source == "deduction":
            reasons += self._deductions(line)
        reasons.append(self._weight(line))
        return Explanation(reasons)

    def _points(self, line):
        item = line.item_id
        values = [
            Param("item", line.name),
            Param("points", _exact(line.points)),
            Param("full", _exact(line.full_score)),
        ]
        facts = [Fact("cs.appraisal.template", item.policy_id.id, "template")]
        if not line.is_applicable:
            key = "none" if line.is_known else "unknown"
            key = key if line.source == "metric" else "unrated"
            return Reason(RULES[line.source], f"app.line.{key}", facts, (), values)
        if line.source != "metric":
            key = f"app.line.{line.source}"
            return Reason(RULES[line.source], key, facts, (), values)
        values += [
            Param("figure", item.metric_id.display_name),
            Param("value", line._value_text()),
        ]
        facts.append(Fact("cs.metric", item.metric_id.id, "metric"))
        key = f"app.line.{item.curve}"
        return Reason("APP-03", key, facts, self._curve(item), values)

    def _curve(self, item):
        """The parameters of the curve, as the template has them."""
        params = {
            "step": [Param("app_steps", item.steps or "")],
            "linear": [
                Param("app_start", _exact(item.start)),
                Param("app_target", _exact(item.target)),
            ],
            "unit": [
                Param("app_points_each", _exact(item.points_each)),
                Param("app_target", _exact(item.target)),
            ],
        }[item.curve]
        team = [Param("app_of_team", True)] if item.of_team else []
        return [*params, Param("app_capped", item.is_capped), *team]

    def _deductions(self, line):
        Row = self.env["cs.appraisal.template.deduction"]
        return [
            self._off(Row.browse(part["row"]).metric_id, part)
            for part in line.parts or ()
        ]

    def _off(self, metric, part):
        return Reason(
            "APP-09",
            "app.line.off",
            [Fact("cs.metric", metric.id, "metric")],
            [Param("app_points_each", Decimal(part["each"]))],
            [
                Param("figure", metric.display_name),
                Param("count", Decimal(part["count"])),
                Param("off", Decimal(part["off"])),
            ],
        )

    def _weight(self, line):
        """APP-03: what does not apply leaves its weight to the others."""
        same = line.weight == line.weight_given
        key = "weight" if same else "spread"
        if not line.is_applicable:
            key = "weightless"
        return Reason(
            "APP-03",
            f"app.line.{key}",
            values=[
                Param("item", line.name),
                Param("weight", _exact(line.weight)),
                Param("given", _exact(line.weight_given)),
                Param("points", _exact(line.points)),
                Param("full", _exact(line.full_score)),
                Param("added", _exact(line.contribution)),
            ],
        )

    # The whole

    def _of_result(self, result):
        reasons = [self._total(result), *self._grade(result)]
        if result.rank:
            reasons.append(self._rank(result))
        reasons += self._streaks(result)
        reasons += [self._change(change) for change in result.change_ids.sorted("id")]
        return Explanation(reasons)

    def _total(self, result):
        facts = [
            Fact(
                "cs.appraisal.template", result.appraisal_id.template_id.id, "template"
            )
        ]
        if not result.is_scored:
            return Reason("APP-03", "app.result.none", facts)
        facts += [Fact("cs.appraisal.line", id_, "item") for id_ in result.line_ids.ids]
        values = [
            Param("score", _exact(result.score)),
            Param("items", len(result.line_ids.filtered("is_applicable"))),
        ]
        return Reason("APP-03", "app.result.total", facts, (), values)

    def _grade(self, result):
        grade, policy = result.computed_grade_id, result.appraisal_id.policy_id
        if not grade:
            return []
        facts = [Fact("cs.appraisal.policy", policy.id, "policy")]
        values = [
            Param("grade", grade.name),
            Param("score", _exact(result.score)),
            Param("from", _exact(grade.score_from)),
        ]
        key = "band"
        if policy.grading == "distribution":
            key = "distribution"
            values += [
                Param("rank", result.people_rank),
                Param("people", result.people_of),
                Param("until", result.people_until),
            ]
        reasons = [Reason("APP-06", f"app.result.{key}", facts, (), values)]
        if result.grade_id != grade:
            moved = [Param("before", grade.name), Param("after", result.grade_id.name)]
            reasons.append(Reason("APP-08", "app.result.moved", (), (), moved))
        return reasons

    def _rank(self, result):
        return Reason(
            "APP-07",
            "app.result.rank",
            values=[
                Param("rank", result.rank),
                Param("people", result.rank_of),
                Param("group", result.department_id.name or ""),
            ],
        )

    def _streaks(self, result):
        policy = result.appraisal_id.policy_id
        named = (
            ("best", result.best_streak, policy.best_streak_months),
            ("failing", result.failing_streak, policy.failing_streak_months),
        )
        return [
            Reason(
                "APP-07",
                f"app.result.{name}",
                params=[Param(f"{name}_streak_months", limit)],
                values=[Param("months", length)],
            )
            for name, length, limit in named
            if length
        ]

    def _change(self, change):
        return Reason(
            "ALL-02" if change.reason == "appeal" else "APP-08",
            f"app.change.{change.reason}",
            [Fact("cs.appraisal.change", change.id, "change")],
            values=[
                Param("before", _exact(change.score_before)),
                Param("after", _exact(change.score_after)),
                Param("grade_before", change.grade_before_id.name or ""),
                Param("grade_after", change.grade_after_id.name or ""),
                Param("month", f"{change.booked_month:%Y-%m}"),
            ],
        )


def _exact(number):
    """A stored figure without the noise of binary fractions."""
    return Decimal(f"{number:.4f}").normalize() + 0
