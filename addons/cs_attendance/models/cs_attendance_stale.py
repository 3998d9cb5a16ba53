from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class CsAttendanceStale(models.Model):
    """Whose month has to be judged again, because a fact of it changed.

    One row a person and month, made by ``_touch``, taken by the scheduled action.
    """

    _name = "cs.attendance.stale"
    _description = "Month to Be Judged Again"
    _log_access = False

    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="cascade"
    )
    month = fields.Date(required=True, readonly=True)

    _person_month_uniq = models.Constraint(
        "UNIQUE(employee_id, month)", "This month is to be judged again already."
    )

    @api.model
    def _touch(self, days):
        """Note that facts of these people and days changed, and wake the judge.

        A punch may belong to the night before or to the next day, so the months of
        the days beside each day are noted too. One statement, safe at any race.

        :param days: iterable of (employee id, local date) or of
            (employee id, first date, last date)
        """
        day, months = timedelta(days=1), set()
        for employee_id, first, *last in days:
            month = (first - day).replace(day=1)
            while month <= (last[0] if last else first) + day:
                months.add((employee_id, month))
                month = (month + timedelta(days=32)).replace(day=1)
        if months:
            self.env.execute_query(
                SQL(
                    "INSERT INTO cs_attendance_stale (employee_id, month)"
                    " SELECT * FROM unnest(%s::int[], %s::date[])"
                    " ON CONFLICT DO NOTHING RETURNING id",
                    *map(list, zip(*sorted(months), strict=True)),
                )
            )
            self.invalidate_model()
