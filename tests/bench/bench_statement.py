"""The statements of a month, against plain SQL of the same figures and rows.

    python tests/bench/bench_statement.py -c odoo.conf -d DATABASE [PEOPLE]

Makes a tenth of PEOPLE (10 000) and then all of them, with the month of work of
``bench_metrics``, sales and conversions for everybody, and the ready scheme of online
shops. Measures, in one run, computing a month and computing it again: the first within
five times the plain SQL that fetches the same figures and inserts the same rows into
the same tables; the second quicker than the first, and writing nothing. Both take as
many queries for all as for a tenth. Everything is rolled back.
"""

import sys
from pathlib import Path

from odoo.tools import SQL

sys.path.insert(0, str(Path(__file__).parent))
import bench_appraisal  # noqa: E402
import bench_metrics  # noqa: E402
from runner import run  # noqa: E402

ALLOWED = 5
MONTH = bench_metrics.FIRST

#: The figures that the scheme asks for, without what makes them exact or fair in rare
#: cases: who works where, what customers said, sales and conversion of two months.
PLAIN = (
    """SELECT employee_id, department_id, job_id, contract_date_start,
              contract_date_end
         FROM hr_version
        WHERE employee_id = ANY(%(people)s) AND company_id = %(company)s""",
    """SELECT e.id, count(r.id), sum(r.rating)
         FROM hr_employee e JOIN helpdesk_ticket t ON t.cs_owner_id = e.user_id
         JOIN rating_rating r ON r.res_id = t.id
          AND r.res_model = 'helpdesk.ticket' AND r.consumed
        WHERE e.id = ANY(%(people)s) AND t.company_id = %(company)s
          AND t.closed_date >= %(start)s AND t.closed_date < %(stop)s
        GROUP BY e.id""",
    """SELECT metric_id, employee_id, date_from, sum(numerator), sum(denominator)
         FROM cs_metric_figure
        WHERE employee_id = ANY(%(people)s) AND company_id = %(company)s
          AND date_from >= '2025-05-01' AND date_to <= '2025-06-30'
        GROUP BY metric_id, employee_id, date_from""",
)

#: The rows of a month once more, for the next one: what it costs to store them, with
#: what explains them.
AGAIN = (
    (
        "cs_incentive_statement",
        {"month": "'2025-07-01'::date"},
        "FROM cs_incentive_statement t WHERE t.employee_id = ANY(%(people)s)",
    ),
    (
        "cs_incentive_item",
        {"month": "s.month", "statement_id": "s.id", "key": "t.key || '+'"},
        "FROM cs_incentive_item t JOIN cs_incentive_statement s"
        " ON s.employee_id = t.employee_id AND s.month = '2025-07-01'"
        " WHERE t.employee_id = ANY(%(people)s)",
    ),
)

FIGURES = """
    INSERT INTO cs_metric_figure
           (company_id, employee_id, metric_id, date_from, date_to,
            numerator, denominator, origin, author_id, entered_at, state)
    SELECT %(company)s, e.id, m.id, %(first)s, %(last)s,
           CASE m.unit WHEN 'ratio' THEN 300 + mod(e.id, 100) ELSE 50000 + e.id END,
           500, 'Bench', 1, now(), 'current'
      FROM hr_employee e, cs_metric m
     WHERE e.id = ANY(%(people)s) AND m.code IN ('sales_amount', 'conversion')
    ON CONFLICT DO NOTHING
"""


class Bench(bench_appraisal.Bench):
    def scheme(self):
        Ready = self.env["cs.incentive.ready.scheme"]
        return self.approved("cs.incentive.scheme", Ready._prepare_scheme_vals("shop"))

    def month(self, people):
        """:return: (steps, seconds of the plain SQL of the figures and rows)"""
        print(f"{len(people)} people")
        self.cr.execute(
            FIGURES,
            {
                "company": self.company.id,
                "first": MONTH,
                "last": bench_metrics.LAST,
                "people": people.ids,
            },
        )
        self.cr.execute("ANALYZE cs_metric_figure")
        maker = self.env["cs.incentive.maker"]
        found = self.steps(
            ("compute", lambda: maker._book(self.company, MONTH, people))
        )
        items = self.count(people)
        assert items >= 4 * len(people), items
        found |= self.steps(("again", lambda: maker._book(self.company, MONTH, people)))
        assert self.count(people) == items
        floor = min(self.timed(lambda: self.plain(people))[0] for _turn in range(2))
        for table, _changed, _rest in AGAIN:
            self.cr.execute(f"ANALYZE {table}")
        given = {"people": people.ids}
        again, _queries, _none = self.timed(lambda: self.again(AGAIN, given))
        print(f"  plain SQL: figures {floor:.2f} s, rows {again:.2f} s")
        return found, floor + again

    def plain(self, people):
        given = {**bench_metrics.GIVEN, "people": people.ids}
        given["company"] = self.company.id
        return [self.env.execute_query(SQL(one, **given)) for one in PLAIN]

    def count(self, people):
        self.cr.execute(
            "SELECT count(*) FROM cs_incentive_item WHERE employee_id = ANY(%s)",
            [people.ids],
        )
        return self.cr.fetchone()[0]


def bench(env, count):
    one = Bench(env)
    one.scheme()
    fewer, all_ = one.people(count // 10), one.people(count)
    few, _floor = one.month(fewer)
    many, floor = one.month(all_)
    bench_appraisal.same_queries(few, many)
    own, again = many["compute"][0], many["again"][0]
    print(f"  plain SQL {floor:.2f} s, compute {own:.2f} s, {own / floor:.2f} times")
    assert own <= ALLOWED * floor
    assert again <= own, (again, own)


if __name__ == "__main__":
    run(bench, 10_000, {"tracking_disable": True})
