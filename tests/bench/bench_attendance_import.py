"""Import of terminal files in a real Odoo: lines a second, first and again (ATT-30).

    python tests/bench/bench_attendance_import.py -c odoo.conf -d DATABASE [LINES]

The whole path is measured: upload with hash and preview, parsing, batches with their
commits, months to be judged again, statistics. In the same run: the bare INSERT of as
many rows into the same table, and attendances created in stock. What it makes stays,
in a company of its own: use a copy of a database.
"""

import base64
import sys
from datetime import datetime, timedelta
from time import perf_counter

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


def imported(env, company, data):
    """Seconds of the whole path, and the import."""
    started = perf_counter()
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
    return perf_counter() - started, batch


def bare(env, company, employees, lines):
    """The least that PostgreSQL needs for such rows in this table, rolled back."""
    env.cr.commit()
    started = perf_counter()
    env.cr.execute(
        "INSERT INTO cs_punch (company_id, employee_id, pin, moment, local_moment,"
        " source, raw, received_at)"
        " SELECT %s, (%s::int[])[1 + n %% %s], n::text,"
        " '2020-01-01'::timestamp + n * interval '1 second',"
        " '2020-01-01'::timestamp + n * interval '1 second', 'file',"
        " '        7 2026-03-02 08:25:00 1 0 1 0', now() FROM generate_series(1, %s) n",
        [company.id, employees.ids, len(employees), lines],
    )
    seconds = perf_counter() - started
    env.cr.rollback()
    return seconds


def stock(env, employees):
    started = perf_counter()
    env["hr.attendance"].create(
        [
            {
                "employee_id": employees[n % len(employees)].id,
                "check_in": datetime(2025, 3, 3, 1)
                + timedelta(days=n // len(employees)),
                "check_out": datetime(2025, 3, 3, 9)
                + timedelta(days=n // len(employees)),
            }
            for n in range(STOCK_ROWS)
        ]
    )
    env.flush_all()
    seconds = perf_counter() - started
    env.cr.rollback()
    return seconds


def bench(env, lines, people=1_000):
    env, company, employees = company_of(env, people)
    env.cr.commit()
    data = attlog(lines, people)
    first, batch = imported(env, company, data)
    assert batch.new_count == lines, batch.summary
    again, batch = imported(env, company, data)
    assert batch.duplicate_count == lines, batch.summary
    floor = bare(env, company, employees, lines)
    usual = stock(env, employees) / STOCK_ROWS / 2
    print(f"{lines} lines of {people} people, {len(data) / 2**20:.1f} MB")
    for name, seconds in (("first", first), ("again", again), ("bare INSERT", floor)):
        speed = lines / seconds
        print(f"{name:12} {seconds:6.2f} s  {speed:8.0f}/s  x{seconds / floor:.2f}")
    ours = first / lines
    print(f"stock        {usual * 1000:6.2f} ms a punch, {usual / ours:.0f} times ours")


def main(arguments):
    lines = int(arguments.pop()) if arguments[-1].isdigit() else 100_000
    odoo.tools.config.parse_config([*arguments, "--no-http"])
    registry = Registry(odoo.tools.config["db_name"][0])
    with registry.cursor() as cr:
        bench(odoo.api.Environment(cr, odoo.SUPERUSER_ID, {}), lines)


if __name__ == "__main__":
    main(sys.argv[1:])
