from odoo import fields, models, tools
from odoo.tools import SQL

from .complaint_figures import OWN
from .cs_complaint_month_case import CLASSES


class CsComplaintLive(models.Model):
    """Complaints by responsible unit as they are now, for pivot and graph (HD-06).

    One row a complaint and unit; the month is that in which the complaint was received,
    where the company works. People and tickets are not in it, because nobody is ranked
    but units. Access: leaders the units they manage; supervisors, HR officers and the
    general manager those of the company.
    """

    _name = "cs.complaint.live"
    _description = "Complaints by Unit"
    _auto = False
    _order = "month desc, id"

    company_id = fields.Many2one("res.company", readonly=True)
    month = fields.Date("Received On", readonly=True)
    department_id = fields.Many2one("hr.department", "Responsible Unit", readonly=True)
    category_id = fields.Many2one("helpdesk.ticket.category", "Type", readonly=True)
    complaint_class = fields.Selection(CLASSES, "Class of Complaint", readonly=True)
    is_closed = fields.Boolean("Closed", readonly=True)
    number = fields.Float("Complaints", digits=(16, 2), readonly=True)
    days = fields.Float(
        "Days Until Closed", digits=(16, 2), readonly=True, aggregator="avg"
    )

    def init(self):
        tools.drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(SQL(_VIEW, own=OWN))


_VIEW = """
    CREATE VIEW cs_complaint_live AS
    SELECT coalesce(p.id, -t.id) AS id, t.company_id, p.department_id, t.category_id,
           t.cs_class AS complaint_class, coalesce(stage.closed, FALSE) AS is_closed,
           (t.create_date AT TIME ZONE 'UTC'
            AT TIME ZONE coalesce(c.tz, 'UTC'))::date AS month,
           coalesce(p.share, 100) / 100 AS number,
           CASE WHEN stage.closed THEN round(greatest(extract(
                epoch FROM t.closed_date - t.create_date), 0) / 86400, 2) END AS days
      FROM helpdesk_ticket t
      JOIN res_company company ON company.id = t.company_id
      LEFT JOIN resource_calendar c ON c.id = company.resource_calendar_id
      LEFT JOIN helpdesk_ticket_stage stage ON stage.id = t.stage_id
      LEFT JOIN cs_complaint_party p ON p.ticket_id = t.id AND p.share > 0
     WHERE t.cs_kind = 'complaint'
       AND %(own)s
"""
