import gc
from collections import defaultdict
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.addons.cs_appraisal.models.appraisal_rows import insert_new
from odoo.addons.cs_base.engine.explanation import Fact
from odoo.tools import SQL

from . import cs_incentive_statement as statement
from .cs_incentive_release import WITHHELD
from .incentive_facts import MonthFacts
from .item_rows import outcome_row

#: Calculators that look at a whole group, whoever of it is asked for.
GROUPED = {"pool", "rank", "quarter_rank", "growth", "most"}


class CsIncentiveMaker(models.AbstractModel):
    """Computes the items of a month and books what differs (INC-30).

    A number of queries that does not grow with people. Runs with superuser rights;
    who calls has checked who may.
    """

    _name = "cs.incentive.maker"
    _description = "Maker of Statements"

    @api.model
    def _book(self, company, month, only=None):
        """Compute a month and bring the ledger up to it; the same facts write nothing.

        Where the statement of a person is approved already, the difference stands in
        the next one.

        :param month: first day of the month
        :param only: hr.employee, or None for all
        :return: the statements that were touched
        """
        self.env.flush_all()
        with _without_gc():
            return self._book_parts(MonthFacts(self.env, company, month, only), only)

    def _book_parts(self, facts, only):
        people = facts.people if only is None else facts.people & only
        touched = self.env["cs.incentive.statement"]
        for part in ("entry", "course", "pay", "carry"):
            wanted = getattr(self, f"_wanted_{part}")(facts, people.ids)
            touched |= self.env["cs.incentive.booking"]._apply(facts, wanted, part)
        return touched

    # What should stand

    def _wanted_pay(self, facts, people, calculators=None):
        """dict employee id -> dict key -> row of the ledger without its place

        :param calculators: only pay items that are computed so
        """
        found = {one: {} for one in people}
        for line, who in self._lines(facts, calculators):
            if line.calculator not in GROUPED:
                who = who & found.keys()
            outcomes = self.env["cs.incentive.calculator"]._outcomes(line, who, facts)
            row = self._row_maker(line, facts)
            for employee, own in outcomes.items():
                if employee in found:
                    found[employee].update(
                        row(employee, suffix, outcome)
                        for suffix, outcome in own.items()
                        if outcome.is_applicable
                    )
        settled = self.env["cs.incentive.release"]._wanted(facts, people, found)
        return {one: rows | settled[one] for one, rows in found.items()}

    def _why(self, suffix, employee, facts):
        """Facts of the person that an outcome names besides the scheme."""
        if suffix != WITHHELD:
            return []
        return self.env["cs.incentive.release"]._why(facts, employee)

    def _wanted_carry(self, facts, people):
        return self.env["cs.incentive.carry"]._wanted(facts, people)

    def _lines(self, facts, calculators=None):
        """(pay item, ids of the people it is for), items taken back last: they ask for
        the rates that were paid."""
        people = defaultdict(set)
        for employee, scheme in facts.schemes.items():
            people[scheme].add(employee)
        pairs = [
            (line, who)
            for scheme, who in people.items()
            for line in scheme.line_ids
            if calculators is None or line.calculator in calculators
        ]
        return sorted(pairs, key=lambda pair: pair[0].calculator == "back")

    def _row_maker(self, line, facts):
        """Function (employee id, suffix of the code, outcome) -> key and row; who share
        an outcome (a base pay, a growth) share the row, unless it names the person's
        own facts."""
        code, month = line.code, f"{facts.month:%Y-%m}"
        own, made = self._line_row(line), {}
        scheme = Fact("cs.incentive.scheme", line.policy_id.id, "scheme")

        def row(employee, suffix, outcome):
            shared = id(outcome), suffix == WITHHELD and employee
            if shared not in made:
                sources = (scheme, *self._why(suffix, employee, facts))
                made[shared] = {
                    **own,
                    "code": code + (suffix if suffix[:1] == "_" else ""),
                    **outcome_row(outcome, own["rule"], sources, facts.currency),
                    "amount": self._signed(own["section"], outcome),
                }
            return f"{code}{suffix}@{month}", made[shared]

        return row

    def _line_row(self, line):
        return {
            "section": line.section,
            "name": line.name,
            "rule": line.rule_code,
            "scheme_line_id": line.id,
            # What refunds take back is no fine.
            "is_capped": line.section == "deduction" and line.calculator != "back",
        }

    def _signed(self, section, outcome):
        amount = outcome.amount
        return f"{-amount if section == 'deduction' and amount > 0 else amount:.2f}"

    @api.model
    def _outcome_row(self, outcome, rule, sources, company):
        """What an outcome says, as the ledger keeps it."""
        return outcome_row(outcome, rule, sources, company.currency_id.name)

    # Statements

    @api.model
    def _statements(self, facts, employees, month):
        """Statements of a month; those that are missing are made.

        :return: dict employee id -> id, set of ids of the new ones
        """
        found = self._found_statements(employees, month)
        missing = [one for one in employees if one not in found]
        if not missing:
            return found, set()
        rows = self._statement_rows(facts, missing, month)
        new = insert_new(self.env, "cs_incentive_statement", statement.COLUMNS, rows)
        return found | self._found_statements(missing, month), set(new)

    def _found_statements(self, employees, month):
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT employee_id, id FROM cs_incentive_statement"
                    " WHERE month = %s AND employee_id = ANY(%s)",
                    month,
                    list(employees),
                )
            )
        )

    def _statement_rows(self, facts, employees, month):
        superiors = facts.superiors(employees)
        rows = []
        for one in employees:
            place, scheme = facts.place(one), facts.schemes.get(one)
            superior = superiors.get(one)
            rows.append(
                {
                    "company_id": facts.company.id,
                    "employee_id": one,
                    "department_id": place.department or None,
                    "superior_id": superior.id or None if superior else None,
                    "job_id": place.job or None,
                    "month": month,
                    "scheme_id": scheme.id if scheme else None,
                    "state": "computed",
                }
            )
        return rows

    @api.model
    def _add_up(self, statement_ids):
        """Totals of statements from their items."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE cs_incentive_statement s
                   SET earning = t.earning, award = t.award, deduction = t.deduction,
                       carried_in = t.carried_in, carried_out = t.carried_out,
                       total = t.earning + t.award + t.deduction + t.carried_in
                               + t.carried_out,
                       computed_at = %(now)s
                  FROM (SELECT s.id,
                               %(sums)s
                          FROM cs_incentive_statement s
                          LEFT JOIN cs_incentive_item i ON i.statement_id = s.id
                         WHERE s.id = ANY(%(ids)s) GROUP BY s.id) t
                 WHERE t.id = s.id
                """,
                now=fields.Datetime.now(),
                sums=SQL(", ").join(_sum(name, when) for name, when in _SUMS.items()),
                ids=list(statement_ids),
            )
        )
        self.env["cs.incentive.statement"].invalidate_model(flush=False)


@contextmanager
def _without_gc():
    """Millions of small objects, none of them in a circle: to look for those would take
    a sixth of the time. Unlike ``odoo.tools.gc`` it comes back after an error too."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


_SUMS = {
    "earning": SQL("i.section = 'earning'"),
    "award": SQL("i.section = 'award'"),
    "deduction": SQL("i.section = 'deduction'"),
    "carried_in": SQL("i.code = 'CARRIED_IN'"),
    "carried_out": SQL("i.code = 'CARRIED_OUT'"),
}


def _sum(name, when):
    return SQL(
        "coalesce(sum(i.amount) FILTER (WHERE %s), 0) AS %s", when, SQL.identifier(name)
    )
