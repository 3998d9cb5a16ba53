"""Statements of a month (INC-30, ALL-05) under kill -9 and with many callers."""

from datetime import date

import closing
import pytest
from closing import STEP
from dateutil.relativedelta import relativedelta
from serving import at_once

#: A month that is over wherever today is, and young enough to be the first.
FIRST = date.today().replace(day=1) - relativedelta(months=2)
LAST = FIRST + relativedelta(day=31)

#: The same people, figures and rules in each company; a fine that is carried on.
SETUP = f"""
FIRST, LAST = "{FIRST}", "{LAST}"
"""
SETUP += """
from datetime import date
from odoo.fields import Command
types = env["cs.period.step.type"].search([])
types.filtered(lambda one: one.code != "incentive").unlink()
env["cs.period.step.type"].search([]).batch_size = 3

def line(code, calculator, section="earning", **vals):
    for name in ("metric_id", "ratio_metric_id"):
        if name in vals:
            vals[name] = metric(vals[name])
    named = {"code": code, "name": code, "calculator": calculator, "section": section}
    return Command.create(named | vals)

def metric(code):
    return env["cs.metric"].search([("code", "=", code)]).id

def figures(code, person, numerator, **vals):
    hr = env["res.users"].search([("login", "=", f"hr{number}")])
    env["cs.metric.figure"].with_user(hr).create({
        "employee_id": person.id, "metric_id": metric(code), "numerator": numerator,
        "date_from": FIRST, "date_to": LAST, "origin": "Shop", **vals})

for number in range(4):
    company = create_company(number)
    company.resource_calendar_id.tz = "Asia/Shanghai"
    scheme = env["cs.incentive.scheme"].create({
        "name": "Agents", "company_id": company.id, "date_from": "2025-01-01",
        "line_ids": [
            line("BASE", "fixed", amount=1200),
            line("RATE", "ratio", metric_id="sales_amount",
                 ratio_metric_id="conversion", bands="0%: 1%; 70%: 1.5%"),
            line("POOL", "pool", metric_id="sales_amount", rate=1),
            line("LATE", "event", "deduction", metric_id="safety_incidents",
                 amount=500),
        ]})
    scheme._decision_write({"state": "approved"})
    unit = env["hr.department"].create({"name": "Shop", "company_id": company.id})
    people = env["hr.employee"].create([
        {"name": f"Person {n}", "company_id": company.id, "department_id": unit.id,
         "date_version": "2025-01-01", "contract_date_start": "2025-01-01"}
        for n in range(10)])
    for n, person in enumerate(people):
        figures("sales_amount", person, 1000 * n + 7)
        figures("conversion", person, 65 + n, denominator=100)
        figures("safety_incidents", person, n % 3)
    env["cs.period"]._open_month(company, date.fromisoformat(FIRST))
env.cr.commit()
"""

PEOPLE, BATCH = 10, 3

#: What people read, whoever has which id.
ROWS = """
    SELECT e.name, s.state, s.total::text, i.code, i.key, i.version, i.reverses_id,
           i.quantity::text, i.rate::text, i.amount::text, i.formula::text,
           (i.explanation #- '{reasons,0,facts}')::text
      FROM cs_incentive_statement s
      JOIN hr_employee e ON e.id = s.employee_id
      LEFT JOIN cs_incentive_item i ON i.statement_id = s.id
     WHERE s.company_id = %s
     ORDER BY e.name, i.key, i.version
"""


class Month(closing.Month):
    """A month of one company, of which only statements are asked for."""

    first, code = FIRST, "incentive"

    def rows(self):
        return self.house.sql(ROWS, self.company)

    def start(self):
        assert self.act("hr", "start", self.compute)

    def statements(self):
        query = "SELECT id FROM cs_incentive_statement WHERE company_id = %s"
        return [number for (number,) in self.house.sql(query, self.company)]

    def decide(self, role, action):
        caller = self.as_role(role)
        caller.call("cs.incentive.statement", f"action_{action}", self.statements())

    def all_at_once(self, role, model, action, number):
        """Twelve do the same at the same moment, and each is told it is done."""
        callers = self.as_role(role).windows(12)
        answers = at_once(callers, lambda caller: caller.call(model, action, [number]))
        assert answers == [True] * 12, answers

    def hold(self, cursor, place):
        """Whoever writes about this person waits for the cursor's transaction."""
        cursor.execute(
            "SELECT id FROM hr_employee WHERE company_id = %s AND name = %s FOR UPDATE",
            [self.company, f"Person {place}"],
        )

    def is_waiting(self):
        query = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return self.house.sql(query)[0][0] > 0


@pytest.fixture(scope="module")
def house(odoo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("statement")
    with closing.house(odoo, folder, "statement", "cs_incentive", SETUP) as house:
        yield house


@pytest.fixture(scope="module")
def uninterrupted(house):
    """The rows of a month that nobody disturbed."""
    month = Month(house)
    month.start()
    month.reach(month.compute, "done")
    rows = month.rows()
    codes = {row[3] for row in rows}
    assert codes == {"BASE", "RATE", "POOL", "LATE", "CARRIED_OUT"}
    assert len({row[0] for row in rows}) == PEOPLE
    return rows


@pytest.fixture
def month(house, uninterrupted):
    return Month(house)


@pytest.mark.parametrize("place", [1, 7])
def test_killed_while_rows_are_written(month, uninterrupted, place):
    """Rows of the batch at work were sent, and are gone; those before stay."""
    before = place // BATCH * BATCH
    with month.house.odoo.cursor(month.house.database) as cursor:
        month.hold(cursor, place)
        month.start()
        month.wait(month.is_waiting)
        assert month.done() == before
        month.house.server().kill()
    assert month.state(month.compute) == "running"
    assert len({row[0] for row in month.rows()}) == before
    month.house.server()
    month.house.wake()
    month.reach(month.compute, "done")
    assert month.rows() == uninterrupted
    assert month.done() == PEOPLE
    assert month.events("finish") == 1
    assert month.events("interrupted") == bool(before)


def test_twelve_compute_and_close_at_once(month, uninterrupted):
    """One run, one lock, one close; computing again in between changes nothing."""
    for runs in (1, 2):
        with month.house.odoo.cursor(month.house.database) as cursor:
            # No run is over before the last caller came.
            cursor.execute("LOCK TABLE cs_incentive_item")
            month.all_at_once("hr", STEP, "action_start", month.compute)
        month.reach(month.compute, "done")
        assert month.events("start") == month.events("finish") == runs
        assert month.rows() == uninterrupted
    month.decide("hr", "review")
    month.decide("gm", "approve")
    month.all_at_once("hr", STEP, "action_lock", month.compute)
    month.reach(month.compute, "locked")
    month.all_at_once("gm", "cs.period", "action_close", month.period)
    assert month.events("seal") == month.events("lock") == month.events("close") == 1
    approved = [(row[0], "approved", *row[2:]) for row in uninterrupted]
    assert month.rows() == approved
