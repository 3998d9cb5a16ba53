import json
import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.complaint_month import figures, moments, month_span
from .complaint_figures import (
    CASE,
    cases_sql,
    flush,
    incomplete,
    tallies,
    type_numbers,
)
from .cs_complaint_month import CODE

_logger = logging.getLogger(__name__)

#: Columns of a line and their types, beside unit and list.
_LINE = {
    "department_id": "integer",
    "position": "integer",
    "rank": "integer",
    "volume": "integer",
    "unit_count": "integer",
    **dict.fromkeys(
        (
            "number",
            "ratio",
            "general_number",
            "repeat_number",
            "severe_number",
            "closed_number",
            "judged_number",
            "in_time_number",
            "in_time_ratio",
            "average_days",
            "worst_days",
            "correction_number",
        ),
        "numeric",
    ),
    "by_type": "jsonb",
}


class CsComplaintMonthMaker(models.AbstractModel):
    """Makes the complaint statistics of a month from the tickets (HD-06).

    Everything is asked of the database as a whole, so the number of queries does not
    grow with that of tickets. Nothing here is public; all of it runs as superuser.
    """

    _name = "cs.complaint.month.maker"
    _description = "Maker of Complaint Statistics"

    # Which months there are

    @api.model
    def _cron_refresh(self):
        """Every hour: this month and the last one, open lists, late differences.

        Chosen by what is open, never by "today's run"; what fails for one company
        holds up no other.
        """
        for company in self.env["res.company"].search([]):
            try:
                with self.env.cr.savepoint():
                    self._refresh_company(company)
            except Exception:
                _logger.exception("Complaint statistics of company %s", company.id)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _refresh_company(self, company):
        this = company._cs_today().replace(day=1)
        for month in (this - relativedelta(months=1), this):
            if self._is_wanted(company, month):
                self._month(company, month)
        self.env["cs.complaint.month.change"]._book_late(company)
        self._refresh(
            self.env["cs.complaint.month"].search(
                [("company_id", "=", company.id), ("state", "=", "draft")]
            )
        )

    def _is_wanted(self, company, month):
        """Whether a list is to be made: something was received, and no month close
        has passed over it."""
        if self.env["cs.period"]._is_closed(company, month, code=CODE):
            return False
        start, stop = self._bounds(company, month)
        return bool(
            self.env["helpdesk.ticket"]
            .with_context(active_test=False)
            .search_count(
                [
                    ("company_id", "=", company.id),
                    ("cs_kind", "=", "complaint"),
                    ("create_date", ">=", start),
                    ("create_date", "<", stop),
                ],
                limit=1,
            )
        )

    def _bounds(self, company, month):
        """The month where the company works: naive UTC, end excluded."""
        return moments(month_span(month), company._cs_zone())

    @api.model
    def _month(self, company, month):
        """The list of a month, made if there is none."""
        Month = self.env["cs.complaint.month"]
        known = Month.search(
            [("company_id", "=", company.id), ("month", "=", month)], limit=1
        )
        if known:
            return known
        start, stop = self._bounds(company, month)
        return Month._kept_create(
            [
                {
                    "company_id": company.id,
                    "month": month,
                    "start_at": start,
                    "stop_at": stop,
                }
            ]
        )

    @api.model
    def _booking_month(self, company):
        """The open list that takes what became known late: the first one after all
        that are submitted or done, and not sealed by the month close."""
        Month = self.env["cs.complaint.month"]
        own = [("company_id", "=", company.id)]
        last = Month.search([*own, ("state", "!=", "draft")], limit=1).month
        month = last + relativedelta(months=1)
        opened = self.env["cs.period"]._next_open(company, month, code=CODE)
        return self._month(company, max(month, opened))

    # Figures

    def _span(self, month):
        return [(month.id, month.company_id.id, month.start_at, month.stop_at)]

    @api.model
    def _incomplete(self, month):
        """Ids of complaints of the month without unit or class."""
        flush(self.env)
        return incomplete(self.env, self._span(month), fields.Datetime.now())

    @api.model
    def _refresh(self, months):
        """Bring open lists up to the complaints; the same facts give the same rows.

        A handful of queries a month, whatever the number of tickets.
        """
        flush(self.env)
        for month in months:
            if month.state != "draft":
                month._kept_refuse()
            now = fields.Datetime.now()
            month._decision_write({"computed_at": now})
            month.flush_recordset()  # takes the row: nobody submits meanwhile
            self.env.cr.execute(_upsert_cases(month.id, self._span(month), now))
            self._write_lines(month)
        for name in ("case", "line"):
            self.env[f"cs.complaint.month.{name}"].invalidate_model(flush=False)
        months.invalidate_recordset(["line_ids", "case_count"], flush=False)

    def _write_lines(self, month):
        own = SQL(
            "(SELECT * FROM cs_complaint_month_case WHERE month_id = %s)", month.id
        )
        found = tallies(self.env, own, self._span(month))
        late = self._corrections(month)
        rows = figures(tally for tally, _types in found.values())
        listed = [row for row in rows if row.unit or row.number or late.get(None)]
        ranked = sum(1 for row in rows if row.rank)
        Line = self.env["cs.complaint.month.line"]
        lines = [
            Line._figure_vals(row, type_numbers(found[row.unit][1]))
            | {
                "position": place,
                "unit_count": ranked,
                "correction_number": late.pop(row.unit, 0),
            }
            for place, row in enumerate(listed, 1)
        ]
        lines += [
            dict.fromkeys(_LINE, 0)
            | {
                "department_id": unit,
                "position": len(lines) + 1,
                "unit_count": ranked,
                "by_type": [],
                "correction_number": number,
            }
            for unit, number in late.items()
        ]
        self.env.cr.execute(_upsert_lines(month, lines))
        month._decision_write(
            {
                "number": sum(row.number for row in rows),
                "repeat_number": sum(row.repeat for row in rows),
                "severe_number": sum(row.severe for row in rows),
                "open_number": sum(row.number - row.closed for row in rows),
            }
        )

    def _corrections(self, month):
        """Differences of earlier months that are booked in this one, by unit."""
        rows = self.env.execute_query(
            SQL(
                "SELECT department_id, sum(number) FROM cs_complaint_month_change"
                " WHERE month_id = %s GROUP BY department_id ORDER BY department_id",
                month.id,
            )
        )
        return dict(rows)


