"""A step of the month close by one process and shared by two: wall clock.

    python tests/bench/bench_queue_job.py -c odoo.conf -d DATABASE [PEOPLE]

Needs cs_attendance and queue_job installed, and CHANGES THE DATABASE: give it a copy.
Judges a month of PEOPLE (10 000), as HR does in the month close,

- by one Odoo, whose scheduled action does all;
- by two on two ports: the same, and one that takes jobs of OCA's queue_job.

Both write the same rows into the same empty table, which is checked. The database's
processes share the machine with them: with fewer cores than four the second Odoo takes
from PostgreSQL what it gives. Also prints what the processes had of the machine.
"""

import contextlib
import os
import sys
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from dateutil.relativedelta import relativedelta

import odoo
from odoo.modules.registry import Registry

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "faults")]
import bench_attendance_judge as judge  # noqa: E402
from serving import Server  # noqa: E402

judge.FIRST = date.today().replace(day=1) - relativedelta(months=2)
judge.LAST = judge.FIRST + relativedelta(day=31)
RUNS = 2
PASSWORD = "bench_hr"
#: Rows without what is of the moment or of the order of writing, as one number.
CHECKSUM = """
    SELECT count(*), sum(hashtextextended(
               (to_jsonb(d) - '{id,known_at,create_date,write_date}'::text[])::text, 0))
      FROM cs_attendance_day d
"""


class Bench:
    def __init__(self, conf, database, people):
        self.conf, self.database = conf, database
        with Registry(database).cursor() as cr:
            env = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
            self.step = self._make(env, people)
            cr.commit()

    def _make(self, env, people):
        made = judge.Bench(env)
        made.people(people - 1)
        env["res.users"].create(
            {
                "name": "HR",
                "login": PASSWORD,
                "password": PASSWORD,
                "company_id": made.company.id,
                "company_ids": [(6, 0, made.company.ids)],
                "group_ids": [
                    (4, env.ref("cs_base.group_hr_officer").id),
                    (4, env.ref("base.group_system").id),
                ],
            }
        )
        types = env["cs.period.step.type"].search([])
        types.filtered(lambda one: one.code != "attendance_exception").unlink()
        period = env["cs.period"]._open_month(made.company, judge.FIRST)
        # The others would be measured, too.
        runner = env.ref("cs_base.cs_period_cron_run")
        env["ir.cron"].search([("id", "!=", runner.id)]).active = False
        return period.step_ids.id

    def sql(self, query, *values):
        with contextlib.closing(odoo.sql_db.db_connect(self.database).cursor()) as cr:
            cr.execute(query, values)
            rows = cr.fetchall() if cr.description else []
            cr.commit()
            return rows

    def serve(self, log, **options):
        it = SimpleNamespace(python=sys.executable, conf=self.conf)
        return Server(it, self.database, log, **options)

    def measure(self, shared, servers):
        """Seconds from the button to the last row, and the checksum of the rows."""
        self.sql("TRUNCATE cs_attendance_day CASCADE")
        caller = servers[0].login(PASSWORD)
        switch = ("ir.config_parameter", "set_param", "cs_queue_job.share", shared)
        caller.call(*switch)
        before = [cpu(one.process.pid) for one in servers]
        began = time.perf_counter()
        caller.call("cs.period.step", "action_start", [self.step])
        while self.state() == "running":
            time.sleep(0.02)
        seconds = time.perf_counter() - began
        assert self.state() == "done", self.state()
        used = [cpu(s.process.pid) - b for s, b in zip(servers, before, strict=True)]
        return seconds, self.sql(CHECKSUM)[0], used

    def state(self):
        query = "SELECT state FROM cs_period_step WHERE id = %s"
        return self.sql(query, self.step)[0][0]

    def shares(self):
        return dict(
            self.sql(
                "SELECT split_part(worker, ':', 2), count(*) FROM cs_period_part"
                " WHERE step_id = %s GROUP BY 1",
                self.step,
            )
        )


def cpu(pid):
    """Seconds of processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(arguments):
    people = int(arguments.pop()) if arguments[-1].isdigit() else 10_000
    odoo.tools.config.parse_config(arguments)
    [database] = odoo.tools.config["db_name"]
    bench = Bench(odoo.tools.config["config"], database, people)
    log = Path(os.environ.get("TMPDIR", "/tmp")) / "bench_queue_job.log"
    first = bench.serve(log)
    servers, times = [first], {}
    try:
        for run in range(RUNS):
            # In turn, so that what else the machine does meets both alike.
            alone = bench.measure("", [first])
            servers.append(
                bench.serve(
                    log,
                    cron_threads=0,
                    load="base,rpc,web,queue_job",
                    environment={"ODOO_QUEUE_JOB_CHANNELS": "root:2"},
                )
            )
            await_runner(bench)
            both = bench.measure("True", servers)
            servers.pop().stop()
            assert alone[1] == both[1], (alone[1], both[1])
            times[run] = both[0] / alone[0]
            print(
                f"{people} people, {alone[1][0]} days: one {alone[0]:.1f} s"
                f" (its CPU {alone[2][0]:.1f} s), two {both[0]:.1f} s"
                f" (CPU {both[2][0]:.1f} + {both[2][1]:.1f} s), ratio"
                f" {times[run]:.2f}; parts {sorted(bench.shares().values())};"
                f" load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
                flush=True,
            )
    finally:
        for server in servers:
            server.stop()
    print(f"best ratio {min(times.values()):.2f}, to be 0.6 at most with free cores")


def await_runner(bench):
    deadline = time.monotonic() + 60
    query = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
    while not bench.sql(query) and time.monotonic() < deadline:
        time.sleep(0.2)


if __name__ == "__main__":
    main(sys.argv[1:])
