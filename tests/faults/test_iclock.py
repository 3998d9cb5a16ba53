"""Pushing terminals and imports (ATT-30) under kill -9 and with many callers.

A terminal sends a batch until it is answered ``OK``; whatever happens in between,
each punch is in the ledger once.
"""

import base64
import contextlib
import random
import threading
import time
from datetime import datetime, timedelta

import pytest
import requests
from serving import Server, at_once

SETUP = """
company = env.company
company.resource_calendar_id.tz = "Asia/Shanghai"
people = env["hr.employee"].create(
    [{"name": f"Person {n}", "company_id": company.id} for n in range(20)])
env["cs.pin"].create([
    {"pin": str(n), "employee_id": person.id, "first_day": "2020-01-01"}
    for n, person in enumerate(people, 1)])
env["cs.terminal"].create([
    {"name": f"Terminal {n}", "serial": f"SERIAL{n}", "tz": "Asia/Shanghai"}
    for n in range(20)])
env["res.users"].create({
    "name": "hr", "login": "hr", "password": "hr",
    "group_ids": [(6, 0, env.ref("cs_base.group_hr_officer").ids)]})
env.cr.commit()
"""

START = datetime(2026, 3, 2, 8)


class House:
    """One database for all tests here; each has a terminal and a day of its own."""

    def __init__(self, odoo, database, folder):
        self.odoo, self.database, self.folder = odoo, database, folder
        self.server, self.numbers = None, iter(range(20))

    def serve(self):
        if not self.server or not self.server.alive:
            self.server = Server(self.odoo, self.database, self.folder / "odoo.log")
        return self.server

    def sql(self, query, *values):
        """Read past Odoo what is committed."""
        with self.odoo.cursor(self.database) as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def count_waiting(self):
        """Sessions that wait for a lock."""
        return self.sql(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )[0][0]

    def wait(self, condition, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return
            time.sleep(0.005)
        raise AssertionError("not reached")


class Terminal:
    def __init__(self, house):
        self.house, self.number = house, next(house.numbers)
        self.serial = f"SERIAL{self.number}"
        self.start = START + timedelta(days=self.number)

    def batch(self, size=50, first=0):
        """Lines of 20 people, a second apart, of this terminal's own day."""
        return b"".join(
            b"%d\t%s\t0\t1\t0\t0\t0\n"
            % (1 + n % 20, str(self.start + timedelta(seconds=n)).encode())
            for n in range(first, first + size)
        )

    def push(self, body, stamp="7", server=None):
        """:return: the answer's text; "" when there was none or another one"""
        url = (server or self.house.serve()).url
        with contextlib.suppress(requests.RequestException):
            answer = requests.post(
                f"{url}/iclock/cdata?SN={self.serial}&table=ATTLOG&Stamp={stamp}",
                data=body,
                headers={"Content-Type": "text/plain"},
                timeout=60,
            )
            if answer.ok:
                return answer.text
        return ""

    def push_until_ok(self, body, stamp="7"):
        while not (answer := self.push(body, stamp)):
            time.sleep(0.2)
        return answer

    def punches(self):
        return self.house.sql(
            "SELECT pin, local_moment FROM cs_punch WHERE local_moment >= %s"
            " AND local_moment < %s::timestamp + interval '1 day'",
            self.start,
            self.start,
        )

    def stamp(self):
        query = "SELECT attlog_stamp FROM cs_terminal WHERE serial = %s"
        return self.house.sql(query, self.serial)[0][0]

    def assert_ledger(self, size):
        wanted = [
            (str(1 + n % 20), self.start + timedelta(seconds=n)) for n in range(size)
        ]
        assert sorted(self.punches()) == sorted(wanted)


@pytest.fixture(scope="module")
def house(odoo, tmp_path_factory):
    database = odoo.copy(odoo.template, "iclock")
    odoo.server(database, "-i", "cs_attendance")
    odoo.shell(database, SETUP)
    house = House(odoo, database, tmp_path_factory.mktemp("iclock"))
    yield house
    if house.server:
        house.server.stop()
    odoo.drop(database)


@pytest.fixture
def terminal(house):
    return Terminal(house)


def test_twelve_push_the_same_batch_at_once(terminal):
    terminal.house.serve()
    body = terminal.batch()
    answers = at_once([terminal] * 12, lambda each: each.push_until_ok(body))
    assert answers == ["OK: 50"] * 12
    terminal.assert_ledger(50)


def test_six_terminals_bring_the_same_punches_at_once(house):
    """As when the same people's punches are collected by several devices."""
    terminals = [Terminal(house) for _ in range(6)]
    house.serve()
    body = terminals[0].batch(200)
    answers = at_once(terminals, lambda each: each.push_until_ok(body))
    assert answers == ["OK: 200"] * 6
    terminals[0].assert_ledger(200)


def test_killed_between_receipt_and_commit(terminal):
    house, body = terminal.house, terminal.batch()
    house.serve()
    with house.odoo.cursor(house.database) as cursor:
        cursor.execute("LOCK TABLE cs_punch IN SHARE MODE")
        pushing = threading.Thread(target=terminal.push, args=(body, "41"))
        pushing.start()
        house.wait(house.count_waiting)
        house.server.kill()
        pushing.join()
        cursor.connection.rollback()
    house.wait(lambda: not house.count_waiting())
    assert terminal.punches() == [] and terminal.stamp() is None
    assert terminal.push_until_ok(body, "41") == "OK: 50"
    terminal.assert_ledger(50)
    assert terminal.stamp() == "41"


def test_killed_between_commit_and_answer(terminal):
    """The terminal hears nothing of what is in the ledger, and sends it again."""
    house, body = terminal.house, terminal.batch(400)
    server = house.serve()
    pushing = threading.Thread(target=terminal.push, args=(body, "42", server))
    pushing.start()
    house.wait(terminal.punches)
    server.kill()
    pushing.join()
    terminal.assert_ledger(400)
    assert terminal.stamp() == "42"
    assert terminal.push_until_ok(body, "42") == "OK: 400"
    terminal.assert_ledger(400)


def test_killed_again_and_again_while_a_terminal_delivers(terminal):
    house = terminal.house
    stop = threading.Event()

    def kill_now_and_then():
        while not stop.is_set():
            time.sleep(random.uniform(0.2, 1.5))
            if house.server and house.server.alive and not stop.is_set():
                house.server.kill()
            house.serve()

    house.serve()
    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        for number in range(30):
            body = terminal.batch(40, 40 * number)
            while not (answer := terminal.push(body, str(number), house.server)):
                time.sleep(0.1)
            assert answer == "OK: 40"
            time.sleep(0.1)
    finally:
        stop.set()
        killer.join()
    terminal.assert_ledger(1200)
    assert terminal.stamp() == "29"


def test_killed_while_a_large_file_is_imported(terminal):
    """The import goes on where it was, and counts each line once."""
    house, size = terminal.house, 60_000
    hr = house.serve().login("hr")
    [number] = hr.call(
        "cs.punch.import",
        "create",
        [
            {
                "name": "1_attlog.dat",
                "content": base64.b64encode(terminal.batch(size)).decode(),
            }
        ],
    )
    hr.call("cs.punch.import", "action_run", [number])
    query = "SELECT state, COALESCE(done, 0) FROM cs_punch_import WHERE id = %s"
    kills, killed_at = 0, 0
    while (found := house.sql(query, number)[0])[0] != "done":
        assert found[0] == "queued", found
        time.sleep(random.uniform(0.1, 1.0))
        # After three deaths without any progress Odoo waits for the action's next turn.
        if kills < 2 or (kills == 2 and found[1] > killed_at):
            kills, killed_at = kills + 1, found[1]
            house.server.kill()
            assert len(terminal.punches()) == house.sql(query, number)[0][1]
        house.serve()
        with house.odoo.cursor("postgres") as cursor:
            cursor.execute("SELECT pg_notify('cron_trigger', %s)", [house.database])
            cursor.connection.commit()
    terminal.assert_ledger(size)
    counts = house.sql(
        "SELECT read_count, new_count, duplicate_count, unknown_count, bad_count"
        " FROM cs_punch_import WHERE id = %s",
        number,
    )
    assert counts == [(size, size, 0, 0, 0)]
