from decimal import Decimal

from odoo import fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.exceptions import UserError

from ..engine.scorecard import Item, MarkError, is_passed, judge, rounded


class CsInspectionResult(models.Model):
    """Judges what was marked, says why, and tells the person (HD-30; superuser)."""

    _inherit = "cs.inspection.result"

    def _check_month(self):
        self.env["cs.period"]._check_open(self.company_id, self.date, code="quality")

    def _finish(self):
        self._check_month()
        verdict = self._judged()
        limit = Decimal(str(self.plan_id.pass_score))
        faults = self.line_ids.filtered("is_fault")
        serious = faults.filtered("is_serious")
        for line in self.line_ids:
            line._kept_write({"gained": float(rounded(verdict.gained.get(line.id, 0)))})
        for fault in faults:
            now = "done" if fault.is_corrected else "open"
            fault._kept_write({"correction_state": now})
        self._kept_write(
            {
                "state": "done",
                "finished_at": fields.Datetime.now(),
                "score": float(verdict.score),
                "is_passed": not serious and is_passed(verdict.score, limit),
                "fault_count": len(faults),
                "serious_count": len(serious),
            }
        )
        self._set_explanations({self.id: self._explained(verdict, limit)})
        self._tell()

    def _judged(self):
        try:
            return judge(
                Item(
                    line.id,
                    Decimal(str(line.weight)),
                    line._mark(),
                    full=line.max_points,
                )
                for line in self.line_ids
            )
        except MarkError as error:
            raise UserError(
                self.env._(
                    "HD-30: no item with a weight applies, so there is no score. If the"
                    " person was not there, please say that it did not take place."
                )
            ) from error

    def _explained(self, verdict, limit):
        """Rule, items with marks and weights, and the limit (ALL-01)."""
        key = "inspection.serious" if self.serious_count else "inspection.scored"
        whole = Reason(
            "HD-30",
            key,
            facts=[
                Fact("cs.inspection.plan", self.plan_id.id, "policy"),
                Fact("cs.inspection.round", self.round_id.id, "inspection_round"),
            ],
            params=[Param("inspection_pass_score", limit)],
            values=[
                Param("score", verdict.score),
                Param("faults", self.fault_count),
                Param("day", self.date),
            ],
        )
        items = [self._explained_item(line, verdict) for line in self.line_ids]
        passed = "passed" if self.is_passed else "failed"
        return Explanation(verdict=f"quality.verdict.{passed}", reasons=[whole, *items])

    def _explained_item(self, line, verdict):
        item = Param("item", line.name)
        if line._mark() is None:
            return Reason("HD-30", "inspection.item.not_applicable", values=[item])
        values = [
            item,
            Param("points", line.points),
            Param("most", line.max_points),
            Param("gained", rounded(verdict.gained[line.id])),
            Param("weight", rounded(verdict.given[line.id])),
        ]
        if not line.is_fault:
            return Reason("HD-30", "inspection.item.marked", values=values)
        values += [Param("remark", line.remark), Param("correction", line.correction)]
        return Reason("HD-30", "inspection.item.fault", values=values)

    def _tell(self):
        """The result, in the language of the person, clean ones too."""
        user = self.employee_id.user_id.filtered("active")
        if not user:
            return
        local = self.with_context(lang=user.lang).env
        local["mail.thread"].message_notify(
            model=self._name,
            res_id=self.id,
            author_id=local.ref("base.partner_root").id,
            partner_ids=user.partner_id.ids,
            subject=local._("Result of an inspection (HD-30)"),
            body=local._(
                "You were inspected: %(score)s points, faults: %(faults)s. Open the"
                " result to see why; until the time told there you may appeal.",
                score=f"{self.score:g}",
                faults=self.fault_count,
            ),
        )
