from datetime import timedelta

from odoo import fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError


class CsExportRequest(models.Model):
    """Who decides on an export, and what follows (HD-20)."""

    _inherit = "cs.export.request"

    def _decision_kind(self):
        outside = self.recipient_kind == "outside"
        return "customer_export_outside" if outside else "customer_export"

    def _decision_measure(self):
        return self.record_count

    def _decision_maker(self):
        people = self.user_id._cs_employees()
        return people.filtered(lambda one: one.company_id == self.company_id)

    def _decision_ladder_fallback(self):
        outside = self.recipient_kind == "outside"
        return ["general_manager" if outside else "department_head"]

    def _decision_protected_fields(self):
        names = {"company_id", "user_id", "department_id", "record_count"}
        names |= {"valid_until", "download_limit", "download_ids"}
        return super()._decision_protected_fields() | names

    def _decision_check_submit(self):
        texts = self.purpose, self.recipient
        if not all((text or "").strip() for text in texts):
            raise UserError(
                self.env._("HD-20: please say what it is for, and who gets it.")
            )
        self._check_wanted()
        number = len(self._records())
        if not number:
            raise UserError(
                self.env._("HD-20: there is nothing to export that you may read.")
            )
        self._decision_write({"record_count": number})

    def _decision_on_approved(self):
        self._check_wanted()
        policy = self._policy()
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        after = self.wanted_until + timedelta(days=1)
        end = words.to_utc(self.company_id, after)
        self._decision_write(
            {
                "valid_until": min(now + timedelta(days=policy.export_days), end),
                "download_limit": policy.export_downloads,
            }
        )

    def _decision_finish(self, result):
        # The database asks for the limits of what is approved.
        if result == "approved":
            self._decision_on_approved()
            self._decision_write({self._decision_state_field: self._decision_approved})
        else:
            super()._decision_finish(result)

    def _decision_on_undone(self, decision, request_state):
        if self.download_ids:
            raise UserError(self.env._("HD-20: it has been fetched already."))
        self._decision_write({"valid_until": False, "download_limit": 0})

    def _check_wanted(self):
        if self.wanted_until < self.company_id._cs_today():
            raise UserError(
                self.env._(
                    "HD-20: the day until which it is wanted is over. Please have it"
                    " returned and enter another one."
                )
            )

    def _policy(self):
        """The policy of the asker's department, or one that holds the defaults."""
        Policy = self.env["cs.helpdesk.policy"]
        today = self.company_id._cs_today()
        found = Policy._policy_of_unit(self.company_id, self.department_id, today)
        return found or Policy.new({})
