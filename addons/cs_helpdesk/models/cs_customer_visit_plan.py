import json

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.customer_class import planned


class CsCustomerVisit(models.Model):
    """Visits that are due are planned ahead, by the nightly job (HD-21)."""

    _inherit = "cs.customer.visit"

    @api.model
    def _plan(self, company):
        """Plan what becomes due in the next P days: once for each customer and day,
        and nothing while a visit is planned (sudo). In a fixed number of queries.

        :return: number of visits planned
        """
        policy = self.env["cs.customer.policy"]._customer_policy(company)
        today = company._cs_today()
        self._hand_over(company)
        rows = []
        for id_, owner, due in self._due(company):
            day = planned(due, today, policy.reminder_days, id_)
            if day:
                rows.append([id_, owner, fields.Date.to_string(day)])
        made = self._insert_due(company, rows)
        if made:
            self.env["cs.customer"].sudo()._compute_all(company, made)
        return len(made)

    def _due(self, company):
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """SELECT c.id, c.owner_id, c.next_due_on FROM cs_customer c
                    WHERE c.company_id = %s AND c.next_due_on IS NOT NULL
                      AND NOT EXISTS (SELECT 1 FROM cs_customer_visit v
                                       WHERE v.customer_id = c.id
                                         AND v.state = 'planned')
                    ORDER BY c.id""",
                company.id,
            )
        )

    def _insert_due(self, company, rows):
        """:return: ids of the customers that got a visit"""
        found = self.env.execute_query(
            SQL(
                """INSERT INTO cs_customer_visit (customer_id, company_id, user_id,
                       planned_on, purpose, state, create_uid, write_uid, create_date,
                       write_date)
                   SELECT (v->>0)::int4, %(company)s, (v->>1)::int4, (v->>2)::date,
                          'due', 'planned', %(uid)s, %(uid)s, %(now)s, %(now)s
                     FROM jsonb_array_elements(%(rows)s) AS v
                   ON CONFLICT DO NOTHING RETURNING customer_id""",
                rows=json.dumps(rows),
                company=company.id,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        return [id_ for [id_] in found]

    def _hand_over(self, company):
        """A visit that is due goes with the customer when that changes hands."""
        self.env.execute_query(
            SQL(
                """UPDATE cs_customer_visit v SET user_id = c.owner_id
                     FROM cs_customer c
                    WHERE c.id = v.customer_id AND c.company_id = %s
                      AND v.state = 'planned' AND v.purpose = 'due'
                      AND c.owner_id IS NOT NULL
                      AND v.user_id IS DISTINCT FROM c.owner_id RETURNING v.id""",
                company.id,
            )
        )
        self.env.invalidate_all(flush=False)
