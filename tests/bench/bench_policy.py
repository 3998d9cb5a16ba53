"""Policy in force for many people: against plain SQL and a search per person.

    python tests/bench/bench_policy.py -c odoo.conf -d DATABASE [PEOPLE]

Makes PEOPLE (10 000) people in 40 departments and 25 policies of the first policy
model found, measures medians of five runs, and rolls everything back.
"""

import time
from datetime import date
from statistics import median

from runner import run

FIRST, LAST = date(2025, 6, 1), date(2025, 6, 30)
SAMPLE = 200

#: one person a row, what rules on one day
ONE_DAY = """
    SELECT DISTINCT ON (version.employee_id) version.employee_id, policy.id
      FROM (SELECT DISTINCT ON (employee_id) *
              FROM hr_version
             WHERE active AND employee_id = ANY(%(people)s)
               AND date_version <= %(day)s
             ORDER BY employee_id, date_version DESC) version
      LEFT JOIN hr_department department ON department.id = version.department_id
      LEFT JOIN {table} policy
        ON policy.company_id = version.company_id
       AND policy.state IN ('approved', 'superseded')
       AND policy.date_from <= %(day)s
       AND coalesce(policy.date_to, 'infinity') >= %(day)s
       AND (policy.job_id IS NULL OR policy.job_id = version.job_id)
       AND (policy.department_id IS NULL OR policy.department_id = ANY(
            string_to_array(trim(trailing '/' from department.parent_path),
                            '/')::int[]))
     ORDER BY version.employee_id, policy.job_id IS NULL,
              array_position(string_to_array(
                  trim(trailing '/' from department.parent_path), '/')::int[],
                  policy.department_id) DESC NULLS LAST
"""


def clone(cr, table, source, changed):
    """Copies of one row, ``changed`` (column -> SQL on number n) apart."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
        " AND column_name != 'id'",
        [table],
    )
    columns = [name for (name,) in cr.fetchall()]
    values = [changed.get(name, f't."{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} t,"
        " generate_series(0, %s) n WHERE t.id = %s ORDER BY n RETURNING id",
        [changed["n"] - 1, source],
    )
    return [id_ for (id_,) in cr.fetchall()]


def make(env, Policy, count):
    company = env["res.company"].create({"name": "Bench"})
    root = env["hr.department"].create({"name": "Root", "company_id": company.id})
    departments = env["hr.department"].create(
        [
            {"name": str(n), "parent_id": root.id, "company_id": company.id}
            for n in range(40)
        ]
    )
    person = env["hr.employee"].create(
        {"name": "one", "company_id": company.id, "date_version": "2024-01-01"}
    )
    env.flush_all()
    cr = env.cr
    people = clone(cr, "hr_employee", person.id, {"n": count})
    for shift, day in ((0, "2024-01-01"), (7, "2025-06-16")):
        vals = {
            "n": count if shift == 0 else count // 10,
            "employee_id": f"{people[0]} + n",
            "department_id": f"{departments[0].id} + mod(n + {shift}, 40)",
            "date_version": f"'{day}'::date",
        }
        clone(cr, "hr_version", person.version_id.id, vals)
    cr.execute("ANALYZE hr_version")
    scopes = [root, *departments[:20], env["hr.department"]]
    policies = Policy.create(
        [
            {
                "name": "Bench",
                "company_id": company.id,
                "department_id": scope.id,
                "date_from": day,
            }
            for scope in scopes
            for day in ("2025-01-01", "2025-06-11")
        ]
    )
    for policy in policies:
        ended = str(policy.date_from) < "2025-06"
        vals = {"state": "superseded" if ended else "approved"}
        policy._decision_write({**vals, "date_to": ended and "2025-06-10"})
        policy.flush_recordset()
    return env["hr.employee"].browse(people), policies


def timed(env, work):
    times = []
    for _run in range(5):
        env.invalidate_all()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def per_person(Policy, people):
    """What one would write without the batch: version, then a search."""
    for person in people:
        version = person.sudo()._get_version(FIRST)
        Policy.sudo().search(
            [
                ("company_id", "=", version.company_id.id),
                ("state", "in", ("approved", "superseded")),
                ("department_id", "in", [False, version.department_id.id]),
                ("date_from", "<=", FIRST),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", FIRST),
            ]
        )


def bench(env, count):
    mixin = env.registry["cs.policy.mixin"]
    name = min(
        name
        for name, model in env.registry.items()
        if issubclass(model, mixin) and not model._abstract and not model._policy_key
    )
    Policy = env[name]
    people, policies = make(env, Policy, count)
    query = ONE_DAY.format(table=Policy._table)

    def floor(days):
        for day in days:
            env.cr.execute(query, {"people": people.ids, "day": day})
            found = dict(env.cr.fetchall())
        return found

    on = Policy._policy_on(people, FIRST)
    assert {person: policy.id for person, policy in on.items()} == floor([FIRST])
    month = [date(2025, 6, n) for n in range(1, 31)]
    sql_day = timed(env, lambda: floor([FIRST]))
    sql_month = timed(env, lambda: floor(month))
    ours_day = timed(env, lambda: Policy._policy_on(people, FIRST))
    ours_month = timed(env, lambda: Policy._policy_spans(people, FIRST, LAST))
    one_by_one = timed(env, lambda: per_person(Policy, people[:SAMPLE]))
    one_by_one *= count / SAMPLE
    print(f"{name}: {count} people, {len(policies)} policies")
    print(f"one day   SQL {sql_day:.3f} s   ours {ours_day:.3f} s", end="   ")
    print(f"search per person {one_by_one:.1f} s (from {SAMPLE})")
    print(f"a month   SQL day by day {sql_month:.3f} s   ours {ours_month:.3f} s")
    print(
        f"ratios: {ours_day / sql_day:.2f} x SQL for a day,"
        f" {sql_month / ours_month:.0f} x faster than SQL day by day,"
        f" {one_by_one / ours_day:.0f} x faster than a search per person"
    )


if __name__ == "__main__":
    run(bench, 10_000)
