from odoo.fields import Command


def post_init_hook(env):
    """Leave types that exist already get their character; none is overwritten."""
    env["hr.leave.type"].with_context(active_test=False).search([])._cs_fill_code()


def uninstall_hook(env):
    """Take the roles off the stock menu again; both live on without this addon."""
    menu = env.ref("hr_attendance.menu_hr_attendance_root")
    agent = env.ref("cs_base.group_agent")
    menu.group_ids = [Command.unlink(agent.id)]
