"""Import of terminal files in a real Odoo: lines a second, first and again (ATT-30).

    python tests/bench/bench_attendance_import.py -c odoo.conf -d DATABASE [LINES]

The whole path is measured: upload with hash and preview, parsing, batches with their
commits, months to be judged again, statistics. In the same run: the bare INSERT of as
many rows into the same table, and attendances created in stock. Beside the time on the
wall stands that of the processors, Odoo's and PostgreSQL's together, which a busy
machine does not spoil. What it makes stays, in a company of its own: use a copy of a
database.
"""

import base64
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

import odoo
from odoo.modules.registry import Registry

STOCK_ROWS = 300


def attlog(lines, people):
    start, made = datetime(2026, 3, 2, 8), []
    for number in range(lines):
        turn, pin = divmod(number, people)
        local = start + timedelta(
            hours=9 * (turn % 2), days=turn // 2, seconds=pin % 3600
        )
        made.append(b"%9d\t%s\t1\t0\t1\t0\r\n" % (pin + 1, str(local).encode()))
    return b"".join(made)


def company_of(env, people):
    company = env["res.company"].create({"name": f"Bench {datetime.now()}"})
    env = env(context={"allowed_company_ids": company.ids, "tracking_disable": True})
    employees = env["hr.employee"].create(
        [{"name": f"Bench {n}", "company_id": company.id} for n in range(people)]
    )
    env["cs.pin"].create(
        [
            {
                "pin": str(number),
                "employee_id": employee.id,
                "company_id": company.id,
                "first_day": "2020-01-01",
            }
            for number, employee in enumerate(employees, 1)
        ]
    )
    return env, company, employees


class Watch:
    """Seconds on the wall and of both processes' processors."""

    def __init__(self, env):
        self.cr, self.wall = env.cr, 0
        env.cr.execute("SELECT pg_backend_pid()")
        self.backend = Path(f"/proc/{env.cr.fetchone()[0]}/stat")

    def __enter__(self):
        self.began = perf_counter(), self._processors()
        return self

    def __exit__(self, *_error):
        wall, processors = self.began
        self.wall = perf_counter() - wall
        self.processors = self._processors() - processors

    def _processors(self):
        fields = self.backend.read_text().rpartition(")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
        return process_time() + ticks / os.sysconf("SC_CLK_TCK")


def imported(env, company, data):
    """The watch over the whole path, and the import."""
    with Watch(env) as watch:
        batch = env["cs.punch.import"].create(
            {
                "name": "1_attlog.dat",
                "content": base64.b64encode(data),
                "company_id": company.id,
                "tz": "Asia/Shanghai",
            }
        )
        batch.action_run()
        env.cr.commit()
        while batch.state == "queued":
            env["cs.punch.import"]._cron_run()
            batch.invalidate_recordset()
    assert batch.state == "done", batch.error
    return watch, batch


def bare(env, company, employees, lines):
    """The least that PostgreSQL needs for such rows in this table, rolled back."""
    env.cr.commit()
    with Watch(env) as watch:
        env.cr.execute(
            "INSERT INTO cs_punch (company_id, employee_id, pin, moment, local_moment,"
            " source, raw, received_at)"
            " SELECT %s, (%s::int[])[1 + n %% %s], n::text,"
            " '2020-01-01'::timestamp + n * interval '1 second',"
            " '2020-01-01'::timestamp + n * interval '1 second', 'file',"
            " '        7 2026-03-02 08:25:00 1 0 1 0', now()"
            " FROM generate_series(1, %s) n",
            [company.id, employees.ids, len(employees), lines],
        )
    env.cr.rollback()
    return watch


def stock(env, employees):
    start = datetime(2025, 3, 3, 1)
    with Watch(env) as watch:
        env["hr.attendance"].create(
            [
                {
                    "employee_id": employees[n % len(employees)].id,
                    "check_in": start + timedelta(days=n // len(employees)),
                    "check_out": start + timedelta(days=n // len(employees), hours=8),
                }
                for n in range(STOCK_ROWS)
            ]
        )
        env.flush_all()
    env.cr.rollback()
    return watch


def bench(env, lines, people=300):
    env, company, employees = company_of(env, people)
    env.cr.commit()
    data = attlog(lines, people)
    first, batch = imported(env, company, data)
    assert batch.new_count == lines, batch.summary
    again, batch = imported(env, company, data)
    assert batch.duplicate_count == lines, batch.summary
    floor, usual = bare(env, company, employees, lines), stock(env, employees)
    print(f"{lines} lines of {people} people, {len(data) / 2**20:.1f} MB")
    for name, watch, count in (
        ("first", first, lines),
        ("again", again, lines),
        ("bare INSERT", floor, lines),
        ("stock", usual, 2 * STOCK_ROWS),
    ):
        print(
            f"{name:12} {watch.wall:6.2f} s {count / watch.wall:8.0f}/s"
            f"   processors {watch.processors:6.2f} s {count / watch.processors:8.0f}/s"
        )


def main(arguments):
    lines = int(arguments.pop()) if arguments[-1].isdigit() else 100_000
    odoo.tools.config.parse_config([*arguments, "--no-http"])
    registry = Registry(odoo.tools.config["db_name"][0])
    with registry.cursor() as cr:
        bench(odoo.api.Environment(cr, odoo.SUPERUSER_ID, {}), lines)


if __name__ == "__main__":
    main(sys.argv[1:])
