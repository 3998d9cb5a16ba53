from odoo import fields, models
from odoo.tools import SQL

from .cs_ticket_outcome import KINDS


class CsCallConversion(models.Model):
    """Calls of customers and the orders that came of them (来电转化, HD-09).

    A view, one row a call. An order, or booked visit, counts for the last call of the
    same number or customer before it: so each counts once, and no period is set.

    Access: who reads the ticket of the call reads it.
    """

    _name = "cs.call.conversion"
    _inherit = ["cs.ticket.record.mixin"]
    _description = "Calls and Orders"
    _auto = False
    _order = "called_at desc, id desc"
    _rec_name = "phone"

    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    user_id = fields.Many2one("res.users", "Taken By", readonly=True)
    called_at = fields.Datetime(readonly=True)
    phone = fields.Char(readonly=True)
    kind = fields.Selection(KINDS, "Kind of Matter", readonly=True)
    order_number = fields.Char("Order Ticket", readonly=True)
    ordered_at = fields.Datetime("Ordered On", readonly=True)
    orders = fields.Integer("Became an Order", readonly=True)
    conversion = fields.Float(
        readonly=True,
        aggregator="avg",
        help="HD-09: share of the calls that became an order or visit.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH calls AS (
                SELECT call.*, ticket.team_id, ticket.cs_kind, ticket.partner_id,
                       lead(call.called_at) OVER (
                           PARTITION BY call.company_id, call.phone_key
                           ORDER BY call.called_at, call.id) AS next_at
                  FROM cs_phone_call call
                  JOIN helpdesk_ticket ticket ON ticket.id = call.ticket_id
            )
            SELECT calls.id, calls.ticket_id, calls.company_id, calls.team_id,
                   calls.user_id, calls.called_at, calls.phone,
                   calls.cs_kind AS kind, made.number AS order_number,
                   made.create_date AS ordered_at,
                   (made.id IS NOT NULL)::int AS orders,
                   (made.id IS NOT NULL)::int AS conversion
              FROM calls
              LEFT JOIN LATERAL (
                   SELECT sold.id, sold.number, sold.create_date
                     FROM helpdesk_ticket sold
                    WHERE sold.cs_kind = 'order'
                      AND sold.company_id = calls.company_id
                      AND sold.duplicate_id IS NULL
                      AND (sold.cs_phone_key = calls.phone_key
                           OR sold.partner_id = calls.partner_id)
                      AND (sold.id = calls.ticket_id AND calls.is_new
                           OR sold.create_date >= calls.called_at)
                      AND (calls.next_at IS NULL OR sold.create_date < calls.next_at)
                    ORDER BY sold.create_date, sold.id
                    LIMIT 1
              ) made ON TRUE
            """
        )

    def _kept_text(self):
        return self.env._("HD-09: this list follows from calls and orders.")
