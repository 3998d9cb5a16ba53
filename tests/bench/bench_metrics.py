"""Measuring everybody over a month, against plain SQL that does the same.

    python tests/bench/bench_metrics.py -c odoo.conf -d DATABASE [PEOPLE]

Makes a tenth of PEOPLE (10 000) and then all of them by SQL: each with 30 closed
tickets of one month, first replies, ratings and complaints, 22 days of attendance and
two figures from outside. Measures, in one run: ``cs.metric._measure`` of all metrics,
and the plainest SQL that gives the same figures and is fetched. It has to stay within
three times, give the same sums, and take as many queries for all as for a tenth.
Everything is rolled back.
"""

import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from odoo.tools import SQL

sys.path.insert(0, str(Path(__file__).parent))
from bench_policy import clone  # noqa: E402
from runner import run  # noqa: E402

FIRST, LAST = date(2025, 6, 1), date(2025, 6, 30)
GIVEN = {"start": "2025-05-31 16:00:00", "stop": "2025-06-30 16:00:00"}
TICKETS = 30
#: a multiple of the plain SQL that the product may take
ALLOWED = 3

#: what follows from each ticket, each in its table
AROUND = (
    """INSERT INTO cs_ticket_limit (ticket_id, company_id, metric, moment, cause,
              "begin", time, budget, warn_percent)
       SELECT id, company_id, 'resolve', create_date, 'received', create_date, 'clock',
              86400, 75
         FROM helpdesk_ticket WHERE team_id = %(team)s AND id %% 3 > 0""",
    """INSERT INTO cs_ticket_segment (ticket_id, company_id, metric, start, stop,
              seconds, working_seconds, is_paused)
       SELECT id, company_id, 'first_reply', create_date, cs_first_reply_at,
              id %% 600, id %% 600, FALSE
         FROM helpdesk_ticket WHERE team_id = %(team)s""",
    """INSERT INTO rating_rating (res_model, res_model_id, res_id, rating, consumed,
              access_token)
       SELECT 'helpdesk.ticket', %(model)s, id, 1 + 2 * (id %% 3), TRUE, 'b' || id
         FROM helpdesk_ticket WHERE team_id = %(team)s AND id %% 4 = 0""",
    """INSERT INTO cs_complaint_party (ticket_id, company_id, department_id,
              employee_id, share)
       SELECT t.id, t.company_id, %(unit)s, e.id, 100
         FROM helpdesk_ticket t JOIN hr_employee e ON e.user_id = t.cs_owner_id
        WHERE t.team_id = %(team)s AND t.cs_kind = 'complaint'""",
    """INSERT INTO cs_attendance_day (company_id, employee_id, date, month, verdict,
              kind, late_count, early_count, late_minutes, missed_count, absent_days,
              present_days)
       SELECT %(company)s, person, '2025-06-01'::date + day, '2025-06-01', 'ok', 'work',
              (person + day) %% 9 / 8, (person + day) %% 11 / 10, day %% 7,
              (person + day) %% 13 / 12, (person + day) %% 29 / 28, 1
         FROM unnest(%(people)s) person, generate_series(0, 21) day""",
    """INSERT INTO cs_metric_figure (company_id, employee_id, metric_id, date_from,
              date_to, numerator, denominator, origin, author_id, entered_at, state)
       SELECT %(company)s, person, m.id, '2025-06-01', '2025-06-30', person %% 50,
              CASE WHEN m.unit = 'ratio' THEN 100 ELSE 0 END, 'Bench', 1, now(),
              'current'
         FROM unnest(%(people)s) person, cs_metric m
        WHERE m.code IN ('deals', 'conversion')""",
)

