"""Months of companies that are closed by real servers, many callers and kill -9."""

import contextlib
import time

from serving import Server

STEP = "cs.period.step"

#: what a script that sets up begins with
COMPANY = """
def create_company(number):
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
    return company
"""


class House:
    """One database for all tests of a file; each test has a company of its own."""

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


@contextlib.contextmanager
def house(odoo, folder, name, addon, setup):
    """A copy of the template with an addon.

    :param setup: script that calls ``create_company`` for 0, 1 …
    """
    database = odoo.copy(odoo.template, name)
    odoo.server(database, "-i", addon)
    odoo.shell(database, COMPANY + setup)
    house = House(odoo, database, folder)
    yield house
    house.stop()
    odoo.drop(database)


class Month:
    """A month of one company, one step of which computes."""

    first, code = "2026-08-01", None

    def __init__(self, house):
        self.house, self.number = house, next(house.companies)
        [(self.company, self.period)] = house.sql(
            "SELECT c.id, p.id FROM cs_period p JOIN res_company c"
            " ON c.id = p.company_id WHERE c.name = %s AND p.month = %s",
            f"Company {self.number}",
            self.first,
        )
        self.compute = self.step(self.code)

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
        states = self.house.sql(
            "SELECT state, done FROM cs_period_step WHERE period_id = %s", self.period
        )
        raise AssertionError(f"not reached: {states}")

    def reach(self, step, state):
        self.wait(lambda: self.state(step) == state)

    def as_role(self, role, server=None):
        return (server or self.house.server()).login(f"{role}{self.number}")

    def act(self, role, action, step, server=None):
        return self.as_role(role, server).call(STEP, f"action_{action}", [step])
