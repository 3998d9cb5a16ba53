from odoo.fields import Command


def uninstall_hook(env):
    """Take the roles off the stock menu again; both live on without this addon."""
    menu = env.ref("helpdesk_mgmt.helpdesk_ticket_main_menu")
    agent = env.ref("cs_base.group_agent")
    menu.group_ids = [Command.unlink(agent.id)]
