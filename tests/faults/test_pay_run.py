"""Pay runs (INC-31) under kill -9, and with many callers."""

import time
from pathlib import Path

import pytest
from serving import Refused, Server, at_once

BENCH = Path(__file__).parents[1] / "bench"
PEOPLE = 2000
MONTH = "2025-06-01"
#: The people of the bench, with approved statements of June 2025, and who handles pay.
SETUP = """
import sys
sys.path.insert(0, FOLDER)
import bench_payslip
one = bench_payslip.Bench(env(context={"tracking_disable": True}))
one.scheme()
one.statements(one.people(PEOPLE))
for login, group in (("hr", "hr_officer"), ("payroll", "payroll_accountant")):
    env["res.users"].create({
        "name": login, "login": login, "password": login,
        "company_id": one.company.id, "company_ids": [(6, 0, one.company.ids)],
        "group_ids": [(6, 0, env.ref(f"cs_base.group_{group}").ids)],
    })
env.cr.commit()
"""
LINES = """
    SELECT s.employee_id, l.code, l.amount FROM hr_payslip_line l
      JOIN hr_payslip s ON s.id = l.slip_id WHERE s.payslip_run_id = %s ORDER BY 1, 2, 3
"""


@pytest.fixture(scope="module")
def database(odoo):
    name = odoo.copy(odoo.template, "pay_run")
    odoo.server(name, "-i", "cs_payroll")
    values = f"FOLDER, PEOPLE = {str(BENCH)!r}, {PEOPLE}\n"
    odoo.shell(name, values + SETUP)
    yield name
    odoo.drop(name)


@pytest.fixture
def sql(odoo, database):
    def read(query, *values):
        with odoo.cursor(database) as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    return read


@pytest.fixture
def serve(odoo, database, tmp_path):
    servers = []

    def start():
        servers.append(Server(odoo, database, tmp_path / "odoo.log"))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def wait(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("not reached")


def test_inc_31_handed_over_once_and_computed_once(sql, serve):
    """Twelve hand over at once: one run. Killed in the middle of its slips and run
    again: each person has one slip, as if nothing had happened."""
    server = serve()
    [(company,)] = sql("SELECT company_id FROM cs_incentive_statement LIMIT 1")
    callers = [server.login("hr") for _one in range(12)]
    found = at_once(
        callers,
        lambda caller: caller.call(
            "hr.payslip.run", "action_cs_hand_over", company, MONTH
        ),
    )
    runs = {tuple(ids) for ids in found if not isinstance(ids, Exception)}
    refused = [one for one in found if isinstance(one, Exception)]
    assert all(isinstance(one, Refused) for one in refused), refused
    [(run,)] = runs
    [(count, taken)] = sql(
        "SELECT count(DISTINCT r.id), count(*) FROM hr_payslip_run r"
        " JOIN cs_incentive_statement s ON s.payslip_run_id = r.id"
    )
    assert (count, taken) == (1, PEOPLE)

    payroll = server.login("payroll")
    payroll.call("hr.payslip.run", "action_cs_receive", [run])
    found = at_once(
        [server.login("payroll") for _one in range(12)],
        lambda caller: caller.call("hr.payslip.run", "action_cs_compute", [run]),
    )
    assert found.count(True) == 1, found

    def done():
        return sql("SELECT cs_done, cs_state FROM hr_payslip_run WHERE id = %s", run)[0]

    wait(lambda: done()[0] > 0)
    server.kill()
    assert 0 < done()[0] < PEOPLE
    serve()
    wait(lambda: done()[1] == "computed")
    [(slips, people, negative)] = sql(
        "SELECT count(*), count(DISTINCT employee_id),"
        " count(*) FILTER (WHERE cs_net < 0) FROM hr_payslip WHERE payslip_run_id = %s",
        run,
    )
    assert (slips, people, negative) == (PEOPLE, PEOPLE, 0)
    check_sums(sql, run)
    before = sql(LINES, run)
    server = serve()
    server.login("payroll").call("hr.payslip.run", "action_cs_compute", [run])
    wait(lambda: done()[1] == "computed")
    assert sql(LINES, run) == before


def check_sums(sql, run):
    """Every statement is on its slip to the cent, by line and in all."""
    [(differing,)] = sql(
        """
        SELECT count(*) FROM hr_payslip s
          JOIN cs_incentive_statement t ON t.id = s.cs_statement_id
          JOIN (SELECT l.slip_id, sum(l.amount) AS net FROM hr_payslip_line l
                  JOIN hr_salary_rule r ON r.id = l.salary_rule_id
                 WHERE r.amount_select != 'cs_total' GROUP BY 1) l ON l.slip_id = s.id
         WHERE s.payslip_run_id = %s
           AND (s.cs_statement_total != t.total OR s.cs_net != l.net)
        """,
        run,
    )
    assert differing == 0
    [(twice,)] = sql(
        "SELECT count(*) FROM (SELECT 1 FROM hr_payslip_line l JOIN hr_payslip s"
        " ON s.id = l.slip_id WHERE s.payslip_run_id = %s"
        " GROUP BY l.slip_id, l.code, l.contract_id HAVING count(*) > 1) x",
        run,
    )
    assert twice == 0
