"""A monthly appraisal cycle, against plain SQL of the same figures and rows.

    python tests/bench/bench_appraisal.py -c odoo.conf -d DATABASE [PEOPLE]

Makes a tenth of PEOPLE (10 000) and then all of them, in 40 departments, with the
month of work of ``bench_metrics``, and one card for online shops. Measures, in one run,

- ``_generate``, ``_score`` and ``_release`` of a cycle: together they have to stay
  within five times the plain SQL of the same metrics, which also inserts the same rows;
- asking raters and closing the ratings of a tenth of them by the manager form, every
  rating given, against nothing: there only the number of queries counts.

Each step has to take as many queries for all as for a tenth. Everything is rolled back.
"""

import sys
from datetime import date
from pathlib import Path

from odoo.fields import Command

sys.path.insert(0, str(Path(__file__).parent))
import bench_metrics  # noqa: E402
from bench_policy import clone  # noqa: E402
from runner import run  # noqa: E402

GIVEN_AT = "2025-07-10 03:00:00"
#: a multiple of the plain SQL that the product may take
ALLOWED = 5
DEPARTMENTS = 40
EVENT = {
    "kind": "event",
    "name": "Bench",
    "date_to": bench_metrics.LAST,
    "opens_on": "2025-07-05",
    "due_on": "2025-07-10",
}

#: The rows of a cycle once more, for another cycle: what it costs to store them.
AGAIN = (
    (
        "cs_appraisal",
        {"cycle_id": "%(other)s"},
        "FROM cs_appraisal t WHERE t.cycle_id = %(cycle)s",
    ),
    (
        "cs_appraisal_result",
        {"cycle_id": "%(other)s", "appraisal_id": "a.id"},
        "FROM cs_appraisal_result t JOIN cs_appraisal a"
        " ON a.cycle_id = %(other)s AND a.employee_id = t.employee_id"
        " WHERE t.cycle_id = %(cycle)s",
    ),
    (
        "cs_appraisal_line",
        {"result_id": "n.id"},
        "FROM cs_appraisal_line t JOIN cs_appraisal_result r ON r.id = t.result_id"
        " JOIN cs_appraisal_result n"
        " ON n.cycle_id = %(other)s AND n.employee_id = r.employee_id"
        " WHERE r.cycle_id = %(cycle)s",
    ),
)

#: a rating of each item by everybody asked
RATED = """
    INSERT INTO cs_appraisal_rating (rater_id, item_id, score)
    SELECT r.id, i.id, 1 + (r.id + i.id) %% 5
      FROM cs_appraisal_rater r
      JOIN cs_appraisal a ON a.id = r.appraisal_id
      JOIN cs_appraisal_template_item i
           ON i.policy_id = a.template_id AND i.source = 'rating'
     WHERE r.cycle_id = %(cycle)s
"""


