"""Attendance: who was there, late, absent, on leave (ATT-01 to ATT-09)."""

from .board import Board
from .parts import (
    ABSENT,
    EARLY,
    LATE,
    LEAVE,
    MISS,
    NUMBER,
    OK,
    ONE,
    SHARE,
    TEAL,
    Card,
    Column,
    Source,
)

DAYS = Source("cs.attendance.day", "date", domain=(("verdict", "!=", "open"),))
ON_LEAVE = DAYS._replace(domain=(*DAYS.domain, ("leave_days", ">", 0)))
RATE = "{present_days}/{work_days}"
HOURS = "{worked_minutes}/60/{present_days}"
ANALYSIS = "cs_attendance.cs_attendance_analysis_menu"
COLUMNS = (
    Column("Attendance Rate", RATE, SHARE, OK),
    Column("Late", "{late_count}", NUMBER, LATE),
    Column("Early Leave", "{early_count}", NUMBER, EARLY),
    Column("Missed Punches", "{missed_count}", NUMBER, MISS),
    Column("Days Absent", "{absent_days}", ONE, ABSENT),
    Column("Days of Leave", "{leave_days}", ONE, LEAVE),
    Column("Hours a Day", HOURS, ONE, TEAL),
)


def board():
    one = Board("attendance")
    one.cards(
        Card("Attendance Rate", DAYS, RATE, SHARE, "{work_days}", NUMBER, "days due"),
        Card(
            "Late or Early",
            DAYS,
            "{late_count}+{early_count}",
            NUMBER,
            "{late_minutes}+{early_minutes}",
            NUMBER,
            "minutes in all",
            ANALYSIS,
        ),
        Card(
            "Missed Punches",
            DAYS,
            "{missed_count}",
            NUMBER,
            "{forgiven_count}",
            NUMBER,
            "more confirmed",
            ANALYSIS,
        ),
        Card(
            "Days Absent",
            DAYS,
            "{absent_days}",
            ONE,
            "{absent_days}/{work_days}",
            SHARE,
            "of days due",
            ANALYSIS,
        ),
        Card(
            "Days of Leave",
            DAYS,
            "{leave_days}",
            ONE,
            "{unpaid_days}",
            ONE,
            "of them unpaid",
        ),
        Card(
            "Hours a Day",
            DAYS,
            HOURS,
            ONE,
            "{worked_minutes}/60",
            NUMBER,
            "hours in all",
        ),
    )
    one.note(DAYS, "No days have been judged in this period. Choose another one above.")
    months = one.series(DAYS, "date:month", COLUMNS)
    units = one.series(DAYS, "department_id", COLUMNS)
    one.chart("line", "Attendance Rate by Month", months, "C")
    one.chart(
        "bar", "Late, Early and Missed by Month", months, "DEF", ANALYSIS, stacked=True
    )
    one.chart(
        "bar",
        "Late, Early and Missed by Department",
        units,
        "DEF",
        ANALYSIS,
        stacked=True,
    )
    one.chart(
        "bar", "Days Absent and on Leave by Department", units, "GH", stacked=True
    )
    one.live_chart("Leave by Type", ON_LEAVE, ["leave_type_id"], "leave_days")
    one.chart("line", "Hours a Day by Month", months, "I")
    one.table("By Department", units)
    return one
