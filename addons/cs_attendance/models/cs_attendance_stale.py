from odoo import api, fields, models


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
        rows = [(day[0], *day[1:], day[-1])[:3] for day in days]
        if not rows:
            return
        self.env.cr.execute(
            "INSERT INTO cs_attendance_stale (employee_id, month)"
            " SELECT DISTINCT employee, generate_series(date_trunc('month', first - 1),"
            " date_trunc('month', last + 1), interval '1 month')::date"
            " FROM unnest(%s::int[], %s::date[], %s::date[])"
            " AS touched(employee, first, last) ON CONFLICT DO NOTHING",
            [list(column) for column in zip(*rows, strict=True)],
        )
