from odoo.fields import Command
from odoo.tools import SQL

#: What is kept about tickets, each before what it hangs on. The tables go with the
#: addon; emptied first, they are not in the way of tickets of the demo company.
KEPT = (
    "cs_secret_reading",
    "cs_secrecy_change",
    "cs_lost_order",
    "cs_dispatch_refusal",
    "cs_dispatch_decision",
    "cs_phone_call",
    "cs_complaint_month_change",
    "cs_complaint_month_case",
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
#: Kept tables that name no ticket, or only sometimes.
KEPT_APART = (
    "cs_phone_record",
    "cs_phone_held",
    "cs_phone_import",
    "cs_export_download",
    "cs_export_request",
    "cs_customer_change",
    "cs_customer_visit",
    "cs_customer_dispute",
    "cs_customer_claim",
    "cs_customer",
    "cs_dispatch_champion",
    "cs_problem",
    "cs_suggestion_member",
    "cs_suggestion_certificate",
    "cs_complaint_month_line",
    "cs_complaint_month",
)
#: Rights of the addons below that our roles have while this addon is there.
GIVEN = (
    ("cs_base.group_agent", "helpdesk_mgmt.group_helpdesk_user_team"),
    ("cs_base.group_agent", "document_knowledge.group_document_user"),
    ("cs_base.group_team_leader", "document_page.group_document_editor"),
)


def uninstall_hook(env):
    """Our roles keep only the rights on tickets and notes that somebody gave."""
    for role, given in GIVEN:
        if group := env.ref(given, raise_if_not_found=False):
            env.ref(role).implied_ids = [Command.unlink(group.id)]
    env.flush_all()
    for table in (*KEPT, *KEPT_APART):
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
