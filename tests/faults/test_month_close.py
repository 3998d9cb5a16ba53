"""Month close (ALL-05) under kill -9, with many callers and several workers."""

import random
import threading
import time

import pytest
from serving import Refused, Server, at_once

SETUP = """
from datetime import date
Period = env["cs.period"]
types = env["cs.period.step.type"].search([])
types.filtered(lambda t: not t.code.startswith("test_")).unlink()
for number in range(20):
    company = env["res.company"].create({"name": f"Company {number}"})
    for login, group in (
        ("hr", "hr_officer"),
        ("payroll", "payroll_accountant"),
        ("gm", "general_manager"),
    ):
        env["res.users"].create({
            "name": login, "login": f"{login}{number}", "password": f"{login}{number}",
            "company_id": company.id, "company_ids": [(6, 0, company.ids)],
            "group_ids": [(6, 0, env.ref(f"cs_base.group_{group}").ids)],
        })
    env["test.cs.item"].create([
        {"company_id": company.id, "date": "2026-08-15", "amount": amount,
         "fault": "slow"}
        for amount in range(60)
    ])
    Period._open_month(company, date(2026, 8, 1))
env.cr.commit()
"""

ITEMS = 60
STEP = "cs.period.step"


class House:
    """One database for all tests here; each test has a company of its own."""

    def __init__(self, odoo, database, folder):
        self.odoo, self.database, self.folder = odoo, database, folder
        self.servers, self.companies = [], iter(range(20))

    def serve(self, **options):
        server = Server(self.odoo, self.database, self.folder / "odoo.log", **options)
        self.servers.append(server)
        return server

    def server(self):
        """The server that runs, or a new one."""
        alive = [server for server in self.servers if server.alive]
        return alive[0] if alive else self.serve()

    def stop(self):
        for server in self.servers:
            server.stop()

    def sql(self, query, *values):
        """Read past Odoo what is committed."""
        with self.odoo.cursor(self.database) as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def wake(self):
        """What pg_notify does when something is triggered; a restarted worker would
        look by itself within a minute."""
        with self.odoo.cursor("postgres") as cursor:
            cursor.execute("SELECT pg_notify('cron_trigger', %s)", [self.database])
            cursor.connection.commit()


class Month:
    """August of one company."""

    def __init__(self, house):
        self.house, self.number = house, next(house.companies)
        [(self.company, self.period)] = house.sql(
            "SELECT c.id, p.id FROM cs_period p JOIN res_company c"
            " ON c.id = p.company_id WHERE c.name = %s AND p.month = '2026-08-01'",
            f"Company {self.number}",
        )
        self.check, self.compute = self.step("test_check"), self.step("test_item")

    def step(self, code):
        [(number,)] = self.house.sql(
            "SELECT id FROM cs_period_step WHERE code = %s AND period_id = %s",
            code,
            self.period,
        )
        return number

    def state(self, step):
        return self.house.sql("SELECT state FROM cs_period_step WHERE id = %s", step)[
            0
        ][0]

    def done(self):
        query = "SELECT done FROM cs_period_step WHERE id = %s"
        return self.house.sql(query, self.compute)[0][0]

    def outputs(self):
        query = "SELECT amount FROM test_cs_output WHERE period_id = %s"
        return [amount for (amount,) in self.house.sql(query, self.period)]

    def count_locked(self):
        query = "SELECT count(*) FROM test_cs_item WHERE locked AND company_id = %s"
        return self.house.sql(query, self.company)[0][0]

    def events(self, kind):
        query = (
            "SELECT count(*) FROM cs_period_event WHERE kind = %s AND period_id = %s"
        )
        return self.house.sql(query, kind, self.period)[0][0]

    def wait(self, condition, seconds=90):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return
            time.sleep(0.1)
        states = self.state(self.check), self.state(self.compute), self.done()
        raise AssertionError(f"not reached: {states}")

    def reach(self, step, state):
        self.wait(lambda: self.state(step) == state)

    def as_role(self, role, server=None):
        return (server or self.house.server()).login(f"{role}{self.number}")

    def act(self, role, action, step, server=None):
        return self.as_role(role, server).call(STEP, f"action_{action}", [step])

    def lock_check(self):
        self.act("hr", "lock", self.check)
        self.reach(self.check, "locked")

    def assert_one_complete_set(self):
        assert sorted(self.outputs()) == [n * 2 for n in range(ITEMS)]
        assert self.done() == ITEMS
        assert self.events("finish") == 1


@pytest.fixture(scope="module")
def house(odoo, tmp_path_factory):
    database = odoo.copy(odoo.template, "month")
    odoo.server(database, "-i", "test_cs_base")
    odoo.shell(database, SETUP)
    house = House(odoo, database, tmp_path_factory.mktemp("month"))
    yield house
    house.stop()
    odoo.drop(database)


@pytest.fixture
def month(house):
    return Month(house)


def test_twelve_press_start_at_once(month):
    month.lock_check()
    callers = [month.as_role("payroll") for _ in range(12)]
    answers = at_once(callers, lambda c: c.call(STEP, "action_start", [month.compute]))
    assert answers == [True] * 12
    month.reach(month.compute, "done")
    month.assert_one_complete_set()
    assert month.events("start") == 1


