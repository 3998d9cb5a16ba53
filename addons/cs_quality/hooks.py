from odoo.tools import SQL

#: What is kept, each before what it hangs on. The tables go with the addon; emptied
#: first, they are not in the way of tickets and people.
KEPT = (
    "cs_quality_hit",
    "cs_quality_review_line",
    "cs_quality_review",
    "cs_quality_draw",
    "cs_anomaly_task",
    "cs_anomaly",
)


def uninstall_hook(env):
    """Kept records go with the addon, and with nobody else; tickets of the demo company
    stay, as other addons hang on them."""
    env["ir.model.data"].search(
        [("module", "=", "cs_quality"), ("model", "=", "helpdesk.ticket")]
    ).unlink()
    env.flush_all()
    for table in KEPT:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
