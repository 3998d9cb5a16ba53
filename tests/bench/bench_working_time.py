"""Deadlines of many tickets: cs.working.time against stock plan_hours.

    odoo shell -c odoo.conf -d DATABASE --no-http < tests/bench/bench_working_time.py

Both answer the same tickets in the same run and must agree; the ratio of the times
is the result. Nothing is kept.
"""

import random
import time
from datetime import datetime, timedelta

TICKETS, STOCK_TICKETS = 10_000, 300
HOURS = (1, 8, 24, 40)

rng = random.Random(1)
company = env.company  # noqa: F821  given by the shell
calendar = env["resource.calendar"].create(  # noqa: F821
    {"name": "Bench", "tz": "Asia/Shanghai", "company_id": company.id}
)
env["resource.calendar.leaves"].create(  # noqa: F821
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
pairs = [
    (
        datetime(2025, 1, 1) + timedelta(seconds=rng.randrange(300 * 86400)),
        rng.choice(HOURS) * 3600,
    )
    for _ticket in range(TICKETS)
]
env.flush_all()  # noqa: F821

service = env["cs.working.time"]  # noqa: F821
started = time.perf_counter()
cold = service._add_seconds(calendar, pairs)
cold_time = time.perf_counter() - started
started = time.perf_counter()
service._add_seconds(calendar, pairs)
warm_time = time.perf_counter() - started
started = time.perf_counter()
service._add_days(calendar, [(moment, 3) for moment, _seconds in pairs])
days_time = time.perf_counter() - started
queries = env.cr.sql_log_count  # noqa: F821
for moment, seconds in pairs[:100]:
    service._add_seconds(calendar, [(moment, seconds)])
single_queries = (env.cr.sql_log_count - queries) / 100  # noqa: F821

queries = env.cr.sql_log_count  # noqa: F821
started = time.perf_counter()
stock = [
    calendar.plan_hours(seconds / 3600, moment, compute_leaves=True)
    for moment, seconds in pairs[:STOCK_TICKETS]
]
stock_time = time.perf_counter() - started
stock_queries = (env.cr.sql_log_count - queries) / STOCK_TICKETS  # noqa: F821

assert stock == cold[:STOCK_TICKETS], "the two disagree"
stock_each, own_each = stock_time / STOCK_TICKETS, cold_time / TICKETS
print(f"tickets                     {TICKETS}")
print(f"own, first call             {cold_time:.3f} s")
print(f"own, later calls            {warm_time:.3f} s")
print(f"own, working days           {days_time:.3f} s")
print(f"own, queries for one ticket {single_queries:.1f}")
print(f"stock plan_hours            {stock_each * TICKETS:.1f} s (from {STOCK_TICKETS})")
print(f"stock, queries a ticket     {stock_queries:.1f}")
print(f"ratio                       {stock_each / own_each:.0f}")
env.cr.rollback()  # noqa: F821
