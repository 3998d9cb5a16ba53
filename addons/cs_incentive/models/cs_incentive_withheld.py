from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_end
from odoo.tools import SQL

from .cs_incentive_release import CODES


class CsIncentiveWithheld(models.Model):
    """Merit pay that was withheld, a row for each person and month (INC-09): how much,
    why, until when, and what became of it.

    A view on the ledger. Access as for its items: supervisors their departments; HR
    officers, payroll and the general manager all; nobody the own ones, which the
    statement tells.
    """

    _name = "cs.incentive.withheld"
    _description = "Withheld Merit Pay"
    _auto = False
    _order = "month desc, employee_id, id"
    _depends = {"cs.incentive.item": ["amount", "reverses_id"]}

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one("hr.employee", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    item_id = fields.Many2one("cs.incentive.item", "Ledger Item", readonly=True)
    statement_id = fields.Many2one("cs.incentive.statement", readonly=True)
    month = fields.Date(readonly=True)
    amount = fields.Monetary("Amount Withheld", readonly=True)
    released = fields.Monetary("Paid Since", readonly=True)
    balance = fields.Monetary("Still Withheld", readonly=True)
    settled_month = fields.Date("Settled In", readonly=True)
    state = fields.Selection(
        [
            ("open", "Not settled yet"),
            ("released", "Paid out"),
            ("forfeited", "Lapsed"),
        ],
        readonly=True,
    )
    entry_ids = fields.Many2many(
        "cs.discipline.entry", string="Because Of", compute="_compute_why"
    )
    until = fields.Date(
        compute="_compute_why", help="INC-09: last day of the disciplinary period"
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT i.id, i.id AS item_id, i.company_id, i.employee_id, i.statement_id,
                   s.department_id, i.for_month AS month, -i.amount AS amount,
                   coalesce(settled.released, 0) AS released,
                   -i.amount - coalesce(settled.quantity, 0) AS balance,
                   settled.month AS settled_month,
                   CASE WHEN -i.amount > coalesce(settled.quantity, 0) THEN 'open'
                        WHEN settled.released > 0 THEN 'released'
                        ELSE 'forfeited' END AS state
              FROM cs_incentive_item i
              JOIN cs_incentive_statement s ON s.id = i.statement_id
              JOIN cs_incentive_scheme_line l ON l.id = i.scheme_line_id
              LEFT JOIN LATERAL (
                   SELECT sum(r.quantity) AS quantity, sum(r.amount) AS released,
                          max(r.month) AS month
                     FROM cs_incentive_item r
                    WHERE r.employee_id = i.employee_id
                      AND r.scheme_line_id = i.scheme_line_id
                      AND r.key = l.code || '_RELEASED@'
                                  || to_char(i.for_month, 'YYYY-MM')
                      AND r.reverses_id IS NULL
                      AND NOT EXISTS (SELECT FROM cs_incentive_item b
                                       WHERE b.reverses_id = r.id)) settled ON TRUE
             WHERE %s AND i.code = l.code || '_WITHHELD' AND i.amount < 0
               AND l.calculator = 'merit' AND i.reverses_id IS NULL
               AND NOT EXISTS (SELECT FROM cs_incentive_item b
                                WHERE b.reverses_id = i.id)
            """,
            CODES,
        )

    @api.depends("employee_id", "month")
    def _compute_why(self):
        # sudo: which entries withhold pay that the reader sees; only those are named
        # that the reader may read
        Entry = self.env["cs.discipline.entry"].sudo()
        for month, rows in self.grouped("month").items():
            people = rows.sudo().employee_id
            counting = Entry._disciplinary(people, month, month_end(month))
            for one in rows:
                own = counting.get(one.employee_id.id, {})
                named = Entry.browse([entry.id for entry in own]).sudo(False)
                one.entry_ids = named._filtered_access("read")
                one.until = max(own.values(), default=False)