#: the same figures without what makes them exact or fair in rare cases
PLAIN = (
    """SELECT e.id, count(*), count(*) FILTER (WHERE t.cs_kind = 'inquiry'),
              count(l.id), count(l.id) FILTER (WHERE t.cs_is_late IS NOT TRUE),
              count(r.id), sum(r.rating)
         FROM hr_employee e JOIN helpdesk_ticket t ON t.cs_owner_id = e.user_id
         LEFT JOIN rating_rating r ON r.res_id = t.id
          AND r.res_model = 'helpdesk.ticket' AND r.consumed
         LEFT JOIN cs_ticket_limit l ON l.ticket_id = t.id AND l.metric = 'resolve'
        WHERE e.id = ANY(%(people)s) AND t.company_id = %(company)s
          AND t.closed_date >= %(start)s AND t.closed_date < %(stop)s
        GROUP BY e.id""",
    """SELECT e.id, percentile_cont(0.5) WITHIN GROUP (ORDER BY g.working_seconds) / 60
         FROM hr_employee e JOIN helpdesk_ticket t ON t.cs_owner_id = e.user_id
         JOIN cs_ticket_segment g ON g.ticket_id = t.id AND g.metric = 'first_reply'
        WHERE e.id = ANY(%(people)s) AND t.company_id = %(company)s
          AND t.cs_first_reply_at >= %(start)s AND t.cs_first_reply_at < %(stop)s
        GROUP BY e.id""",
    """SELECT p.employee_id, sum(p.share) / 100,
              sum(p.share) FILTER (WHERE t.cs_class = 'general') / 100,
              sum(p.share) FILTER (WHERE t.cs_class = 'repeat') / 100,
              sum(p.share) FILTER (WHERE t.cs_class = 'severe') / 100
         FROM helpdesk_ticket t JOIN cs_complaint_party p ON p.ticket_id = t.id
        WHERE p.employee_id = ANY(%(people)s) AND t.company_id = %(company)s
          AND t.cs_kind = 'complaint'
          AND t.create_date >= %(start)s AND t.create_date < %(stop)s
        GROUP BY p.employee_id""",
    """SELECT employee_id, sum(late_count), sum(early_count), sum(late_minutes),
              sum(missed_count), sum(absent_days), sum(present_days)
         FROM cs_attendance_day
        WHERE employee_id = ANY(%(people)s) AND company_id = %(company)s
          AND date BETWEEN '2025-06-01' AND '2025-06-30'
        GROUP BY employee_id""",
    """SELECT metric_id, employee_id, sum(numerator), sum(denominator)
         FROM cs_metric_figure
        WHERE employee_id = ANY(%(people)s) AND company_id = %(company)s
          AND date_from >= '2025-06-01' AND date_to <= '2025-06-30'
        GROUP BY metric_id, employee_id""",
)


