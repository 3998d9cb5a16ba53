import json
from itertools import starmap

from odoo import fields, models
from odoo.tools import SQL

from . import sheet_figures as figures

_COLUMNS = {
    "company_id": "integer",
    "employee_id": "integer",
    "department_id": "integer",
    "month": "date",
    "policy_id": "integer",
    **dict.fromkeys(figures.FIGURES, "numeric"),
    "adjustment_count": "integer",
    "adjustment_digest": "varchar",
    "leave_by_type": "jsonb",
    "is_full_attendance": "boolean",
    "full_reason": "varchar",
    "has_exception": "boolean",
    "known_at": "timestamp",
    "confirm_deadline": "timestamp",
}


class CsAttendanceSheetWriter(models.AbstractModel):
    """Writes month sheets, all of a batch in one statement (ATT-08)."""

    _inherit = "cs.attendance.sheet.builder"

    def _write(self, rows):
        """Insert or update in one statement; what somebody has handed over or approved
        meanwhile stays."""
        fresh = [row for row in rows if not row.get("kept")]
        kept = [row for row in rows if row.get("kept")]
        now = fields.Datetime.now()
        if fresh:
            self._upsert(fresh, now)
        if kept:
            self._move(kept)

    def _upsert(self, rows, now):
        names = list(_COLUMNS)
        data = [{name: row[name] for name in names} for row in rows]
        approved = [row["employee_id"] for row in rows if row["was"] == "approved"]
        self.env.execute_query(
            SQL(
                """
                INSERT INTO cs_attendance_sheet AS s
                       (%(names)s, state, is_silent, is_outdated, computed_at,
                        create_uid, write_uid, create_date, write_date)
                SELECT %(names)s, 'computed', FALSE, FALSE, %(now)s,
                       %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM jsonb_to_recordset(%(data)s::jsonb) AS x (%(columns)s)
                    ON CONFLICT (employee_id, month) DO UPDATE
                   SET %(updates)s, computed_at = excluded.computed_at,
                       write_date = excluded.write_date,
                       state = CASE WHEN s.state = 'approved' THEN 'approved'
                               ELSE 'computed' END,
                       confirmed_at = CASE WHEN s.state = 'approved'
                                      THEN s.confirmed_at END,
                       confirmed_by_id = CASE WHEN s.state = 'approved'
                                         THEN s.confirmed_by_id END,
                       is_silent = s.state = 'approved' AND s.is_silent
                 WHERE s.state IN ('computed', 'confirmed')
                    OR (s.state = 'approved' AND s.employee_id = ANY(%(approved)s))
                RETURNING s.id
                """,
                names=SQL(", ").join(map(SQL.identifier, names)),
                now=now,
                uid=self.env.uid,
                data=json.dumps(data, default=str),
                columns=SQL(", ").join(starmap(_column, _COLUMNS.items())),
                updates=SQL(", ").join(map(_update, names)),
                approved=approved,
            )
        )

    def _move(self, rows):
        """Department or policy changed, but no figure: nothing to confirm again."""
        names = ("employee_id", "month", "department_id", "policy_id")
        data = [{name: row[name] for name in names} for row in rows]
        self.env.cr.execute(
            SQL(
                "UPDATE cs_attendance_sheet s SET department_id = x.department_id,"
                " policy_id = x.policy_id FROM jsonb_to_recordset(%s::jsonb)"
                " AS x (employee_id int, month date, department_id int, policy_id int)"
                " WHERE s.employee_id = x.employee_id AND s.month = x.month"
                " AND s.state != 'handed_over'",
                json.dumps(data, default=str),
            )
        )


def _column(name, kind):
    # pylint: disable=sql-injection
    return SQL("%s " + kind, SQL.identifier(name))


def _update(name):
    return SQL("%s = excluded.%s", SQL.identifier(name), SQL.identifier(name))
