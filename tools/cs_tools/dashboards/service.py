"""Service quality: limits, complaints, callbacks, satisfaction (HD-03 to HD-07)."""

from .board import Board
from .parts import (
    ABSENT,
    BRAND,
    LATE,
    LEAVE,
    NUMBER,
    OK,
    ONE,
    PERCENT,
    SHARE,
    TEAL,
    Card,
    Column,
    Source,
)

TICKETS = Source("cs.service.report", "received_on")
CLOSED = TICKETS._replace(date="closed_on", domain=(("closed_on", "!=", False),))
COMPLAINTS = TICKETS._replace(domain=(("kind", "=", "complaint"),))
CALLBACKS = Source("cs.callback", "service_at", date_type="datetime")
NAMED = Source("cs.complaint.live", "month")
ANALYSIS = "cs_helpdesk.cs_service_report_menu"
COVERAGE = "cs_helpdesk.cs_callback_menu_coverage"


def board():
    one = Board("service")
    one.cards(
        Card(
            "Tickets Received",
            TICKETS,
            "{__count}",
            NUMBER,
            "{open_count}",
            NUMBER,
            "still open",
            ANALYSIS,
        ),
        Card(
            "First Reply in Time",
            TICKETS,
            "{reply_in_time}",
            PERCENT,
            "{reply_hours}",
            ONE,
            "hours each",
            ANALYSIS,
        ),
        Card(
            "Closed in Time",
            TICKETS,
            "{close_in_time}",
            PERCENT,
            "{close_hours}",
            ONE,
            "hours each",
            ANALYSIS,
        ),
        Card(
            "Complaints",
            TICKETS,
            "{complaint_count}",
            NUMBER,
            "{complaint_count}/{__count}",
            SHARE,
            "of the tickets",
            ANALYSIS,
        ),
        Card(
            "Callbacks in Time",
            CALLBACKS,
            "{in_time}",
            PERCENT,
            "{covered}",
            PERCENT,
            "reached",
            COVERAGE,
        ),
        Card(
            "Satisfaction",
            TICKETS,
            "{satisfied}",
            PERCENT,
            "{rated_count}",
            NUMBER,
            "answers",
        ),
    )
    one.note(TICKETS, "No tickets in this period. Choose another one above.")
    _charts(one)
    return one


def _charts(one):
    months = one.series(
        TICKETS,
        "received_on:month",
        (
            Column("Tickets Received", "{__count}", NUMBER, LEAVE),
            Column("Tickets Closed", "{__count}", NUMBER, OK, CLOSED),
            Column("First Reply in Time", "{reply_in_time}", PERCENT, TEAL),
            Column("Closed in Time", "{close_in_time}", PERCENT, BRAND),
        ),
    )
    calls = one.series(
        CALLBACKS,
        "service_at:month",
        (
            Column("Callbacks in Time", "{in_time}", PERCENT, BRAND),
            Column("Customers Reached", "{covered}", PERCENT, TEAL),
        ),
    )
    classes = one.series(
        COMPLAINTS,
        "received_on:month",
        _by_class("__count"),
        across="complaint_class",
    )
    named = one.series(
        NAMED, "department_id", _by_class("number"), across="complaint_class"
    )
    units = one.series(
        TICKETS,
        "department_id",
        (
            Column("Tickets Received", "{__count}"),
            Column("Tickets Closed", "{closed_count}"),
            Column("Complaints", "{complaint_count}"),
            Column("First Reply in Time", "{reply_in_time}", PERCENT, TEAL),
            Column("Closed in Time", "{close_in_time}", PERCENT, BRAND),
            Column("Hours Until Closed", "{close_hours}", ONE, LATE),
            Column("Satisfaction", "{satisfied}", PERCENT, OK),
        ),
    )
    one.chart("bar", "Received and Closed by Month", months, "CD", ANALYSIS)
    one.live_chart("Tickets by Kind", TICKETS, ["kind"], "__count", ANALYSIS)
    one.chart("line", "Within the Time Limit by Month", months, "EF", ANALYSIS)
    one.chart("bar", "Within the Time Limit by Department", units, "FG", ANALYSIS)
    one.chart("bar", "Complaints by Class and Month", classes, "CDE", stacked=True)
    one.chart(
        "bar",
        "Complaints by Responsible Unit",
        named,
        "CDE",
        "cs_helpdesk.cs_complaint_live_menu",
        stacked=True,
    )
    one.chart("line", "Callbacks by Month", calls, "CD", COVERAGE)
    one.live_chart(
        "What Customers Said",
        CALLBACKS._replace(domain=(("satisfaction", "!=", False),)),
        ["satisfaction"],
        "__count",
        COVERAGE,
    )
    one.table("By Department", units)


def _by_class(measure):
    classes = (
        ("General", "general", LEAVE),
        ("Repeat", "repeat", LATE),
        ("Severe", "severe", ABSENT),
    )
    return tuple(
        Column(title, f"{{{measure}|{name}}}", "", color)
        for title, name, color in classes
    )
