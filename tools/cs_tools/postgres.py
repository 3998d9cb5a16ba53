"""A PostgreSQL cluster of our own: unix socket only, started and stopped by us."""

import fcntl
import os
import pwd
import re
import shutil
import stat
import time
from pathlib import Path

from . import apt, process
from .console import Fault, say, step
from .paths import LOCKS, LOGS, VAR
from .steps import fingerprint, lock, remove

ROLE = "odoo"
PORT = 5432
_OLDEST = 13
_SOCKET_LIMIT = 107  # bytes of a unix socket's path, the lock file's included
_NEEDED = ("initdb", "pg_ctl", "postgres", "psql")
_CONFIGURATION = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '"{socket}"'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 256MB
"""
_FORGETFUL = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class Cluster:
    """One cluster; several of our processes may use it at once, the last stops it.

    :param name: folder under the work folder
    :param durable: False for tests: fast, remade when a crash breaks it
    """

    def __init__(self, name, durable=True):
        self.name = name
        self.durable = durable
        self.log = LOGS / f"{name}.log"
        self._users = None

    # Set-up

    def _prepare(self):
        installed = _installed()  # first: installing makes the user postgres
        self.owner = _owner()
        self.home = self._home()
        self.data = self.home / "data"
        self.socket = _socket_folder(self.home, self.owner)
        self.programs = self._programs(installed)

    def _home(self):
        """The work folder, or where the owner can get when the clone is closed to it.

        A cluster that exists stays where it is.
        """
        inside = VAR / self.name
        outside = Path("/var/lib/cs-suite") / fingerprint(VAR) / self.name
        if (inside / "data").exists() or not self.owner:
            return inside
        if (outside / "data").exists():
            return outside
        inside.mkdir(parents=True, exist_ok=True)
        if _can_enter(self.owner, inside):
            return inside
        say(f"- user {self.owner} cannot enter {VAR}: the databases go to {outside}")
        return outside

    def _programs(self, found):
        version = self.data / "PG_VERSION"
        wanted = int(version.read_text()) if version.exists() else None
        if wanted and wanted not in found:
            if self.durable:
                raise Fault(
                    f"The databases in {self.data} were written by PostgreSQL {wanted},"
                    f" which is not here: install postgresql-{wanted}, or move that"
                    " folder away to start anew."
                )
            remove(self.data)
        return found[wanted] if wanted in found else found[max(found)]

    def _initialize(self):
        if self.data.exists():
            return
        new = self.home / "data.new"
        remove(new)
        with step("Creating the database cluster"):
            self._own(self.home)
            self._check(
                "initdb",
                *("--username", "postgres", "--encoding", "UTF8"),
                *("--locale", "C.UTF-8", "--auth-local", "trust"),
                *("--auth-host", "reject", "--pgdata", new),
                problem="The database cluster could not be created",
            )
            with open(new / "postgresql.conf", "a") as configuration:
                configuration.write("include 'cs.conf'\n")
            new.rename(self.data)

    def _own(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.owner:
            shutil.chown(folder, self.owner, self.owner)

    # Life

    def __enter__(self):
        self._prepare()
        self._register()
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        """Stop the cluster unless another process of ours still uses it."""
        users, self._users = self._users, None
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            self._run("pg_ctl", "stop", "--mode", "fast", "-w", "-D", self.data)
        finally:
            users.close()

    def _register(self):
        LOCKS.mkdir(parents=True, exist_ok=True)
        self._users = open(LOCKS / self.name, "a")  # noqa: SIM115 - held while in use
        fcntl.flock(self._users, fcntl.LOCK_SH)

    def _start(self):
        with lock(f"{self.name}-start"):
            self._initialize()
            if not self._answers():
                self._start_server()
            self.psql(
                f"SELECT 'CREATE ROLE {ROLE} LOGIN CREATEDB' WHERE NOT EXISTS"
                f" (SELECT FROM pg_roles WHERE rolname = '{ROLE}') \\gexec"
            )

    def _start_server(self):
        self._own(self.socket)
        text = _CONFIGURATION.format(
            port=PORT, socket=str(self.socket).replace("'", "''")
        )
        (self.data / "cs.conf").write_text(text + ("" if self.durable else _FORGETFUL))
        self._await_old_server()
        for attempt in range(3):
            failed = self._run(
                *("pg_ctl", "start", "-w", "-t", "120", "-s"),
                *("-D", self.data, "-l", self.home / "server.log"),
            )
            if not failed:
                return
            time.sleep(2 * attempt + 1)  # orphans of a killed server may linger
        if self.durable:
            raise Fault(
                "PostgreSQL does not start"
                f" ({process.last_words(self.home / 'server.log')})."
                f" The whole story: {self.home / 'server.log'}"
            )
        say("- the test cluster is broken: making a new one")
        remove(self.data)
        self._initialize()
        (self.data / "cs.conf").write_text(text + _FORGETFUL)
        self._check(
            *("pg_ctl", "start", "-w", "-s"),
            *("-D", self.data, "-l", self.home / "server.log"),
            problem="PostgreSQL does not start",
        )

    def _await_old_server(self):
        """Deal with what a killed run left: wait for a server of ours that is still
        coming up, and remove the traces of one that is gone, whose process number may
        belong to anybody by now."""
        trace = self.data / "postmaster.pid"
        for _second in range(60):
            if not _is_postgres(trace, self.data):
                break
            if self._answers():
                return
            time.sleep(1)
        trace.unlink(missing_ok=True)
        for leftover in self.socket.glob(f".s.PGSQL.{PORT}*"):
            leftover.unlink()

    def _answers(self):
        return process.output([*self._psql("postgres"), "-c", "SELECT 1"]) is not None

    # Programs

    def _command(self, program, *arguments):
        return [self.programs / program, *arguments]

    def _options(self):
        """Run as the owner, from a folder that everybody may enter."""
        options = {"cwd": "/", "env": {"LANG": "C.UTF-8"}}
        if self.owner:
            options.update(user=self.owner, group=self.owner, extra_groups=[])
        return options

    def _run(self, program, *arguments):
        return process.run(
            self._command(program, *arguments),
            log=self.log,
            survives=True,
            **self._options(),
        )

    def _check(self, program, *arguments, problem):
        process.check(
            self._command(program, *arguments),
            log=self.log,
            problem=problem,
            survives=True,
            **self._options(),
        )

    def _psql(self, database, role="postgres"):
        return [
            *(self.programs / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"),
            *("-h", self.socket, "-p", PORT, "-U", role, "-d", database),
        ]

    def psql(self, sql, database="postgres", role="postgres"):
        """Run SQL and return what it prints; a failure is a Fault."""
        result = process.output(
            self._psql(database, role), input=sql, stderr_to=self.log
        )
        if result is None:
            raise Fault(f"PostgreSQL refused a command. The whole story: {self.log}")
        return result.strip()

    @property
    def environment(self):
        """For programs that find the cluster through libpq."""
        return {"PGHOST": str(self.socket), "PGPORT": str(PORT), "PGUSER": ROLE}


def _owner():
    """PostgreSQL refuses to run as root: then it runs as Debian's user for it."""
    if os.geteuid() != 0:
        return None
    if not _has_owner() and _is_half_installed():
        apt.install(["postgresql"], "PostgreSQL")
    if not _has_owner():
        raise Fault(
            "PostgreSQL does not run as root and there is no user postgres:"
            " add one (useradd --system postgres), or start as an ordinary user."
        )
    return "postgres"


