from odoo import models
from odoo.addons.base.models.ir_module import assert_log_admin_access
from odoo.exceptions import UserError

#: Names the addons, separated by commas, that may go once although pay rests on them.
PERMISSION = "cs_base.uninstall_with_closed_months"


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @assert_log_admin_access
    def button_uninstall(self):
        """Refuse while what pay rests on would be deleted (ALL-05).

        An administrator who has exported it names the addons in the system parameter
        ``cs_base.uninstall_with_closed_months``; it counts once.

        :raises UserError: closed months or records handed over would go
        """
        going = self + self.downstream_dependencies()
        final = self._cs_final_records(set(going.mapped("name")))
        if final:
            self._cs_use_permission(going, final)
        return super().button_uninstall()

    def _cs_final_records(self, names):
        """What is final and would be deleted. Addons add their own.

        :param names: set of technical names of the addons that would go
        :return: list of translated texts, each with a number
        """
        if "cs_base" not in names:
            return []
        closed = self.env["cs.period"].sudo().search_count([("state", "=", "closed")])
        return [self.env._("closed months: %s", closed)] if closed else []

    def _cs_use_permission(self, going, final):
        parameters = self.env["ir.config_parameter"].sudo()
        given = parameters.get_param(PERMISSION) or ""
        ours = {name for name in going.mapped("name") if name.startswith("cs_")}
        if ours <= {name.strip() for name in given.split(",")}:
            parameters.set_param(PERMISSION, False)
            return
        raise UserError(
            self.env._(
                "Pay rests on records that would be deleted: %(final)s. Export what has"
                " to be kept and make a backup. Then set the system parameter"
                " %(parameter)s to %(names)s and uninstall again.",
                final="; ".join(final),
                parameter=PERMISSION,
                names=",".join(sorted(ours)),
            )
        )
