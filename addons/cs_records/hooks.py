from odoo.tools import SQL

#: What is kept, each before what it hangs on. The tables go with the addon; emptied
#: first, they are not in the way of what they name.
KEPT = (
    "cs_record_reading",
    "cs_record_chase",
    "cs_record_move",
    "cs_record_incident",
    "cs_record_circulation",
    "cs_record_file",
    "cs_record_disposal_line",
    "cs_record_disposal",
    "cs_record_loan",
    "cs_record_incoming",
    "cs_record",
)


def uninstall_hook(env):
    """Kept records go with the addon, and with nobody else."""
    env.flush_all()
    for table in KEPT:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
