from datetime import timedelta

from odoo import api, models
from odoo.addons.cs_base.models import period_words as words
from odoo.addons.cs_base.models.cs_waiting import Kind


class CsWaiting(models.AbstractModel):
    """Visits of the own customers that come up (HD-21)."""

    _inherit = "cs.waiting"

    def _kinds(self):
        return [*super()._kinds(), self._customer_visits()]

    def _customer_visits(self):
        company = self.env.company
        return Kind(
            code="customer_visit",
            section="customer",
            label=self.env._("Customers to visit"),
            action="cs_helpdesk.cs_customer_visit_action",
            model="cs.customer.visit",
            domain=[
                *self.env["cs.reminder"]._customer_visits_due(company),
                ("user_id", "=", self.env.uid),
            ],
            due="planned_on",
        )


class CsReminder(models.Model):
    """Once a week, in the one message people get: which customers they visit next."""

    _inherit = "cs.reminder"

    @api.model
    def _customer_visits_due(self, company):
        """Domain of the visits of which people are reminded today (HD-21)."""
        policy = self.env["cs.customer.policy"]._customer_policy(company)
        last = company._cs_today() + timedelta(days=policy.reminder_days)
        return [
            ("company_id", "=", company.id),
            ("state", "=", "planned"),
            ("planned_on", "<=", last),
        ]

    def _lines_customer_visit(self, company, _occasion):
        rows = self.env["cs.customer.visit"]._read_group(
            [*self._customer_visits_due(company), ("user_id", "!=", False)],
            ["user_id"],
            ["__count", "planned_on:min"],
        )
        lines = {}
        for user, count, first in rows:
            if user.active:
                env = self.env(context={**self.env.context, "lang": user.lang})
                lines[user] = [
                    env._(
                        "Customers to visit: %(count)s, the first on %(day)s",
                        count=count,
                        day=words.day_name(env, first),
                    )
                ]
        return lines
