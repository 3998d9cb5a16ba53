from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.discipline import joint_amount
from .cs_discipline_effect_mixin import exact

#: facts that an entry judged anew has in common with the one it stands for
FACTS = (
    "employee_id",
    "date",
    "rule_id",
    "case_id",
    "count",
    "amount_chosen",
    "description",
    "ticket_id",
    "day_id",
)


class CsDisciplineEntry(models.Model):
    """What an approval makes: results, joint entries, proposals, items of the ledger.

    Nothing is edited afterwards. An entry whose consequence changes, because one before
    it was cancelled or approved later, is cancelled and stands again as another entry.
    """

    _inherit = "cs.discipline.entry"

    def _settle(self):
        """Write what the entry comes to by what is approved now, and why."""
        self.ensure_one()
        [(verdict, policy, earlier)] = (
            self.env["cs.discipline.judge"]._judge(self).values()
        )
        self._decision_write(self._prepare_results(verdict, policy))
        why = self.env["cs.discipline.reasons"]._of_verdict(
            self, verdict, policy, earlier
        )
        self._set_explanations({self.id: why})

    @api.model
    def _prepare_results(self, verdict, policy):
        sign = 1 if verdict.effect.kind == "award" else -1
        return {
            "repetition": verdict.number,
            "step_id": verdict.step or False,
            "kind": verdict.effect.kind,
            "points_class": verdict.effect.points_class or False,
            "points": float(verdict.points),
            "amount": float(sign * verdict.amount),
            "consequence_ids": [fields.Command.set(verdict.consequences)],
            "incentive_policy_id": policy.id,
        }

    def _approve(self):
        """Called once, by the last approval."""
        self._lock_person()
        submitted = self.amount, self._is_serious()
        self._settle()
        if (self.amount, self._is_serious()) != submitted:
            raise UserError(
                self.env._(
                    "INC-29: since this was submitted, other entries have changed what"
                    " follows from it. Please return it to be submitted anew."
                )
            )
        self._decision_write({"approved_at": fields.Datetime.now(), "place": self.id})
        made = self | self._book_joint()
        self.env["cs.discipline.proposal"]._propose(self)
        self._finish(made | self._judge_later(self, self))

    @api.model
    def _finish(self, made):
        """What is done once all entries of an occasion are there."""
        self.flush_model()
        self.env["cs.incentive.maker"]._book_entries(made)
        made._tell()

    def _lock_person(self):
        """Of two decisions about a person at the same moment, one is run again and
        then counts the other (INC-29)."""
        self.env.execute_query(
            SQL(
                "UPDATE hr_employee SET write_date = write_date WHERE id IN %s",
                tuple(self.employee_id.ids),
            )
        )

    # Joint liability (INC-26)

    def _book_joint(self):
        """The entry of who is liable for this fine; perhaps none."""
        person = self._joint_person()
        if not person:
            return self.browse()
        policy = self.incentive_policy_id
        amount = joint_amount(abs(exact(self.amount)), exact(policy.joint_factor))
        joint = self._make(
            self._facts() | {"employee_id": person.id, "case_id": False, "count": 1},
            {
                "kind": "fine",
                "amount": float(-amount),
                "incentive_policy_id": policy.id,
                "joint_of_id": self.id,
                "reporter_id": self.reporter_id.id,
            },
        )
        why = self.env["cs.discipline.reasons"]._of_joint(self, joint, policy)
        joint._set_explanations({joint.id: why})
        return joint

    # Cancelling and judging anew

    def _cancel(self, cause):
        """Cancel the entry and what hangs on it, and judge anew what rests on it.

        :param cause: the appeal that was upheld, or the decision taken back
        """
        self._lock_person()
        if self.is_cancelled:
            raise UserError(self.env._("The entry has been cancelled already."))
        made = self._reverse(cause)
        self._finish(made | self._judge_later(self, self))

    def _reverse(self, cause):
        """Reversing entries of this entry and its joint one."""
        made = self.browse()
        for entry in self | self.joint_ids.filtered(lambda one: not one.is_cancelled):
            vals = {
                "kind": entry.kind,
                "points_class": entry.points_class,
                "points": -entry.points,
                "amount": -entry.amount,
                "incentive_policy_id": entry.incentive_policy_id.id,
                "reverses_id": entry.id,
                "reporter_id": entry.reporter_id.id,
            }
            facts = entry._facts() | {"date": entry.company_id._cs_today()}
            reversal = self._make(facts, vals)
            why = self.env["cs.discipline.reasons"]._of_reversal(reversal, cause)
            reversal._set_explanations({reversal.id: why})
            made |= reversal
        (self | self.joint_ids).invalidate_recordset(["reversal_ids", "is_cancelled"])
        self.proposal_ids._void()
        return made

    def _judge_later(self, entry, cause):
        """Judge anew the standing entries after this one that counted it, or should.

        :return: what was made for it
        """
        made = self.browse()
        Judge = self.env["cs.discipline.judge"]
        for later in Judge._later(entry):
            try:
                [(verdict, policy, _earlier)] = Judge._judge(later).values()
            except UserError:
                # The amount chosen does not fit another step: people have to look.
                continue
            results = self._prepare_results(verdict, policy)
            if not later._has_results(results):
                made |= later._reverse(cause) | later._stand_again()
        return made

    def _has_results(self, results):
        """Whether what follows is the same; how often it was is of no consequence."""
        return (
            self.kind == results["kind"]
            and self.points == results["points"]
            and self.amount == results["amount"]
            and self.step_id.id == results["step_id"]
        )

    def _stand_again(self):
        again = self._make(
            self._facts()
            | {"evidence_ids": [fields.Command.set(self.evidence_ids.ids)]},
            {
                "corrects_id": self.id,
                "reporter_id": self.reporter_id.id,
            },
        )
        again._decision_write({"place": self.place})
        again._settle()
        self.env["cs.discipline.proposal"]._propose(again)
        return again | again._book_joint()

    def _facts(self):
        return {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in FACTS
        }

    @api.model
    def _make(self, facts, results):
        """An approved entry that follows from others by the rules alone."""
        made = super().create([facts])
        made._decision_write(
            {"state": "approved", "approved_at": fields.Datetime.now()} | results
        )
        made._decision_write({"place": made.place or made.id})
        return made
