from odoo import fields, models


class CsReminder(models.Model):
    """ATT-07: by the end of Friday HR has the weekly exception reports of all
    departments."""

    _inherit = "cs.reminder"

    def _policy_day_exception_report(self, company, today):
        """The weekday of the company's policy, Friday without one.

        :return: (basis, number)
        """
        Policy = self.env["cs.attendance.policy"]
        policy = Policy._policy_of_unit(company, self.env["hr.department"], today)
        default = Policy._fields["report_hr_weekday"].default(Policy)
        return "week", int(policy.report_hr_weekday or default)

    def _lines_exception_report(self, company, occasion):
        """HR: what is to be received and what has not come; who has to submit: what
        is overdue."""
        reports = self.env["cs.exception.report"].search(
            [
                ("company_id", "=", company.id),
                ("state", "!=", "received"),
                ("week_end", "<", occasion),
            ]
        )
        lines = {}
        if not reports:
            return lines
        missing = reports.filtered(lambda report: report.state == "prepared")
        for user in self._members("cs_base.group_hr_officer", company):
            lines[user] = self._officer_lines(user, reports - missing, missing)
        now = fields.Datetime.now()
        for report in missing.filtered(lambda one: one.department_due < now):
            for user in report.manager_id.user_id:
                local = report.with_context(lang=user.lang)
                lines.setdefault(user, []).append(
                    local.env._(
                        "%(name)s has not been submitted: %(late)s",
                        name=local.display_name,
                        late=local.lateness,
                    )
                )
        return lines

    def _officer_lines(self, user, submitted, missing):
        env = self.env(context={**self.env.context, "lang": user.lang})
        lines = []
        if submitted:
            lines.append(env._("To be received: %s", len(submitted)))
        if missing:
            names = ", ".join(missing.with_env(env).mapped("display_name"))
            lines.append(env._("Not submitted yet: %s", names))
        return lines
