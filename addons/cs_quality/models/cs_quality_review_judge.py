from decimal import Decimal

from odoo import SUPERUSER_ID, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.exceptions import UserError

from ..engine.scorecard import Item, MarkError, is_passed, judge, rounded


class CsQualityReview(models.Model):
    """Judges a marked conversation, says why, and tells the person (HD-32)."""

    _inherit = "cs.quality.review"

    def action_finish(self):
        """Finish the review: by its reviewer, once every item has its mark.

        :raise UserError: a mark or a remark is missing, nothing applies, or the month
            is locked
        """
        self.check_access("write")
        for review in self:
            review._check_judge()
            review._check_marks()
            # as the system: the stamps would tell the person who reviewed
            review.with_user(SUPERUSER_ID)._judge()
        return True

    def _check_marks(self):
        for line in self.line_ids:
            if line._mark() is False:
                raise UserError(self.env._("HD-32: “%s” has no mark yet.", line.name))
            if line._needs_remark() and not (line.remark or "").strip():
                raise UserError(
                    self.env._(
                        "HD-32: “%s” needs a remark: what happened, and what would have"
                        " been right.",
                        line.name,
                    )
                )

    def _judge(self):
        self.env["cs.period"]._check_open(
            self.company_id, self.closed_on, code="quality"
        )
        try:
            verdict = judge(
                Item(
                    line.id,
                    Decimal(str(line.weight)),
                    line._mark(),
                    line.is_knock_out,
                )
                for line in self.line_ids
            )
        except MarkError as error:
            raise UserError(
                self.env._(
                    "HD-32: no item with a weight applies, so there is no score."
                    " Please mark at least one."
                )
            ) from error
        limit = Decimal(str(self.card_id.pass_score))
        for line in self.line_ids:
            gained = verdict.gained.get(line.id, 0)
            line._kept_write({"gained": float(rounded(gained))})
        self._kept_write(
            {
                "state": "done",
                "submitted_at": fields.Datetime.now(),
                "score": float(verdict.score),
                "is_passed": is_passed(verdict.score, limit),
                "is_knocked_out": bool(verdict.knocked_out),
            }
        )
        self._set_explanations({self.id: self._explained(verdict, limit)})
        self._compare_pair()
        if self.kind == "main":
            self._tell()

    def _compare_pair(self):
        """Once both reviewers have finished, their difference is known."""
        other = self.pair_id or self.search([("pair_id", "=", self.id)])
        if other and other.state == "done":
            apart = abs(Decimal(str(self.score)) - Decimal(str(other.score)))
            both = {"is_blind": False, "difference": float(apart)}
            (self | other)._kept_write(both)

    def _explained(self, verdict, limit):
        """Rule, items with marks and weights, and the limit (ALL-01)."""
        key = "quality.knocked_out" if verdict.knocked_out else "quality.scored"
        score = Param("score", verdict.score)
        whole = Reason(
            "HD-32",
            key,
            facts=[
                Fact("cs.quality.card", self.card_id.id, "policy"),
                Fact("helpdesk.ticket", self.ticket_id.id, "quality_ticket"),
            ],
            params=[Param("quality_pass_score", limit)],
            values=[score],
        )
        items = [self._explained_item(line, verdict) for line in self.line_ids]
        passed = is_passed(verdict.score, limit)
        return Explanation(
            verdict=f"quality.verdict.{'passed' if passed else 'failed'}",
            reasons=[whole, *items],
        )

    def _explained_item(self, line, verdict):
        item = Param("item", line.name)
        mark = line._mark()
        if mark is None:
            return Reason("HD-32", "quality.item.not_applicable", values=[item])
        values = [
            item,
            Param("points", mark),
            Param("gained", rounded(verdict.gained[line.id])),
            Param("weight", rounded(verdict.given[line.id])),
        ]
        key = "quality.item.marked"
        if line.remark:
            key = "quality.item.remarked"
            values.append(Param("remark", line.remark))
        return Reason("HD-32", key, values=values)

    def _tell(self):
        """The result, in the language of the person; by the system, so that nobody
        learns who reviewed."""
        user = self.employee_id.user_id.filtered("active")
        if not user:
            return
        local = self.with_context(lang=user.lang).env
        root = local.ref("base.partner_root")
        local["mail.thread"].message_notify(
            model=self._name,
            res_id=self.id,
            author_id=root.id,
            partner_ids=user.partner_id.ids,
            subject=local._("Result of a conversation review (HD-32)"),
            body=local._(
                "Ticket %(number)s was reviewed: %(score)s points. Open the result to"
                " see why; until the time told there you may appeal.",
                number=self.ticket_number,
                score=f"{self.score:g}",
            ),
        )
