"""Judging a month from the ledger, against plain SQL and stock attendances.

    python tests/bench/bench_attendance_judge.py -c odoo.conf -d DATABASE [PEOPLE]

Makes a tenth of PEOPLE (10 000) and then all of them in 40 departments, with two to
four punches on each working day of a month, some of them missing or late. Judges and
writes the month with its reasons, and compares in the same run with

- a set-based ``INSERT … SELECT`` of the bare verdicts into the same table;
- stock ``hr.attendance``, created in batches (a sample, without this suite's judging).

Everything is rolled back.
"""

import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
from bench_policy import clone  # noqa: E402
from runner import run  # noqa: E402

FIRST, LAST = date(2025, 7, 1), date(2025, 7, 31)
STOCK_SAMPLE = 40

#: Arrivals from 07:53 to 08:33 and departures from 17:28 to 18:08 in Shanghai, so that
#: a day in seven is late or early; a day in fifty without any punch, one in forty
#: without the last; a third of the others with punches at noon.
PUNCHES = """
    INSERT INTO cs_punch (company_id, employee_id, moment, local_moment, source,
                          received_at)
    SELECT %(company)s, person, moment, moment + interval '8 hours', 'file', moment
      FROM (SELECT person, day + kind.at
                   + floor(random() * 2400) * interval '1 second' AS moment,
                   kind.number, abs(hashint8(person * 1000 + day_number)) %% 200 AS luck
              FROM unnest(%(people)s) person,
                   generate_series(%(first)s::timestamp, %(last)s, '1 day')
                       WITH ORDINALITY days (day, day_number),
                   (VALUES (1, interval '-7 minutes'),
                           (2, interval '9 hours 28 minutes'),
                           (3, interval '4 hours'), (4, interval '4 hours 45 minutes'))
                       kind (number, at)
             WHERE extract(isodow FROM day) < 6) punches
     WHERE luck >= 4 AND NOT (luck < 9 AND number = 2)
       AND (number < 3 OR luck %% 3 = 0 OR (number = 3 AND luck %% 3 = 1))
    ON CONFLICT DO NOTHING
"""

#: The same verdicts without reasons, for the one shift that everybody has.
FLOOR = """
    INSERT INTO cs_attendance_day (
           company_id, employee_id, department_id, date, month, kind, shift_id,
           plan_start, plan_end, verdict, is_pending, is_part, check_in, check_out,
           late_count, early_count, late_minutes, early_minutes, missed_count,
           forgiven_count, work_days, present_days, absent_days, leave_days,
           unpaid_days, out_minutes, worked_minutes, policy_id, is_locked, known_at)
    SELECT company_id, employee_id, department_id, day, date_trunc('month', day), kind,
           shift, plan_start, plan_end, verdict, FALSE, FALSE, check_in, check_out,
           (verdict IN ('late', 'late_early'))::int,
           (verdict IN ('early', 'late_early'))::int,
           CASE WHEN verdict IN ('late', 'late_early') THEN late / 60 ELSE 0 END,
           CASE WHEN verdict IN ('early', 'late_early') THEN early / 60 ELSE 0 END,
           (verdict = 'missed')::int, 0, (kind = 'work')::int,
           (verdict NOT IN ('rest', 'absent'))::int, (verdict = 'absent')::int, 0, 0,
           0, coalesce(extract(epoch FROM check_out - check_in) / 60, 0)::int,
           %(policy)s, FALSE, now() AT TIME ZONE 'UTC'
      FROM (SELECT *, CASE WHEN kind = 'rest' THEN 'rest'
                           WHEN number IS NULL THEN 'absent'
                           WHEN number = 1 THEN 'missed'
                           WHEN late > 1800 OR early > 1800 THEN 'absent'
                           WHEN late > 0 AND early > 0 THEN 'late_early'
                           WHEN late > 0 THEN 'late' WHEN early > 0 THEN 'early'
                           ELSE 'ok' END AS verdict
              FROM (SELECT plan.*, punch.check_in, punch.check_out, punch.number,
                           extract(epoch FROM punch.check_in - plan_start)::int AS late,
                           extract(epoch FROM plan_end - punch.check_out)::int AS early
                      FROM (SELECT version.company_id, version.employee_id,
                                   version.department_id, day::date AS day,
                                   CASE WHEN due THEN 'work' ELSE 'rest' END AS kind,
                                   CASE WHEN due THEN %(shift)s END AS shift,
                                   CASE WHEN due THEN day + interval '30 minutes' END
                                       AS plan_start,
                                   CASE WHEN due THEN day + interval '9.5 hours' END
                                       AS plan_end
                              FROM hr_version version,
                                   generate_series(%(first)s::timestamp, %(last)s,
                                                   '1 day') day,
                                   LATERAL (SELECT extract(isodow FROM day) < 6
                                                   AS due) week
                             WHERE version.employee_id = ANY(%(people)s)) plan
                      LEFT JOIN (SELECT employee_id,
                                        (moment + interval '7 hours')::date AS day,
                                        min(moment) AS check_in,
                                        max(moment) AS check_out, count(*) AS number
                                   FROM cs_punch
                                  WHERE employee_id = ANY(%(people)s)
                                    AND moment BETWEEN %(first)s::date - 1
                                                   AND %(last)s::date + 2
                                  GROUP BY 1, 2) punch
                        ON punch.employee_id = plan.employee_id
                       AND punch.day = plan.day) judged) verdicts
"""


