from odoo import models
from odoo.addons.cs_base.engine.period import previous_month
from odoo.addons.cs_base.models import period_words as words


class CsReminder(models.Model):
    """INC-33: by the 6th, turnover and rebate of each agent of the month before."""

    _inherit = "cs.reminder"

    def _policy_day_rebate(self, company, today):
        """The day of the policy in force; nothing where there is none.

        :return: (basis, number) or None
        """
        policy = self.env["cs.incentive.policy"]._policy_of_unit(
            company, self.env["hr.department"], today
        )
        return ("month", policy.rebate_day) if policy else None

    def _lines_rebate(self, company, occasion):
        """HR officers and payroll accountants, until the list of the month is on its
        way; nobody in a company without agents."""
        month = previous_month(occasion)
        agents = self.env["cs.rebate.agent"].search([("company_id", "=", company.id)])
        on_its_way = self.env["cs.rebate.list"].search_count(
            [
                ("company_id", "=", company.id),
                ("month", "=", month),
                ("state", "in", ("submitted", "approved")),
            ]
        )
        if not agents or on_its_way:
            return {}
        users = self._members("cs_base.group_hr_officer", company)
        users |= self._members("cs_base.group_payroll_accountant", company)
        lines = {}
        for user in users:
            env = self.env(context={**self.env.context, "lang": user.lang})
            lines[user] = [
                env._(
                    "By %(day)s the rebate list of %(month)s is submitted, with the"
                    " turnover and rebate of each agent; agents: %(count)s",
                    day=words.day_name(env, occasion),
                    month=words.month_name(env, month),
                    count=len(agents),
                )
            ]
        return lines
