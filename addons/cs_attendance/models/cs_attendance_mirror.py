from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

#: months of people written in one transaction
BATCH = 1000
MAX_TRIES = 10
#: an attendance that was never ended is taken to have lasted so long
_OPEN_HOURS = 16


class CsAttendanceMirror(models.Model):
    """Whose month has to be shown anew as stock attendances (ATT-30).

    One row a person and month, noted when days are judged, taken by a scheduled
    action. It writes first in and last out of each day in set-based SQL: creating
    stock attendances one by one costs 2.6 ms each for overtime that is not relied on,
    so derived attendances have no overtime lines.
    """

    _name = "cs.attendance.mirror"
    _description = "Month to Be Shown as Attendances"
    _log_access = False

    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="cascade"
    )
    month = fields.Date(required=True, readonly=True)

    _person_month_uniq = models.Constraint(
        "UNIQUE(employee_id, month)", "This month is to be shown already."
    )

    @api.model
    def _note(self, months):
        """:param months: iterable of (employee id, first day of a month)"""
        months = sorted(set(months))
        if months:
            self._insert(
                SQL(
                    "SELECT * FROM unnest(%s::int[], %s::date[])",
                    *map(list, zip(*months, strict=True)),
                )
            )

    @api.model
    def _note_judged(self, employees, first, last):
        """Note the months that touch first..last of these people."""
        if employees:
            self._insert(
                SQL(
                    "SELECT employee, month::date FROM unnest(%s::int[]) employee,"
                    " generate_series(%s::timestamp, %s::timestamp, '1 month') month"
                    " ORDER BY 1, 2",
                    employees.ids,
                    first.replace(day=1),
                    last,
                )
            )

    @api.model
    def _note_companies(self, companies):
        """Note all months of the people of these companies."""
        self._insert(
            SQL(
                "SELECT DISTINCT employee_id, month FROM cs_attendance_day"
                " WHERE company_id = ANY(%s) ORDER BY 1, 2",
                companies.ids,
            )
        )

    def _insert(self, query):
        self.env.execute_query(
            SQL(
                "INSERT INTO cs_attendance_mirror (employee_id, month) %s"
                # an update, so that who is just showing the old month starts again
                " ON CONFLICT (employee_id, month)"
                " DO UPDATE SET month = EXCLUDED.month RETURNING id",
                query,
            )
        )
        self.invalidate_model()
        cron = self.env.ref(
            "cs_attendance.cs_attendance_mirror_cron", raise_if_not_found=False
        )
        if cron:
            cron.sudo()._trigger()

    @api.model
    def _cron_run(self):
        """Show what waits, a batch a transaction."""
        Cron, tries = self.env["ir.cron"], 0
        Cron._commit_progress(remaining=self.search_count([]))
        while tries < MAX_TRIES and (batch := self.search([], limit=BATCH)):
            try:
                done = len(batch)
                batch._show()
                if not Cron._commit_progress(done, remaining=self.search_count([])):
                    return
                tries = 0
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                tries += 1

    def _show(self):
        """Write, change and take away derived attendances of these months; only what
        differs. Days that an attendance of stock covers are left to it."""
        for model in ("hr.attendance", "cs.attendance.day", "res.company"):
            self.env[model].flush_model()
        self.env.cr.execute(_show_sql(tuple(self.ids)))
        self.env["hr.attendance"].invalidate_model()
        self.unlink()


class CsAttendanceDay(models.Model):
    _inherit = "cs.attendance.day"

    def _judge(self, employees, first, last):
        written = super()._judge(employees, first, last)
        if written:
            self.env["cs.attendance.mirror"].sudo()._note_judged(employees, first, last)
        return written


def _show_sql(ids):
    return SQL(
        """
        WITH job AS (
            SELECT employee_id, month FROM cs_attendance_mirror WHERE id IN %(ids)s
        ), judged AS (
            SELECT day.employee_id, day.date, day.check_in, day.check_out,
                   COALESCE(NULLIF(day.worked_minutes, 0) / 60.0, EXTRACT(EPOCH FROM
                       day.check_out - day.check_in) / 3600) AS hours,
                   lag(day.check_out) OVER (
                       PARTITION BY day.employee_id ORDER BY day.date) AS before
              FROM cs_attendance_day day
              JOIN job ON job.employee_id = day.employee_id AND job.month = day.month
              JOIN res_company company ON company.id = day.company_id
             WHERE company.cs_derive_attendances AND day.check_in < day.check_out
        ), wanted AS (
            SELECT judged.* FROM judged
             WHERE (before IS NULL OR before <= check_in) AND NOT EXISTS (
                SELECT FROM hr_attendance own
                 WHERE own.employee_id = judged.employee_id
                   AND own.cs_is_derived IS NOT TRUE
                   AND own.check_in < judged.check_out
                   AND judged.check_in
                       < COALESCE(own.check_out, own.check_in + %(open)s))
        ), gone AS (
            DELETE FROM hr_attendance derived USING job
             WHERE derived.cs_is_derived AND derived.employee_id = job.employee_id
               AND derived.date >= job.month
               AND derived.date < job.month + interval '1 month'
               AND NOT EXISTS (SELECT FROM wanted
                                WHERE wanted.employee_id = derived.employee_id
                                  AND wanted.date = derived.date)
        )
        INSERT INTO hr_attendance AS derived (employee_id, date, check_in, check_out,
               worked_hours, expected_hours, overtime_hours, validated_overtime_hours,
               in_mode, out_mode, cs_is_derived, create_uid, create_date, write_uid,
               write_date)
        SELECT employee_id, date, check_in, check_out, hours, hours, 0, 0, 'cs_ledger',
               'cs_ledger', TRUE, %(user)s, now() AT TIME ZONE 'UTC', %(user)s,
               now() AT TIME ZONE 'UTC'
          FROM wanted ORDER BY employee_id, date
            ON CONFLICT (employee_id, date) WHERE cs_is_derived DO UPDATE
           SET check_in = EXCLUDED.check_in, check_out = EXCLUDED.check_out,
               worked_hours = EXCLUDED.worked_hours,
               expected_hours = EXCLUDED.expected_hours,
               write_date = EXCLUDED.write_date
         WHERE (derived.check_in, derived.check_out, derived.worked_hours)
               IS DISTINCT FROM
               (EXCLUDED.check_in, EXCLUDED.check_out, EXCLUDED.worked_hours)
        """,
        ids=ids,
        open=SQL("interval %s", f"{_OPEN_HOURS} hours"),
        user=1,
    )
