from odoo import models

#: The step of the month close that seals figures, ratings and results.
CODE = "appraisal"


class CsAppraisalStep(models.AbstractModel):
    """Month close: appraisals whose period ends in the month (APP-01, ALL-05)."""

    _name = "cs.appraisal.step"
    _inherit = ["cs.period.step.mixin"]
    _description = "Month Close: Appraisals"

    def _period_open(self, period):
        cycles = self._cycles(period)
        running = cycles.filtered(lambda one: one.state not in ("released", "closed"))
        appealed = self._appealed(cycles)
        return [
            {
                "label": self.env._("Appraisals whose results are not given"),
                "count": len(running),
                "action": self._period_view(period),
                "due": max(running.mapped("due_on"), default=None),
            },
            {
                "label": self.env._("Appeals to be decided"),
                "count": len(appealed),
                "action": self._window(
                    "cs.appeal", [("id", "in", appealed.ids)], self.env._("Appeals")
                ),
            },
        ]

    def _period_facts(self, period):
        Appraisal = self.env["cs.appraisal"]
        own = [("cycle_id", "in", self._cycles(period).ids)]
        left_out = [*own, ("state", "=", "left_out")]
        name = self.env._("Left Out")
        return [
            {
                "label": self.env._("Results"),
                "count": self.env["cs.appraisal.result"].search_count(own),
                "action": self._window(
                    "cs.appraisal.result", own, self.env._("Results")
                ),
            },
            {
                "label": name,
                "count": Appraisal.search_count(left_out),
                "action": self._window("cs.appraisal", left_out, name),
            },
        ]

    def _period_lock(self, period):
        for cycle in self._cycles(period)._decision_actor():
            if cycle.state == "released":
                cycle._close()

    def _period_view(self, period):
        return self._window(
            "cs.appraisal.cycle",
            [("id", "in", self._cycles(period).ids)],
            self.env._("Appraisal Cycles"),
        )

    def _window(self, model, domain, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": domain,
        }

    def _cycles(self, period):
        return self.env["cs.appraisal.cycle"].search(
            [
                ("company_id", "=", period.company_id.id),
                ("date_to", ">=", period.month),
                ("date_to", "<=", period._last_day()),
            ]
        )

    def _appealed(self, cycles):
        results = self.env["cs.appraisal.result"].search(
            [("cycle_id", "in", cycles.ids)]
        )
        return self.env["cs.appeal"].search(
            [
                ("res_model", "=", "cs.appraisal.result"),
                ("res_id", "in", results.ids),
                ("state", "=", "submitted"),
            ]
        )
