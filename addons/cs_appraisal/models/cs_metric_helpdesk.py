from odoo import api, fields, models
from odoo.addons.cs_helpdesk.models import complaint_figures
from odoo.fields import Domain
from odoo.tools import SQL

from .cs_metric_source import NOT_APPLICABLE, ZERO

TICKET = "helpdesk.ticket"
#: code -> numerator, denominator, of who closed nothing
CLOSED = {
    "tickets_handled": ("handled", None, ZERO),
    "inquiries_handled": ("inquiries", None, ZERO),
    "closed_in_limit": ("in_limit", "limited", NOT_APPLICABLE),
    "satisfaction": ("rating", "rated", NOT_APPLICABLE),
    "satisfaction_coverage": ("rated", "handled", NOT_APPLICABLE),
}
#: code -> class of complaint; None: all
COMPLAINTS = {
    "complaints": None,
    "complaints_general": "general",
    "complaints_repeat": "repeat",
    "complaints_severe": "severe",
}
FIRST_REPLY = "first_reply_minutes"


class CsMetricHelpdesk(models.AbstractModel):
    """Figures from tickets and complaints (APP-03, HD-02 to HD-07).

    A ticket counts for who answers for it, ``cs_owner_id``: helpers who worked on it
    come and go (HD-02). It counts in the period in which it was closed, a first reply
    in that in which it was given, a complaint in that in which it was received, as in
    the monthly statistics (HD-06). Closed as a duplicate, it counts nowhere.
    """

    _name = "cs.metric.helpdesk"
    _inherit = ["cs.metric.source"]
    _description = "Tickets and Complaints"

    @api.model
    def _metric_measure(self, codes, company, employees, first, last):
        self._flush()
        span = self._moments(company, first, last)
        found = {}
        if codes & CLOSED.keys():
            rows = self._rows(self._closed_sql(company, employees, span))
            for code, (column, of, missing) in CLOSED.items():
                found |= self._measures(employees, rows, code, column, of, missing)
        if FIRST_REPLY in codes:
            rows = self._rows(self._first_reply_sql(company, employees, span))
            found |= self._measures(
                employees, rows, FIRST_REPLY, "minutes", missing=NOT_APPLICABLE
            )
        if codes & COMPLAINTS.keys():
            rows = self._rows(self._complaints_sql(company, employees, span))
            for code in COMPLAINTS:
                found |= self._measures(employees, rows, code, code)
        return found

    @api.model
    def _flush(self):
        complaint_figures.flush(self.env)
        for model in ("hr.employee", "rating.rating", "cs.ticket.limit"):
            self.env[model].flush_model()

    @api.model
    def _closed_sql(self, company, employees, span):
        """What people closed: all and inquiries, in the limit, and what customers said
        of it, in the mail, the portal or when called back (HD-07)."""
        return SQL(
            """
            SELECT employee_id, count(*) AS handled,
                   count(*) FILTER (WHERE cs_kind = 'inquiry') AS inquiries,
                   count(*) FILTER (WHERE limited) AS limited,
                   count(*) FILTER (WHERE limited AND cs_is_late IS NOT TRUE)
                     AS in_limit,
                   count(rating) AS rated,
                   coalesce(sum(rating::numeric), 0)::text AS rating
              FROM (SELECT person.employee_id, t.cs_kind, t.cs_is_late, r.rating,
                           EXISTS (SELECT FROM cs_ticket_limit l
                                    WHERE l.ticket_id = t.id
                                      AND l.metric = 'resolve') AS limited
                      FROM %(people)s AS person
                      JOIN helpdesk_ticket t ON t.cs_owner_id = person.user_id
                      JOIN helpdesk_ticket_stage s ON s.id = t.stage_id AND s.closed
                      LEFT JOIN rating_rating r ON r.res_id = t.id AND r.consumed
                       AND r.res_model = 'helpdesk.ticket'
                     WHERE t.closed_date >= %(start)s AND t.closed_date < %(stop)s
                       AND %(counts)s) AS closed
             GROUP BY employee_id
            """,
            people=self._people_sql(employees),
            start=span[0],
            stop=span[1],
            counts=self._counts_sql(company),
        )

    @api.model
    def _first_reply_sql(self, company, employees, span):
        """The median of the time to the first reply, in the hours in which the ticket's
        limits count (HD-03); minutes with two decimals."""
        return SQL(
            """
            SELECT employee_id,
                   round(percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::numeric
                         / 60, 2)::text AS minutes
              FROM (SELECT person.employee_id, sum(g.working_seconds) AS seconds
                      FROM %(people)s AS person
                      JOIN helpdesk_ticket t ON t.cs_owner_id = person.user_id
                      JOIN cs_ticket_segment g ON g.ticket_id = t.id
                       AND g.metric = 'first_reply'
                     WHERE t.cs_first_reply_at >= %(start)s
                       AND t.cs_first_reply_at < %(stop)s AND %(counts)s
                     GROUP BY person.employee_id, t.id) AS replied
             GROUP BY employee_id
            """,
            people=self._people_sql(employees),
            start=span[0],
            stop=span[1],
            counts=self._counts_sql(company),
        )

    @api.model
    def _complaints_sql(self, company, employees, span):
        """Complaints that name people, by their shares: two who share one equally have
        half a complaint each. A person whose appeal was upheld is not named."""
        cases = complaint_figures.cases_sql(
            [(1, company.id, *span)], fields.Datetime.now()
        )
        columns = [
            SQL(
                "coalesce(sum(number)%s, 0)::text AS %s",
                SQL(" FILTER (WHERE coalesce(complaint_class, 'general') = %s)", kind)
                if kind
                else SQL(""),
                SQL.identifier(code),
            )
            for code, kind in COMPLAINTS.items()
        ]
        return SQL(
            "SELECT employee_id, %s FROM (%s) AS cases WHERE employee_id = ANY(%s)"
            " GROUP BY employee_id",
            SQL(", ").join(columns),
            cases,
            employees.ids,
        )

    @api.model
    def _counts_sql(self, company):
        return SQL(
            "t.company_id = %s AND t.active AND t.duplicate_id IS NULL", company.id
        )

    # Records

    @api.model
    def _metric_records(self, code, employee, first, last):
        person = employee.sudo()
        span = self._moments(person.company_id, first, last)
        domain = Domain("company_id", "=", person.company_id.id)
        if code in COMPLAINTS:
            domain &= self._complaint_domain(COMPLAINTS[code], person, span)
        elif person.user_id:
            domain &= Domain("duplicate_id", "=", False)
            domain &= Domain("cs_owner_id", "=", person.user_id.id)
            domain &= self._ticket_domain(code, span)
        else:
            return False
        archived = {"active_test": False} if code in COMPLAINTS else {}
        return {"res_model": TICKET, "domain": list(domain), "context": archived}

    @api.model
    def _complaint_domain(self, kind, person, span):
        """What was counted; not what an appeal took away from the person (ALL-02)."""
        named = Domain("employee_id", "=", person.id) & Domain("share", ">", 0)
        domain = Domain("cs_kind", "=", "complaint")
        domain &= Domain("cs_party_ids", "any", list(named))
        # sudo: differences are of the statistics; which ones took the person out
        taken = self.env["cs.complaint.month.change"].sudo()
        appeals = taken.search(
            [("reason", "=", "appeal"), ("employee_id", "=", person.id)]
        )
        domain &= Domain("id", "not in", appeals.ticket_id.ids)
        domain &= _within("create_date", span)
        return domain & Domain("cs_class", "=", kind) if kind else domain

    @api.model
    def _ticket_domain(self, code, span):
        if code == FIRST_REPLY:
            return _within("cs_first_reply_at", span)
        domain = Domain("closed", "=", True) & _within("closed_date", span)
        if code == "inquiries_handled":
            domain &= Domain("cs_kind", "=", "inquiry")
        if code == "closed_in_limit":
            domain &= Domain("cs_limit_ids", "any", [("metric", "=", "resolve")])
        if code == "satisfaction":
            domain &= Domain("rating_ids", "any", [("consumed", "=", True)])
        return domain


def _within(field, span):
    return Domain(field, ">=", span[0]) & Domain(field, "<", span[1])
