"""Deadlines of many tickets: cs.working.time against stock plan_hours.

    python tests/bench/bench_working_time.py -c odoo.conf -d DATABASE

Both answer the same tickets in the same run and must agree; the ratio of the times
is the result. Everything is rolled back.
"""

import random
import sys
import time
from datetime import datetime, timedelta

import odoo
from odoo.modules.registry import Registry

TICKETS, STOCK_TICKETS = 10_000, 300


def timed(function):
    start = time.perf_counter()
    result = function()
    return result, time.perf_counter() - start


def prepare(env):
    calendar = env["resource.calendar"].create(
        {"name": "Bench", "tz": "Asia/Shanghai", "company_id": env.company.id}
    )
    env["resource.calendar.leaves"].create(
        [
            {
                "name": "Closed",
                "calendar_id": calendar.id,
                "date_from": datetime(2025, month, 3),
                "date_to": datetime(2025, month, 4),
            }
            for month in range(1, 13)
        ]
    )
    rng = random.Random(1)
    pairs = [
        (
            datetime(2025, 1, 1) + timedelta(seconds=rng.randrange(300 * 86400)),
            rng.choice((1, 8, 24, 40)) * 3600,
        )
        for _ticket in range(TICKETS)
    ]
    env.flush_all()
    return calendar, pairs


def main(env):
    calendar, pairs = prepare(env)
    service = env["cs.working.time"]
    answers, cold = timed(lambda: service._add_seconds(calendar, pairs))
    _same, warm = timed(lambda: service._add_seconds(calendar, pairs))
    days = [(moment, 3) for moment, _seconds in pairs]
    _ends, in_days = timed(lambda: service._add_days(calendar, days))
    queries = env.cr.sql_log_count
    for pair in pairs[:100]:
        service._add_seconds(calendar, [pair])
    single = (env.cr.sql_log_count - queries) / 100
    queries = env.cr.sql_log_count
    stock_answers, stock = timed(
        lambda: [
            calendar.plan_hours(seconds / 3600, moment, compute_leaves=True)
            for moment, seconds in pairs[:STOCK_TICKETS]
        ]
    )
    stock_queries = (env.cr.sql_log_count - queries) / STOCK_TICKETS
    assert stock_answers == answers[:STOCK_TICKETS], "the two disagree"
    stock *= TICKETS / STOCK_TICKETS
    print(f"tickets                      {TICKETS}")
    print(f"ours, first call             {cold:.3f} s")
    print(f"ours, later calls            {warm:.3f} s")
    print(f"ours, working days           {in_days:.3f} s")
    print(f"ours, queries for one ticket {single:.1f}")
    print(f"stock plan_hours             {stock:.1f} s (from {STOCK_TICKETS})")
    print(f"stock, queries a ticket      {stock_queries:.1f}")
    print(f"ratio                        {stock / cold:.0f}")


if __name__ == "__main__":
    odoo.tools.config.parse_config(sys.argv[1:])
    with Registry(odoo.tools.config["db_name"][0]).cursor() as cr:
        main(odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {}))
        cr.rollback()