def test_twelve_lock_and_twelve_close_at_once(month):
    callers = [month.as_role("hr") for _ in range(12)]
    answers = at_once(callers, lambda c: c.call(STEP, "action_lock", [month.check]))
    assert answers == [True] * 12
    month.reach(month.check, "locked")
    assert month.events("seal") == month.events("lock") == 1
    month.act("payroll", "start", month.compute)
    month.reach(month.compute, "done")
    month.act("payroll", "lock", month.compute)
    month.reach(month.compute, "locked")
    callers = [month.as_role("gm") for _ in range(12)]
    answers = at_once(
        callers, lambda c: c.call("cs.period", "action_close", [month.period])
    )
    assert answers == [True] * 12
    assert month.events("close") == 1


def test_twelve_open_a_month_at_once(month):
    callers = [month.as_role("gm") for _ in range(12)]
    answers = at_once(
        callers, lambda c: c.call("cs.period", "action_open_month", "2026-09-01")
    )
    assert len(set(answers)) == 1 and isinstance(answers[0], int), answers
    query = "SELECT count(*) FROM cs_period_step WHERE period_id = %s"
    assert month.house.sql(query, answers[0]) == [(2,)]


def test_killed_before_the_first_batch(month):
    month.lock_check()
    month.house.stop()
    server = month.house.serve(cron_threads=0)
    month.act("payroll", "start", month.compute)
    server.kill()
    assert month.state(month.compute) == "running"
    month.house.server()
    month.house.wake()
    month.reach(month.compute, "done")
    month.assert_one_complete_set()
    assert month.events("interrupted") == 0


@pytest.mark.parametrize("wanted", [0, 30, 50])
def test_killed_while_computing(month, wanted):
    month.lock_check()
    month.act("payroll", "start", month.compute)
    month.wait(lambda: month.done() >= wanted)
    time.sleep(random.uniform(0.05, 0.45))
    month.house.server().kill()
    assert month.state(month.compute) == "running"
    # What is there is exactly what was committed with the cursor.
    committed = month.done()
    assert len(month.outputs()) == committed
    month.house.server()
    month.house.wake()
    month.reach(month.compute, "done")
    month.assert_one_complete_set()
    assert month.events("interrupted") == bool(committed)


def test_killed_again_and_again(month):
    month.lock_check()
    month.act("payroll", "start", month.compute)
    for _ in range(3):
        before = month.done()
        month.wait(lambda before=before: month.done() > before)
        month.house.server().kill()
        assert len(month.outputs()) == month.done()
        month.house.server()
        month.house.wake()
    month.reach(month.compute, "done")
    month.assert_one_complete_set()
    assert month.events("interrupted") == 3


def test_killed_while_locking(month):
    month.lock_check()
    month.act("payroll", "start", month.compute)
    month.reach(month.compute, "done")
    month.act("payroll", "lock", month.compute)
    time.sleep(0.4)
    month.house.server().kill()
    assert month.state(month.compute) == "locking"
    assert month.count_locked() == 0
    month.house.server()
    month.house.wake()
    month.reach(month.compute, "locked")
    assert month.count_locked() == ITEMS
    assert month.events("lock") == 2  # the check and this one
    month.assert_one_complete_set()


def test_paused_while_computing_and_continued(month):
    month.lock_check()
    month.act("payroll", "start", month.compute)
    month.wait(lambda: month.done() >= 10)
    month.act("payroll", "pause", month.compute)
    month.reach(month.compute, "paused")
    done = month.done()
    assert 0 < done < ITEMS and len(month.outputs()) == done
    month.act("payroll", "start", month.compute)
    month.reach(month.compute, "done")
    month.assert_one_complete_set()


def test_two_servers_work_on_two_companies(month):
    house, months = month.house, [month, Month(month.house)]
    servers = [house.server(), house.serve()]
    # A second scheduled action is how a site lets several workers share the close.
    copy = 'env.ref("cs_base.cs_period_cron_run").copy(); env.cr.commit()'
    house.odoo.shell(house.database, copy)
    for each in months:
        each.lock_check()
    for each, server in zip(months, servers, strict=True):
        each.act("payroll", "start", each.compute, server)
    house.wake()
    for each in months:
        each.reach(each.compute, "done")
        each.assert_one_complete_set()
        assert each.events("interrupted") == 0


def lock_while_writing(month, before, after):
    """Press "lock" half a second after a writer has begun.

    :param before: seconds from the writer's begin to the question whether it may
    :param after: seconds from that question to the end of its transaction
    :return: what the writer got: an id or Refused
    """
    hr, payroll = month.as_role("hr"), month.as_role("payroll")

    def lock():
        time.sleep(0.5)
        hr.call(STEP, "action_lock", [month.check])

    locker = threading.Thread(target=lock)
    locker.start()
    call = ("test.cs.check", "add_slowly", "2026-08-20", before, after)
    [outcome] = at_once([payroll], lambda caller: caller.call(*call))
    locker.join()
    month.wait(lambda: month.state(month.check) != "locking")
    return outcome


def test_lock_waits_for_those_who_are_writing(month):
    outcome = lock_while_writing(month, before=0, after=4)
    assert isinstance(outcome, int), outcome
    assert month.state(month.check) == "ready"
    assert month.events("unseal") == 1


def test_who_writes_after_the_lock_is_refused_however_early_begun(month):
    outcome = lock_while_writing(month, before=4, after=0)
    assert isinstance(outcome, Refused)
    assert "August 2026 is closed" in str(outcome)
    assert month.state(month.check) == "locked"