def _names(columns, prefix=""):
    return SQL(", ").join(SQL(prefix + "%s", SQL.identifier(name)) for name in columns)


def _upsert_cases(month_id, span, now):
    """Rows that are new, changed or gone; those that stay the same are not touched."""
    key = ("ticket_id", "department_id", "employee_id")
    rest = [name for name in CASE if name not in key]
    return SQL(
        """
        WITH found AS MATERIALIZED (%(cases)s),
        gone AS (
            DELETE FROM cs_complaint_month_case c
             WHERE c.month_id = %(month)s AND NOT EXISTS (
                   SELECT FROM found f WHERE f.ticket_id = c.ticket_id
                      AND coalesce(f.department_id, 0) = coalesce(c.department_id, 0)
                      AND coalesce(f.employee_id, 0) = coalesce(c.employee_id, 0))
        )
        INSERT INTO cs_complaint_month_case AS c (month_id, %(names)s)
        SELECT %(month)s, %(names)s FROM found
            ON CONFLICT (month_id, ticket_id, COALESCE(department_id, 0),
                         COALESCE(employee_id, 0))
            DO UPDATE SET (%(rest)s) = ROW(%(new)s)
                    WHERE (%(old)s) IS DISTINCT FROM (%(new)s)
        """,
        cases=cases_sql(span, now),
        month=month_id,
        names=_names(CASE),
        rest=_names(rest),
        new=_names(rest, "EXCLUDED."),
        old=_names(rest, "c."),
    )


def _upsert_lines(month, lines):
    # pylint: disable=sql-injection
    columns = [SQL("%s " + kind, SQL.identifier(name)) for name, kind in _LINE.items()]
    rest = [name for name in _LINE if name != "department_id"]
    return SQL(
        """
        WITH found AS (SELECT * FROM jsonb_to_recordset(%(lines)s::jsonb)
                                  AS x (%(columns)s)),
        gone AS (
            DELETE FROM cs_complaint_month_line l
             WHERE l.month_id = %(month)s AND NOT EXISTS (
                   SELECT FROM found f
                    WHERE coalesce(f.department_id, 0) = coalesce(l.department_id, 0))
        )
        INSERT INTO cs_complaint_month_line AS l (month_id, company_id, %(names)s)
        SELECT %(month)s, %(company)s, %(names)s FROM found
            ON CONFLICT (month_id, COALESCE(department_id, 0))
            DO UPDATE SET (%(rest)s) = ROW(%(new)s)
                    WHERE (%(old)s) IS DISTINCT FROM (%(new)s)
        """,
        lines=json.dumps(lines, default=str),
        columns=SQL(", ").join(columns),
        month=month.id,
        company=month.company_id.id,
        names=_names(_LINE),
        rest=_names(rest),
        new=_names(rest, "EXCLUDED."),
        old=_names(rest, "l."),
    )
