"""The tests that need Odoo, shared out over databases that are used side by side.

One Odoo does one test at a time and leaves half of even a small machine idle. So our
addons are installed once, and each part runs on a copy.
"""

import os
import time
from dataclasses import dataclass

from . import addons, process, stages, venv
from .console import say, step
from .paths import LOGS, ROOT, TESTS, VAR
from .results import Result, read_odoo_log

FULL = "full"
_DEMO = "full-demo"
_HISTORY = "full-history"
#: Also with the addons that stand on what a site may add.
_MORE = "full-more"
_SUITE = "test_cs_suite"
_LOAD_DEMO = stages.INSIDE / "load_demo.py"
_MAKE_ASSETS = stages.INSIDE / "make_assets.py"
#: Tests of these run while they are installed, each set with no more than it needs.
_ALONE = {
    "cs_base": ("cs_base", "test_cs_base"),
    "cs_attendance": ("cs_attendance",),
    "cs_helpdesk": ("cs_helpdesk",),
}
#: Files of the suite that take as long as all others together.
_LONG = ("test_journeys.py",)
#: Files of the suite that are about the demo company with its history.
_TOLD = ("test_first_day.py",)
#: Files of the suite that make a company of their own out of ../shared/data.
_REAL = ("test_real_company.py",)
#: Files of the suite that look at what an installation brings, without demo data.
_BARE = (
    "test_language.py",
    "test_language_lent.py",
    "test_schema.py",
    "test_setup.py",
    "test_setup_journey.py",
    "test_setup_parts.py",
)


@dataclass(frozen=True)
class Part:
    """Tests that one process runs.

    :ivar source: the database that it gets a copy of; None for tests/faults, which
        make their own
    :ivar tags: which tests, as Odoo's ``--test-tags`` has it
    :ivar install: addons installed on the copy, with their tests on the way
    """

    name: str
    source: str = None
    tags: tuple = ()
    install: tuple = ()

    @property
    def database(self):
        return f"part-{self.name}"

    @property
    def log(self):
        return LOGS / f"{self.database}.log"


_OF_HISTORY = Part("history", _HISTORY, (f"/{addons.HISTORY}",))


def everything(databases, first=()):
    """Install all our addons and run all their tests and tests/faults.

    What needs only what is there begins before the rest is made: tests/faults a
    database without our addons, the walks one with the demo company.

    :param first: checks that need no database: functions that return a Result
    """
    ours = addons.ours() | addons.for_tests()
    parts = _plan(ours, stages.template(databases))
    with _Lanes(databases, lanes()) as side_by_side:
        if lanes() > 1 and parts[0].source is None:
            side_by_side.start(parts.pop(0))
        result = Result()
        for check in first:
            result.add(check())
        made = _installed(databases, ours)
        if lanes() > 2 and not made.failed:
            side_by_side.start(parts.pop(0))
        made.add(_told(databases))
        result.add(made)
        result.add(side_by_side.run([] if made.failed else parts))
    return result


def faults(databases):
    """Tests against real processes, alone."""
    if not _has_faults():
        return Result()
    with step("Running tests/faults"):
        child = _start_faults(databases)
        try:
            child.wait()
        finally:
            process.end(child)
    return _read_faults()


def lanes():
    """How many parts at a time: CS_TEST_LANES, or one more than cores, since browsers
    are waited for; four at most."""
    wanted = os.environ.get("CS_TEST_LANES", "")
    if wanted.isdigit() and int(wanted):
        return int(wanted)
    return min(os.cpu_count() + 1, 4)


def _installed(databases, ours):
    """One database with all our addons, and copies of it: with those that stand on
    what a site may add, and with the demo company."""
    source, more = stages.template(databases), addons.optional(ours)
    problem = "Our addons could not be installed"
    with step("Installing our addons"):
        databases.create(FULL, source)
        databases.load(FULL, problem=problem, install=sorted(set(ours) - more))
        databases.shell(FULL, _MAKE_ASSETS, problem=problem)
        databases.create(_MORE, FULL)
        databases.load(_MORE, problem=problem, install=sorted(more))
    result = Result()
    for name in (FULL, _MORE):
        result.problems += _unclean(LOGS / f"{name}-load.log")
    result.problems += _stale_templates(databases, ours)
    with step("Loading the demo company"):
        databases.create(_DEMO, FULL)
        _load_demo(databases, _DEMO, addons.ours())
    return result


def _told(databases):
    """Another copy, with the history of the demo company."""
    with step("Loading the demo company with its history", "2 minutes"):
        databases.create(_HISTORY, FULL)
        problem = "The history of the demo company could not be installed"
        databases.load(_HISTORY, problem=problem, install=[addons.HISTORY])
        _load_demo(databases, _HISTORY, addons.with_history())
    return Result(problems=_unclean(LOGS / f"{_HISTORY}-load.log"))


def _load_demo(databases, name, ours):
    databases.shell(
        name,
        _LOAD_DEMO,
        problem="The demo company could not be loaded",
        CS_ADDONS=",".join(ours),
    )
    # Otherwise queries are planned for the empty tables of a moment ago.
    databases.cluster.psql("ANALYZE", name)


def history(databases):
    """The tests of the history, alone."""
    ours = addons.ours() | addons.for_tests()
    result = Result()
    if not databases.exists(FULL):
        result = _installed(databases, ours)
    result.add(_told(databases))
    if not result.failed:
        with _Lanes(databases, 1) as alone:
            result.add(alone.run([_OF_HISTORY]))
    return result


