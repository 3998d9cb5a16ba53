from odoo import api, fields, models

CRON = "cs_appraisal.cs_appraisal_result_cron"
#: So many people are told at a time; what was sent stays sent if the next fail.
PORTION = 200


class CsAppraisalResult(models.Model):
    """Telling people that their result was given (APP-08).

    Not within the approval: thousands of messages would hold it up.
    """

    _inherit = "cs.appraisal.result"

    is_told = fields.Boolean(
        "Person Was Told", readonly=True, copy=False, groups=fields.NO_ACCESS
    )

    _not_told_idx = models.Index(
        "(id) WHERE released_at IS NOT NULL AND is_told IS NOT TRUE"
    )

    @api.model
    def _wake(self):
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_tell(self):
        """Chosen by what is missing: what a stopped server left out is told later."""
        Cron = self.env["ir.cron"].sudo()
        waiting = [("released_at", "!=", False), ("is_told", "=", False)]
        Cron._commit_progress(0, remaining=self.search_count(waiting))
        while results := self.search(waiting, limit=PORTION, order="id"):
            results._tell()
            if not Cron._commit_progress(len(results)):
                return

    def _tell(self):
        """One message to everybody who has one of these results."""
        for cycle, own in self.grouped("cycle_id").items():
            users = own.employee_id.user_id.filtered("active")
            for lang, same in users.grouped("lang").items():
                own._tell_users(cycle.with_context(lang=lang), same)
        self._kept_write({"is_told": True})

    @api.model
    def _tell_users(self, cycle, users):
        cycle.message_notify(
            partner_ids=users.partner_id.ids,
            subject=cycle.env._("Your appraisal result (APP-08)"),
            body=cycle.env._(
                "%(name)s: your result can be read under “My Appraisal”. Please"
                " sign it, or appeal within the time that is told there.",
                name=cycle.name,
            ),
        )
