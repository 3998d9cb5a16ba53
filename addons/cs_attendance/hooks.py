from odoo.fields import Command


def uninstall_hook(env):
    """Take the roles off the stock menu again; both live on without this addon."""
    menu = env.ref("hr_attendance.menu_hr_attendance_root")
    agent = env.ref("cs_base.group_agent")
    menu.group_ids = [Command.unlink(agent.id)]
