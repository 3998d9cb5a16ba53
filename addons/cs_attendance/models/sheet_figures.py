"""The figures of a month sheet and how they follow from its day records (ATT-08)."""

from odoo.tools import SQL, date_utils

#: figure of the sheet -> column of the day that is summed
SUMS = {
    "due_days": "work_days",
    "present_days": "present_days",
    "absent_days": "absent_days",
    "leave_days": "leave_days",
    "unpaid_days": "unpaid_days",
    "late_count": "late_count",
    "late_minutes": "late_minutes",
    "early_count": "early_count",
    "early_minutes": "early_minutes",
    "missed_count": "missed_count",
    "forgiven_count": "forgiven_count",
    "out_minutes": "out_minutes",
    "worked_minutes": "worked_minutes",
}
#: figure of the sheet -> verdict whose days are counted
VERDICT_COUNTS = {
    "out_days": "out",
    "exempt_days": "exempt",
    "rest_days": "rest",
    "holiday_days": "holiday",
    "unconfirmed_days": "missed",
}
FIGURES = (*SUMS, *VERDICT_COUNTS, "pending_days")
#: what an adjustment changes: columns of the day
DAY_FIGURES = tuple(SUMS.values())
#: kept with two decimals; everything else is whole
DAY_UNITS = ("work_days", "present_days", "absent_days", "leave_days", "unpaid_days")


def sums_sql(where):
    """One row a person: employee_id and :data:`FIGURES`, of the days that fit."""
    columns = [
        SQL("round(sum(d.%s)::numeric, 2) AS %s", SQL.identifier(day), _name(figure))
        for figure, day in SUMS.items()
    ]
    columns += [
        SQL("count(*) FILTER (WHERE d.verdict = %s) AS %s", verdict, _name(figure))
        for figure, verdict in VERDICT_COUNTS.items()
    ]
    columns.append(
        SQL(
            "count(*) FILTER (WHERE d.is_pending OR d.verdict = 'open') AS pending_days"
        )
    )
    return SQL(
        "SELECT d.employee_id, %s FROM cs_attendance_day d WHERE %s"
        " GROUP BY d.employee_id",
        SQL(", ").join(columns),
        where,
    )


def differs_sql():
    """Whether the row ``n`` of :func:`sums_sql` differs from the sheet ``s``."""
    return SQL(
        "(%s) IS DISTINCT FROM (%s)",
        SQL(", ").join(SQL("coalesce(n.%s, 0)::numeric", _name(f)) for f in FIGURES),
        SQL(", ").join(SQL("coalesce(s.%s, 0)::numeric", _name(f)) for f in FIGURES),
    )


def day_values(row):
    """Verdict and figures of a day, as plain JSON values.

    :param row: what has an attribute for each: a day record, or the verdict that
        ``cs.attendance.day._evaluate`` returns
    """
    values = {"verdict": row.verdict}
    for name in DAY_FIGURES:
        number = getattr(row, name, 0) or 0
        values[name] = round(float(number), 2) if name in DAY_UNITS else int(number)
    leave_type = getattr(row, "leave_type_id", None)
    values["leave_type_id"] = getattr(leave_type, "id", leave_type) or None
    return values


def month_end(month):
    """Last day of the month of ``month``."""
    return date_utils.end_of(month, "month")


def _name(figure):
    return SQL.identifier(figure)