class Bench(bench_metrics.Bench):
    def __init__(self, env):
        super().__init__(env)
        self.departments = env["hr.department"].create(
            [
                {"name": str(number), "company_id": self.company.id}
                for number in range(DEPARTMENTS)
            ]
        )
        self.job = env["hr.job"].create(
            {"name": "Agent", "company_id": self.company.id}
        )
        self.person.version_id.date_version = date(2024, 1, 1)
        self.approved("cs.appraisal.policy", {"name": "Bench", "minimum_raters": 1})
        env.flush_all()

    def approved(self, model, vals):
        policy = self.env[model].create(
            {"company_id": self.company.id, "date_from": "2025-01-01"} | vals
        )
        policy._decision_write({"state": "approved"})
        policy.flush_recordset()
        return policy

    def template(self, card, **vals):
        Card = self.env["cs.appraisal.ready.card"]
        return self.approved(
            "cs.appraisal.template", Card._prepare_template_vals(card) | vals
        )

    def people(self, count):
        """With a partner, a contract, a department and a superior each."""
        people = super().people(count)
        partners = clone(self.cr, "res_partner", self.user.partner_id.id, {"n": count})
        versions = clone(
            self.cr,
            "hr_version",
            self.person.version_id.id,
            {
                "n": count,
                "employee_id": f"{people.ids[0]} + n",
                "department_id": f"{self.departments[0].id} + mod(n, {DEPARTMENTS})",
                "job_id": str(self.job.id),
                "contract_date_start": "'2024-01-01'::date",
            },
        )
        self.cr.execute(
            """
            UPDATE res_users u SET partner_id = %s + e.id - %s
              FROM hr_employee e WHERE e.user_id = u.id AND e.id = ANY(%s)
            """,
            [partners[0], people.ids[0], people.ids],
        )
        # every tenth person leads the nine that follow
        self.cr.execute(
            """
            UPDATE hr_employee SET current_version_id = %(version)s + id - %(first)s,
                   parent_id = CASE WHEN (id - %(first)s) %% 10 > 0
                                    THEN id - (id - %(first)s) %% 10 END
             WHERE id = ANY(%(people)s)
            """,
            {"version": versions[0], "first": people.ids[0], "people": people.ids},
        )
        self.cr.execute(
            "UPDATE cs_attendance_day SET work_days = 1, leave_days = 0"
            " WHERE employee_id = ANY(%s)",
            [people.ids],
        )
        for table in ("hr_version", "hr_employee", "res_users", "res_partner"):
            self.cr.execute(f"ANALYZE {table}")
        self.env.invalidate_all()
        return people

    def cycle(self, people, **vals):
        """An open cycle of these people alone."""
        cycle = self.env["cs.appraisal.cycle"].create(
            {
                "company_id": self.company.id,
                "kind": "month",
                "date_from": bench_metrics.FIRST,
                "employee_ids": [Command.set(people.ids)],
            }
            | vals
        )
        cycle._decision_write({"state": "open"})
        self.env.flush_all()
        return cycle

    def steps(self, *works):
        """Each step by its name: (seconds, queries), nothing in the cache before it."""
        found = {}
        for name, work in works:
            self.env.invalidate_all()
            seconds, queries, _result = self.timed(work)
            found[name] = seconds, queries
            print(f"  {name}: {seconds:.2f} s, {queries} queries")
        return found

    def month(self, people):
        """A month's cycle from the first step to the last.

        :return: (steps, seconds of the plain SQL of the figures and rows)
        """
        print(f"{len(people)} people, scored by figures")
        cycle = self.cycle(people)
        maker, scorer = self.env["cs.appraisal.maker"], self.env["cs.appraisal.scorer"]
        found = self.steps(("generate", lambda: maker._generate(cycle)))
        self.state(cycle, "calibration")
        maker._move(cycle, "calibration")
        found |= self.steps(("score", lambda: scorer._score(cycle)))
        self.state(cycle, "released", released_at=GIVEN_AT, release_state="approved")
        found |= self.steps(("release", lambda: maker._release(cycle)))
        self.check(cycle, people)
        floor = min(self.timed(lambda: self.plain(people))[0] for _turn in range(2))
        other = self.cycle(people, **EVENT)
        for table, _changed, _rest in AGAIN:
            self.cr.execute(f"ANALYZE {table}")
        given = {"cycle": cycle.id, "other": other.id}
        again, _queries, _none = self.timed(lambda: self.again(AGAIN, given))
        return found, floor + again

    def make_room(self):
        """A month has one cycle: that of the fewer people is no longer one of it."""
        self.env.flush_all()
        self.cr.execute(
            "UPDATE cs_appraisal_cycle SET kind = 'event' WHERE company_id = %s",
            [self.company.id],
        )

    def state(self, cycle, state, **vals):
        cycle._decision_write({"state": state} | vals)
        self.env.flush_all()

    def check(self, cycle, people):
        """Everybody has a result that was given, with a line an item."""
        results = self.env["cs.appraisal.result"].search([("cycle_id", "=", cycle.id)])
        assert len(results) == len(people), len(results)
        assert all(one.is_scored and one.released_at for one in results)
        lines = self.env["cs.appraisal.line"].search_count(
            [("result_id", "in", results.ids)]
        )
        assert lines == 8 * len(people), lines

    def again(self, copies, given):
        """Store rows once more, in the same tables: with their keys and indexes.

        :param copies: (table, dict column -> SQL of what differs, FROM and WHERE)
        """
        for table, changed, rest in copies:
            self.cr.execute(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_name = %s AND column_name != 'id'",
                [table],
            )
            names = [name for (name,) in self.cr.fetchall()]
            columns = ", ".join(f'"{name}"' for name in names)
            values = ", ".join(changed.get(name, f't."{name}"') for name in names)
            self.cr.execute(
                f"INSERT INTO {table} ({columns}) SELECT {values} {rest}", given
            )

    def rated(self, people):
        """Ratings of everybody by superior, peers and subordinates."""
        print(f"{len(people)} people, rated")
        cycle = self.cycle(people, **EVENT)
        Rater = self.env["cs.appraisal.rater"]
        maker = self.env["cs.appraisal.maker"]
        found = self.steps(("generate", lambda: maker._generate(cycle)))
        self.cr.execute(RATED, {"cycle": cycle.id})
        assert self.cr.rowcount > 30 * len(people), self.cr.rowcount
        self.cr.execute(
            "UPDATE cs_appraisal_rater SET state = 'done' WHERE cycle_id = %s",
            [cycle.id],
        )
        self.env.invalidate_all()
        found |= self.steps(("close", lambda: Rater._close(cycle._taking_part())))
        return found


def same_queries(few, many):
    """No step takes more queries for more people."""
    for name, (_seconds, queries) in few.items():
        assert many[name][1] <= queries, (name, queries, many[name][1])


def bench(env, count):
    one = Bench(env)
    one.template("shop")
    one.template("manager", cycle_kind="event")
    fewer, all_ = one.people(count // 10), one.people(count)
    few, _floor = one.month(fewer)
    one.make_room()
    many, floor = one.month(all_)
    own = sum(seconds for seconds, _queries in many.values())
    print(f"  plain SQL {floor:.2f} s, together {own:.2f} s, {own / floor:.2f} times")
    few_rated = one.rated(fewer[: count // 100])
    many_rated = one.rated(fewer)
    same_queries(few, many)
    same_queries(few_rated, many_rated)
    assert own <= ALLOWED * floor


if __name__ == "__main__":
    run(bench, 10_000, {"tracking_disable": True})
