from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.addons.cs_base.engine.period import month_start
from odoo.exceptions import UserError

from ..models.incentive_facts import MonthFacts


class CsIncentiveTrial(models.TransientModel):
    """Try a scheme on a past month: who would get what (ALL-03).

    Nothing is written but the comparison. Whoever may read the draft tries it, on the
    people whose items they may read.
    """

    _name = "cs.incentive.trial"
    _description = "Try on a Past Month"

    scheme_id = fields.Many2one("cs.incentive.scheme", required=True, readonly=True)
    company_id = fields.Many2one(related="scheme_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True)
    line_ids = fields.One2many("cs.incentive.trial.line", "trial_id", readonly=True)
    people_count = fields.Integer("People Looked At", readonly=True)
    changed_count = fields.Integer("Of Them Changed", readonly=True)
    before = fields.Monetary("In All Now", readonly=True)
    after = fields.Monetary("In All Then", readonly=True)
    difference = fields.Monetary("More or Less", readonly=True)
    is_done = fields.Boolean(readonly=True)

    def action_try(self):
        """Compute the month as if the draft had been in force.

        :raise AccessError: who tries may not read the draft
        :raise UserError: nothing to compare with
        """
        self.ensure_one()
        self.check_access("write")
        self.scheme_id.sudo(False).check_access("read")
        month = month_start(self.month)
        people = self._readable_people(month)
        if not people:
            raise UserError(
                self.env._("There are no statements of this month that you may read.")
            )
        # sudo: rules and facts bind also where the reader may not see them; what comes
        # out are amounts of people whose items the reader may read
        rows = self.sudo()._compare(people.sudo(), month)
        self.line_ids.unlink()
        self.write(self._prepare_result(people, rows))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Would Change"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    def _readable_people(self, month):
        """hr.employee whose items of the month the user may read, and no others."""
        items = self.env["cs.incentive.item"].search(
            [("company_id", "=", self.company_id.id), ("for_month", "=", month)]
        )
        return items.employee_id

    def _compare(self, people, month):
        """Rows of what would be another amount, a person and code each."""
        company = self.scheme_id.company_id
        facts = MonthFacts(self.env, company, month, people, draft=self.scheme_id)
        maker = self.env["cs.incentive.maker"]
        standing = self.env["cs.incentive.booking"]._standing(month, people.ids, "pay")
        wanted = maker._wanted_pay(facts, people.ids)
        rows = []
        for person in people:
            before = _sums(standing[person.id])
            after = _sums(wanted.get(person.id, {}).values())
            rows += [
                self._row(person, key, before[key], after[key])
                for key in sorted(before.keys() | after.keys())
            ]
        return rows

    def _row(self, person, key, before, after):
        code, name = key
        return {
            "employee_id": person.id,
            "code": code,
            "name": name,
            "before": before,
            "after": after,
            "difference": after - before,
        }

    def _prepare_result(self, people, rows):
        changed = [row for row in rows if row["difference"]]
        before, after = (sum(row[name] for row in rows) for name in ("before", "after"))
        return {
            "is_done": True,
            "people_count": len(people),
            "changed_count": len({row["employee_id"] for row in changed}),
            "before": before,
            "after": after,
            "difference": after - before,
            "line_ids": [fields.Command.create(row) for row in changed],
        }


class CsIncentiveTrialLine(models.TransientModel):
    _name = "cs.incentive.trial.line"
    _description = "What Would Change"
    _order = "difference, id"

    trial_id = fields.Many2one("cs.incentive.trial", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="trial_id.currency_id")
    employee_id = fields.Many2one("hr.employee", ondelete="cascade")
    code = fields.Char()
    name = fields.Char("Pay Item")
    before = fields.Monetary("Now")
    after = fields.Monetary("Then")
    difference = fields.Monetary()


def _sums(rows):
    """(code, name) -> amount"""
    found = defaultdict(Decimal)
    for row in rows:
        found[row["code"], row["name"]] += Decimal(row["amount"])
    return found
