from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .cs_secret_mixin import LEVELS

RANK = {key: place for place, (key, _label) in enumerate(LEVELS)}


class CsSecretMixin(models.AbstractModel):
    """The level goes up and down by one action, with a reason that is kept (HD-20)."""

    _inherit = "cs.secret.mixin"

    cs_can_classify = fields.Boolean(compute="_compute_cs_can_classify")

    @api.depends_context("uid")
    def _compute_cs_can_classify(self):
        for one in self:
            one.cs_can_classify = bool(one.id) and one._secret_may_raise()

    def action_cs_secrecy(self):
        """Open a dialog that asks for the new level and the reason."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Level of Secrecy"),
            "res_model": "cs.secret.set",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                f"default_{self._secret_log}": self.id,
                # sudo: its own field
                "default_level": self.sudo()[self._secret_level],
            },
        }

    def _secret_may_raise(self):
        """Leaders, supervisors and the general manager; who works on a ticket."""
        user = self.env.user
        return user.has_group("cs_base.group_team_leader") or self._secret_may_lower()

    def _secret_may_lower(self):
        user = self.env.user
        return user.has_group("cs_base.group_supervisor") or user.has_group(
            "cs_base.group_general_manager"
        )

    def _secret_set(self, level, reason):
        """:raise AccessError: who may not read the record, raise or lower its level
        :raise UserError: without a reason, or when it is at that level
        """
        self.ensure_one()
        self.check_access("read")
        reason = self._secret_check_reason(reason)
        before = self.sudo()[self._secret_level]
        if level not in RANK or level == before:
            raise UserError(self.env._("HD-20: please choose another level."))
        is_raised = RANK[level] > RANK[before]
        if not (self._secret_may_raise() if is_raised else self._secret_may_lower()):
            raise AccessError(
                self.env._(
                    "HD-20: who is in charge of a ticket, leaders, supervisors and the"
                    " general manager raise the level; supervisors and the general"
                    " manager lower it."
                )
            )
        self._secret_write(level, reason)

    def _secret_write(self, level, reason):
        """Write the level and keep what changed (sudo: nobody writes either)."""
        self.env["cs.secrecy.change"]._note(self, level, reason)
        self._secret_store({self._secret_level: level})
        self.env["res.partner"]._secret_forget()

    def _secret_store(self, vals):
        raise NotImplementedError

    @api.model
    def _secret_lower_than(self, level):
        """Keys of the levels below one."""
        return [key for key, rank in RANK.items() if rank < RANK[level]]
