from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.addons.cs_base.engine.explanation import Fact
from odoo.addons.cs_base.engine.period import month_end, month_start
from odoo.tools import SQL

from ..engine import entry_lines
from .cs_discipline_effect_mixin import exact
from .cs_incentive_release import CODES as HELD
from .cs_incentive_release import is_held
from .incentive_facts import MonthFacts

#: Kind of an entry -> code of its money on the statement.
CODES = {"award": "AWARD", "compensation": "COMPENSATION"}
FINE, JOINT, POINTS = "FINE", "JOINT_FINE", "POINTS"
#: Kinds of entries that begin a disciplinary period.
DISCIPLINARY = ("warning", "minor", "major")


def months_before(month, months):
    return month - relativedelta(months=months)


class CsIncentiveMaker(models.AbstractModel):
    """What the entries of the rule book put into the ledger (INC-20 to INC-26)."""

    _inherit = "cs.incentive.maker"

    @api.model
    def _book_entries(self, entries):
        """Book what approved or cancelled entries come to, without the month's pay.

        :param entries: cs.discipline.entry (sudo); of any people and months
        """
        # What cancels another changes the month of that one.
        entries |= entries.reverses_id
        groups = defaultdict(set)
        for entry in entries:
            groups[entry.company_id, month_start(entry.date)].add(entry.employee_id.id)
        self.env.flush_all()
        for (company, month), people in groups.items():
            only = self.env["hr.employee"].browse(sorted(people))
            facts = MonthFacts(self.env, company, month, only)
            wanted = self._wanted_entry(facts, only.ids)
            self.env["cs.incentive.booking"]._apply(facts, wanted, "entry")
        self._book_withheld(entries.reverses_id)

    def _book_withheld(self, cancelled):
        """What was withheld for entries that fell comes back, however old the month
        is; what was released of it is taken off again (INC-09)."""
        people = cancelled.filtered(lambda one: one.kind in DISCIPLINARY).employee_id
        for company, month, ids in self._withheld_months(people):
            only = self.env["hr.employee"].browse(ids)
            facts = MonthFacts(self.env, company, month, only)
            wanted = self._wanted_pay(facts, ids, calculators=("merit",))
            for rows in wanted.values():
                for key in [key for key, row in rows.items() if not is_held(row)]:
                    del rows[key]
            self.env["cs.incentive.booking"]._apply(facts, wanted, "withheld")

    def _withheld_months(self, people):
        """(company, month, ids of people) in which something was withheld, or settled,
        the oldest first"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.company_id, i.for_month, array_agg(DISTINCT i.employee_id)
                  FROM cs_incentive_item i
                 WHERE i.employee_id = ANY(%s) AND %s
                 GROUP BY 1, 2 ORDER BY 2, 1
                """,
                people.ids,
                HELD,
            )
        )
        Company = self.env["res.company"]
        return [(Company.browse(company), month, ids) for company, month, ids in rows]

    def _wanted_entry(self, facts, people):
        """dict employee id -> dict key -> row of the ledger; nothing cancelled"""
        found = {one: {} for one in people}
        entries = self.env["cs.discipline.entry"].search(
            [
                ("company_id", "=", facts.company.id),
                ("employee_id", "in", list(people)),
                ("date", ">=", facts.month),
                ("date", "<=", facts.last),
                ("state", "=", "approved"),
                ("reverses_id", "=", False),
                ("reversal_ids", "=", False),
            ]
        )
        for entry in entries:
            found[entry.employee_id.id] |= self._entry_rows(entry, facts.company)
        return found

    def _entry_rows(self, entry, company):
        rows = {}
        if entry.points:
            outcome = entry_lines.points(exact(entry.points))
            rows[f"entry:{entry.id}:points"] = self._entry_row(
                entry, company, "points", POINTS, outcome
            )
        if entry.amount:
            section = "award" if entry.kind == "award" else "deduction"
            code = JOINT if entry.joint_of_id else CODES.get(entry.kind, FINE)
            rows[f"entry:{entry.id}"] = self._entry_row(
                entry, company, section, code, self._entry_outcome(entry)
            )
        return rows

    def _entry_outcome(self, entry):
        if entry.joint_of_id:
            factor = exact(entry.incentive_policy_id.joint_factor)
            return entry_lines.joint(factor, abs(exact(entry.joint_of_id.amount)))
        make = entry_lines.award if entry.kind == "award" else entry_lines.fine
        return make(abs(exact(entry.amount)))

    def _entry_row(self, entry, company, section, code, outcome):
        rule = entry.rule_id
        cited = "INC-26" if entry.joint_of_id else rule.cited_id.code or "INC-21"
        facts = [Fact("cs.discipline.entry", entry.id, "entry")]
        # The person's language: the name is kept with the item.
        lang = entry.employee_id.user_id.lang or company.partner_id.lang
        return {
            **self._outcome_row(outcome, cited, facts, company),
            "section": section,
            "code": code,
            "name": f"{rule.code} {rule.with_context(lang=lang).name}",
            "rule": cited,
            "is_capped": section == "deduction",
            "instalment": f"{exact(entry.instalment):.2f}"
            if entry.instalment
            else None,
            "res_model": entry._name,
            "res_id": entry.id,
        }


class CsDisciplineEntry(models.Model):
    """Entries as the pay of a month asks for them."""

    _inherit = "cs.discipline.entry"

    @api.model
    def _disciplinary(self, people, first, last, policies=None):
        """INC-09: who has a warning or demerit that still counts in these days.

        :param policies: dict employee id -> cs.incentive.policy; None: the one in force
        :return: dict employee id -> dict entry -> the last day on which it counts
        """
        policies = policies or self.env["cs.incentive.policy"]._policy_on(people, last)
        months = {one: policies[one].disciplinary_months for one in people.ids}
        since = month_start(first)
        found = self.search(
            [
                ("employee_id", "in", people.ids),
                ("kind", "in", DISCIPLINARY),
                ("state", "=", "approved"),
                ("is_cancelled", "=", False),
                ("reverses_id", "=", False),
                ("date", "<=", last),
                ("date", ">=", months_before(since, max(months.values(), default=0))),
            ]
        )
        counting = defaultdict(dict)
        for entry in found:
            one = entry.employee_id.id
            if entry.date >= months_before(since, months[one]):
                until = months_before(month_start(entry.date), -months[one])
                counting[one][entry] = month_end(until)
        return dict(counting)

    @api.model
    def _with_major_demerit(self, people, year_day):
        """INC-08: who got a major demerit in the calendar year up to a day."""
        found = self.search(
            [
                ("employee_id", "in", people.ids),
                ("kind", "=", "major"),
                ("state", "=", "approved"),
                ("is_cancelled", "=", False),
                ("reverses_id", "=", False),
                ("date", ">=", year_day.replace(month=1, day=1)),
                ("date", "<=", month_end(year_day)),
            ]
        )
        return set(found.employee_id.ids)
