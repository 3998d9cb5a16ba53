"""Complaint statistics over many closed tickets, against plain SQL that does the same.

    python tests/bench/bench_complaint_month.py -c odoo.conf -d DATABASE [TICKETS]

Makes TICKETS (100 000) closed tickets of one month by SQL, of which one in twenty is a
complaint of one or two of twelve units. Measures, in one run: the plain SQL that gives
number, volume, classes, days and share in time by unit; the same figures by the
product, as for a week; and making the list of the month, which also keeps one row a
complaint and unit, against plain SQL that computes and inserts the same. Both have to
stay within three times; the figures have to be equal. Everything is rolled back.
"""

import time
from datetime import date

from runner import run

from odoo.tools import SQL

UNITS = 12
MONTH = date(2025, 6, 1)
#: a multiple of the plain SQL that the product may take
ALLOWED = 3

PLAIN = """
    SELECT coalesce(c.unit, v.unit) AS unit, c.number, v.volume, c.repeat, c.severe,
           c.days, c.worst, c.in_time
      FROM (SELECT p.department_id AS unit, sum(p.share) / 100 AS number,
                   sum(p.share) FILTER (WHERE t.cs_class = 'repeat') / 100 AS repeat,
                   sum(p.share) FILTER (WHERE t.cs_class = 'severe') / 100 AS severe,
                   sum(extract(epoch FROM t.closed_date - t.create_date) * p.share)
                   / sum(p.share) / 86400 AS days,
                   max(extract(epoch FROM t.closed_date - t.create_date)) / 86400
                   AS worst,
                   sum(p.share) FILTER (WHERE NOT t.cs_is_late)
                   / sum(p.share) AS in_time
              FROM helpdesk_ticket t
              JOIN helpdesk_ticket_stage s ON s.id = t.stage_id AND s.closed
              JOIN cs_complaint_party p ON p.ticket_id = t.id
             WHERE t.company_id = %(company)s AND t.cs_kind = 'complaint'
               AND t.create_date >= %(start)s AND t.create_date < %(stop)s
             GROUP BY p.department_id) c
      FULL JOIN (SELECT cs_department_id AS unit, count(*) AS volume
                   FROM helpdesk_ticket
                  WHERE company_id = %(company)s
                    AND create_date >= %(start)s AND create_date < %(stop)s
                  GROUP BY cs_department_id) v ON v.unit = c.unit
     ORDER BY 1
"""
KEEP = """
    INSERT INTO cs_complaint_month_case (month_id, company_id, ticket_id, ticket_number,
           department_id, employee_id, share, number, complaint_class, category_id,
           received_at, closed_at, days, due_at, timing)
    SELECT %(month)s, t.company_id, t.id, t.number, p.department_id, p.employee_id,
           p.share, p.share / 100, t.cs_class, t.category_id, t.create_date,
           t.closed_date, extract(epoch FROM t.closed_date - t.create_date) / 86400,
           t.cs_due_at, CASE WHEN t.cs_is_late THEN 'late' ELSE 'in_time' END
      FROM helpdesk_ticket t
      JOIN cs_complaint_party p ON p.ticket_id = t.id
     WHERE t.company_id = %(company)s AND t.cs_kind = 'complaint'
       AND t.create_date >= %(start)s AND t.create_date < %(stop)s
"""


def timed(env, work):
    env.flush_all()
    env.invalidate_all()
    queries, started = env.cr.sql_log_count, time.perf_counter()
    result = work()
    env.flush_all()
    return time.perf_counter() - started, env.cr.sql_log_count - queries, result


def prepare(env):
    company = env["res.company"].create({"name": "Bench"})
    company.resource_calendar_id.tz = "Asia/Shanghai"
    units = env["hr.department"].create(
        [{"name": f"Unit {n}", "company_id": company.id} for n in range(UNITS)]
    )
    closed = env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
    team = env["helpdesk.ticket.team"].create({"name": "B", "company_id": company.id})
    ticket = env["helpdesk.ticket"].create(
        {"name": "One", "description": "One", "team_id": team.id}
    )
    return company, units, closed, ticket


