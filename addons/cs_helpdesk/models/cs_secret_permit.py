from markupsafe import escape

from odoo import models
from odoo.exceptions import AccessError


class CsSecretMixin(models.AbstractModel):
    """A secret record is opened with a reason, for some hours (HD-20)."""

    _inherit = "cs.secret.mixin"

    def _secret_permit(self, reason):
        """Let the caller read it for the policy's hours, and write that down.

        :raise AccessError: who could not read it if it were normal
        :raise UserError: without a reason
        """
        self.ensure_one()
        # sudo: by id only; the query decides what it may be
        record = self.sudo()
        if record not in self.sudo().browse(self._secret_openable()):
            raise AccessError(self.env._("HD-20: you may not open this secret record."))
        reason = self._secret_check_reason(reason)
        if record[self._secret_level] == "normal":
            return
        self.env["cs.secret.reading"]._note_permit(record, reason)
        if record[self._secret_level] == "top":
            record._secret_tell(reason)

    def _secret_hours(self):
        """How long a permit runs, in hours (sudo)."""
        Policy = self.env["cs.helpdesk.policy"]
        policy = Policy._policy_of_unit(
            self.company_id, self._secret_department(), self.company_id._cs_today()
        )
        return (policy or Policy.new({})).secret_read_hours

    def _secret_tell(self, reason):
        """Supervisors above and the general manager hear who reads what is top secret,
        and why (sudo); each in the own language."""
        for user in self._secret_superiors():
            env = self.env(context={**self.env.context, "lang": user.lang})
            env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=env._("Top secret: %s was opened", self._secret_number()),
                body=escape(
                    env._(
                        "%(user)s opened %(number)s. Reason: %(reason)s",
                        user=self.env.user.name,
                        number=self._secret_number(),
                        reason=reason,
                    )
                ),
            )

    def _secret_superiors(self):
        unit = self._secret_department()
        users = self.company_id.cs_general_manager_id.user_id
        for ancestor in unit.browse(unit._cs_ancestor_ids().get(unit.id, ())):
            head = ancestor.manager_id.user_id
            users |= head.filtered(lambda u: u.has_group("cs_base.group_supervisor"))
        return users.filtered("active") - self.env.user
