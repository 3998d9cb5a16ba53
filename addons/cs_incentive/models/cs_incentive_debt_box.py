from collections import defaultdict

from odoo import api, models
from odoo.addons.cs_base.engine.period import month_end

from ..engine import cap
from .cs_incentive_calculator import exact
from .cs_incentive_carry import IN, OUT, SHORT, entry_of
from .taken import COURSE_KEY


class CsIncentiveDebtBox(models.AbstractModel):
    """What of fines and compensations is still to be paid, and how (INC-28)."""

    _name = "cs.incentive.debt.box"
    _description = "Remaining Debts and Their Plan"

    @api.model
    def _box(self, statement, lines):
        """:param lines: that stand and that the reader may read
        :return: dict ``rows`` (``name``, ``taken``, ``left``, ``plan``), ``left`` and
            ``rule``; False where nothing is carried on
        """
        carried = lines.filtered(lambda one: one.code == OUT and one.is_capped)
        if not carried:
            return False
        names = self._names(statement, carried)
        months = self._months(statement, lines)
        last = self._last_pay(statement, carried)
        owed = self._owed(lines)
        money = self.env["cs.incentive.page"]._money
        rows = []
        for line in carried:
            key = debt_key(line)
            rows.append(
                {
                    "name": names.get(key, line.label),
                    "taken": money(owed[key] - exact(line.amount), statement),
                    "left": money(line.amount, statement),
                    "plan": last.get(key) or self._plan(line, months[key], statement),
                }
            )
        left = sum(exact(line.amount) for line in carried)
        return {"rows": rows, "left": money(left, statement), "rule": "INC-28"}

    @api.model
    def _names(self, statement, lines):
        """dict key -> what a carried debt is for, however old it is"""
        keys = {debt_key(line) for line in lines if line.section == "carry"} - {SHORT}
        # sudo: what a line is called belongs to the line
        person = statement.sudo().employee_id
        items = self.env["cs.incentive.item"].sudo()
        found = items.search(
            [("employee_id", "=", person.id), ("key", "in", list(keys))]
        )
        return {item.key: item.label for item in found}

    def _last_pay(self, statement, lines):
        """dict key -> what becomes of the course fee of who has no later pay"""
        ids = [fee_of(debt_key(line)) for line in lines]
        # sudo: the day of leaving, as far as it is the person's own statement
        fees = self.env["cs.training.obligation"].sudo().browse(filter(None, ids))
        last = fees.filtered(lambda one: one.leaving_on <= month_end(statement.month))
        text = self.env._("the last pay; HR settles the rest (APP-11)")
        return {f"{COURSE_KEY}:{one.id}": text for one in last}

    def _owed(self, lines):
        """dict key -> what the statement could take of it"""
        sums = defaultdict(lambda: exact(0))
        for line in lines:
            if line.section == "deduction" or line.code == IN:
                sums[debt_key(line)] -= exact(line.amount)
        return sums

    def _months(self, statement, lines):
        """dict key -> months of the same pay after which it is paid, or None"""
        carried = lines.filtered(lambda one: one.code == OUT)
        ids = [entry_of(debt_key(line)) for line in carried]
        # sudo: in which order debts are served is a rule
        entries = self.env["cs.discipline.entry"].sudo().browse(filter(None, ids))
        plans = entries._plans(statement.month)
        debts = [
            cap.Owed(
                debt_key(line),
                exact(line.amount),
                line.owed_since,
                line.is_capped,
                exact(line.instalment) or None,
                plans.get(debt_key(line), (None, ()))[1],
            )
            for line in carried
        ]
        limit = self.env["cs.incentive.cap.box"]._limit(statement)
        pay = exact(statement.earning) + exact(statement.award)
        return cap.months_left(limit, pay, debts)

    def _plan(self, line, months, statement):
        """``800.00 a month, still 3 months``"""
        how = self.env._("as far as the limit allows")
        if line.instalment:
            money = self.env["cs.incentive.page"]._money
            how = self.env._(
                "%(amount)s a month", amount=money(line.instalment, statement)
            )
        if months is None:
            return how
        if months == 1:
            return self.env._("%(how)s, still 1 month", how=how)
        return self.env._("%(how)s, still %(months)s months", how=how, months=months)


def fee_of(key):
    """Id of the course fee that a key is for; False: of none."""
    kind, _colon, id_ = key.partition(":")
    return kind == COURSE_KEY and int(id_)


def debt_key(line):
    """What a line is for: of a carried one, what it carries."""
    return line.key.partition("|")[2] or line.key
