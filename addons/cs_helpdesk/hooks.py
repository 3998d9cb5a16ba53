from odoo.fields import Command


def uninstall_hook(env):
    """Who serves customers keeps only the ticket rights that somebody gave."""
    agents = env.ref("cs_base.group_agent")
    tickets = env.ref(
        "helpdesk_mgmt.group_helpdesk_user_team", raise_if_not_found=False
    )
    if tickets:
        agents.implied_ids = [Command.unlink(tickets.id)]
