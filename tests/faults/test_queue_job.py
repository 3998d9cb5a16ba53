"""A step shared by two servers through OCA's queue_job (ALL-05), one of them killed."""

import signal
from datetime import date
from pathlib import Path

import closing
import pytest
from dateutil.relativedelta import relativedelta
from serving import Balancer

BENCH = Path(__file__).parents[1] / "bench"
PEOPLE = 600
#: A month that is over wherever today is, and young enough to be the first.
FIRST = date.today().replace(day=1) - relativedelta(months=2)
LAST = FIRST + relativedelta(day=31)
#: The people of the bench with a month of punches, judged by what the scheduled action
#: runs. From then on each part takes a moment inside its transaction, so that a kill
#: hits one in the middle.
SETUP = f"""
import sys
sys.path.insert(0, {str(BENCH)!r})
import bench_attendance_judge as bench
from odoo.fields import Date
bench.FIRST, bench.LAST = map(Date.to_date, ("{FIRST}", "{LAST}"))
made = bench.Bench(env)
made.people({PEOPLE - 1})
made.company.name = "Company 0"
hr = env["res.users"].create({{
    "name": "hr", "login": "hr0", "password": "hr0",
    "company_id": made.company.id, "company_ids": [(6, 0, made.company.ids)],
    "group_ids": [(6, 0, env.ref("cs_base.group_hr_officer").ids)],
}})
types = env["cs.period.step.type"].search([])
types.filtered(lambda one: one.code != "attendance_exception").unlink()
env["cs.period.step.type"].search([]).batch_size = 20
period = env["cs.period"]._open_month(made.company, bench.FIRST)
runner = env.ref("cs_base.cs_period_cron_run")
env["ir.cron"].search([("id", "!=", runner.id)]).active = False
period.step_ids.with_user(hr).action_start()
env["cs.period.runner"]._cron_run()
env.cr.execute(\"\"\"
    CREATE FUNCTION wait_a_moment() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(0.4); RETURN NULL; END $$;
    CREATE TRIGGER wait_a_moment AFTER INSERT ON cs_attendance_day
        FOR EACH STATEMENT EXECUTE FUNCTION wait_a_moment();
\"\"\")
env.cr.commit()
"""

#: Everything that is not said of the moment or the order of writing.
ROWS = """
    SELECT (to_jsonb(d) - '{id,known_at,create_date,write_date}'::text[])::text
      FROM cs_attendance_day d ORDER BY employee_id, date
"""


class Month(closing.Month):
    first, code = str(FIRST), "attendance_exception"

    def begin(self, server):
        """Compute the step from nothing, shared."""
        switch = ("ir.config_parameter", "set_param", "cs_queue_job.share", "True")
        server.login("admin").call(*switch)
        with self.house.odoo.cursor(self.house.database) as cursor:
            cursor.execute("DELETE FROM cs_attendance_day")
            cursor.connection.commit()
        self.act("hr", "start", self.compute, server)

    def rows(self):
        return self.house.sql(ROWS)

    def parts(self):
        """(state, size, worker) of the parts of the step."""
        return self.house.sql(
            "SELECT state, size, worker FROM cs_period_part WHERE step_id = %s",
            self.compute,
        )

    def has_runner(self):
        query = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
        return bool(self.house.sql(query))

    def settled(self):
        """Whether no job is left; the job runner looks for dead ones when it is told
        of something, else once a minute."""
        with self.house.odoo.cursor(self.house.database) as cursor:
            cursor.execute("SELECT pg_notify('queue_job', 'nothing')")
            cursor.connection.commit()
        return not self.jobs("state NOT IN ('done', 'cancelled')")

    def jobs(self, condition):
        query = f"SELECT count(*) FROM queue_job WHERE {condition}"
        return self.house.sql(query)[0][0]

    def holds(self, server, at_work):
        """Stop a server where it stands, if it is at work; else it goes on."""
        server.process.send_signal(signal.SIGSTOP)
        if self.jobs(at_work):
            return True
        server.process.send_signal(signal.SIGCONT)
        return False


@pytest.fixture(scope="module")
def house(odoo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("queue")
    addons = "cs_attendance,queue_job"
    with closing.house(odoo, folder, "queue", addons, SETUP) as house:
        yield house


@pytest.fixture(scope="module")
def month(house):
    return Month(house)


@pytest.fixture(scope="module")
def by_cron(month):
    """What one worker gave: the scheduled action, no job."""
    assert month.state(month.compute) == "done" and not month.parts()
    rows = month.rows()
    assert len(rows) == PEOPLE * LAST.day
    return rows


@pytest.fixture
def pair(house, month, by_cron):
    """Two servers that are alike: pages, scheduled actions, jobs, a job runner."""
    balancer = Balancer()
    environment = {
        "ODOO_QUEUE_JOB_CHANNELS": "root:2",
        "ODOO_QUEUE_JOB_HOST": "127.0.0.1",
        "ODOO_QUEUE_JOB_PORT": str(balancer.port),
    }
    servers = []
    for _number in range(2):
        options = {"environment": environment, "load": "base,web,queue_job"}
        servers.append(house.serve(**options))
        balancer.urls.append(servers[-1].url)
        # The first one is to have the job runner.
        month.wait(month.has_runner)
    yield servers
    house.stop()
    balancer.stop()


@pytest.mark.parametrize("victim", [0, 1], ids=["with the job runner", "the other"])
def test_shared_by_two_and_one_is_killed(month, by_cron, pair, victim):
    killed, left = pair[victim], pair[1 - victim]
    finished = month.events("finish")
    month.begin(left)
    at_work = f"state = 'started' AND worker_pid = {killed.process.pid}"
    month.wait(lambda: month.done() >= 40 and month.holds(killed, at_work))
    killed.kill()
    assert month.jobs(at_work), "a job was in the middle of its part"
    month.house.wake()
    month.reach(month.compute, "done")

    assert month.rows() == by_cron, "row for row what one worker gives"
    assert month.events("finish") == finished + 1
    parts = month.parts()
    assert {state for state, _size, _worker in parts} == {"done"}
    assert sum(size for _state, size, _worker in parts) == PEOPLE
    workers = {int(worker.rpartition(":")[2]) for _state, _size, worker in parts}
    assert workers == {one.process.pid for one in pair}, "both had their share"

    # The job of the one that was killed is run again, and finds nothing to do.
    month.wait(month.settled)
    assert month.jobs("state = 'failed'") == 0
    assert month.rows() == by_cron
