from odoo.tools import SQL

from ..hooks import KEPT


def forget_tickets(env, tickets):
    """Delete tickets of committed tests with all that is kept about them."""
    env.flush_all()
    for table in KEPT:
        env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE ticket_id = ANY(%s)",
                SQL.identifier(table),
                tickets.ids,
            )
        )
    # Complaints are kept, and a write would start a clock again.
    env.cr.execute(
        "UPDATE helpdesk_ticket SET cs_kind = 'inquiry', cs_outcome_id = NULL"
        " WHERE id = ANY(%s)",
        [tickets.ids],
    )
    env.invalidate_all()
    env["mail.message"].search(
        [("model", "=", "helpdesk.ticket"), ("res_id", "in", tickets.ids)]
    ).unlink()
    tickets.sorted("id", reverse=True).unlink()