def _plan(ours, template):
    """The parts, those that take long first; each test is in one of them.

    :param ours: all addons with tests, by name
    :param template: database with what they stand on
    """
    suite = f"/{_SUITE}"
    long, bare, told, real = (
        tuple(f"{suite}/tests/{name}" for name in names)
        for names in (_LONG, _BARE, _TOLD, _REAL)
    )
    apart = long + bare + told + real
    more = tuple(sorted(addons.optional(ours)))
    alone = {name for names in _ALONE.values() for name in names} | set(more)
    rest = tuple(name for name in ours if name not in alone and name != _SUITE)
    return [
        *([Part("faults")] if _has_faults() else []),
        Part("journeys", _DEMO, long),
        Part("suite", _DEMO, (suite, *(f"-{path}" for path in apart))),
        Part("suite-real", FULL, real),
        Part("suite-bare", FULL, bare),
        Part("suite-history", _HISTORY, told),
        _OF_HISTORY,
        Part("rest", template, _all_of(rest, "-post_install"), rest),
        *(
            Part(install, template, _all_of(names, "-post_install"), names)
            for install, names in _ALONE.items()
        ),
        *([Part("more", FULL, _all_of(more), more)] if more else []),
        Part("rest-after", FULL, _all_of(rest, "-at_install")),
        *(
            Part(f"{name}-after", FULL, _all_of(names, "-at_install"))
            for name, names in _ALONE.items()
        ),
    ]


def _all_of(names, *but):
    return (*(f"/{name}" for name in names), *but)


class _Lanes:
    """Parts that run side by side; none outlives the ``with``.

    :param limit: how many at a time
    """

    def __init__(self, databases, limit):
        self.databases, self.limit = databases, limit
        self.running = {}

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        for child, _begin in self.running.values():
            process.end(child)

    def start(self, part):
        self.running[part] = (_start(self.databases, part), time.monotonic())

    def run(self, parts):
        """Run these and what is running already; one that fails stops no other."""
        result, waiting = Result(), list(parts)
        say(
            f"- Running the tests of our addons, {self.limit} at a time (CS_TEST_LANES)"
        )
        while waiting or self.running:
            while waiting and len(self.running) < self.limit:
                self.start(waiting.pop(0))
            time.sleep(0.2)
            for part, (child, begin) in list(self.running.items()):
                if child.poll() is not None:
                    del self.running[part]
                    result.add(self._ended(part, time.monotonic() - begin))
        return result

    def _ended(self, part, seconds):
        found = _read(self.databases, part)
        said = f"{len(found.problems)} failed" if found.failed else "passed"
        say(f"  - {part.name}: {seconds:.0f} s, {said}")
        return found


def _start(databases, part):
    if part.source is None:
        return _start_faults(databases)
    databases.create(part.database, part.source)
    install = ["-i", ",".join(part.install)] if part.install else []
    return process.start(
        databases.command(
            *("server", part.database, "--stop-after-init", *install),
            *("--test-tags", ",".join(part.tags)),
            *("--http-port", stages.free_port(), "--screenshots", VAR / "screenshots"),
        ),
        log=part.log,
        append=False,
        env=databases.environment,
    )


def _read(databases, part):
    """What a part found; its database has done its duty."""
    if part.source is None:
        return _read_faults()
    result = read_odoo_log(part.log.read_text(errors="replace").splitlines())
    missing = set(part.install) - databases.installed(part.database)
    result.problems += [f"{name}: not installed, see {part.log}" for name in missing]
    for problem in result.problems:
        say(f"\n{problem}\n")
    if not result.failed:
        result.problems += _unclean(part.log)
    databases.drop(part.database)
    return result


def _has_faults():
    return any((TESTS / "faults").rglob("test_*.py"))


def _start_faults(databases):
    """Tests against real processes. They find through the environment how to start
    Odoo and which database, without our addons, to copy."""
    return process.start(
        stages.pytest_command("faults", [TESTS / "faults"], "-p", "no:odoo"),
        log=stages.pytest_log("faults"),
        append=False,
        cwd=ROOT,
        env={
            **databases.environment,
            **databases.cluster.environment,
            "CS_TEST_PYTHON": str(venv.PYTHON),
            "CS_TEST_ODOO_CONF": str(databases.configuration),
            "CS_TEST_TEMPLATE": stages.template(databases),
            "PATH": f"{databases.cluster.programs}:{os.environ['PATH']}",
        },
    )


def _read_faults():
    return stages.pytest_result("faults", stages.pytest_log("faults"))


def _unclean(log):
    """Warnings and errors in a log, those in checklog-odoo.cfg excepted."""
    said = LOGS / "checklog.log"
    command = [venv.PYTHON, "-m", "checklog_odoo", "-c", "checklog-odoo.cfg", log]
    if process.run(command, log=said, append=False, cwd=ROOT):
        say(f"\n{said.read_text()}\n")
        return [f"warnings in {log}"]
    return []


def _stale_templates(databases, ours):
    """Addons of ours whose committed .pot is not what their code says."""
    problems = []
    for name, text in stages.export_terms(databases, _MORE).items():
        committed = ours[name].folder / "i18n" / f"{name}.pot"
        if not committed.exists() or committed.read_text() != text:
            problems.append(f"{name}: i18n/{name}.pot is out of date; run tools/i18n")
            say(problems[-1])
    return problems
