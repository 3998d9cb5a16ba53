"""The month board of 500 people and 31 days: time, queries, size of the answer.

    python tests/bench/bench_attendance_board.py -c odoo.conf -d DATABASE

Compared in the same run with what a stock client would do for the same cells: one
``web_search_read`` of the fields that the board shows. Everything is rolled back.
"""

import json
import statistics
import sys
from datetime import date, datetime, time, timedelta
from time import perf_counter

import odoo
from odoo.modules.registry import Registry

PEOPLE, DAYS, ROUNDS = 500, 31, 7
MONTH = date(2025, 10, 1)
VERDICTS = (
    ["ok"] * 18 + ["late", "missed", "out", "leave", "absent", "fixed"] + ["rest"] * 4
)


def prepare(env):
    company = env["res.company"].create({"name": "Bench"})
    people = env["hr.employee"].create(
        [
            {"name": f"Person {number:04}", "company_id": company.id}
            for number in range(PEOPLE)
        ]
    )
    rows = []
    for index, person in enumerate(people):
        for number in range(DAYS):
            verdict = VERDICTS[(index * 7 + number) % len(VERDICTS)]
            day = MONTH + timedelta(number)
            start = datetime.combine(day, time(1))
            stop = start + timedelta(hours=9)
            pending = verdict == "absent"
            rows.append(
                (company.id, person.id, day, day, verdict, pending, start, stop)
            )
    env.flush_all()
    env.cr.execute_values(
        """INSERT INTO cs_attendance_day
                  (company_id, employee_id, date, month, verdict, kind, is_pending,
                   work_days, present_days, plan_start, plan_end)
           VALUES %s""",
        rows,
        template="(%s, %s, %s, date_trunc('month', %s), %s, 'work', %s, 1, 1, %s, %s)",
    )
    env.cr.execute("ANALYZE cs_attendance_day")
    return env(context={"allowed_company_ids": company.ids})["cs.attendance.board"]


def timed(function):
    times, queries, result = [], 0, None
    for _round in range(ROUNDS):
        function.env.invalidate_all()
        before, start = function.env.cr.sql_log_count, perf_counter()
        result = function()
        times.append(perf_counter() - start)
        queries = function.env.cr.sql_log_count - before
    return result, statistics.median(times), queries


class Ours:
    def __init__(self, board):
        self.board, self.env = board, board.env

    def __call__(self):
        return json.dumps(self.board.get_board(MONTH.year * 100 + MONTH.month))


class Stock:
    fields = ("employee_id", "date", "verdict", "present_days", "leave_type_id")

    def __init__(self, board):
        self.env = board.env

    def __call__(self):
        spec = {
            name: {"fields": {"display_name": {}}} if name.endswith("_id") else {}
            for name in self.fields
        }
        domain = [("month", "=", str(MONTH))]
        return json.dumps(
            self.env["cs.attendance.day"].web_search_read(domain, spec, limit=None),
            default=str,
        )


def main(env):
    board = prepare(env)
    ours, our_time, our_queries = timed(Ours(board))
    stock, stock_time, stock_queries = timed(Stock(board))
    people = json.loads(ours)["people"]
    assert len(people) == PEOPLE, len(people)
    assert all(cell >= 0 for person in people for cell in person[5])
    print(f"people x days                {PEOPLE} x {DAYS}")
    print(f"board                        {our_time * 1000:.0f} ms (goal: < 300)")
    print(f"board, queries               {our_queries}")
    print(f"board, answer                {len(ours) // 1024} kB")
    print(f"stock web_search_read        {stock_time * 1000:.0f} ms")
    print(f"stock, queries               {stock_queries}")
    print(f"stock, answer                {len(stock) // 1024} kB")
    print(f"ratio                        {stock_time / our_time:.1f}")


if __name__ == "__main__":
    odoo.tools.config.parse_config(sys.argv[1:])
    with Registry(odoo.tools.config["db_name"][0]).cursor() as cr:
        main(odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {}))
        cr.rollback()
