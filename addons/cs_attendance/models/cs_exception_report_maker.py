import json
import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: verdicts that stand in a report besides days that wait or hold a missed punch
EXCEPTIONS = (
    "fixed",
    "late",
    "early",
    "late_early",
    "missed",
    "absent",
    "leave",
    "out",
)
_WEEK = timedelta(days=7)


class CsExceptionReportMaker(models.AbstractModel):
    """Prepares the weekly exception reports and reminds of them (ATT-07)."""

    _name = "cs.exception.report.maker"
    _description = "Preparation of Weekly Exception Reports"

    @api.model
    def _cron_prepare(self):
        """Prepare what is missing and remind of what is due; hourly.

        Chosen by which departments have days in a finished week and no report, never
        by "today's run": weeks that were missed are prepared with the next run.
        """
        companies = self.env["res.company"].search([])
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self.with_company(company)._prepare(company)
            except Exception:
                _logger.exception("Weekly reports of company %s", company.id)
            if not self.env["ir.cron"]._commit_progress(1):
                return
        self._remind()

    @api.model
    def _prepare(self, company):
        """Reports of the finished weeks of ``company`` that are not there yet.

        :return: the new reports
        """
        made = self.env["cs.exception.report"]
        for week_start in self._weeks(company):
            made |= self._prepare_week(company, week_start)
        return made

    def _weeks(self, company):
        """Mondays of the finished weeks to look at, up to the last one.

        From the last week that has reports on, that one included: a department may
        have been added late. The first time only the last week.
        """
        today = company._cs_today()
        last = today - timedelta(days=today.weekday()) - _WEEK
        newest = self.env["cs.exception.report"].search(
            [("company_id", "=", company.id)], limit=1
        )
        monday = min(newest.week_start or last, last)
        weeks = []
        while monday <= last:
            weeks.append(monday)
            monday += _WEEK
        return weeks

    def _prepare_week(self, company, week_start):
        rows = []
        departments = self._departments(company, week_start)
        policies = self._policies(company, departments, week_start + _WEEK)
        today, now = company._cs_today(), fields.Datetime.now()
        for department in departments:
            policy = policies[department.id]
            ready = week_start + _WEEK + timedelta(int(policy["report_ready_weekday"]))
            if today < ready:
                continue
            remind, due, hr_due = self.env["cs.exception.report"]._due_times(
                department, week_start, policy
            )
            rows.append(
                {
                    "company_id": company.id,
                    "department_id": department.id,
                    "week_start": week_start,
                    "week_end": week_start + timedelta(days=6),
                    "week": "{}-W{:02}".format(*week_start.isocalendar()[:2]),
                    "state": "prepared",
                    "prepared_at": now,
                    "remind_at": remind,
                    "department_due": due,
                    "hr_due": hr_due,
                }
            )
        reports = self._insert(rows)
        for report in reports:
            self._fill(report)
        reports._ask()
        return reports

    def _departments(self, company, week_start):
        """Departments with days in the week and without a report."""
        self.env["cs.attendance.day"].flush_model()
        self.env["cs.exception.report"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT d.department_id FROM cs_attendance_day d"
                " WHERE d.company_id = %(company)s AND d.date >= %(first)s"
                " AND d.date < %(end)s AND d.department_id IS NOT NULL"
                " AND NOT EXISTS (SELECT FROM cs_exception_report r"
                " WHERE r.department_id = d.department_id"
                " AND r.week_start = %(first)s) ORDER BY 1",
                company=company.id,
                first=week_start,
                end=week_start + _WEEK,
            )
        )
        return self.env["hr.department"].browse([id_ for [id_] in rows])

    def _policies(self, company, departments, day):
        """The policy that rules a department's people; the company's where nobody
        works: department id -> policy or the defaults."""
        Policy = self.env["cs.attendance.policy"]
        names = (
            "report_ready_weekday",
            "report_department_weekday",
            "report_hr_weekday",
        )
        default = {name: Policy._fields[name].default(Policy) for name in names}
        people = self.env["hr.employee"].search(
            [("department_id", "in", departments.ids)], order="id"
        )
        first = {person.department_id.id: person for person in reversed(people)}
        policies = Policy._policy_on(
            self.env["hr.employee"].union(*first.values()), day
        )
        return {
            department.id: policies.get(first[department.id].id) or default
            if department.id in first
            else default
            for department in departments
        }

    def _insert(self, rows):
        """Once only: who comes second at the same moment makes none."""
        if not rows:
            return self.env["cs.exception.report"]
        types = {
            "company_id": "integer",
            "department_id": "integer",
            "week_start": "date",
            "week_end": "date",
            "week": "varchar",
            "state": "varchar",
            "prepared_at": "timestamp",
            "remind_at": "timestamp",
            "department_due": "timestamp",
            "hr_due": "timestamp",
        }
        return self.env["cs.exception.report"].browse(
            self._insert_json("cs_exception_report", types, rows)
        )

    def _insert_json(self, table, types, rows):
        # pylint: disable=sql-injection
        columns = [SQL("%s " + kind, SQL.identifier(n)) for n, kind in types.items()]
        made = self.env.execute_query(
            SQL(
                "INSERT INTO %(table)s (%(names)s, create_uid, write_uid, create_date,"
                " write_date) SELECT %(names)s, %(uid)s, %(uid)s, %(now)s, %(now)s"
                " FROM jsonb_to_recordset(%(rows)s::jsonb) AS x (%(columns)s)"
                " ON CONFLICT DO NOTHING RETURNING id",
                table=SQL.identifier(table),
                names=SQL(", ").join(map(SQL.identifier, types)),
                uid=self.env.uid,
                now=fields.Datetime.now(),
                rows=json.dumps(rows, default=str),
                columns=SQL(", ").join(columns),
            )
        )
        return [id_ for [id_] in made]

    @api.model
    def _day_domain(self, report):
        return [
            ("department_id", "=", report.department_id.id),
            ("company_id", "=", report.company_id.id),
            ("date", ">=", report.week_start),
            ("date", "<=", report.week_end),
            "|",
            "|",
            ("verdict", "in", EXCEPTIONS),
            ("is_pending", "=", True),
            ("missed_count", ">", 0),
        ]

    @api.model
    def _fill(self, report):
        """Lines of a prepared report, anew; remarks of lines that stay are kept."""
        Day = self.env["cs.attendance.day"]
        days = Day.search(self._day_domain(report), order="date, employee_id")
        slips = self._slips(report, days)
        Line = self.env["cs.exception.report.line"]
        Line.flush_model()
        remarks = {
            (line.employee_id.id, line.date): line.remark for line in report.line_ids
        }
        self.env.cr.execute(
            "DELETE FROM cs_exception_report_line WHERE report_id = %s", [report.id]
        )
        rows = [
            self._prepare_line_vals(
                report,
                day,
                slips.get((day.employee_id.id, day.date), []),
                remarks.get((day.employee_id.id, day.date)) or None,
            )
            for day in days
        ]
        if rows:
            self._insert_json("cs_exception_report_line", _LINE_TYPES, rows)
        Line.invalidate_model()
        report.invalidate_recordset(["line_ids"])
        report._set({"line_count": len(rows)})

    def _prepare_line_vals(self, report, day, slips, remark):
        names = ("late_minutes", "early_minutes", "missed_count", "forgiven_count")
        return {
            "report_id": report.id,
            "company_id": report.company_id.id,
            "department_id": report.department_id.id,
            "day_id": day.id,
            "employee_id": day.employee_id.id,
            "date": day.date,
            "verdict": day.verdict,
            "is_pending": day.is_pending,
            "check_in": day.check_in or None,
            "check_out": day.check_out or None,
            **{name: day[name] for name in names},
            "slips": [[model, id_] for model, id_, _text in slips],
            "slip_text": "\n".join(text for _model, _id, text in slips) or None,
            "remark": remark,
        }

    def _slips(self, report, days):
        """Requests that belong to the days: (employee, date) -> (model, id, text).

        In the language of who submits; three queries whatever the number of days.
        """
        manager = report.manager_id.user_id
        env = self.env(context=dict(self.env.context, lang=manager.lang or "en_US"))
        first, last = report.week_start, report.week_end
        people, result = days.employee_id.ids, defaultdict(list)
        company = report.company_id
        for correction in env["cs.punch.correction"].search(
            [("employee_id", "in", people), ("date", ">=", first), ("date", "<=", last)]
            + [("state", "!=", "draft")]
        ):
            key = correction.employee_id.id, correction.date
            result[key].append(_slip(correction, env._("Punch correction")))
        start = words.to_utc(company, first)
        end = words.to_utc(company, last + timedelta(days=1))
        for outing in env["cs.outing"].search(
            [("employee_id", "in", people), ("start", "<", end), ("stop", ">=", start)]
            + [("state", "!=", "draft")]
        ):
            kinds = dict(outing._fields["kind"]._description_selection(env))
            zone = company._cs_zone()
            day = words.localized(outing.start, zone).date()
            until = words.localized(outing.stop, zone).date()
            self._spread(
                result, outing, max(day, first), min(until, last), kinds[outing.kind]
            )
        for leave in env["hr.leave"].search(
            [
                ("employee_id", "in", people),
                ("request_date_from", "<=", last),
                ("request_date_to", ">=", first),
                ("state", "not in", ("cancel",)),
            ]
        ):
            self._spread(
                result,
                leave,
                max(leave.request_date_from, first),
                min(leave.request_date_to, last),
                leave.holiday_status_id.name,
            )
        return result

    def _spread(self, result, record, first, last, label):
        for offset in range((last - first).days + 1):
            key = record.employee_id.id, first + timedelta(days=offset)
            result[key].append(_slip(record, label))

    def _remind(self):
        """Who has not submitted gets one message, four working hours before."""
        reports = self.env["cs.exception.report"].search(
            [
                ("state", "=", "prepared"),
                ("reminded_at", "=", False),
                ("remind_at", "<=", fields.Datetime.now()),
            ]
        )
        for report in reports:
            report._remind()
            if not self.env["ir.cron"]._commit_progress(1):
                return


_LINE_TYPES = {
    "report_id": "integer",
    "company_id": "integer",
    "department_id": "integer",
    "day_id": "integer",
    "employee_id": "integer",
    "date": "date",
    "verdict": "varchar",
    "is_pending": "boolean",
    "check_in": "timestamp",
    "check_out": "timestamp",
    "late_minutes": "integer",
    "early_minutes": "integer",
    "missed_count": "integer",
    "forgiven_count": "integer",
    "slips": "jsonb",
    "slip_text": "text",
    "remark": "varchar",
}


def _slip(record, label):
    states = dict(record._fields["state"]._description_selection(record.env))
    state = states.get(record.state, record.state)
    return record._name, record.id, f"{label} #{record.id} · {state}"
