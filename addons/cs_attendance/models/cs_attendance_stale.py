import logging
from datetime import timedelta

from psycopg2.extras import execute_values

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..engine.month import month_of

_logger = logging.getLogger(__name__)

DAY = timedelta(days=1)
#: People judged in one transaction of the scheduled action.
BATCH = 500
#: A month that could not be judged is tried again after this, or when touched.
RETRY = timedelta(hours=1)
#: Batches in a row that met other writers before the rest is left to the next run.
MAX_TRIES = 10
#: Local hour from which on the day before has ended for everybody but night shifts.
DAY_ENDED = 3
_WOKEN = "cs.attendance.stale"


class CsAttendanceStale(models.Model):
    """Whose month has to be judged again, because a fact of it changed.

    Made by ``_touch``, taken by the scheduled action. Append-only on purpose, without
    a unique key: a row that another transaction has not committed yet stays for the
    next run, so that no fact slips through between reading and judging, and nobody
    who notes a fact ever waits for anybody else.
    """

    _name = "cs.attendance.stale"
    _description = "Month to Be Judged Again"
    _log_access = False

    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="cascade"
    )
    month = fields.Date(required=True, readonly=True)
    error = fields.Char(readonly=True, help="Why judging it failed the last time.")
    tried_at = fields.Datetime(readonly=True)

    _person_month_index = models.Index("(employee_id, month)")

    @api.model
    def _touch(self, days):
        """Note that facts of these people and days changed, and wake the judge.

        A punch may belong to the night before or to the next day, so the months of
        the days beside each day are noted too. One statement, safe at any race.
        Months that have not begun are left out: they are judged when they begin.

        :param days: iterable of (employee id, local date) or of
            (employee id, first date, last date)
        """
        today = fields.Date.today()
        months = set()
        for employee, first, *last in days:
            stop = min(last[0] if last else first, today + DAY) + DAY
            month, _end = month_of(first - DAY)
            while month <= stop:
                months.add((employee, month))
                month = month_of(month)[1] + DAY
        if months:
            execute_values(
                self.env.cr._obj,
                "INSERT INTO cs_attendance_stale (employee_id, month) VALUES %s",
                sorted(months),
                page_size=len(months),
            )
            self._wake()

    @api.model
    def _touch_known(self, people, first, last):
        """Note that the rules or plans of people changed between two days, for the
        months that have been judged for their companies and are not locked."""
        if not people:
            return
        self.env["hr.employee"].flush_model(["company_id"])
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO cs_attendance_stale (employee_id, month)
                SELECT person.id, months.month
                  FROM (SELECT company.id AS company, series.month::date AS month
                          FROM res_company company,
                               generate_series(date_trunc('month', greatest(%(first)s,
                                   (SELECT min(date) FROM cs_attendance_day
                                     WHERE company_id = company.id))),
                                   least(%(last)s::date, %(today)s::date),
                                   interval '1 month') series (month)
                         WHERE company.id = ANY(%(companies)s)
                           AND EXISTS (
                                SELECT FROM cs_attendance_day day
                                 WHERE day.company_id = company.id
                                   AND day.date >= series.month
                                   AND day.date < series.month + interval '1 month'
                                   AND NOT day.is_locked)
                       ) months
                  JOIN hr_employee person ON person.company_id = months.company
                 WHERE person.id = ANY(%(people)s)
                """,
                first=first - DAY,
                last=last,
                today=fields.Date.today() + DAY,
                companies=people.sudo().company_id.ids,
                people=people.ids,
            )
        )
        if self.env.cr.rowcount:
            self._wake()

    @api.model
    def _people(self, company, department=None, calendar=None):
        """Everybody who may be concerned by a rule of a company, also who left."""
        domain = Domain("company_id", "=", company.id)
        if department:
            # Whoever was there once: the months that are open go back only so far.
            versions = self.env["hr.version"].sudo().with_context(active_test=False)
            within = Domain("department_id", "child_of", department.ids)
            domain &= Domain("id", "in", versions.search(within).employee_id.ids)
        people = self.env["hr.employee"].sudo().with_context(active_test=False)
        return people.search(domain, order="id")

    @api.model
    def _wake(self):
        """Have the scheduled action run after this transaction; once a transaction."""
        if self.env.cr.cache.get(_WOKEN):
            return
        self.env.cr.cache[_WOKEN] = True
        cron = self.env.ref(
            "cs_attendance.cs_attendance_cron_judge", raise_if_not_found=False
        )
        if cron:
            cron.sudo()._trigger()

    # The scheduled action

    @api.model
    def _cron_judge(self):
        """Judge what changed, and the days that have ended for everybody."""
        Cron, tries = self.env["ir.cron"], 0
        self._note_ended()
        Cron._commit_progress(remaining=self._count())
        while tries < MAX_TRIES:
            done, busy = self._judge_batch()
            if not done and not busy:
                break
            tries = tries + 1 if busy else 0
            if not Cron._commit_progress(done, remaining=self._count()):
                break
        if self._count():
            self._wake()

    @api.model
    def _domain_due(self):
        before = fields.Datetime.now() - RETRY
        return Domain("error", "=", False) | Domain("tried_at", "<", before)

    @api.model
    def _count(self):
        return self.sudo().search_count(self._domain_due())

    def _judge_batch(self):
        """Take some people's month and judge it.

        The rows are deleted before the facts are read, in the same transaction: what
        is noted afterwards is a new row, and what is rolled back is there again.

        :return: number of rows done, and whether another writer was in the way
        """
        rows = self._take()
        people = sorted({employee for employee, _month in rows})
        if not rows:
            return 0, False
        month = rows[0][1]
        try:
            self._judge_month(people, month)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self._touch_again(people, month)
            return 0, True
        except Exception:  # noqa: BLE001 facts of any addon may be at fault
            _logger.warning("Batch of %s not judged; one by one", month, exc_info=True)
            return len(rows), self._judge_each(people, month)
        return len(rows), False

    def _judge_each(self, people, month):
        """One person's fault blocks nobody else; the reason stays with the month."""
        busy = False
        for employee in people:
            try:
                self._judge_month([employee], month)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self._touch_again([employee], month)
                busy = True
            except Exception as error:  # noqa: BLE001 see above
                _logger.exception("Month %s of employee %s", month, employee)
                self._touch_again([employee], month, self._reason(error))
        return busy

    def _judge_month(self, people, month):
        first, last = month_of(month)
        employees = self.env["hr.employee"].sudo().browse(people)
        with self.env.cr.savepoint():
            self.env["cs.attendance.day"].sudo()._judge(employees, first, last)
            self._handle_locked(people, first)
            self._rebuild_sheets(people, first)
            self.env.flush_all()

    @api.model
    def _handle_locked(self, employee_ids, month):
        """What arrived for a month that is handed over becomes an adjustment.

        For all people of a batch at once, also who had no day in it; those whose month
        is open are left out.
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
        handed_over = set(
            self.env.execute_query(
                self.env["cs.period"]._locked_sql("attendance_sheet")
            )
        )
        employees |= employees.browse(employee_ids).filtered(
            lambda one: (one.company_id.id, month) in handed_over
        )
        if employees:
            self.env["cs.attendance.adjustment"].sudo()._adjust(employees, month)

    @api.model
    def _rebuild_sheets(self, employee_ids, month):
        """Sheets that are there follow at once: what they say beside their figures, by
        type of leave and of full attendance, is compared nowhere else."""
        sheets = (
            self.env["cs.attendance.sheet"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", list(employee_ids)),
                    ("month", "=", month),
                    ("state", "!=", "handed_over"),
                ]
            )
        )
        for company, same in sheets.grouped("company_id").items():
            builder = self.env["cs.attendance.sheet.builder"].sudo()
            builder.with_company(company)._build(same.employee_id, month)

    def _reason(self, error):
        """What the person in charge reads; details of a fault go to the log only."""
        if isinstance(error, UserError):
            return str(error).replace("\x00", "")[:500]
        return self.env._("A fault (%s); see the log.", type(error).__name__)

    def _take(self):
        """Delete and return the rows of up to BATCH people for the oldest month
        noted; rows that others hold are left to them."""
        now = fields.Datetime.now()
        self.flush_model()
        return self.env.execute_query(
            SQL(
                """
                DELETE FROM cs_attendance_stale
                 WHERE id IN (
                        SELECT id
                          FROM cs_attendance_stale
                         WHERE (error IS NULL OR tried_at < %(before)s)
                           AND month = (SELECT month
                                          FROM cs_attendance_stale
                                         WHERE error IS NULL OR tried_at < %(before)s
                                         ORDER BY id LIMIT 1)
                         ORDER BY employee_id
                         LIMIT %(batch)s
                           FOR UPDATE SKIP LOCKED)
             RETURNING employee_id, month
                """,
                before=now - RETRY,
                batch=BATCH,
            )
        )

    def _touch_again(self, people, month, error=None):
        self.env.cr.execute(
            SQL(
                "INSERT INTO cs_attendance_stale (employee_id, month, error, tried_at)"
                " SELECT unnest(%s), %s, %s, %s",
                people,
                month,
                error,
                fields.Datetime.now() if error else None,
            )
        )

    # Days that have ended

    @api.model
    def _note_ended(self):
        """Note whose days have ended without any fact that would say so."""
        self._note_open()
        for company in self.env["res.company"].sudo().search([]):
            self._note_yesterday(company)

    def _note_open(self):
        """Days that were open when they were judged, and are over now."""
        day = self.env["cs.attendance.day"]
        day.flush_model()
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                "INSERT INTO cs_attendance_stale (employee_id, month)"
                " SELECT DISTINCT employee_id, month FROM cs_attendance_day day"
                " WHERE due_at <= %s AND NOT is_locked AND NOT EXISTS ("
                "   SELECT FROM cs_attendance_stale stale WHERE"
                "   stale.employee_id = day.employee_id AND stale.month = day.month)",
                now,
            )
        )

    def _note_yesterday(self, company):
        """From the small hours on, in the company's time: everybody's yesterday.

        What has been noted so far is kept with the company, so a day on which no
        server ran is caught up. Without a policy in force nobody has to punch yet.
        """
        now = fields.Datetime.now() - timedelta(hours=DAY_ENDED)
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=company._cs_zone().key), now
        ).date()
        noted = company.cs_attendance_noted or local - DAY
        if noted >= local:
            return
        company.cs_attendance_noted = local
        Policy = self.env["cs.attendance.policy"]
        first = max(noted, local - timedelta(days=62))
        if not Policy._policy_approved(company.ids, first, local, {}):
            return
        people = self._people(company)
        yesterday = local - DAY
        self._touch(
            (employee, min(first, yesterday), local)
            for employee in people.filtered("active").ids
        )
