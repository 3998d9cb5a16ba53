from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words

CRON = "cs_incentive.cs_incentive_statement_cron"
#: So many people are told at a time; what was sent stays sent if the next fail.
PORTION = 200


class CsIncentiveStatement(models.Model):
    """Telling people that they can read their statement (INC-30).

    Not within the approval: thousands of messages would hold it up.
    """

    _inherit = "cs.incentive.statement"

    is_told = fields.Boolean(
        "Person Was Told", readonly=True, copy=False, groups=fields.NO_ACCESS
    )

    _not_told_idx = models.Index(
        "(id) WHERE approved_at IS NOT NULL AND is_told IS NOT TRUE"
    )

    @api.model
    def _wake(self):
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_tell(self):
        """Chosen by what is missing: what a stopped server left out is told later."""
        Cron = self.env["ir.cron"].sudo()
        waiting = [("approved_at", "!=", False), ("is_told", "=", False)]
        Cron._commit_progress(0, remaining=self.search_count(waiting))
        while statements := self.search(waiting, limit=PORTION, order="id"):
            statements._tell()
            if not Cron._commit_progress(len(statements)):
                return

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
