from odoo.addons.cs_base.engine.period import RUNNING

from .models.cs_share import PARAMETER


def uninstall_hook(env):
    """Steps that are shared out begin anew, as nobody knows their parts any more."""
    env["ir.config_parameter"].set_param(PARAMETER, False)
    steps = env["cs.period.step"].sudo().search([("state", "!=", "locked")])
    for step in steps.filtered(lambda one: one._is_shared()):
        env["cs.period.part"]._of(step)._cancel_jobs()
        step._set({"cursor": False, "done": 0, "total": 0})
        if step.state == RUNNING:
            step._wake_runner()