class Bench:
    def __init__(self, env):
        self.env, self.cr = env, env.cr
        # Compiling would cost more than it saves, in both.
        self.cr.execute("SET LOCAL jit = off")
        self.company = env["res.company"].create({"name": "Bench"})
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        scope = {"company_id": self.company.id}
        self.unit = env["hr.department"].create({"name": "Unit", **scope})
        self.team = env["helpdesk.ticket.team"].create({"name": "Team", **scope})
        self.user = env["res.users"].create(
            {"name": "One", "login": "bench", **scope, "company_ids": self.company.ids}
        )
        self.person = env["hr.employee"].create(
            {"name": "One", "user_id": self.user.id, **scope}
        )
        closed = env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
        self.closed = closed.id
        self.ticket = env["helpdesk.ticket"].create(
            {"name": "One", "description": "One", "team_id": self.team.id}
        )
        env.flush_all()

    def people(self, count):
        """So many people with a month of work; those before go on as they are."""
        users = clone(
            self.cr,
            "res_users",
            self.user.id,
            {"n": count, "login": f"'bench {count} ' || n"},
        )
        people = clone(
            self.cr,
            "hr_employee",
            self.person.id,
            {"n": count, "user_id": f"{users[0]} + n"},
        )
        given = {"model": self.env["ir.model"]._get_id("helpdesk.ticket")}
        given |= {"company": self.company.id, "unit": self.unit.id, "people": people}
        given["team"] = self.tickets(count, users[0])
        for statement in AROUND:
            self.cr.execute(statement, given)
        for table in (
            "helpdesk_ticket",
            "hr_employee",
            "cs_ticket_limit",
            "cs_ticket_segment",
            "rating_rating",
            "cs_complaint_party",
            "cs_attendance_day",
            "cs_metric_figure",
        ):
            self.cr.execute(f"ANALYZE {table}")
        self.env.invalidate_all()
        return self.env["hr.employee"].browse(people)

    def tickets(self, count, first_user):
        """:return: id of the team whose tickets they are"""
        team = self.team.copy().id
        self.env.flush_all()
        received = f"'{GIVEN['start']}'::timestamp + mod(n, 2500) * interval '16 min'"
        clone(
            self.cr,
            "helpdesk_ticket",
            self.ticket.id,
            {
                "n": count * TICKETS,
                "number": f"'B{count}-' || n",
                "team_id": str(team),
                "company_id": str(self.company.id),
                "cs_owner_id": f"{first_user} + n / {TICKETS}",
                "create_date": received,
                "cs_first_reply_at": f"{received} + interval '9 min'",
                "closed_date": f"{received} + interval '3 hours'",
                "stage_id": str(self.closed),
                "cs_kind": "CASE WHEN mod(n, 20) = 0 THEN 'complaint'"
                " ELSE 'inquiry' END",
                "cs_class": "CASE WHEN mod(n, 20) > 0 THEN NULL"
                " WHEN mod(n, 60) = 0 THEN 'severe' ELSE 'general' END",
                "cs_is_late": "mod(n, 7) = 0",
            },
        )
        return team

    def timed(self, work):
        self.env.flush_all()
        queries, started = self.cr.sql_log_count, time.perf_counter()
        result = work()
        seconds = time.perf_counter() - started
        return seconds, self.cr.sql_log_count - queries, result

    def plain(self, people):
        given = {**GIVEN, "people": people.ids, "company": self.company.id}
        return [self.env.execute_query(SQL(one, **given)) for one in PLAIN]

    def product(self, people):
        metrics = self.env["cs.metric"].search([])
        found = metrics._measure(metrics, self.company, people, FIRST, LAST)
        return metrics, found

    def compare(self, people):
        """Twice in turn, and the quicker one of each: both find the same pages."""
        turns = [
            (
                self.timed(lambda: self.plain(people)),
                self.timed(lambda: self.product(people)),
            )
            for _turn in range(2)
        ]
        floor, _queries, rows = min((one for one, _ in turns), key=lambda one: one[0])
        own, _queries, result = min((one for _, one in turns), key=lambda one: one[0])
        queries = turns[-1][1][1]
        self.check(people, rows, *result)
        print(
            f"{len(people)} people: plain SQL {floor:.2f} s, measured {own:.2f} s,"
            f" {own / floor:.2f} times, {queries} queries"
        )
        return floor, own, queries

    def check(self, people, rows, metrics, found):
        """Both say the same, added up over all people."""

        def total(code, name="numerator"):
            metric = metrics.filtered(lambda one: one.code == code)
            return sum(getattr(found[metric.id, one], name) for one in people.ids)

        def plain(table, column):
            return Decimal(str(round(sum(r[column] or 0 for r in rows[table]), 4)))

        for ours, theirs in (
            (total("tickets_handled"), plain(0, 1)),
            (total("inquiries_handled"), plain(0, 2)),
            (total("closed_in_limit", "denominator"), plain(0, 3)),
            (total("closed_in_limit"), plain(0, 4)),
            (total("satisfaction", "denominator"), plain(0, 5)),
            (total("satisfaction"), plain(0, 6)),
            (total("complaints"), plain(2, 1)),
            (total("complaints_severe"), plain(2, 4)),
            (total("late_count"), plain(3, 1)),
            (total("late_minutes"), plain(3, 3)),
            (total("absent_days"), plain(3, 5)),
        ):
            assert theirs and ours == theirs, (ours, theirs)
        median = total("first_reply_minutes") - plain(1, 1)
        assert abs(median) < len(people) / Decimal(100), median


def bench(env, count):
    one = Bench(env)
    few = one.compare(one.people(count // 10))
    floor, own, queries = one.compare(one.people(count))
    assert queries == few[2], (few[2], queries)
    assert own <= ALLOWED * floor


if __name__ == "__main__":
    run(bench, 10_000, {"tracking_disable": True})
