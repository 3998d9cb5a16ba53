from odoo import api, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.exceptions import UserError
from odoo.tools import format_amount

from .cs_discipline_effect_mixin import exact

ENTRY = "cs.discipline.entry"


class CsDisciplineReasons(models.AbstractModel):
    """Says why an entry has the consequence it has (ALL-01)."""

    _name = "cs.discipline.reasons"
    _description = "Reasons of Discipline Entries"

    @api.model
    def _of_verdict(self, entry, verdict, policy, earlier):
        """Rule and facts, repetition, points and money of a judged entry."""
        reasons = [self._rule(entry)]
        if entry.rule_id.step_ids:
            reasons.append(self._repetition(entry, verdict, earlier))
        if verdict.effect.points_class:
            reasons.append(self._points(entry, verdict, policy))
        if verdict.amount:
            reasons.append(self._amount(entry, verdict))
        if verdict.consequences:
            facts = [
                Fact("cs.discipline.consequence", key, "consequence")
                for key in verdict.consequences
            ]
            reasons.append(Reason("INC-20", "disc.besides", facts))
        if entry.corrects_id:
            reasons.append(self._corrected(entry))
        return Explanation(reasons)

    def _rule(self, entry):
        rule = entry.rule_id
        facts = [
            Fact("cs.discipline.book", rule.policy_id.id, "book"),
            Fact("cs.discipline.rule", rule.id, "rule"),
        ]
        facts += [
            Fact(one._name, one.id, role) for role, one in self._records(entry) if one
        ]
        return Reason(
            rule.cited_id.code or "INC-21",
            "disc.rule",
            facts,
            (),
            [Param("code", rule.code)],
        )

    @api.model
    def _records(self, entry):
        """(role, record or nothing) that an entry refers to."""
        return [
            ("case", entry.case_id),
            ("complaint", entry.ticket_id),
            ("attendance_day", entry.day_id),
        ]

    def _repetition(self, entry, verdict, earlier):
        if entry.counting == "place":
            return Reason(
                "INC-29", "disc.place", values=[Param("number", verdict.number)]
            )
        rule = entry.rule_id
        params = [Param("disc_period", f"disc.period.{rule.period}", "term")]
        if rule.period == "months":
            params.append(Param("disc_months", rule.period_months))
        facts = [Fact(ENTRY, one.id, "earlier_entry") for one in earlier]
        key = "disc.step" if verdict.step else "disc.times"
        values = [Param("number", verdict.number), Param("count", entry.count)]
        return Reason("INC-29", key, facts, params, values)

    def _points(self, entry, verdict, policy):
        code = verdict.effect.points_class
        return Reason(
            "INC-21",
            f"disc.points.{entry.counting}",
            [Fact("cs.incentive.policy", policy.id, "policy")],
            [Param(f"points_{code}", exact(policy[f"points_{code}"]))],
            [
                Param("class", code.upper()),
                Param("count", entry.count),
                Param("points", verdict.points),
            ],
        )

    def _amount(self, entry, verdict):
        money = f"money:{entry.currency_id.name}"
        mode = verdict.effect.amount_mode
        values = [Param("amount", verdict.amount, money), Param("count", entry.count)]
        params = []
        if mode in ("fixed", "range"):
            params.append(Param("disc_amount_from", verdict.effect.low, money))
        if mode == "range":
            params.append(Param("disc_amount_to", verdict.effect.high, money))
        rule = entry.rule_id.cited_id.code or "INC-20"
        return Reason(rule, f"disc.amount.{mode}", (), params, values)

    def _corrected(self, entry):
        facts = [Fact(ENTRY, entry.corrects_id.id, "corrected_entry")]
        return Reason("INC-29", "disc.corrected", facts)

    @api.model
    def _of_joint(self, entry, joint, policy):
        money = f"money:{entry.currency_id.name}"
        return Explanation(
            [
                Reason(
                    "INC-26",
                    "disc.joint",
                    [
                        Fact(ENTRY, entry.id, "fined_entry"),
                        Fact("cs.incentive.policy", policy.id, "policy"),
                    ],
                    [Param("joint_factor", exact(policy.joint_factor))],
                    [
                        Param("fine", abs(exact(entry.amount)), money),
                        Param("amount", abs(exact(joint.amount)), money),
                    ],
                )
            ]
        )

    @api.model
    def _of_reversal(self, reversal, cause):
        """:param cause: the appeal that was upheld, the decision that was taken back,
        or the entry that changed"""
        is_appeal = cause._name == "cs.appeal"
        facts = [Fact(ENTRY, reversal.reverses_id.id, "cancelled_entry")]
        facts.append(Fact(cause._name, cause.id, "appeal" if is_appeal else "cause"))
        rule, key = {
            "cs.appeal": ("ALL-02", "appeal"),
            "cs.decision": ("INC-21", "slip"),
        }.get(cause._name, ("INC-29", "anew"))
        return Explanation([Reason(rule, f"disc.cancelled.{key}", facts)])

    # In one line

    @api.model
    def _outcome(self, entry):
        """What follows, or for a draft would follow now, or what is missing."""
        if entry.state != "draft":
            return self._line(
                entry, entry.kind, entry.points, entry.amount, entry.consequence_ids
            )
        if not entry.rule_id or not entry.employee_id or not entry.date:
            return False
        try:
            [(verdict, _policy, _earlier)] = (
                self.env["cs.discipline.judge"]._judge(entry).values()
            )
        except UserError as error:
            return str(error)
        sign = 1 if verdict.effect.kind == "award" else -1
        return self._line(
            entry,
            verdict.effect.kind,
            verdict.points,
            sign * verdict.amount,
            self.env["cs.discipline.consequence"].browse(verdict.consequences),
        )

    def _line(self, entry, kind, points, amount, consequences):
        Format, parts = self.env["cs.value.format"], []
        kinds = dict(entry._fields["kind"]._description_selection(self.env))
        if kind and kind not in ("points", "award"):
            parts.append(kinds[kind])
        if points:
            number = Format._format_value(exact(points))
            parts.append(self.env._("%s points", number))
        if amount:
            # sudo: the currency of the company is no secret
            parts.append(
                format_amount(self.env, float(amount), entry.sudo().currency_id)
            )
        parts += consequences.sudo().mapped("name")
        return " · ".join(parts) or self.env._("Noted, nothing follows yet")
