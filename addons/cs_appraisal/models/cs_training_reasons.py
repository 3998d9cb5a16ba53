from decimal import Decimal

from odoo import models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.tools import float_repr

RULE = "APP-11"


class CsTrainingReasons(models.AbstractModel):
    """Says why a course was passed or not, and why a fee is paid back (ALL-01)."""

    _name = "cs.training.reasons"
    _description = "Reasons of Training Results"

    def _of_participant(self, one):
        course = one.course_id
        facts = [
            Fact(course._name, course.id, "training_course"),
            *self._policy(one.policy_id),
        ]
        there = Reason(
            RULE,
            "app.training.absent" if one.result == "absent" else "app.training.there",
            facts,
            [Param("missed_course_part", one.missed_part)],
            [
                Param("planned", course.minutes, "minute"),
                Param("missed", one.minutes_missed, "minute"),
            ],
        )
        if one.result == "absent":
            return Explanation([there], verdict="app.training.verdict.absent")
        exam = Reason(
            RULE,
            f"app.training.{one.result}",
            values=[
                Param("score", Decimal(float_repr(one.score, 2))),
                Param("pass_mark", Decimal(float_repr(course.pass_mark, 2))),
            ],
        )
        verdict = f"app.training.verdict.{one.result}"
        return Explanation([there, exam], verdict=verdict)

    def _of_obligation(self, one, repayment):
        money = f"money:{one.currency_id.name}"
        source = one.participant_id.course_id or one.reimbursement_id.request_id
        reason = Reason(
            RULE,
            "app.training.repay" if repayment.is_owed else "app.training.free",
            [
                Fact(source._name, source.id, "training_course"),
                *self._policy(one.policy_id),
            ],
            [Param("repay_years", one.repay_years)],
            [
                Param("ended", one.ended_on),
                Param("until", repayment.until),
                Param("leaving", one.leaving_on),
                Param("fee", Decimal(float_repr(one.fee, 2)), money),
                Param("amount", repayment.amount, money),
            ],
        )
        return Explanation([reason])

    def _policy(self, policy):
        return [Fact(policy._name, policy.id, "policy")] if policy else []
