from odoo import fields, models
from odoo.addons.cs_base.models import period_words as words


class CsIncentiveStatement(models.Model):
    """Telling people that they can read their statement (INC-30)."""

    _name = "cs.incentive.statement"
    _inherit = ["cs.incentive.statement", "cs.told.mixin"]
    _told_since = "approved_at"
    _told_cron = "cs_incentive.cs_incentive_statement_cron"

    is_told = fields.Boolean(
        "Person Was Told", readonly=True, copy=False, groups=fields.NO_ACCESS
    )

    _not_told_idx = models.Index(
        "(id) WHERE approved_at IS NOT NULL AND is_told IS NOT TRUE"
    )

    def _tell(self):
        """One message for all who read the same language and month."""
        for month, same in self.grouped("month").items():
            users = same.employee_id.user_id.filtered("active")
            for lang, readers in users.grouped("lang").items():
                thread = self.env["mail.thread"].with_context(lang=lang)
                thread.message_notify(
                    partner_ids=readers.partner_id.ids,
                    subject=thread.env._("Your monthly statement (INC-30)"),
                    body=thread.env._(
                        "%(month)s: your statement can be read under “My Income”. Each"
                        " line says how it came about; there you can also appeal.",
                        month=words.month_name(thread.env, month),
                    ),
                )
        self._kept_write({"is_told": True})
