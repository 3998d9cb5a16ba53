from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import ratings

#: Characters of a reason.
LONGEST = 2000


class CsAppraisalRating(models.Model):
    """What one rater said of one item. Nobody reads it (APP-05).

    Access: none, for no role; no field opens even if somebody were given access. The
    rater reads and writes the own ones through ``cs.appraisal.rating.form`` until they
    are submitted. There is no stamp of who and when. Once ratings are closed, what the
    groups said together is kept in ``cs.appraisal.rating.group``.
    """

    _name = "cs.appraisal.rating"
    _inherit = ["cs.kept.mixin"]
    _description = "Rating of an Item"
    _order = "id"
    _log_access = False
    _rec_name = "item_id"

    rater_id = fields.Many2one(
        "cs.appraisal.rater",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )
    item_id = fields.Many2one(
        "cs.appraisal.template.item",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )
    score = fields.Float(
        digits=(16, 2),
        readonly=True,
        groups=fields.NO_ACCESS,
        help="APP-04: 5 to 1, or points.",
    )
    reason = fields.Text(readonly=True, groups=fields.NO_ACCESS)

    _item_uniq = models.Constraint(
        "UNIQUE(rater_id, item_id)", "A rater scores an item once."
    )
    _score_not_negative = models.Constraint(
        "CHECK(score >= 0)", "Scores cannot be negative."
    )

    @api.depends("item_id")
    def _compute_display_name(self):
        self.display_name = False

    def _kept_text(self):
        return self.env._(
            "APP-05: a rating is given in the form of the person who rates, and is read"
            " by nobody else."
        )

    @api.model
    def _of(self, raters):
        return self.search([("rater_id", "in", raters.ids)])

    @api.model
    def _forget(self, raters):
        self._of(raters)._kept_unlink()

    @api.model
    def _note(self, rater, item, score, reason):
        """Keep what the rater has chosen so far; the last one counts."""
        vals = {
            "score": self._check_score(item, score),
            "reason": self._check_reason(reason),
        }
        known = self._of(rater).filtered(lambda one: one.item_id == item)
        if known:
            known._kept_write(vals)
        else:
            known = self._kept_create(
                [{"rater_id": rater.id, "item_id": item.id, **vals}]
            )
        return known

    @api.model
    def _check_score(self, item, score):
        is_number = type(score) in (int, float) and score == score
        if item.source == "rating":
            if not is_number or score not in (1, 2, 3, 4, 5):
                raise UserError(
                    self.env._("%s is scored 5, 4, 3, 2 or 1 (APP-04).", item.name)
                )
        elif not is_number or not 0 <= score <= item.full_score:
            raise UserError(
                self.env._(
                    "%(item)s is scored from 0 to %(full)s points.",
                    item=item.name,
                    full=f"{item.full_score:g}",
                )
            )
        return round(float(score), 2)

    @api.model
    def _check_reason(self, reason):
        text = reason.strip() if isinstance(reason, str) else ""
        if len(text) > LONGEST:
            raise UserError(
                self.env._(
                    "The reason is too long. Please keep to %s characters.", LONGEST
                )
            )
        return text.replace("\0", "") or False

    def _lacks_reason(self):
        """Ratings of 5, 2 and 1 that nobody has explained (APP-04)."""
        return self.filtered(
            lambda one: (
                one.item_id.source == "rating"
                and ratings.needs_reason(one.score)
                and not (one.reason or "").strip()
            )
        )

    @api.model
    def _check_complete(self, rater, items):
        """Asked again when it is submitted, whatever the screen has checked."""
        noted = self._of(rater)
        missing = items - noted.item_id
        if missing:
            raise UserError(
                self.env._("Please also score: %s.", ", ".join(missing.mapped("name")))
            )
        silent = noted._lacks_reason().item_id
        if silent:
            raise UserError(
                self.env._(
                    "5, 2 and 1 need a reason (APP-04). Please add it to: %s.",
                    ", ".join(silent.mapped("name")),
                )
            )
