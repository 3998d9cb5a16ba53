"""Child processes: output in a log file, no survivors when the parent dies."""

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from .console import Fault
from .paths import VAR

_OWNER = "CS_OWNER"
_PR_SET_PDEATHSIG = 1
_HARMLESS = ("ODOO_TEST_", "ODOO_TOUR_", "ODOO_BROWSER_")
_ERROR = re.compile(r"(E:|ERROR:|[\w.]+(Error|Exception|Violation|Fault)\w*:)\s")
try:
    _libc = ctypes.CDLL(None)
    _libc.prctl  # noqa: B018 - absent outside Linux
except (OSError, AttributeError):
    _libc = None


def _end_with_parent():
    """In the child: die when the parent is killed, so that a new start is alone."""
    if _libc:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _started(number):
    """When a process started, in clock ticks since boot; None when it is gone."""
    try:
        with open(f"/proc/{number}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def _marker():
    """Names us in the environment of what we start, past the reuse of numbers."""
    return f"{VAR}:{os.getpid()}:{_started(os.getpid())}"


def end_orphans():
    """End what a killed run left behind: children of children outlive their parent
    and go on writing where we are about to start anew."""
    prefix = f"{_OWNER}={VAR}:".encode()
    for attempt in range(100):
        orphans = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                variables = environ.read_bytes().split(b"\0")
            except OSError:
                continue
            for variable in variables:
                if variable.startswith(prefix):
                    number, _, started = variable[len(prefix) :].decode().partition(":")
                    if _started(number) != started:
                        orphans.append(int(environ.parent.name))
        if not orphans:
            return
        for number in orphans if attempt % 20 == 0 else ():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        time.sleep(0.1)


def spawn(command, survives=False, **options):
    """Popen whose child ends with this process, kill -9 included.

    :param survives: for programs that must not be cut off in the middle
    """
    options.setdefault("stdin", subprocess.DEVNULL)
    if survives:
        options["start_new_session"] = True
    else:
        options["preexec_fn"] = _end_with_parent
        options["env"] = {**options.get("env", os.environ), _OWNER: _marker()}
    return subprocess.Popen([str(part) for part in command], **options)


def environment(**additions):
    """Ours without what would steer PostgreSQL or Odoo past their options: Odoo takes
    PGHOST, PGDATABASE, ODOO_RC and the like before its configuration file.

    Python keeps what it has compiled in the work folder: Odoo comes as bare sources,
    and compiling them takes a good part of each start.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PG")
        and (not name.startswith("ODOO_") or name.startswith(_HARMLESS))
        and name not in (_OWNER, "PYTHONDONTWRITEBYTECODE")
    }
    return {**kept, "PYTHONPYCACHEPREFIX": str(VAR / "pycache"), **additions}


def start(command, log, env=None, cwd=None, append=True, **options):
    """Start a command with its output in ``log``.

    :param env: variables to add to the present ones
    :return: Popen
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "ab" if append else "wb") as output:
        return spawn(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment(**(env or {})),
            cwd=cwd,
            **options,
        )


def run(command, log, **options):
    """Like :func:`start`, and wait for the end.

    :return: exit code
    """
    child = start(command, log, **options)
    try:
        return child.wait()
    except BaseException:
        end(child)
        raise


def check(command, log, problem, **options):
    """Like :func:`run`, but a failure is a Fault: problem, last words, log."""
    if run(command, log, **options):
        raise Fault(f"{problem} ({last_words(log)}). The whole story: {log}")


def output(command, input="", stderr_to=None, **options):
    """Standard output of a short command, None when it fails or is not there.

    :param stderr_to: log that gets what the command says about its failure
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            input=input,
            capture_output=True,
            text=True,
            env=environment(),
            **options,
        )
    except OSError:
        return None
    if done.returncode == 0:
        return done.stdout
    if stderr_to:
        with open(stderr_to, "a") as log:
            log.write(done.stderr)
    return None


def end(child, patience=30):
    """Ask a child to stop, and make it after ``patience`` seconds."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def last_words(log):
    """The line of a log that most likely says what went wrong, shortened."""
    try:
        lines = log.read_text(errors="replace").splitlines()[-200:]
    except OSError:
        return "no log"
    lines = [line.strip() for line in lines if line.strip()]
    errors = [line for line in lines if _ERROR.match(line)]
    return (errors or lines or ["no output"])[-1][:300]
