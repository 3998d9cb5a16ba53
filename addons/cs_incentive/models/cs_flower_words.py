from odoo import models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.addons.cs_base.engine.period import month_start
from odoo.tools import format_date

from ..engine.flowers import last_day


class CsFlower(models.Model):
    """Why a flower is what it is, who is told, and the appeal (ALL-01, ALL-02)."""

    _inherit = "cs.flower"

    def _explain(self):
        """Budgets, validity and end, with the numbers that were in force."""
        self._set_explanations({one.id: one._explanation_of() for one in self})

    def _explanation_of(self):
        policy = self.policy_id
        reasons = [self._why_given(policy)]
        months = [Param("flower_months", policy.flower_months)] if policy else []
        until = [Param("last_day", self.last_day)]
        reasons.append(Reason("INC-15", "flower.valid", (), months, until))
        if self.state == "redeemed":
            slip = self.move_ids.redemption_id
            facts = [Fact(slip._name, slip.id, "redemption")]
            reasons.append(Reason("INC-15", "flower.redeemed", facts))
        elif self.state == "expired":
            reasons.append(Reason("INC-15", "flower.expired", (), (), until))
        return Explanation(reasons)

    def _why_given(self, policy):
        if self.replaces_id:
            facts = [Fact(self._name, self.replaces_id.id, "earlier_flower")]
            return Reason("INC-15", "flower.again", facts)
        return Reason(
            "INC-15",
            "flower.given",
            [
                Fact("cs.incentive.policy", policy.id, "policy"),
                Fact("hr.employee", self.giver_id.id, "giver"),
            ],
            [
                Param("flower_giver_budget", self.giver_budget),
                Param("flower_company_budget", self.company_budget),
            ],
            [
                Param("number", self.giver_place),
                Param("count", self.company_place),
            ],
        )

    def _explanation_header(self):
        return super()._explanation_header() | {
            "token": "miss" if self.state == "expired" else "ok",
            "subtitle": self.reason or "",
        }

    def _explanation_history(self):
        kinds = dict(
            self.env["cs.flower.move"]._fields["kind"]._description_selection(self.env)
        )
        # sudo: whoever reads the flower may know what happened to it
        steps = self.sudo().move_ids.sorted("step")
        return [(one.date, self._step_text(one, kinds[one.kind])) for one in steps]

    def _step_text(self, move, kind):
        if move.to_id:
            return self.env._("%(what)s to %(who)s", what=kind, who=move.to_id.name)
        return kind

    # Notices

    def _tell_given(self):
        """Who got it, or the head of the department that got a flag."""
        for one in self:
            person = one.recipient_id or one.department_id.manager_id
            one._notify(person, one._given_text)

    def _given_text(self, env):
        subject = env._("A red flower for you (INC-15)")
        if self.kind == "flag":
            subject = env._("A red flag for your department (INC-15)")
        return subject, self._notice_body(env, self.giver_id, self.reason)

    def _notice_body(self, env, sender, reason):
        return env._(
            "%(giver)s: %(reason)s – It can be used until %(day)s, under “My Flowers”.",
            giver=sender.name,
            reason=reason,
            day=format_date(env, self.last_day),
        )

    def _tell_passed(self, sender):
        note = self.move_ids.sorted("step")[-1:].note

        def text(env):
            subject = env._("A red flower was passed on to you (INC-15)")
            return subject, self._notice_body(env, sender, note)

        self._notify(self.holder_id, text)

    def _notify(self, person, text):
        """:param text: function env in the reader's language -> (subject, body)"""
        user = person.user_id
        if not user.active:
            return
        thread = self.env["mail.thread"].with_context(lang=user.lang)
        subject, body = text(thread.env)
        thread.message_notify(
            partner_ids=user.partner_id.ids, subject=subject, body=body
        )

    # Appeal (ALL-02): against the end of a flower that nobody could use in time

    def _appeal_employee(self):
        return self.holder_id

    def _appeal_since(self):
        is_replaced = self.search_count([("replaces_id", "=", self.id)], limit=1)
        return self.closed_at if self.state == "expired" and not is_replaced else None

    def _appeal_first_decider(self):
        return self.giver_id

    def _appeal_accepted(self, appeal):
        """Another one in its place, from today, outside the budgets and honours."""
        self._give_again()

    def _give_again(self):
        today = self.company_id._cs_today()
        policy = self.env["cs.incentive.policy"]._policy_on(self.giver_id, today)
        rules = (policy[self.giver_id.id] or self.policy_id).sudo()
        vals = {
            "name": f"{self.name}R",
            "company_id": self.company_id.id,
            "giver_id": self.giver_id.id,
            "recipient_id": self.recipient_id.id,
            "holder_id": self.holder_id.id,
            "department_id": self.department_id.id,
            "date": today,
            "month": month_start(today),
            "last_day": last_day(today, rules.flower_months),
            "policy_id": rules.id,
            "reason": self.reason,
            "replaces_id": self.id,
        }
        return self._put_down(vals, self.giver_id)


class CsFlowerRedemption(models.Model):
    """Why a redemption is what it is (ALL-01)."""

    _inherit = "cs.flower.redemption"

    def _explain(self, flowers):
        """The flowers that paid, the oldest of the person (INC-15)."""
        self.ensure_one()
        facts = [Fact(one._name, one.id, "flower") for one in flowers]
        key = "flower.spent" if self.kind == "flower" else "flower.flag"
        values = [Param("count", self.flowers)]
        why = Explanation([Reason("INC-15", key, facts, (), values)])
        self._set_explanations({self.id: why})
