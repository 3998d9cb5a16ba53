from odoo.fields import Command


def uninstall_hook(env):
    """Take the roles off the stock menu again; both live on without this addon.

    Attendances that only show the punch ledger go with it, and states at the desk.
    """
    env.cr.execute("DELETE FROM hr_attendance WHERE cs_is_derived")
    env.cr.execute("DELETE FROM cs_desk_state")
    menu = env.ref("hr_attendance.menu_hr_attendance_root")
    agent = env.ref("cs_base.group_agent")
    menu.group_ids = [Command.unlink(agent.id)]
