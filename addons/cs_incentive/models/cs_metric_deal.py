from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

DEAL, REFUND = "cs.incentive.deal", "cs.incentive.deal.refund"
#: code -> what is added up of the facts, and of which kind
ADDED = {
    "deal_sales": ("amount", "deal", "sale"),
    "deal_refunds": ("amount", "refund", "sale"),
    "deal_design_contracts": ("one", "deal", "design"),
    "deal_construction_contracts": ("one", "deal", "construction"),
    "deal_parts": ("amount", "deal", "parts"),
    "deal_parts_refunds": ("amount", "refund", "parts"),
    "deal_unproven": ("one", "unproven", None),
}


class TakenBack(NamedTuple):
    """A refund to take back (INC-06)."""

    employee_id: int
    #: first entry of the deal; it stays the same through corrections
    deal_id: int
    refund_id: int
    amount: Decimal
    #: first day of the month in which the deal had counted
    month: date


class CsMetricDeal(models.AbstractModel):
    """Figures from deals and refunds (INC-01 to INC-03, INC-05, INC-06).

    A deal counts on ``counts_on``: in full, whatever was refunded. A refund counts on
    its own ``counts_on``. A deal is unproven in the month in which it was closed, if
    its transfer slip had not come by the end of the period: a slip that comes later
    changes no figure of before.
    """

    _name = "cs.metric.deal"
    _inherit = ["cs.metric.source"]
    _description = "Deals and Refunds"

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        self._flush_deals()
        rows = self._rows(self._deal_sql(company, employees, first, last))
        found = {}
        for code in ADDED.keys() & codes:
            found |= self._measures(employees, rows, code, code)
        return found

    @api.model
    def _flush_deals(self):
        for model in (DEAL, REFUND):
            self.env[model].flush_model()

    @api.model
    def _deal_sql(self, company, employees, first, last):
        """What people closed, what was refunded and what has no proof, in one query."""
        columns = [
            SQL(
                "coalesce(sum(%s) FILTER (WHERE fact = %s%s), 0)::text AS %s",
                SQL.identifier(what),
                fact,
                SQL(" AND kind = %s", kind) if kind else SQL(""),
                SQL.identifier(code),
            )
            for code, (what, fact, kind) in ADDED.items()
        ]
        return SQL(
            """
            SELECT employee_id, %(columns)s
              FROM (SELECT employee_id, kind, amount, 1 AS one, 'deal' AS fact
                      FROM cs_incentive_deal
                     WHERE state = 'current' AND company_id = %(company)s
                       AND counts_on BETWEEN %(first)s AND %(last)s
                     UNION ALL
                    SELECT employee_id, kind, amount, 1, 'refund'
                      FROM cs_incentive_deal_refund
                     WHERE company_id = %(company)s
                       AND counts_on BETWEEN %(first)s AND %(last)s
                     UNION ALL
                    SELECT employee_id, kind, amount, 1, 'unproven'
                      FROM cs_incentive_deal
                     WHERE state = 'current' AND company_id = %(company)s
                       AND amount > 0 AND date BETWEEN %(first)s AND %(last)s
                       AND (counts_on IS NULL OR counts_on > %(last)s)) AS facts
             WHERE employee_id = ANY(%(people)s)
             GROUP BY employee_id
            """,
            columns=SQL(", ").join(columns),
            company=company.id,
            first=first,
            last=last,
            people=employees.ids,
        )

    # For the calculators of the statement

    @api.model
    def _public_sales(self, company, departments, first, last):
        """Public sales of groups, in full (INC-02).

        :param first, last: local days, both included
        :return: dict department id -> Decimal, for each department
        """
        return self._public_sums(DEAL, company, departments, first, last)

    @api.model
    def _public_refunds(self, company, departments, first, last):
        """What was refunded of the groups' public sales; as :meth:`_public_sales`."""
        return self._public_sums(REFUND, company, departments, first, last)

    @api.model
    def _public_sums(self, model, company, departments, first, last):
        self._flush_deals()
        in_force = SQL("AND state = 'current'") if model == DEAL else SQL("")
        rows = self.env.execute_query(
            SQL(
                "SELECT department_id, sum(amount)::text FROM %s"
                " WHERE company_id = %s AND kind = 'public' AND department_id = ANY(%s)"
                " AND counts_on BETWEEN %s AND %s %s GROUP BY department_id",
                SQL.identifier(self.env[model]._table),
                company.id,
                departments.ids,
                first,
                last,
                in_force,
            )
        )
        sums = {department: Decimal(amount) for department, amount in rows}
        return {one: sums.get(one, Decimal(0)) for one in departments.ids}

    @api.model
    def _refunds(self, company, employees, first, last, kinds=None):
        """Refunds of people's deals to take back in a period (INC-06), in one query.

        :param first, last: local days, both included
        :param kinds: of deals; None: all
        :return: list of ``TakenBack``, in the order in which they were refunded
        """
        self._flush_deals()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.employee_id, r.deal_id, r.id, r.amount::text,
                       date_trunc('month', d.counts_on)::date
                  FROM cs_incentive_deal_refund r
                  JOIN cs_incentive_deal d ON d.state = 'current'
                   AND (d.id = r.deal_id OR d.root_id = r.deal_id)
                 WHERE r.company_id = %s AND r.employee_id = ANY(%s)
                   AND r.counts_on BETWEEN %s AND %s %s
                 ORDER BY r.date, r.id
                """,
                company.id,
                employees.ids,
                first,
                last,
                SQL("AND d.kind = ANY(%s)", list(kinds)) if kinds else SQL(""),
            )
        )
        return [
            TakenBack(employee, deal, refund, Decimal(amount), month)
            for employee, deal, refund, amount, month in rows
        ]

    # Records

    @api.model
    def _metric_records(self, code, employee, first, last):
        _what, fact, kind = ADDED[code]
        domain = [("employee_id", "=", employee.id)]
        if kind:
            domain.append(("kind", "=", kind))
        if fact == "unproven":
            domain += [("date", ">=", first), ("date", "<=", last)]
            domain += [("amount", ">", 0), ("state", "=", "current")]
            domain += ["|", ("counts_on", "=", False), ("counts_on", ">", last)]
        else:
            domain += [("counts_on", ">=", first), ("counts_on", "<=", last)]
        if fact == "deal":
            domain.append(("state", "=", "current"))
        return {"res_model": REFUND if fact == "refund" else DEAL, "domain": domain}
