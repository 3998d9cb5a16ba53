from odoo import models


class CsQualityStep(models.AbstractModel):
    """Month close: reviews of conversations (HD-32, ALL-05)."""

    _name = "cs.quality.step"
    _inherit = ["cs.period.step.mixin"]
    _description = "Month Close: Conversation QA"

    def _period_open(self, period):
        review = self.env["cs.quality.review"]
        counts = review._read_group(
            [*self._domain(period), ("state", "=", "open")],
            ["reviewer_id"],
            ["__count"],
        )
        return [
            {
                "label": self.env._("Conversations to review"),
                "count": sum(count for _who, count in counts),
                "action": self._window(period, [("state", "=", "open")]),
                "responsible": review.reviewer_id.union(*(who for who, _n in counts)),
                "counts": {who.id: count for who, count in counts},
                "due": period.handover_at,
            }
        ]

    def _period_facts(self, period):
        counted = [*self._domain(period), ("state", "=", "done"), ("kind", "=", "main")]
        review = self.env["cs.quality.review"]
        [(count, score)] = review._read_group(counted, [], ["__count", "score:avg"])
        failed = review.search_count([*counted, ("is_passed", "=", False)])
        return [
            {
                "label": self.env._("Conversations reviewed"),
                "count": count,
                "action": self._period_view(period),
            },
            {
                "label": self.env._("Average score"),
                "count": f"{score:.2f}" if count else "–",
            },
            {"label": self.env._("Not passed"), "count": failed},
        ]

    def _period_view(self, period):
        return self._window(period, [("kind", "=", "main")])

    def _window(self, period, more):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Conversation QA"),
            "res_model": "cs.quality.review",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": [*self._domain(period), *more],
        }

    def _domain(self, period):
        return [
            ("company_id", "=", period.company_id.id),
            ("closed_on", ">=", period.month),
            ("closed_on", "<=", period._last_day()),
        ]
