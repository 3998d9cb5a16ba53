from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.addons.cs_base.models import period_words as words
from odoo.tools import SQL

from ..engine.customer_class import Figures
from ..engine.customer_owner import Claim, Ruling

#: outcomes of orders that were no service
UNSERVED = ("outcome_order_cancelled", "outcome_order_invalid", "outcome_order_failed")


class Known(NamedTuple):
    """What the database knows about a customer."""

    partner: int
    figures: Figures
    #: local days; the last service counts visits that reached the customer
    last_activity: date
    last_service: date | None
    planned_on: date | None
    teams: tuple[int, ...]


class CsCustomer(models.Model):
    """What is known about customers, in a fixed number of queries (HD-21, HD-22)."""

    _inherit = "cs.customer"

    @api.model
    def _missing_partners(self, company):
        """Commercial partners with tickets of the company and without a record;
        colleagues are no customers."""
        found = self.env.execute_query(
            SQL(
                """SELECT DISTINCT p.commercial_partner_id
                     FROM helpdesk_ticket t
                     JOIN res_partner p ON p.id = t.partner_id
                    WHERE t.company_id = %(company)s AND t.active
                      AND NOT EXISTS (
                          SELECT 1 FROM cs_customer c
                           WHERE c.company_id = t.company_id
                             AND c.partner_id = p.commercial_partner_id)
                      AND NOT EXISTS (
                          SELECT 1 FROM res_users u
                           WHERE u.partner_id = p.id AND NOT u.share)""",
                company=company.id,
            )
        )
        return self.env["res.partner"].browse(id_ for [id_] in found)

    @api.model
    def _gather(self, company, policy, ids=None):
        """Figures of customers of a company (sudo).

        :param ids: of some customers only
        :return: dict customer id -> :class:`Known`
        """
        today = company._cs_today()
        start = today - relativedelta(months=policy.window_months)
        rows = self.env.execute_query(
            SQL(
                """WITH c AS (SELECT id, partner_id, create_date FROM cs_customer
                               WHERE company_id = %(company)s AND %(only)s),
                t AS (
                    SELECT p.commercial_partner_id AS partner,
                           SUM(t.cs_order_amount) FILTER (WHERE %(served)s
                               AND t.cs_kind = 'order' AND %(counts)s) AS turnover,
                           COUNT(*) FILTER (WHERE %(served)s
                               AND %(counts)s) AS services,
                           COUNT(*) FILTER (WHERE t.cs_kind = 'complaint'
                               AND t.create_date >= %(start)s) AS complaints,
                           MAX(GREATEST(t.create_date, t.closed_date)) AS activity,
                           MAX(t.closed_date) FILTER (WHERE %(served)s) AS service,
                           ARRAY_AGG(DISTINCT t.team_id)
                               FILTER (WHERE t.team_id IS NOT NULL) AS teams
                      FROM helpdesk_ticket t
                      JOIN res_partner p ON p.id = t.partner_id
                      JOIN c ON c.partner_id = p.commercial_partner_id
                      JOIN helpdesk_ticket_stage s ON s.id = t.stage_id
                     WHERE t.company_id = %(company)s AND t.active
                       AND t.duplicate_id IS NULL
                     GROUP BY 1),
                k AS (
                    SELECT p.commercial_partner_id AS partner, MAX(k.done_at) AS reached
                      FROM cs_callback k JOIN res_partner p ON p.id = k.partner_id
                      JOIN c ON c.partner_id = p.commercial_partner_id
                     WHERE k.company_id = %(company)s AND k.state = 'reached'
                     GROUP BY 1),
                v AS (
                    SELECT v.customer_id, MAX(v.done_on)
                               FILTER (WHERE v.state = 'reached') AS visited,
                           MIN(v.planned_on)
                               FILTER (WHERE v.state = 'planned') AS planned
                      FROM cs_customer_visit v JOIN c ON c.id = v.customer_id
                     GROUP BY 1)
                SELECT c.id, c.partner_id, COALESCE(t.turnover, 0)::text,
                       COALESCE(t.services, 0), COALESCE(t.complaints, 0),
                       GREATEST(t.activity, k.reached), t.service, c.create_date,
                       v.visited, v.planned, t.teams
                  FROM c LEFT JOIN t ON t.partner = c.partner_id
                         LEFT JOIN k ON k.partner = c.partner_id
                         LEFT JOIN v ON v.customer_id = c.id""",
                company=company.id,
                only=self._sql_only("id", ids),
                served=self._sql_served(),
                counts=SQL(
                    "t.closed_date >= %(start)s", start=self._midnight(company, start)
                ),
                start=self._midnight(company, start),
            )
        )
        return {row[0]: self._known(company, row) for row in rows}

    @api.model
    def _sql_served(self):
        """A finished order or repair; one that was cancelled or lost is none."""
        found = [self.env.ref(f"cs_helpdesk.{name}", False) for name in UNSERVED]
        return SQL(
            "(s.closed AND t.closed_date IS NOT NULL AND t.cs_kind IN ('order',"
            " 'repair') AND COALESCE(t.cs_outcome_id, 0) <> ALL(%s))",
            [outcome.id for outcome in found if outcome],
        )

    @api.model
    def _sql_only(self, column, ids):
        if ids is None:
            return SQL("true")
        return SQL("%s IN %s", SQL(column), tuple(ids) or (0,))

    @api.model
    def _known(self, company, row):
        (_id, partner, turnover, services, complaints, *moments) = row
        activity, service, created, visited, planned, teams = moments
        zone = company._cs_zone()

        def local(moment):
            return moment and words.localized(moment, zone).date()

        days = [day for day in (local(activity), visited) if day]
        served = [day for day in (local(service), visited) if day]
        return Known(
            partner,
            Figures(Decimal(turnover), services, complaints),
            max(days, default=local(created)),
            max(served, default=None),
            planned,
            tuple(teams or ()),
        )

    @api.model
    def _midnight(self, company, day):
        """Naive UTC moment at which a local day begins."""
        return words.to_utc(company, day)

    # Whose they are

    @api.model
    def _facts(self, company, ids=None):
        """Claims of all customers: what people entered, and facts (sudo).

        A fact is who made the contact, else who entered the first ticket (registered
        first), and the first owner of the first ticket of a customer with name, phone
        and address (first full contact): what else a team asks, such as the size, a
        ticket that a colleague enters holds (HD-09). Only people who work here now.

        :return: dict customer id -> list of ``Claim``
        """
        rows = self.env.execute_query(
            SQL(
                """WITH here AS (
                    SELECT DISTINCT e.user_id AS id FROM hr_employee e
                      JOIN res_users u ON u.id = e.user_id AND u.active
                     WHERE e.active AND e.company_id = %(company)s),
                c AS (SELECT c.id, p.id AS partner, p.name, p.phone, p.street,
                             p.create_uid, p.create_date
                        FROM cs_customer c JOIN res_partner p ON p.id = c.partner_id
                       WHERE c.company_id = %(company)s AND %(only)s),
                t AS (
                    SELECT c.id, t.id AS ticket, t.create_date, t.create_uid,
                           t.cs_first_owner_id AS owner,
                           (c.name <> '' AND c.street <> ''
                            AND COALESCE(t.cs_phone, c.phone) <> '') AS is_full
                      FROM c JOIN res_partner p ON p.commercial_partner_id = c.partner
                      JOIN helpdesk_ticket t ON t.partner_id = p.id
                     WHERE t.company_id = %(company)s AND t.active
                       AND t.cs_import_id IS NULL
                       AND t.cs_first_owner_id IN (SELECT id FROM here))
                SELECT c.id, 'a_contact', c.create_uid, 'registration',
                       c.create_date
                  FROM c WHERE c.create_uid IN (SELECT id FROM here)
                UNION ALL
                (SELECT DISTINCT ON (t.id) t.id, 'b_ticket', t.owner, 'registration',
                        t.create_date
                   FROM t WHERE t.create_uid = t.owner
                  ORDER BY t.id, t.create_date, t.ticket)
                UNION ALL
                (SELECT DISTINCT ON (t.id) t.id, 'c_full', t.owner, 'contact',
                        t.create_date
                   FROM t WHERE t.is_full ORDER BY t.id, t.create_date, t.ticket)
                UNION ALL
                SELECT l.customer_id, l.id::text, l.claimant_id, l.proof,
                       l.since_on::timestamp
                  FROM cs_customer_claim l JOIN c ON c.id = l.customer_id
                 WHERE l.claimant_id IN (SELECT id FROM here)""",
                company=company.id,
                only=self._sql_only("c.id", ids),
            )
        )
        claims = {}
        for customer, key, who, proof, at in rows:
            key = int(key) if key.isdigit() else key
            if isinstance(key, int):
                at = self._midnight(company, at.date())
            claims.setdefault(customer, []).append(Claim(key, who, proof, at))
        return claims

    @api.model
    def _rulings(self, company, ids=None):
        """The last decision of a dispute about each customer (sudo).

        :return: dict customer id -> (``Ruling``, dispute id)
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (d.customer_id) d.customer_id, d.winner_id,
                          d.known_claims, d.id
                     FROM cs_customer_dispute d
                    WHERE d.company_id = %(company)s AND d.winner_id IS NOT NULL
                      AND %(only)s
                    ORDER BY d.customer_id, d.ruled_at DESC, d.id DESC""",
                company=company.id,
                only=self._sql_only("d.customer_id", ids),
            )
        )
        return {
            customer: (Ruling(winner, known), dispute)
            for customer, winner, known, dispute in rows
        }
