from odoo import api, fields, models


class CsAppraisalResult(models.Model):
    """Telling people that their result was given (APP-08)."""

    _name = "cs.appraisal.result"
    _inherit = ["cs.appraisal.result", "cs.told.mixin"]
    _told_since = "released_at"
    _told_cron = "cs_appraisal.cs_appraisal_result_cron"

    is_told = fields.Boolean(
        "Person Was Told", readonly=True, copy=False, groups=fields.NO_ACCESS
    )

    _not_told_idx = models.Index(
        "(id) WHERE released_at IS NOT NULL AND is_told IS NOT TRUE"
    )

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
