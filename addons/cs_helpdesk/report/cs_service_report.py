from odoo import api, fields, models
from odoo.addons.rating.models.rating_data import RATING_LIMIT_SATISFIED
from odoo.tools import SQL

from ..models.cs_ticket_outcome import KINDS


class CsServiceReport(models.Model):
    """Tickets as figures, for graphs and dashboards (HD-01, HD-03, HD-04, HD-07).

    One row a ticket; closed as a duplicate it counts nowhere. Days are those where the
    company works. Shares are of 100: empty where there is nothing to judge, as without
    a limit, before it has passed, or where the customer has not said anything.

    Access: who reads the ticket; leaders, supervisors and the general manager have the
    screens. There are no people in it, because nobody is ranked by it.
    """

    _name = "cs.service.report"
    _inherit = ["cs.ticket.record.mixin"]
    _description = "Service Figures by Ticket"
    _auto = False
    _order = "received_on desc, id desc"
    _rec_name = "ticket_id"
    _depends = {
        "helpdesk.ticket": [
            "active",
            "closed_date",
            "create_date",
            "cs_class",
            "cs_department_id",
            "cs_first_reply_at",
            "cs_first_reply_is_late",
            "cs_is_late",
            "cs_kind",
            "cs_reopen_count",
            "duplicate_id",
            "stage_id",
            "team_id",
        ],
        "cs.ticket.limit": ["metric", "ticket_id"],
        "rating.rating": ["consumed", "rating", "res_id", "res_model"],
    }

    department_id = fields.Many2one("hr.department", "Unit", readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    category_id = fields.Many2one("helpdesk.ticket.category", "Type", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    complaint_class = fields.Selection(
        [("general", "General"), ("repeat", "Repeat"), ("severe", "Severe")],
        "Class of Complaint",
        readonly=True,
    )
    received_on = fields.Date(readonly=True)
    closed_on = fields.Date("Date Closed", readonly=True)
    closed_count = fields.Integer("Closed", readonly=True)
    open_count = fields.Integer("Open", readonly=True)
    reopened_count = fields.Integer("Tickets Reopened", readonly=True)
    complaint_count = fields.Integer("Complaints", readonly=True)
    reply_hours = fields.Float(
        "Hours Until First Reply", digits=(16, 2), readonly=True, aggregator="avg"
    )
    close_hours = fields.Float(
        "Hours Until Closed", digits=(16, 2), readonly=True, aggregator="avg"
    )
    reply_in_time = fields.Float(
        "First Reply Within the Limit (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
    )
    close_in_time = fields.Float(
        "Closed Within the Limit (%)", digits=(16, 1), readonly=True, aggregator="avg"
    )
    satisfied = fields.Float(
        "Satisfied (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="HD-07: of those who said so by mail, in the portal or when called back.",
    )
    rated_count = fields.Integer("Customers Who Rated", readonly=True)

    @property
    def _table_query(self):
        return SQL(_QUERY, satisfied=RATING_LIMIT_SATISFIED)

    @api.model
    def _tickets_of_mine(self):
        # HD-20: figures count secret tickets as well, and show no more than a number
        return self.env["helpdesk.ticket"]._secret_countable()

    @api.model
    def _tickets_readable(self, tickets):
        return tickets & tickets.browse(tickets._secret_countable(tickets.ids))

    def _kept_text(self):
        return self.env._("Figures follow from the tickets and are written by nobody.")

    @api.readonly
    def action_open(self):
        """The ticket behind a row."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()


_QUERY = """
    SELECT t.id, t.id AS ticket_id, t.company_id, t.team_id, t.category_id,
           t.cs_department_id AS department_id, t.cs_kind AS kind,
           CASE WHEN t.cs_kind = 'complaint' THEN t.cs_class END AS complaint_class,
           (t.create_date AT TIME ZONE 'UTC' AT TIME ZONE place.tz)::date
             AS received_on,
           CASE WHEN stage.closed THEN
                (t.closed_date AT TIME ZONE 'UTC' AT TIME ZONE place.tz)::date
           END AS closed_on,
           (stage.closed IS TRUE)::int AS closed_count,
           (stage.closed IS NOT TRUE)::int AS open_count,
           (coalesce(t.cs_reopen_count, 0) > 0)::int AS reopened_count,
           (t.cs_kind = 'complaint')::int AS complaint_count,
           CASE WHEN t.cs_first_reply_at IS NOT NULL THEN greatest(
                extract(epoch FROM t.cs_first_reply_at - t.create_date), 0) / 3600
           END AS reply_hours,
           CASE WHEN stage.closed THEN
                greatest(extract(epoch FROM t.closed_date - t.create_date), 0) / 3600
           END AS close_hours,
           CASE WHEN NOT limits.reply THEN NULL
                WHEN t.cs_first_reply_is_late THEN 0.0
                WHEN t.cs_first_reply_at IS NOT NULL THEN 100.0 END AS reply_in_time,
           CASE WHEN NOT limits.closing THEN NULL
                WHEN t.cs_is_late THEN 0.0
                WHEN stage.closed THEN 100.0 END AS close_in_time,
           CASE WHEN said.rating IS NULL THEN NULL
                WHEN said.rating >= %(satisfied)s THEN 100.0 ELSE 0.0 END AS satisfied,
           (said.rating IS NOT NULL)::int AS rated_count
      FROM helpdesk_ticket t
      LEFT JOIN helpdesk_ticket_stage stage ON stage.id = t.stage_id
      JOIN LATERAL (
           SELECT coalesce(c.tz, 'UTC') AS tz FROM res_company company
             LEFT JOIN resource_calendar c ON c.id = company.resource_calendar_id
            WHERE company.id = t.company_id) place ON TRUE
      JOIN LATERAL (
           SELECT coalesce(bool_or(l.metric = 'first_reply'), FALSE) AS reply,
                  coalesce(bool_or(l.metric = 'resolve'), FALSE) AS closing
             FROM cs_ticket_limit l WHERE l.ticket_id = t.id) limits ON TRUE
      LEFT JOIN LATERAL (
           SELECT r.rating FROM rating_rating r
            WHERE r.res_model = 'helpdesk.ticket' AND r.res_id = t.id AND r.consumed
            ORDER BY r.write_date DESC, r.id DESC LIMIT 1) said ON TRUE
     WHERE t.active AND t.duplicate_id IS NULL
"""
