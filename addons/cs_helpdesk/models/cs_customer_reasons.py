from decimal import Decimal

from odoo import api, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason


class CsCustomer(models.Model):
    """Why a customer is in a class, and somebody's (ALL-01)."""

    _inherit = "cs.customer"

    @api.model
    def _explain(self, company, policy, result):
        """:return: ``Explanation`` with the same text as long as nothing changed"""
        facts = [Fact(policy._name, policy.id, "policy")] if policy.id else []
        reasons = [
            self._class_reason(company, policy, result, facts),
            *self._complaint_reasons(result),
            self._loyalty_reason(policy, result, facts),
            self._due_reason(policy, result),
            self._owner_reason(result),
        ]
        return Explanation(reasons)

    def _class_reason(self, company, policy, result, facts):
        money = f"money:{company.currency_id.name}"
        standard, figures = result.graded.standard, result.known.figures
        params = [Param("window_months", policy.window_months)]
        if standard.turnover is not None:
            params.append(Param("turnover_from", standard.turnover, money))
        if standard.services is not None:
            params.append(Param("services_from", standard.services))
        if standard.complaints is not None:
            params.append(Param("complaints_max", standard.complaints))
        return Reason(
            "HD-21",
            f"customer.class.{result.graded.why}",
            facts=facts,
            params=params,
            values=[
                Param("class", standard.grade.upper()),
                Param("turnover", Decimal(figures.turnover), money),
                Param("services", figures.services),
            ],
        )

    def _complaint_reasons(self, result):
        """Better classes that were reached but for the number of complaints."""
        return [
            Reason(
                "HD-21",
                "customer.class.complaints",
                values=[
                    Param("class", grade.upper()),
                    Param("complaints", result.known.figures.complaints),
                ],
            )
            for grade in result.graded.missed
        ]

    def _loyalty_reason(self, policy, result, facts):
        return Reason(
            "HD-21",
            f"customer.loyalty.{result.loyalty}",
            facts=facts,
            params=[
                Param("loyal_days", policy.loyal_days, "day"),
                Param("lost_days", policy.lost_days, "day"),
            ],
            values=[Param("last", result.known.last_activity)],
        )

    def _due_reason(self, policy, result):
        if result.known.planned_on:
            key = "planned"
        elif result.next_due:
            key = "interval"
        else:
            is_left = result.loyalty == "lost" and result.graded.standard.interval
            key = "lost" if is_left else "none"
        return Reason(
            "HD-21",
            f"customer.due.{key}",
            params=[
                Param("interval_days", result.graded.standard.interval, "day"),
                Param("reminder_days", policy.reminder_days, "day"),
            ],
            values=[
                Param("last", result.last),
                Param("due", result.next_due),
            ],
        )

    def _owner_reason(self, result):
        verdict, facts = result.verdict, []
        if verdict.owner:
            facts.append(Fact("res.users", verdict.owner, "customer_owner"))
        if verdict.by and verdict.by.is_entered:
            facts.append(Fact("cs.customer.claim", verdict.by.key, "customer_claim"))
        if verdict.dispute:
            challenger = verdict.dispute.challenger
            facts.append(
                Fact("cs.customer.claim", challenger.key, "customer_challenge")
            )
        if result.dispute:
            facts.append(Fact("cs.customer.dispute", result.dispute, "customer_ruling"))
        values = []
        if verdict.by:
            values = [
                Param("proof", f"customer.proof.{verdict.by.proof}", "term"),
                Param("since", verdict.by.at),
            ]
        why = verdict.why
        if why == "dispute" and not verdict.by:
            why = "dispute_again"
        return Reason("HD-22", f"customer.owner.{why}", facts=facts, values=values)
