"""The statements of a month, against plain SQL of the same figures and rows.

    python tests/bench/bench_statement.py -c odoo.conf -d DATABASE [PEOPLE]

Makes a tenth of PEOPLE (10 000) and then all of them, with the month of work of
``bench_metrics``, sales and conversions for everybody, and the ready scheme of online
shops. Measures, in one run, computing a month and computing it again: the first within
five times the plain SQL that measures the same and inserts the same rows, both with as
many queries for all as for a tenth; the second time nothing is written. Everything is
rolled back.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import bench_appraisal  # noqa: E402
import bench_metrics  # noqa: E402
from runner import run  # noqa: E402

ALLOWED = 5
MONTH = bench_metrics.FIRST
TABLES = ("cs_incentive_statement", "cs_incentive_item")

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
        copied, _queries, _none = self.timed(lambda: self.copy(people))
        return found, floor + copied

    def count(self, people):
        self.cr.execute(
            "SELECT count(*) FROM cs_incentive_item WHERE employee_id = ANY(%s)",
            [people.ids],
        )
        return self.cr.fetchone()[0]

    def copy(self, people):
        """The same rows once more, in tables with the same keys and indexes."""
        for table in TABLES:
            self.cr.execute(
                f"CREATE TEMP TABLE again_{table} (LIKE {table} INCLUDING ALL)"
            )
            self.cr.execute(
                f"INSERT INTO again_{table} SELECT * FROM {table}"
                " WHERE employee_id = ANY(%s)",
                [people.ids],
            )
            self.cr.execute(f"DROP TABLE again_{table}")


def bench(env, count):
    one = Bench(env)
    one.scheme()
    fewer, all_ = one.people(count // 10), one.people(count)
    few, _floor = one.month(fewer)
    many, floor = one.month(all_)
    bench_appraisal.same_queries(few, many)
    own = many["compute"][0]
    print(f"  plain SQL {floor:.2f} s, compute {own:.2f} s, {own / floor:.2f} times")
    assert own <= ALLOWED * floor


if __name__ == "__main__":
    run(bench, 10_000, {"tracking_disable": True})
