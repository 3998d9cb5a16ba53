from odoo.tools import SQL

#: What is kept, each before what it hangs on. The tables go with the addon; emptied
#: first, they are not in the way of what they name.
KEPT = (
    "cs_training_evaluation",
    "cs_training_problem",
    "cs_training_obligation",
    "cs_training_reimbursement",
    "cs_training_request",
    "cs_training_need",
    "cs_training_correction",
    "cs_training_miss",
    "cs_training_participant",
    "cs_training_session",
    "cs_training_course",
    "cs_metric_figure",
)


def uninstall_hook(env):
    """Kept records go with the addon, and with nobody else."""
    env.flush_all()
    for table in KEPT:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
