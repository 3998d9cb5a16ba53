"""The clock of many open tickets: stage changes, and looking at what is due.

    python tests/bench/bench_ticket_clock.py -c odoo.conf -d DATABASE [TICKETS]

Makes TICKETS (100 000) open tickets by SQL, of which a hundred are due. Measures the
worker's look at them, the plan of its query (an index, no scan of the table), and what
a stage change of 200 tickets costs with and without the clock. Everything is rolled
back.
"""

import time
from datetime import timedelta
from unittest.mock import patch

from runner import run

from odoo import fields

DUE = 100


def timed(env, work):
    env.flush_all()
    env.invalidate_all()
    queries, started = env.cr.sql_log_count, time.perf_counter()
    work()
    env.flush_all()
    return time.perf_counter() - started, env.cr.sql_log_count - queries


def prepare(env):
    company = env["res.company"].create({"name": "Bench"})
    company.resource_calendar_id.tz = "Asia/Shanghai"
    policy = env["cs.helpdesk.policy"].create(
        {"name": "Bench", "company_id": company.id, "date_from": "2024-01-01"}
    )
    policy._decision_write({"state": "approved"})
    team = env["helpdesk.ticket.team"].create({"name": "B", "company_id": company.id})
    return env["helpdesk.ticket"].create(
        {"name": "One", "description": "One", "team_id": team.id}
    )


def multiply(env, ticket, count):
    """Copies of a ticket, columns and all; the first ones are due."""
    env.flush_all()
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = 'helpdesk_ticket' AND column_name NOT IN ('id', 'number')"
        " AND is_generated = 'NEVER'"
    )
    names = [f'"{name}"' for [name] in env.cr.fetchall()]
    taken = ", ".join(names)
    later = fields.Datetime.now() + timedelta(days=30)
    env.cr.execute(
        f"INSERT INTO helpdesk_ticket (number, {taken})"
        f" SELECT 'B' || n, {taken} FROM helpdesk_ticket, generate_series(1, %s) n"
        " WHERE id = %s RETURNING id",
        [count, ticket.id],
    )
    ids = [id_ for [id_] in env.cr.fetchall()]
    soon = fields.Datetime.now() - timedelta(minutes=1)
    env.cr.execute(
        "UPDATE helpdesk_ticket SET cs_next_at = CASE WHEN id = ANY(%s)"
        " THEN %s::timestamp ELSE %s::timestamp END WHERE id = ANY(%s)",
        [ids[:DUE], soon, later, ids],
    )
    env.cr.execute("ANALYZE helpdesk_ticket")
    env.invalidate_all()
    return env["helpdesk.ticket"].browse(ids)


def plan(env):
    env.cr.execute(
        "EXPLAIN SELECT id FROM helpdesk_ticket WHERE active AND cs_next_at <= %s"
        " ORDER BY cs_next_at, id LIMIT 100",
        [fields.Datetime.now()],
    )
    return "\n".join(line for [line] in env.cr.fetchall())


def bench(env, count):
    ticket = prepare(env)
    for size in (count // 10, count):
        tickets = multiply(env, ticket, size)
        seconds, queries = timed(
            env, lambda: env["helpdesk.ticket"]._cs_alert_due(lambda _done: True)
        )
        print(
            f"{size} open, {DUE} due: looked at in {seconds:.2f} s, {queries} queries"
        )
    text = plan(env)
    assert "Seq Scan" not in text, text
    some = tickets[DUE : DUE + 200]
    wait = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
    work = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
    assert wait.cs_pauses
    for name, stage in (("pause", wait), ("resume", work)):
        seconds, queries = timed(
            env, lambda stage=stage: some.write({"stage_id": stage.id})
        )
        print(
            f"{name} of 200: {seconds:.2f} s, {queries} queries,"
            f" {queries / 200:.2f} a ticket"
        )
    with patch.object(
        type(env["helpdesk.ticket"]), "_cs_clock_follow", lambda *_a: None
    ):
        seconds, queries = timed(env, lambda: some.write({"stage_id": wait.id}))
    print(f"the same without the clock: {seconds:.2f} s, {queries} queries")


if __name__ == "__main__":
    run(bench, 100_000, {"tracking_disable": True})