def _has_owner():
    try:
        return bool(pwd.getpwnam("postgres"))
    except KeyError:
        return False


def _is_half_installed():
    """A killed apt leaves the programs there, and nobody to run them."""
    if not shutil.which("dpkg-query"):
        return False
    state = ["dpkg-query", "--show", "--showformat", "${Status}", "postgresql-common"]
    said = process.output(state) or ""
    return said.startswith("install ") and not said.endswith(" installed")


def _can_enter(user, folder):
    test = ["test", "-x", folder]
    options = {"user": user, "group": user, "extra_groups": [], "cwd": "/"}
    return process.output(test, **options) is not None


def _socket_folder(home, owner):
    """In the cluster's folder unless that makes the socket's path too long."""
    folder = home / "socket"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}.lock")) <= _SOCKET_LIMIT:
        return folder
    folder = Path("/tmp") / f"cs-{os.geteuid()}-{fingerprint(home)}"
    if os.path.lexists(folder):
        found = folder.lstat()
        ours = {os.geteuid(), pwd.getpwnam(owner).pw_uid if owner else os.geteuid()}
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
            raise Fault(f"{folder} is somebody else's: remove it and start again.")
    return folder


def _is_postgres(trace, data):
    """Whether the process a postmaster.pid names is a server of this folder."""
    try:
        number = int(trace.read_text().split("\n")[0])
        return Path(os.readlink(f"/proc/{number}/cwd")) == data
    except (OSError, ValueError):
        return False


def _installed():
    """Folders of PostgreSQL programs by major version; installs some as root."""
    for attempt in (1, 2):
        found = {}
        for folder in _program_folders():
            if all((folder / name).exists() for name in _NEEDED):
                said = process.output([folder / "postgres", "--version"]) or ""
                version = re.search(r"PostgreSQL\) (\d+)", said)
                if version and int(version[1]) >= _OLDEST:
                    found.setdefault(int(version[1]), folder)
        if found or attempt == 2:
            break
        apt.install(["postgresql"], f"PostgreSQL ({_OLDEST} or newer)")
    if not found:
        raise Fault(f"No PostgreSQL {_OLDEST} or newer was found after installing it.")
    return found


def _program_folders():
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    said = process.output(["pg_config", "--bindir"])
    if said:
        yield Path(said.strip())
    server = shutil.which("postgres")
    if server:
        yield Path(server).resolve().parent
