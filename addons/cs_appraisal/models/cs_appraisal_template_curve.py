from fractions import Fraction

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.curve import Curve
from ..engine.steps import LONGEST, MOST, StepsError, format_steps, parse_steps, plain
from .cs_appraisal_template import exact


class CsAppraisalTemplateItem(models.Model):
    """The curve of an item: typed, checked and read (APP-03)."""

    _inherit = "cs.appraisal.template.item"

    scoring = fields.Char("How It Is Scored", compute="_compute_scoring")

    @api.depends_context("lang")
    @api.depends(
        "curve",
        "steps",
        "start",
        "start_points",
        "target",
        "full_score",
        "points_each",
        "is_capped",
        "source",
        "metric_id.unit",
    )
    def _compute_scoring(self):
        for item in self:
            item.scoring = getattr(item, f"_scoring_{item.curve}", str)()

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._fold_steps(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._fold_steps(vals))

    @api.constrains("curve", "steps", "full_score", "is_capped")
    def _check_steps(self):
        for item in self.filtered(lambda item: item.curve == "step"):
            highest = max(step.points for step in item._parse_steps(item.steps))
            if item.is_capped and highest > exact(item.full_score):
                raise ValidationError(
                    self.env._(
                        "%(item)s: a step gives %(points)s points, more than the full"
                        " score of %(full)s (APP-03). Please lower it, or let the item"
                        " give more than the full score.",
                        item=item.name,
                        points=plain(highest),
                        full=plain(exact(item.full_score)),
                    )
                )

    def _curve(self):
        """The curve as the engine reads it; None for an item without figure."""
        self.ensure_one()
        if self.source != "metric":
            return None
        return Curve(
            kind=self.curve,
            full=exact(self.full_score),
            steps=parse_steps(self.steps) if self.curve == "step" else (),
            start=Fraction(exact(self.start)),
            start_points=exact(self.start_points),
            target=Fraction(exact(self.target)),
            each=exact(self.points_each),
            is_capped=self.is_capped,
        )

    # Typing steps

    @api.model
    def _fold_steps(self, vals):
        """The same values, the step table in the one way in which it is kept."""
        if not vals.get("steps"):
            return vals
        return {**vals, "steps": format_steps(self._parse_steps(vals["steps"]))}

    @api.model
    def _parse_steps(self, text):
        try:
            return parse_steps(text)
        except StepsError as error:
            raise ValidationError(self._steps_message(error)) from None

    @api.model
    def _steps_message(self, error):
        messages = {
            "empty": self.env._(
                "The step table is empty. Please write it like"
                " 0: 0; 60%: 4; 80%: 8 (APP-03)."
            ),
            "long": self.env._(
                "The step table is too long. Please use at most %(number)s characters.",
                number=LONGEST,
            ),
            "many": self.env._(
                "The step table has too many steps. Please use at most %(number)s.",
                number=MOST,
            ),
            "row": self.env._(
                "Step table: “%(part)s” is not a figure, a colon and points. Please"
                " write it like 60%%: 4.",
                part=error.part,
            ),
            "start": self.env._(
                "Step table: the first step “%(part)s” leaves lower figures without"
                " points. Please let it begin at 0.",
                part=error.part,
            ),
            "order": self.env._(
                "Step table: “%(part)s” comes after a higher figure. Please let the"
                " figures rise.",
                part=error.part,
            ),
            "twice": self.env._(
                "Step table: there are two steps from the figure of “%(part)s”. Please"
                " keep one.",
                part=error.part,
            ),
        }
        return messages[error.reason]

    # The curve in words

    def _figure_text(self, value):
        """A figure of this item's metric in the reader's language."""
        Format = self.env["cs.value.format"]
        if self.metric_id.unit == "ratio":
            return Format._format_ratio(exact(value))
        return Format._format_number(exact(value))

    def _scoring_step(self):
        return self.steps or ""

    def _scoring_linear(self):
        number = self.env["cs.value.format"]._format_number
        return self.env._(
            "%(start)s → %(start_points)s … %(target)s → %(full)s",
            start=self._figure_text(self.start),
            start_points=number(exact(self.start_points)),
            target=self._figure_text(self.target),
            full=number(exact(self.full_score)),
        )

    def _scoring_unit(self):
        number = self.env["cs.value.format"]._format_number
        each, full = exact(self.points_each), number(exact(self.full_score))
        if each < 0:
            return self.env._(
                "%(full)s less %(each)s each", full=full, each=number(-each)
            )
        if self.is_capped:
            return self.env._(
                "%(each)s each, at most %(full)s", each=number(each), full=full
            )
        return self.env._("%(each)s each, not capped", each=number(each))
