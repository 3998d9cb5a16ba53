from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.addons.cs_base.engine.period import month_end

from ..engine import cap
from .cs_incentive_calculator import exact
from .cs_incentive_carry import IN, OUT
from .taken import COURSE


class CsIncentiveCapBox(models.AbstractModel):
    """How much of a month's pay fines took, and what was carried on (INC-28)."""

    _name = "cs.incentive.cap.box"
    _description = "Deductions and Their Limit"

    @api.model
    def _box(self, statement, lines):
        """:param lines: that stand and that the reader may read
        :return: dict ``text``, ``rule``; False where nothing can be told
        """
        if not lines:
            return False
        limit = self._limit(statement)
        fines = sum(one.amount for one in self._owed(lines) if one.is_capped)
        taken = cap.take(
            limit, exact(statement.earning + statement.award), self._owed(lines)
        )
        money = self.env["cs.incentive.page"]._money
        carried = exact(statement.carried_out)
        figures = {
            "fines": money(fines, statement),
            "limit": money(taken.limit, statement),
            "share": self.env["cs.value.format"]._format_value(
                limit.percent / 100, "ratio"
            ),
            "carried": money(carried, statement),
        }
        is_planned = any(one.code == OUT and one.instalment for one in lines)
        text = self._planned(fines, lines, figures, statement) if is_planned else ""
        if COURSE in lines.mapped("code"):
            text = self._with_course(figures)
        return {
            "text": text or self._text(fines, carried, figures),
            "rule": "INC-28",
        }

    def _with_course(self, figures):
        """What who leaves pays back is no fine, and is within the same limit."""
        return self.env._(
            "Fines and course fees paid back this month: %(fines)s. They may take"
            " %(share)s of the pay, that is %(limit)s. What could not be taken:"
            " %(carried)s.",
            **figures,
        )

    def _planned(self, fines, lines, figures, statement):
        """Where an instalment takes less than the limit, both are told."""
        carried = sum(
            exact(one.amount) for one in lines if one.code == OUT and one.is_capped
        )
        money = self.env["cs.incentive.page"]._money
        return self.env._(
            "Fines and compensations open this month: %(fines)s. They may take"
            " %(share)s of the pay, that is %(limit)s, and no more than was agreed."
            " %(taken)s is taken; %(carried)s is carried to the next month.",
            **figures
            | {
                "taken": money(fines - carried, statement),
                "carried": money(carried, statement),
            },
        )

    def _limit(self, statement):
        # sudo: which policy ruled the own month is for everybody to know
        known = statement.sudo()
        policy = (
            self.env["cs.incentive.policy"]
            .sudo()
            ._policy_on(known.employee_id, month_end(known.month))[known.employee_id.id]
        )
        return cap.Cap(exact(policy.fine_cap)) if policy else cap.Cap()

    def _owed(self, lines):
        """Open deductions of the statement as the engine takes them: what was taken
        back within it is netted."""
        sums, last = defaultdict(Decimal), {}
        for line in lines:
            if line.section == "deduction" or line.code == IN:
                sums[line.key] -= exact(line.amount)
                last[line.key] = line
        return [
            cap.Owed(
                key,
                amount,
                last[key].owed_since or last[key].for_month,
                last[key].is_capped,
                exact(last[key].instalment) or None,
            )
            for key, amount in sums.items()
            if amount > 0
        ]

    def _text(self, fines, carried, figures):
        if not fines and not carried:
            return self.env._(
                "No fines this month. They never take more than %(share)s of the pay"
                " (%(limit)s).",
                **figures,
            )
        if carried:
            return self.env._(
                "Fines this month: %(fines)s. They may take %(share)s of the pay, that"
                " is %(limit)s. What is above it, %(carried)s, is carried to the next"
                " month.",
                **figures,
            )
        return self.env._(
            "Fines this month: %(fines)s; they may take %(share)s of the pay"
            " (%(limit)s). That is within the limit, nothing is carried.",
            **figures,
        )
