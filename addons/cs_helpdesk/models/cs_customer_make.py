import json
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine import customer_class as engine
from ..engine.customer_owner import Verdict, decide
from .cs_customer_figures import Known

#: columns that the server sets, with their type in the database
COLUMNS = {
    "grade": "varchar",
    "loyalty": "varchar",
    "turnover": "numeric",
    "service_count": "int4",
    "complaint_count": "int4",
    "last_activity_on": "date",
    "next_due_on": "date",
    "owner_id": "int4",
    "owner_proof": "varchar",
    "is_disputed": "bool",
}
#: of which the history is kept: before and after, in the order of the statement
HISTORY = (
    "grade_from",
    "grade_to",
    "loyalty_from",
    "loyalty_to",
    "owner_from_id",
    "owner_to_id",
)


class Result(NamedTuple):
    """What follows for a customer."""

    known: Known
    graded: engine.Graded
    loyalty: str
    #: the last service, else the last activity
    last: object
    next_due: object
    verdict: Verdict
    dispute: int | None


class CsCustomer(models.Model):
    """Customers are classed and their owners found, many at once (HD-21, HD-22).

    Gather, ask the engine for each, and write what differs; as many queries for ten
    thousand customers as for ten.
    """

    _inherit = "cs.customer"

    @api.model
    def _cron_recompute(self):
        """Nightly, a company a transaction."""
        Cron = self.env["ir.cron"].sudo()
        companies = [
            company
            for [company] in self.env["hr.employee"]._read_group([], ["company_id"])
        ]
        Cron._commit_progress(0, remaining=len(companies))
        for company in companies:
            self.with_company(company)._recompute(company)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _recompute(self, company):
        """All customers of a company, and the visits that are planned today (sudo)."""
        self.env.flush_all()
        customers = self.sudo()
        customers._ensure(company, customers._missing_partners(company))
        customers._compute_all(company)
        customers.env["cs.customer.visit"]._plan(company)

    def _compute_again(self):
        """These customers, as soon as something about them changed (sudo)."""
        for company, own in self.sudo().grouped("company_id").items():
            own._compute_all(company, own.ids)

    @api.model
    def _compute_all(self, company, ids=None):
        """:param ids: of some customers only"""
        self.env.flush_all()
        policy = self.env["cs.customer.policy"]._customer_policy(company)
        results = self._results(company, policy, ids)
        if not results:
            return
        changed = self._write_results(results)
        self._write_teams(results)
        explanations = {
            id_: self._explain(company, policy, result)
            for id_, result in results.items()
        }
        self._set_explanations(explanations)
        self._note_changes(company, changed, explanations)
        self.env.invalidate_all(flush=False)
        self._open_disputes(results)

    def _results(self, company, policy, ids):
        known = self._gather(company, policy, ids)
        claims = self._facts(company, ids)
        rulings = self._rulings(company, ids)
        standards, today = policy._standards(), company._cs_today()
        here = self._people_here(company)
        results = {}
        for id_, one in known.items():
            graded = engine.grade(one.figures, standards)
            age = (today - one.last_activity).days
            last = one.last_service or one.last_activity
            interval = graded.standard.interval
            loyalty = engine.loyalty(age, policy.loyal_days, policy.lost_days)
            is_left = loyalty == "lost" and not policy.is_lost_visited
            due = None if is_left else engine.next_due(last, interval)
            ruling, dispute = rulings.get(id_, (None, None))
            if ruling and ruling.who not in here:
                ruling = dispute = None
            results[id_] = Result(
                one,
                graded,
                loyalty,
                last,
                one.planned_on or due,
                decide(claims.get(id_, ()), ruling),
                dispute,
            )
        return results

    def _people_here(self, company):
        """Ids of the users who work in the company now."""
        people = self.env["hr.employee"].search([("company_id", "=", company.id)])
        return set(people.user_id.filtered("active").ids)

    def _write_results(self, results):
        """Write what differs, in one statement.

        :return: list of (id, class before, class after, loyalty before, loyalty after,
            owner before, owner after) where one of these changed
        """
        rows = [
            {
                "id": id_,
                "grade": one.graded.standard.grade,
                "loyalty": one.loyalty,
                "turnover": str(one.known.figures.turnover),
                "service_count": one.known.figures.services,
                "complaint_count": one.known.figures.complaints,
                "last_activity_on": fields.Date.to_string(one.known.last_activity),
                "next_due_on": one.next_due and fields.Date.to_string(one.next_due),
                "owner_id": one.verdict.owner,
                "owner_proof": one.verdict.by and one.verdict.by.proof,
                "is_disputed": bool(one.verdict.dispute),
            }
            for id_, one in results.items()
        ]
        names = [SQL.identifier(name) for name in COLUMNS]
        found = self.env.execute_query(
            SQL(
                """UPDATE cs_customer c SET (%(names)s) = (%(new)s)
                     FROM jsonb_to_recordset(%(rows)s) AS n (id int4, %(types)s)
                     JOIN cs_customer o ON o.id = n.id
                    WHERE c.id = n.id AND (%(old)s) IS DISTINCT FROM (%(new)s)
                RETURNING c.id, o.grade, n.grade, o.loyalty, n.loyalty,
                          o.owner_id, n.owner_id""",
                names=SQL(", ").join(names),
                new=SQL(", ").join(SQL("n.%s", name) for name in names),
                old=SQL(", ").join(SQL("o.%s", name) for name in names),
                types=SQL(", ").join(
                    SQL("%s %s", SQL.identifier(name), SQL(kind))
                    for name, kind in COLUMNS.items()
                ),
                rows=json.dumps(rows),
            )
        )
        return [row for row in found if row[1::2] != row[2::2]]

    def _write_teams(self, results):
        """Who serves the customer reads it: the teams of the tickets, as a set."""
        pairs = [
            [id_, team] for id_, one in results.items() for team in one.known.teams
        ]
        self.env.execute_query(
            SQL(
                """WITH n AS (SELECT (v->>0)::int4 AS c, (v->>1)::int4 AS t
                                FROM jsonb_array_elements(%(pairs)s) AS v),
                gone AS (DELETE FROM cs_customer_team_rel r
                          WHERE r.customer_id = ANY(%(ids)s) AND NOT EXISTS (
                              SELECT 1 FROM n
                               WHERE n.c = r.customer_id AND n.t = r.team_id))
                INSERT INTO cs_customer_team_rel (customer_id, team_id)
                SELECT n.c, n.t FROM n ON CONFLICT DO NOTHING RETURNING team_id""",
                pairs=json.dumps(pairs),
                ids=list(results),
            )
        )

    def _note_changes(self, company, changed, explanations):
        """One row of history for each customer that changed, with its reasons."""
        rows = [
            {
                "customer_id": row[0],
                **dict(zip(HISTORY, row[1:], strict=True)),
                "explanation": explanations[row[0]].to_json(),
            }
            for row in changed
        ]
        if not rows:
            return
        self.env.execute_query(
            SQL(
                """INSERT INTO cs_customer_change (customer_id, grade_from, grade_to,
                       loyalty_from, loyalty_to, owner_from_id, owner_to_id,
                       explanation, company_id, changed_at, create_uid, create_date)
                   SELECT n.*, %(company)s, %(now)s, %(uid)s, %(now)s
                     FROM jsonb_to_recordset(%(rows)s) AS n (customer_id int4,
                          grade_from varchar, grade_to varchar, loyalty_from varchar,
                          loyalty_to varchar, owner_from_id int4, owner_to_id int4,
                          explanation jsonb) RETURNING id""",
                rows=json.dumps(rows),
                company=company.id,
                now=fields.Datetime.now(),
                uid=self.env.uid,
            )
        )

    def _open_disputes(self, results):
        """What people claim against each other goes to the manager, once (HD-22)."""
        found = {
            id_: one.verdict.dispute
            for id_, one in results.items()
            if one.verdict.dispute
        }
        self.env["cs.customer.dispute"]._open_all(found)