class Bench:
    def __init__(self, env):
        self.env, self.cr = env, env.cr
        # The plain SQL would spend two seconds on compiling itself.
        self.cr.execute("SET LOCAL jit = off")
        self.company = env["res.company"].create({"name": "Bench"})
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        scope = {"company_id": self.company.id}
        self.departments = env["hr.department"].create(
            [{"name": str(number), **scope} for number in range(40)]
        )
        self.shift = env["cs.shift"].create(
            {
                "name": "Day",
                "code": "D",
                "hour_from": 8.5,
                "hour_to": 17.5,
                "break_ids": [(0, 0, {"hour_from": 12, "hour_to": 13})],
                **scope,
            }
        )
        env["cs.shift.assignment"].create(
            {"shift_id": self.shift.id, "date_from": "2024-01-01", **scope}
        )
        self.policy = env["cs.attendance.policy"].create(
            {"name": "Bench", "date_from": "2024-01-01", **scope}
        )
        self.policy._decision_write({"state": "approved"})
        self.person = env["hr.employee"].create(
            {"name": "one", "date_version": "2024-01-01", **scope}
        )
        env.flush_all()

    def people(self, count):
        """So many more people with a month of punches."""
        people = clone(self.cr, "hr_employee", self.person.id, {"n": count})
        vals = {
            "n": count,
            "employee_id": f"{people[0]} + n",
            "department_id": f"{self.departments[0].id} + mod(n, 40)",
        }
        clone(self.cr, "hr_version", self.person.version_id.id, vals)
        self.cr.execute("SELECT setseed(0.5)")
        self.cr.execute(PUNCHES, self.parameters(people))
        for table in ("hr_version", "hr_employee", "cs_punch"):
            self.cr.execute(f"ANALYZE {table}")
        return self.env["hr.employee"].browse(people)

    def parameters(self, people):
        return {
            "people": people,
            "company": self.company.id,
            "first": FIRST,
            "last": LAST,
            "policy": self.policy.id,
            "shift": self.shift.id,
        }

    def timed(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        started = time.perf_counter()
        work()
        self.env.flush_all()
        return time.perf_counter() - started

    def empty(self):
        """Room for the next one, at no cost that it would pay."""
        self.cr.execute("TRUNCATE cs_attendance_day CASCADE")

    def floor(self, people):
        self.cr.execute(FLOOR, self.parameters(people.ids))

    def judge(self, people):
        self.env["cs.attendance.day"]._judge(people, FIRST, LAST)

    def counts(self):
        self.cr.execute(
            "SELECT verdict, count(*) FROM cs_attendance_day GROUP BY 1 ORDER BY 1"
        )
        return dict(self.cr.fetchall())

    def compare(self, people, runs):
        """Medians of the floor, of judging, and of judging again without change."""
        floors, ours, again = [], [], []
        for _run in range(runs):
            self.empty()
            floors.append(self.timed(lambda: self.floor(people)))
            bare = self.counts()
            self.empty()
            ours.append(self.timed(lambda: self.judge(people)))
            again.append(self.timed(lambda: self.judge(people)))
        judged = self.counts()
        assert sum(bare.values()) == sum(judged.values()) == 31 * len(people)
        assert bare == judged, (bare, judged)
        return median(floors), median(ours), median(again)

    def one_person(self, people):
        """A punch more, and the month again."""
        times = []
        for number, person in enumerate(people[:9]):
            moment = datetime(2025, 7, 10, 1, 0) + timedelta(seconds=number)
            self.cr.execute(
                "INSERT INTO cs_punch (company_id, employee_id, moment, local_moment,"
                " source, received_at) VALUES (%s, %s, %s, %s, 'file', %s)",
                [self.company.id, person.id, moment, moment, moment],
            )
            times.append(self.timed(lambda person=person: self.judge(person)))
        return median(times)

    def stock(self, count):
        """Stock attendances of a month in one create; seconds a person."""
        people = self.env["hr.employee"].create(
            [
                {"name": f"S{n}", "company_id": self.company.id}
                | {"date_version": "2024-01-01"}
                for n in range(count)
            ]
        )
        self.env.flush_all()
        Attendance = self.env["hr.attendance"]
        days = [
            FIRST + timedelta(days=n)
            for n in range(31)
            if (FIRST + timedelta(days=n)).weekday() < 5
        ]
        started = time.perf_counter()
        Attendance.create(
            [
                {
                    "employee_id": person.id,
                    "check_in": datetime(day.year, day.month, day.day, 0, 25),
                    "check_out": datetime(day.year, day.month, day.day, 9, 40),
                }
                for person in people
                for day in days
            ]
        )
        self.env.flush_all()
        return (time.perf_counter() - started) / len(people)


def peak():
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def bench(env, count):
    made = Bench(env)
    per_row = {}
    for size in (count // 10, count):
        before = peak()
        people = made.people(size)
        floor, ours, again = made.compare(people, runs=3 if size <= 1000 else 1)
        per_row[size] = ours / (size * 31)
        print(
            f"{size} people: SQL {floor:.2f} s   ours {ours:.2f} s"
            f" ({per_row[size] * 1e6:.0f} µs a day)   again {again:.2f} s"
            f"   {ours / floor:.2f} x SQL   peak {peak():.0f} MB,"
            f" {peak() - before:.0f} more"
        )
    one = made.one_person(people)
    stock = made.stock(STOCK_SAMPLE)
    print(
        f"one person's month again after a punch: {one * 1000:.0f} ms\n"
        f"stock hr.attendance: {stock * 1000:.0f} ms a person and month,"
        f" {stock / (31 * per_row[count]):.0f} x ours\n"
        f"ten times the people: {per_row[count] / per_row[count // 10]:.2f} x a day"
    )


if __name__ == "__main__":
    run(bench, 10_000)
