"""Odoo databases on a cluster: created, filled, copied and kept up to date.

What a database was built from is kept as the comment of the database itself, so the
two can never disagree. A database without comment is unfinished.
"""

import json
import re
import shutil

from . import process
from .console import Fault
from .paths import LOGS, VAR
from .postgres import PORT, ROLE
from .steps import remove, write_at_once

#: Loaded into a new database; the first becomes the default of new people.
LANGUAGES = "zh_CN,en_US"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,50}")
_CONFIGURATION = """\
[options]
db_host = {socket}
db_port = {port}
db_user = {role}
addons_path = {addons}
data_dir = {data}
http_interface = 127.0.0.1
list_db = False
max_cron_threads = 0
"""
# While testing, Odoo reads on a connection of its own, to a replica if there is one.
_CONFIGURATION_FOR_TESTS = """\
db_replica_host = {socket}
db_replica_port = {port}
"""


def check_name(name):
    if not _NAME.fullmatch(name):
        raise Fault(
            f"{name!r} cannot be a database name: use letters, digits, - and _."
        )
    return name


class Databases:
    """The databases of one cluster, with the files Odoo keeps beside them."""

    def __init__(self, odoo, cluster):
        self.odoo = odoo
        self.cluster = cluster
        self.data = VAR / "data" / cluster.name
        self.configuration = VAR / f"{cluster.name}.conf"
        self.data.mkdir(parents=True, exist_ok=True)
        text = _CONFIGURATION
        if not cluster.durable:
            text += _CONFIGURATION_FOR_TESTS
        write_at_once(
            self.configuration,
            text.format(
                socket=cluster.socket,
                port=PORT,
                role=ROLE,
                addons=odoo.addons_path(),
                data=self.data,
            ),
        )

    # Odoo's programs

    def command(self, program, name, *arguments):
        return self.odoo.command(
            program, "-c", self.configuration, "-d", name, *arguments
        )

    @property
    def environment(self):
        return self.odoo.environment

    def load(self, name, *arguments, problem, install=(), update=()):
        """Start Odoo to install and update addons, and stop it.

        Odoo ends well when it does not know an addon that it should install, so what
        is there is checked afterwards. The log is begun anew.
        """
        log = LOGS / f"{name}-load.log"
        remove(log)
        names = ["-i", ",".join(install)] if install else []
        names += ["-u", ",".join(update)] if update else []
        process.check(
            self.command(
                *("server", name, "--stop-after-init", "--no-http", *names, *arguments)
            ),
            log=log,
            problem=problem,
            env=self.environment,
        )
        missing = set(install) - self.installed(name)
        if missing:
            raise Fault(
                f"{problem} (not installed: {', '.join(sorted(missing))})."
                f" The whole story: {log}"
            )

    def installed(self, name):
        """Names of the addons that are installed in a database."""
        sql = "SELECT name FROM ir_module_module WHERE state = 'installed'"
        return set(self.cluster.psql(sql, name).splitlines())

    def set_parameter(self, name, key, value):
        """Set a system parameter; Odoo must not be running.

        :param key: and the value: ours, without quotes
        """
        self.cluster.psql(
            "INSERT INTO ir_config_parameter (key, value)"
            f" VALUES ('{key}', '{value}')"
            " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
            name,
        )

    def shell(self, name, script, problem, **variables):
        """Run a script of ours inside Odoo (its ``env`` is there)."""
        log = LOGS / f"{name}-load.log"
        with open(script) as text:
            process.check(
                self.command("shell", name, "--no-http"),
                log=log,
                problem=problem,
                env={**self.environment, **variables},
                stdin=text,
            )

    # Databases

    def names(self, prefix=""):
        found = self.cluster.psql("SELECT datname FROM pg_database").splitlines()
        return [name for name in found if name.startswith(prefix)]

    def exists(self, name):
        return name in self.names()

    def create(self, name, template="template0"):
        """A new database; a copy of ``template`` with its files."""
        self.drop(name)
        self.cluster.psql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"', role=ROLE)
        source = self._files(template)
        if source.is_dir():
            shutil.copytree(source, self._files(name))

    def drop(self, name):
        self.cluster.psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        remove(self._files(name))

    def rename(self, name, new):
        """Files first: the database's own name is what makes it count."""
        remove(self._files(new))
        if self._files(name).is_dir():
            self._files(name).rename(self._files(new))
        self.cluster.psql(f'ALTER DATABASE "{name}" RENAME TO "{new}"')

    def _files(self, name):
        return self.data / "filestore" / name

    # What a database was built from

    def state(self, name):
        """What was noted by :meth:`note`, None for a database that is not there or
        not finished."""
        text = self.cluster.psql(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            f" WHERE datname = '{name}'"
        )
        try:
            return json.loads(text)
        except ValueError:
            return None

    def note(self, name, state):
        text = json.dumps(state, sort_keys=True).replace("'", "''")
        self.cluster.psql(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")
