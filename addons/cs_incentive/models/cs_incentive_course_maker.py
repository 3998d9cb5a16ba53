from collections import defaultdict

from odoo import api, models
from odoo.addons.cs_base.engine.explanation import Fact

from ..engine import entry_lines
from .cs_discipline_effect_mixin import exact
from .incentive_facts import MonthFacts
from .taken import COURSE, COURSE_KEY

OBLIGATION = "cs.training.obligation"


class CsIncentiveMaker(models.AbstractModel):
    """Course fees that who leaves pays back, as HR took them into the last pay
    (APP-11): a deduction within the limit of fines (INC-28)."""

    _inherit = "cs.incentive.maker"

    @api.model
    def _book_course(self, person, month):
        """Bring a statement that is there already up to what HR decided; others get
        it when the month is computed."""
        known = [("employee_id", "=", person.id), ("month", "=", month)]
        if not self.env["cs.incentive.statement"].search_count(known, limit=1):
            return
        self.env.flush_all()
        facts = MonthFacts(self.env, person.company_id, month, person)
        wanted = self._wanted_course(facts, person.ids)
        self.env["cs.incentive.booking"]._apply(facts, wanted, "course")
        self.env["cs.incentive.carry"]._again(person, month)

    def _wanted_course(self, facts, people):
        """dict employee id -> dict key -> row of the ledger"""
        found = defaultdict(dict, {one: {} for one in people})
        fees = self.env[OBLIGATION].search(
            [
                ("company_id", "=", facts.company.id),
                ("employee_id", "in", list(people)),
                ("pay_month", "=", facts.month),
            ]
        )
        for fee in fees:
            row = self._course_row(fee, facts.company)
            found[fee.employee_id.id][f"{COURSE_KEY}:{fee.id}"] = row
        return found

    def _course_row(self, fee, company):
        outcome = entry_lines.paid_back(
            exact(fee.amount), fee.ended_on, fee.until, fee.leaving_on, fee.repay_years
        )
        facts = [Fact(fee._name, fee.id, "obligation")]
        if fee.policy_id:
            facts.append(Fact(fee.policy_id._name, fee.policy_id.id, "policy"))
        return {
            **self._outcome_row(outcome, "APP-11", facts, company),
            "section": "deduction",
            "code": COURSE,
            "name": fee.name,
            "rule": "APP-11",
            "is_capped": True,
            "res_model": fee._name,
            "res_id": fee.id,
        }
