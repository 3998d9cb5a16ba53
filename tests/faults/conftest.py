"""Real Odoo processes on databases of their own.

Needs in the environment:
CS_TEST_ODOO_CONF  an odoo.conf whose addons_path has our addons and ``tests/``
CS_TEST_TEMPLATE   a database with everything our addons depend on, none of ours in it
CS_TEST_PYTHON     the Python that runs Odoo (default: the one running pytest)
"""

import configparser
import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from combinations import manifests

ROOT = Path(__file__).parents[2]
TROUBLE = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
#: a third-party notice at each start of this Odoo, not ours to fix
KNOWN = re.compile(r"PyPDF2 is deprecated")


class Odoo:
    """Starts Odoo and copies databases; every name it makes starts alike."""

    def __init__(self, python, conf, template, prefix):
        self.python, self.conf = python, conf
        self.template, self.prefix = template, prefix

    def run(self, command, *args, stdin=None, check=True):
        """Run ``odoo command``; return its log. A non-zero end fails the test."""
        done = subprocess.run(
            [self.python, "-m", "odoo", command, "-c", self.conf, *args],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=600,
        )
        if check and done.returncode:
            said = f"odoo {command} {args} ended with {done.returncode}"
            pytest.fail(f"{said}\n{done.stderr[-4000:]}")
        self.output = done.stdout
        return done.stderr + done.stdout

    def server(self, database, *args):
        return self.run(
            "server", "-d", database, "--no-http", "--stop-after-init", *args
        )

    def shell(self, database, script):
        """Run a script in a shell on the database; return its log."""
        return self.run("shell", "-d", database, "--no-http", stdin=script)

    def copy(self, source, name):
        """A database like ``source``, with its files; a start of Odoo would do the
        same, several seconds later."""
        target = f"{self.prefix}_{name}"
        self.drop(target)
        self._manage(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        if self.files(source).is_dir():
            shutil.copytree(self.files(source), self.files(target))
        return target

    def drop(self, database):
        """Not WITH (FORCE): that is refused to who is no superuser while an autovacuum
        worker is in the database; without it PostgreSQL ends that worker itself."""
        self._manage(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{database}' AND usename = current_user"
        )
        self._manage(f'DROP DATABASE IF EXISTS "{database}"')
        shutil.rmtree(self.files(database), ignore_errors=True)

    def _manage(self, statement):
        with self.cursor("postgres") as cursor:
            cursor.connection.autocommit = True
            cursor.execute(statement)

    def files(self, database):
        return Path(self._options["data_dir"]) / "filestore" / database

    @contextlib.contextmanager
    def cursor(self, database):
        keys = {
            "host": "db_host",
            "port": "db_port",
            "user": "db_user",
            "password": "db_password",
        }
        given = {key: self._options.get(name) for key, name in keys.items()}
        given = {
            key: value
            for key, value in given.items()
            if value not in (None, "", "False")
        }
        connection = psycopg2.connect(dbname=database, **given)
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    @property
    def _options(self):
        options = configparser.RawConfigParser()
        options.read(self.conf)
        return options["options"]


def trouble(log):
    """Warnings and errors of a log, without the known third-party ones."""
    return [
        line
        for line in log.splitlines()
        if TROUBLE.match(line) and not KNOWN.search(line)
    ]


@pytest.fixture(scope="session")
def odoo():
    try:
        conf, template = os.environ["CS_TEST_ODOO_CONF"], os.environ["CS_TEST_TEMPLATE"]
    except KeyError as missing:
        pytest.fail(f"{missing} is not set: run these through ./test")
    python = os.environ.get("CS_TEST_PYTHON", sys.executable)
    return Odoo(python, conf, template, f"cs_fault_{os.getpid()}")


@pytest.fixture(scope="session")
def fresh(odoo):
    """A database with all our addons, installed in one go; only read or copied."""
    database = odoo.copy(odoo.template, "fresh")
    try:
        lines = trouble(odoo.server(database, "-i", ",".join(sorted(manifests()))))
        assert not lines, "\n".join(lines)
        yield database
    finally:
        odoo.drop(database)