def multiply(env, ticket, units, closed, count):
    """Closed copies of a ticket in June 2025, with limits, and units of complaints."""
    env.flush_all()
    own = {
        "number": "'B' || n",
        "create_date": "%(start)s::timestamp + n %% 2500000 * interval '1 second'",
        "closed_date": "%(start)s::timestamp + n %% 2500000 * interval '1 second'"
        " + (n %% 11 + 1) * interval '9 hours'",
        "cs_kind": "CASE WHEN n %% 20 = 0 THEN 'complaint' ELSE 'inquiry' END",
        "cs_class": "CASE WHEN n %% 20 > 0 THEN NULL WHEN n %% 100 = 0 THEN 'severe'"
        " WHEN n %% 40 = 0 THEN 'repeat' ELSE 'general' END",
        "cs_is_late": "n %% 60 = 0",
        "cs_department_id": "(%(units)s::int[])[n %% 12 + 1]",
        "stage_id": "%(closed)s",
    }
    names = _columns(env)
    values = [own.get(name, f"t.{_quoted(name)}") for name in names]
    given = {"start": "2025-05-31 16:00:00", "units": units.ids, "closed": closed.id}
    given |= {"count": count, "id": ticket.id}
    env.cr.execute(
        f"INSERT INTO helpdesk_ticket ({', '.join(map(_quoted, names))})"
        f" SELECT {', '.join(values)}"
        " FROM helpdesk_ticket t, generate_series(1, %(count)s) n WHERE t.id = %(id)s",
        given,
    )
    env.cr.execute(
        """
        INSERT INTO cs_complaint_party (ticket_id, company_id, department_id, share)
        SELECT t.id, t.company_id, (%(units)s::int[])[(t.id + part * 5) %% 12 + 1],
               CASE WHEN t.cs_is_late THEN 50 ELSE 100 END
          FROM helpdesk_ticket t, generate_series(0, 1) part
         WHERE t.cs_kind = 'complaint' AND t.team_id = %(team)s
           AND (t.cs_is_late OR part = 0)
        """,
        {**given, "team": ticket.team_id.id},
    )
    env.cr.execute(
        """
        INSERT INTO cs_ticket_limit (ticket_id, company_id, metric, moment, cause,
               "begin", time, budget, warn_percent)
        SELECT id, company_id, 'resolve', create_date, 'received', create_date, 'clock',
               86400, 75 FROM helpdesk_ticket
         WHERE cs_kind = 'complaint' AND team_id = %s
        """,
        [ticket.team_id.id],
    )
    for table in ("helpdesk_ticket", "cs_complaint_party", "cs_ticket_limit"):
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))


def _columns(env):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE column_name != 'id'"
        " AND table_name = 'helpdesk_ticket' AND is_generated = 'NEVER'"
    )
    return [name for [name] in env.cr.fetchall()]


def _quoted(name):
    return f'"{name}"'


def check(env, rows, plain):
    """The figures of the product are those of the plain SQL."""
    assert len(rows) == len(plain), (len(rows), len(plain))
    for row in plain:
        mine = rows[row["unit"]]
        for ours, theirs in (
            (mine.number, row["number"]),
            (mine.volume, row["volume"]),
            (mine.repeat, row["repeat"]),
            (mine.severe, row["severe"]),
            (mine.average_days, row["days"]),
            (mine.worst_days, row["worst"]),
            (mine.in_time_ratio, row["in_time"]),
        ):
            assert abs(float(ours or 0) - float(theirs or 0)) < 0.0051, (row, mine)


def bench(env, count):
    company, units, closed, ticket = prepare(env)
    multiply(env, ticket, units, closed, count)
    maker = env["cs.complaint.month.maker"]
    month = maker._month(company, MONTH)
    [span] = maker._span(month)
    given = {"company": company.id, "start": span[2], "stop": span[3]}
    given |= {"month": month.id}
    plain_sql = SQL(PLAIN, **given)

    # after the registry: the addons are on the path now
    from odoo.addons.cs_helpdesk.engine.complaint_month import figures
    from odoo.addons.cs_helpdesk.models.complaint_figures import cases_sql, tallies

    def product():
        cases = SQL("(%s)", cases_sql([span], "2025-07-02"))
        found = tallies(env, cases, [span])
        return {row.unit: row for row in figures(t for t, _types in found.values())}

    # Twice in turn, and the quicker one of each: both find the same pages in memory.
    turns = [
        (timed(env, lambda: env.execute_query_dict(plain_sql)), timed(env, product))
        for _turn in range(2)
    ]
    plain, _queries, expected = min((one for one, _other in turns), key=lambda t: t[0])
    seconds, queries, rows = min((other for _one, other in turns), key=lambda t: t[0])
    check(env, rows, expected)
    print(
        f"{count} closed tickets: plain SQL {plain:.2f} s, figures {seconds:.2f} s,"
        f" {queries} queries, {seconds / plain:.2f} times"
    )
    with env.cr.savepoint() as point:
        keep = SQL(KEEP, **given)
        work, _queries, _none = timed(
            env, lambda: (env.cr.execute(keep), env.execute_query_dict(plain_sql))
        )
        point.rollback()
    seconds_kept, queries, _none = timed(env, lambda: maker._refresh(month))
    again, _queries, _none = timed(env, lambda: maker._refresh(month))
    print(
        f"the list with its rows: plain SQL {work:.2f} s, list {seconds_kept:.2f} s,"
        f" {queries} queries, {seconds_kept / work:.2f} times; again {again:.2f} s"
    )
    assert abs(month.number - sum(float(row.number) for row in rows.values())) < 0.01
    assert seconds <= ALLOWED * plain
    assert seconds_kept <= ALLOWED * work


if __name__ == "__main__":
    run(bench, 100_000, {"tracking_disable": True})
