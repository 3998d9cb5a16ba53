from io import StringIO

from odoo import api, fields, models
from odoo.tools import SQL

#: Columns in the order of writing; ``is_locked`` and ``id`` are not the judge's.
PLACE = ("company_id", "employee_id", "department_id")
SLOT = ("date", "month", "kind", "shift_id", "plan_start", "plan_end")
VERDICT = (
    "verdict",
    "explanation",
    "is_pending",
    "is_part",
    "check_in",
    "check_out",
    "late_count",
    "early_count",
    "late_minutes",
    "early_minutes",
    "missed_count",
    "forgiven_count",
    "work_days",
    "present_days",
    "absent_days",
    "leave_days",
    "unpaid_days",
    "leave_type_id",
    "out_minutes",
    "worked_minutes",
)
COLUMNS = (*PLACE, *SLOT, *VERDICT, "policy_id", "due_at")
#: What somebody may appeal against: when it changes, the result is known anew.
FIGURES = (
    "verdict",
    "late_minutes",
    "early_minutes",
    "missed_count",
    "forgiven_count",
    "absent_days",
    "leave_days",
    "unpaid_days",
)
_NEW = "cs_attendance_day_new"


class CsAttendanceDayWriter(models.AbstractModel):
    """Writes verdicts in bulk: COPY into a temporary table, then one statement that
    inserts and updates only what differs, and one that removes what is no more.

    The ORM would cost four times as much, and rows that are the same are not touched:
    no write, no trigger, no cache to renew. Locked rows stay as they are, and a month
    that is handed over gets no new ones: what they would say is an adjustment (ATT-08).
    """

    _name = "cs.attendance.day.writer"
    _description = "Writing of Attendance Days"

    @api.model
    def _write_days(self, lines, employees, first, last):
        """Make the days of these people between two days just these.

        :param lines: rows of COPY, columns in the order of COLUMNS
        :return: number of rows written or removed
        """
        cr = self.env.cr
        self.env["cs.attendance.day"].flush_model()
        cr.execute(_make_table())
        cr.copy_expert(
            f"COPY {_NEW} ({', '.join(COLUMNS)}) FROM STDIN",
            StringIO("".join(lines)),
        )
        known = _known(employees.ids, first, last)
        handed_over = self.env["cs.period"]._locked_sql("attendance_sheet")
        cr.execute(_upsert(known, handed_over, fields.Datetime.now()))
        count = cr.rowcount
        cr.execute(_remove(known))
        count += cr.rowcount
        if count:
            self.env["cs.attendance.day"].invalidate_model(flush=False)
        return count


NULL = "\\N"


def verdict_text(verdict):
    """A verdict as columns of COPY, in the order of VERDICT."""
    name, why, *flags_and_figures = verdict
    pending, part, came, went, *figures, leave_type, out, worked = flags_and_figures
    if "\\" in why:
        why = why.replace("\\", "\\\\")
    numbers = "\t".join(map(str, figures))
    return (
        f"{name}\t{why}\t{pending}\t{part}\t{came or NULL}\t{went or NULL}"
        f"\t{numbers}\t{leave_type or NULL}\t{out}\t{worked}"
    )


def text(*values):
    """Columns of COPY as text; None is NULL. Not for text from outside."""
    return "\t".join(NULL if value is None else str(value) for value in values)


def _make_table():
    return SQL(
        "CREATE TEMPORARY TABLE IF NOT EXISTS %(new)s"
        " (LIKE cs_attendance_day) ON COMMIT DROP;"
        " ALTER TABLE %(new)s ALTER id DROP NOT NULL; TRUNCATE %(new)s",
        new=SQL.identifier(_NEW),
    )


def _columns(alias, names):
    return SQL(", ").join(SQL.identifier(alias, name) for name in names)


def _known(employee_ids, first, last):
    """Which rows are looked at; said in full, so that years of others cost nothing."""
    return SQL(
        "employee_id = ANY(%s) AND date BETWEEN %s AND %s", employee_ids, first, last
    )


def _upsert(known, handed_over, now):
    """Only the rows that differ are written, and ``known_at`` moves only when a figure
    that counts has changed; an open day is not known yet."""
    data = [name for name in COLUMNS if name not in ("employee_id", "date")]
    return SQL(
        """
        INSERT INTO cs_attendance_day AS old (%(names)s, is_locked, known_at)
        SELECT %(values)s, FALSE,
               CASE WHEN new.verdict != 'open' THEN %(now)s END
          FROM %(new)s new
          LEFT JOIN (SELECT * FROM cs_attendance_day WHERE %(known)s) known
            ON known.employee_id = new.employee_id AND known.date = new.date
         WHERE (known.id IS NULL
                AND (new.company_id, new.month) NOT IN (%(handed_over)s))
            OR (known.id IS NOT NULL AND known.is_locked IS NOT TRUE
                AND (%(known_data)s) IS DISTINCT FROM (%(new_data)s))
            ON CONFLICT (employee_id, date) DO UPDATE
           SET (%(targets)s, known_at) = (%(excluded)s,
               CASE WHEN old.known_at IS NULL
                      OR (%(old_figures)s) IS DISTINCT FROM (%(excluded_figures)s)
                    THEN EXCLUDED.known_at ELSE old.known_at END)
         WHERE old.is_locked IS NOT TRUE
        """,
        names=SQL(", ").join(map(SQL.identifier, COLUMNS)),
        values=_columns("new", COLUMNS),
        now=now,
        new=SQL.identifier(_NEW),
        known=known,
        handed_over=handed_over,
        known_data=_columns("known", data),
        new_data=_columns("new", data),
        targets=SQL(", ").join(map(SQL.identifier, data)),
        excluded=_columns("excluded", data),
        old_figures=_columns("old", FIGURES),
        excluded_figures=_columns("excluded", FIGURES),
    )


def _remove(known):
    return SQL(
        """
        DELETE FROM cs_attendance_day old
         WHERE %s AND is_locked IS NOT TRUE
           AND NOT EXISTS (SELECT FROM %s new
                            WHERE new.employee_id = old.employee_id
                              AND new.date = old.date)
        """,
        known,
        SQL.identifier(_NEW),
    )
