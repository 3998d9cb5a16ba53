"""A roster of 1 000 people and three months: generate, generate again, publish.

    python tests/bench/bench_roster.py -c odoo.conf -d DATABASE

Compared in the same run with the bare INSERT of the same rows by one statement, which
no way of writing them can beat. Everything is rolled back.
"""

import statistics
import sys
from datetime import date
from time import perf_counter

import odoo
from odoo.modules.registry import Registry
from odoo.tools import SQL

PEOPLE, ROUNDS = 1000, 5
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
DAYS = (LAST - FIRST).days + 1
COLUMNS = SQL(
    "company_id, employee_id, date, kind, shift_id, start, stop, is_open_end,"
    " is_extra, is_draft, origin, create_uid, write_uid, create_date, write_date"
)


def prepare(env):
    company = env["res.company"].create(
        {"name": "Bench", "country_id": env.ref("base.cn").id}
    )
    company.resource_calendar_id.tz = "Asia/Shanghai"
    env = env(context={"allowed_company_ids": company.ids})
    people = env["hr.employee"].create(
        [
            {
                "name": f"Person {number:04}",
                "company_id": company.id,
                "date_version": "2024-01-01",
            }
            for number in range(PEOPLE)
        ]
    )
    template = env["cs.roster.template"].create(
        {"template": "shop", "company_id": company.id}
    )
    template.action_load()
    patterns = env["cs.roster.pattern"].search([("company_id", "=", company.id)])
    env["cs.roster.member"].create(
        [
            {
                "company_id": company.id,
                "employee_id": person.id,
                "pattern_id": patterns[number % len(patterns)].id,
                "date_from": "2025-11-03",
                "offset": number // len(patterns),
            }
            for number, person in enumerate(people)
        ]
    )
    env.flush_all()
    return env, people


def timed(env, act, undo):
    times = []
    for _round in range(ROUNDS):
        undo()
        env.invalidate_all()
        before, start = env.cr.sql_log_count, perf_counter()
        act()
        times.append(perf_counter() - start)
        queries = env.cr.sql_log_count - before
    return statistics.median(times), queries


def main(env):
    env, people = prepare(env)
    roster, ids = env["cs.roster"], people.ids

    def clear():
        env.cr.execute("DELETE FROM cs_duty_slot WHERE employee_id = ANY(%s)", [ids])

    def generate():
        counts = roster.generate(ids, FIRST, LAST)
        assert counts == {"made": PEOPLE * DAYS, "kept": 0, "people": PEOPLE}, counts

    made, made_queries = timed(env, generate, clear)
    again, _queries = timed(env, generate, lambda: None)
    env.cr.execute(
        SQL(
            "CREATE TEMP TABLE bench ON COMMIT DROP AS SELECT %s FROM cs_duty_slot"
            " WHERE employee_id = ANY(%s) ORDER BY employee_id, date",
            COLUMNS,
            ids,
        )
    )
    insert = SQL("INSERT INTO cs_duty_slot (%s) SELECT * FROM bench", COLUMNS)
    bare, _queries = timed(env, lambda: env.cr.execute(insert), clear)
    troubles, trouble_queries = timed(
        env, lambda: roster._troubles(people, FIRST, LAST), lambda: None
    )
    start = perf_counter()
    assert roster.publish(ids, FIRST, LAST)["slots"] == PEOPLE * DAYS
    published = perf_counter() - start
    print(f"people x days                {PEOPLE} x {DAYS}")
    print(f"bare INSERT                  {bare:.2f} s")
    print(f"generate                     {made:.2f} s, {made_queries} queries")
    print(f"ratio                        {made / bare:.2f} (goal: < 2)")
    print(f"generate again, no change    {again:.2f} s")
    print(f"look for trouble             {troubles:.2f} s, {trouble_queries} queries")
    print(f"publish, with that look      {published:.2f} s")


if __name__ == "__main__":
    odoo.tools.config.parse_config(sys.argv[1:])
    with Registry(odoo.tools.config["db_name"][0]).cursor() as cr:
        main(odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {}))
        cr.rollback()
