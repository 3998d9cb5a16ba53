from odoo.fields import Command
from odoo.tools import SQL

#: What is kept about tickets, each before what it hangs on. The tables go with the
#: addon; emptied first, they are not in the way of tickets of the demo company.
KEPT = (
    "cs_ticket_past",
    "cs_ticket_alert",
    "cs_ticket_limit",
    "cs_ticket_segment",
    "cs_callback_attempt",
    "cs_callback",
    "cs_suggestion",
    "cs_complaint_event",
    "cs_complaint_party",
    "cs_ticket_transfer",
)


def uninstall_hook(env):
    """Who serves customers keeps only the ticket rights that somebody gave."""
    agents = env.ref("cs_base.group_agent")
    tickets = env.ref(
        "helpdesk_mgmt.group_helpdesk_user_team", raise_if_not_found=False
    )
    if tickets:
        agents.implied_ids = [Command.unlink(tickets.id)]
    env.flush_all()
    for table in (*KEPT, "cs_suggestion_member", "cs_suggestion_certificate"):
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
