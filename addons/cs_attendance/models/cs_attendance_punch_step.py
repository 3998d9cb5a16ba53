from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

#: Waits for somebody to say whose it is; copies and nobody's have an entry.
UNKNOWN = [("employee_id", "=", False), ("pin_id", "=", False)]


class CsAttendancePunchStep(models.AbstractModel):
    """Month close, first step of attendance: are all punches there? (ATT-30, ALL-05)"""

    _name = "cs.attendance.punch.step"
    _inherit = ["cs.period.step.mixin"]
    _description = "Month Close: Punches"

    def _period_open(self, period):
        unseen = [("company_id", "=", period.company_id.id), ("is_seen", "=", False)]
        quarantine = self.env["cs.punch.quarantine"]
        return [
            {
                "label": self.env._("Punches of unknown pins"),
                "count": self._count(
                    period, SQL("employee_id IS NULL AND pin_id IS NULL")
                ),
                "action": self._unknown(period),
            },
            {
                "label": self.env._("Lines set aside that nobody has looked at"),
                "count": quarantine.search_count(unseen),
                "action": self._window(
                    self.env._("Lines Set Aside"), unseen, quarantine._name
                ),
            },
        ]

    def _unknown(self, period):
        """HR officers come to the pins, where they say whose they are."""
        if self.env.user.has_group("cs_base.group_hr_officer"):
            domain = [
                ("company_id", "=", period.company_id.id),
                ("first_day", "<=", fields.Date.to_string(period._last_day())),
                ("last_day", ">=", fields.Date.to_string(period.month)),
            ]
            window = self._window(
                self.env._("Punches of Unknown Pins"), domain, "cs.punch.unknown"
            )
            return window | {"views": window["views"][:2]}
        name = self.env._("Punches of Unknown Pins")
        return self._window(name, [*self._domain(period), *UNKNOWN])

    def _period_facts(self, period):
        return [
            {
                "label": self.env._("Punches"),
                "count": self._count(period, SQL("TRUE")),
                "action": self._period_view(period),
            },
            {
                "label": self.env._("People with punches"),
                "count": self._count(
                    period, SQL("TRUE"), SQL("count(DISTINCT employee_id)")
                ),
            },
        ]

    def _period_view(self, period):
        return self._window(self.env._("Punches"), self._domain(period))

    def _bounds(self, period):
        """The month by the clock of the terminals: local moments, end excluded."""
        first = datetime.combine(period.month, time.min)
        return first, first + relativedelta(months=1)

    def _domain(self, period):
        first, end = map(fields.Datetime.to_string, self._bounds(period))
        return [
            ("company_id", "=", period.company_id.id),
            ("local_moment", ">=", first),
            ("local_moment", "<", end),
        ]

    def _count(self, period, where, what=SQL("count(*)")):  # noqa: B008 a constant
        self.env["cs.punch"].flush_model()
        first, end = self._bounds(period)
        [[count]] = self.env.execute_query(
            SQL(
                "SELECT %s FROM cs_punch WHERE company_id = %s AND local_moment >= %s"
                " AND local_moment < %s AND %s",
                what,
                period.company_id.id,
                first,
                end,
                where,
            )
        )
        return count

    def _window(self, name, domain, model="cs.punch"):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": domain,
        }
