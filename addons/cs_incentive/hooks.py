from odoo.tools import SQL

#: What is kept, each before what it hangs on. The tables go with the addon; emptied
#: first, they are not in the way of what they name.
KEPT = (
    "cs_staff_idea",
    "cs_rebate_share",
    "cs_rebate_line",
    "cs_rebate_list",
    "cs_rebate_entry",
    "cs_rebate_term",
    "cs_rebate_agent",
    "cs_flower_move",
    "cs_flower_redemption_line",
    "cs_flower_redemption",
    "cs_flower",
    "cs_incentive_item",
    "cs_incentive_statement",
    "cs_incentive_deal_slip",
    "cs_incentive_deal_refund",
    "cs_incentive_deal",
    "cs_complaint_penalty",
    "cs_discipline_suggestion",
    "cs_discipline_proposal",
    "cs_discipline_instalment",
    "cs_discipline_entry",
)


def uninstall_hook(env):
    """Kept records go with the addon, and with nobody else; figures of discipline come
    from outside again."""
    env.flush_all()
    for table in KEPT:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
    metric = env.ref("cs_appraisal.metric_discipline_points", raise_if_not_found=False)
    if metric:
        metric.source = False
