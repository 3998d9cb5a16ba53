from odoo import models


class CsQualityStep(models.AbstractModel):
    """Month close: reviews of conversations (HD-32) and inspections (HD-30, ALL-05)."""

    _name = "cs.quality.step"
    _inherit = ["cs.period.step.mixin"]
    _description = "Month Close: Quality"

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
            },
            *self._inspections_open(period),
        ]

    def _inspections_open(self, period):
        """Inspectors who have not confirmed are waited for."""
        waiting = [*self._inspected(period), ("state", "=", "open")]
        results = self.env["cs.inspection.result"].search(waiting)
        if not results:
            return []
        signs = results.sign_ids.filtered(lambda one: not one.signed_at)
        counts = {
            who.id: len(own) for who, own in signs.grouped("inspector_id").items()
        }
        return [
            {
                "label": self.env._("Inspections to finish"),
                "count": len(results),
                "action": self._inspection_window(period, [("state", "=", "open")]),
                "responsible": signs.inspector_id,
                "counts": counts,
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
            *self._inspection_facts(period),
        ]

    def _inspection_facts(self, period):
        done = [*self._inspected(period), ("state", "=", "done")]
        result = self.env["cs.inspection.result"]
        [(count, score, faults)] = result._read_group(
            done, [], ["__count", "score:avg", "fault_count:sum"]
        )
        if not count:
            return []
        return [
            {
                "label": self.env._("People inspected"),
                "count": count,
                "action": self._inspection_window(period, []),
            },
            {
                "label": self.env._("Average of the inspections"),
                "count": f"{score:.2f}",
            },
            {"label": self.env._("Faults found"), "count": faults},
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

    def _inspection_window(self, period, more):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Inspections"),
            "res_model": "cs.inspection.result",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": [*self._inspected(period), *more],
        }

    def _inspected(self, period):
        return [
            ("company_id", "=", period.company_id.id),
            ("date", ">=", period.month),
            ("date", "<=", period._last_day()),
        ]

    def _domain(self, period):
        return [
            ("company_id", "=", period.company_id.id),
            ("closed_on", ">=", period.month),
            ("closed_on", "<=", period._last_day()),
        ]
