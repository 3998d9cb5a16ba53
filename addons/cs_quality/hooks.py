from odoo.tools import SQL

#: What is kept, each before what it hangs on. The tables go with the addon; emptied
#: first, they are not in the way of tickets and people.
KEPT = (
    "cs_inspection_proficient",
    "cs_inspection_sign",
    "cs_inspection_line",
    "cs_inspection_result",
    "cs_inspection_round_inspector_rel",
    "cs_inspection_round",
    "cs_quality_hit",
    "cs_quality_review_line",
    "cs_quality_review",
    "cs_quality_draw",
    "cs_anomaly_task",
    "cs_anomaly",
)


def uninstall_hook(env):
    """Kept records go with the addon, and with nobody else; tickets of the demo company
    stay as long as the addon below, which has kept records of them."""
    env["ir.model.data"].search(
        [("module", "=", "cs_quality"), ("model", "=", "helpdesk.ticket")]
    ).module = "cs_helpdesk"
    env.flush_all()
    for table in KEPT:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
