"""Month close (ALL-05) under kill -9, with many callers and several workers."""

import random
import threading
import time

import closing
import pytest
from closing import STEP
from serving import Refused, at_once

SETUP = """
from datetime import date
Period = env["cs.period"]
types = env["cs.period.step.type"].search([])
types.filtered(lambda t: not t.code.startswith("test_")).unlink()
for number in range(20):
    company = create_company(number)
    env["test.cs.item"].create([
        {"company_id": company.id, "date": "2026-08-15", "amount": amount,
         "fault": "slow"}
        for amount in range(60)
    ])
    Period._open_month(company, date(2026, 8, 1))
env.cr.commit()
"""

ITEMS = 60


class Month(closing.Month):
    """August of one company."""

    code = "test_item"

    def __init__(self, house):
        super().__init__(house)
        self.check = self.step("test_check")

    def outputs(self):
        query = "SELECT amount FROM test_cs_output WHERE period_id = %s"
        return [amount for (amount,) in self.house.sql(query, self.period)]

    def count_locked(self):
        query = "SELECT count(*) FROM test_cs_item WHERE locked AND company_id = %s"
        return self.house.sql(query, self.company)[0][0]

    def lock_check(self):
        self.act("hr", "lock", self.check)
        self.reach(self.check, "locked")

    def assert_one_complete_set(self):
        assert sorted(self.outputs()) == [n * 2 for n in range(ITEMS)]
        assert self.done() == ITEMS
        assert self.events("finish") == 1


@pytest.fixture(scope="module")
def house(odoo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("month")
    with closing.house(odoo, folder, "month", "test_cs_base", SETUP) as house:
        yield house


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
