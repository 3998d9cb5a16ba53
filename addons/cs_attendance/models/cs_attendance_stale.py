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
        return None

    @api.model
    def _handle_locked(self, employee_ids, month):
        """What arrived for a month that is handed over becomes an adjustment.

        For all people of a batch at once; those whose month is open are left out.
        """
        locked = self.env["cs.attendance.day"]._read_group(
            [
                ("employee_id", "in", list(employee_ids)),
                ("month", "=", month),
                ("is_locked", "=", True),
            ],
            ["employee_id"],
        )
        employees = self.env["hr.employee"].union(*(person for [person] in locked))
        if employees:
            self.env["cs.attendance.adjustment"].sudo()._adjust(employees, month)
