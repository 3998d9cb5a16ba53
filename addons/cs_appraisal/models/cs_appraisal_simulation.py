from decimal import Decimal
from fractions import Fraction

from odoo import api, models
from odoo.exceptions import UserError

from ..engine.curve import LINEAR, STEP, points
from ..engine.curve_outline import outline
from ..engine.steps import StepsError, parse_figure, plain


class CsAppraisalSimulation(models.AbstractModel):
    """A template scored with sample figures, as the panel shows it (APP-03)."""

    _name = "cs.appraisal.simulation"
    _description = "Appraisal Template Tried Out"

    @api.model
    def _show(self, template, samples):
        if not isinstance(samples, dict):
            raise UserError(self.env._("Please send the sample figures by their keys."))
        inputs = {
            item.id: self._inputs(template, item, samples) for item in template.item_ids
        }
        card, deduction = template._score(*self._found(template, inputs))
        Format = self.env["cs.value.format"]
        weights = template._item_weight_sum()
        return {
            "lines": [
                self._line(template.item_ids.browse(line.item.key), line, deduction)
                | {"inputs": inputs[line.item.key]}
                for line in card.lines
            ],
            "total": "" if card.total is None else Format._format_number(card.total, 2),
            "weight_note": self._weight_note(weights),
        }

    def _weight_note(self, weights):
        if not weights or weights == 100:
            return ""
        return self.env._(
            "The weights make %(total)s %%; here they are taken as parts of 100 %%.",
            total=plain(weights),
        )

    # What is typed

    def _inputs(self, template, item, samples):
        if item.source == "deduction":
            return [
                self._input(item, row.metric_id, samples)
                for row in template.deduction_ids
            ]
        entry = self._input(item, item.metric_id, samples)
        if item.source == "metric":
            share = item.metric_unit == "ratio"
            entry["target"] = plain(Decimal(str(item.target)) * (100 if share else 1))
        elif not entry["error"] and entry["value"] is not None:
            entry["error"] = self._given_error(item, entry["value"])
        return [entry]

    def _input(self, item, metric, samples):
        """A figure that several items use is typed once."""
        kind = "t" if item.of_team else "m"
        key = f"{kind}{metric.id}" if metric else f"i{item.id}"
        text = samples.get(key)
        text = text if isinstance(text, str) else ""
        value, error = None, ""
        try:
            value = parse_figure(text, metric.unit == "ratio")
        except StepsError:
            error = self.env._("Please enter a number, such as 13 or 0.5.")
        return {
            "key": key,
            "label": self._label(item, metric),
            "unit": self._unit(metric),
            "value": value,
            "error": error,
            "target": "",
            "metric": item._figure_key() if item.metric_id else metric.id,
        }

    def _label(self, item, metric):
        name = metric.name or item.name
        return self.env._("%s of the team", name) if item.of_team else name

    def _unit(self, metric):
        """What stands behind the input."""
        unit = metric.unit or "point"
        words = {"count": "", "ratio": "%", "point": self.env._("points")}
        if unit in words:
            return words[unit]
        return dict(metric._fields["unit"]._description_selection(self.env))[unit]

    def _given_error(self, item, value):
        low = 1 if item.source == "rating" else 0
        if low <= value <= item.full_score:
            return ""
        return self.env._(
            "Please enter points from %(low)s to %(full)s.",
            low=low,
            full=plain(Decimal(str(item.full_score))),
        )

    def _found(self, template, inputs):
        """Figures and given points, without what cannot be read."""
        figures, given = {}, {}
        for item in template.item_ids:
            for entry in inputs[item.id]:
                value, metric = entry.pop("value"), entry.pop("metric")
                if entry["error"] or value is None:
                    continue
                if metric:
                    figures[metric] = value
                else:
                    given[item.id] = Decimal(value.numerator) / value.denominator
        return figures, given

    # What is shown

    def _line(self, item, line, deduction):
        number = self.env["cs.value.format"]._format_number
        curve = line.item.curve

        def text(value):
            return "" if value is None else number(value, 2)

        return {
            "key": item.id,
            "name": item.name,
            "section": item.section or "",
            "points": text(line.points),
            "full": text(line.item.full),
            "weight": text(line.item.weight),
            "weight_given": text(line.weight_given),
            "is_spread": line.weight_given != line.item.weight,
            "contribution": text(line.contribution),
            "how": self._how(item, line, deduction),
            "chart": self._chart(item, curve, line.found) if curve else False,
        }

    def _how(self, item, line, deduction):
        """In a few words, how the points came about."""
        if item.source == "deduction" and line.points is not None:
            number = self.env["cs.value.format"]._format_number
            off = [number(part[-1], 2) for part in deduction.parts if part[-1]]
            return " − ".join([number(line.item.full, 2), *off])
        if not line.reading:
            return ""
        if line.reading.limit == "full":
            return self.env._("Cut at the full score")
        if line.reading.limit == "zero":
            return self.env._("Not below 0")
        if line.item.curve.kind == STEP:
            return self._band(line.item.curve, line.reading.step)
        if line.item.curve.kind == LINEAR:
            return self.env._("On the line")
        return item.scoring

    def _band(self, curve, index):
        """The step that holds; half open."""
        texts = [step.value_text for step in curve.steps]
        if index + 1 == len(texts):
            return self.env._("From %(low)s on", low=texts[index])
        if not index:
            return self.env._("Below %(high)s", high=texts[1])
        return self.env._(
            "From %(low)s, below %(high)s", low=texts[index], high=texts[index + 1]
        )

    def _chart(self, item, curve, sample):
        """The curve within a square of 1 by 1, y upwards."""
        drawn = outline(curve, sample)

        def place(value, got):
            x = (Fraction(value) - drawn.low) / (drawn.high - drawn.low)
            return [round(float(x), 4), round(float(got / drawn.top), 4)]

        exact = {value: points(curve, value) for value in [sample] if value is not None}
        return {
            "line": [place(*point) for point in drawn.line],
            "dot": next((place(*point) for point in exact.items()), False),
            "low": self._edge(item, drawn.low),
            "high": self._edge(item, drawn.high),
            "top": self.env["cs.value.format"]._format_number(drawn.top, 2),
        }

    def _edge(self, item, value):
        return item._figure_text(Decimal(value.numerator) / value.denominator)
