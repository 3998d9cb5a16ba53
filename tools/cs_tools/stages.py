"""The stages of ./test that run tests, and the databases they run on."""

import os
import re
import socket
from pathlib import Path

from . import addons, process, venv
from .console import Fault, say, step
from .paths import LOGS, ROOT, TESTS, VAR
from .results import Result, read_junit, read_odoo_log
from .steps import fingerprint, remove

_TEMPLATE = "template-"
# English first: tests name English words and dates.
_LANGUAGES = "en_US,zh_CN"
_NOT_OURS = "ignore:'crypt' is deprecated:DeprecationWarning"
_INSIDE = Path(__file__).parent / "inside"
WARM = "warm"
FULL = "full"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pytest(name, paths, *arguments, environment=None, quiet=True):
    """Run pytest over paths.

    :param name: under which the tests are counted
    :param quiet: show its output only when something failed
    """
    report = VAR / "report" / f"{name}.xml"
    remove(report)
    command = [
        *(venv.PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *(f"--junitxml={report}", "-W", _NOT_OURS, *arguments, *paths),
    ]
    environment = process.environment(
        **{"PYTHONDONTWRITEBYTECODE": "1", **(environment or {})}
    )
    if quiet:
        log = LOGS / f"pytest-{name}.log"
        process.run(command, log=log, append=False, env=environment, cwd=ROOT)
    else:
        log = None
        process.spawn(command, env=environment, cwd=ROOT).wait()
    result = read_junit(report, name)
    if result.failed and log:
        say(f"\n{log.read_text()}")
    return result


def folder(name):
    """A folder of plain pytest tests below tests/, if it has any."""
    tests = TESTS / name
    if not any(tests.rglob("test_*.py")):
        return Result()
    with step(f"Running tests/{name}"):
        return pytest(name, [tests], "-p", "no:odoo")


def faults(databases):
    """Tests against real processes. They find through the environment how to start
    Odoo and which database, without our addons, to copy."""
    if not any((TESTS / "faults").rglob("test_*.py")):
        return Result()
    with step("Running tests/faults"):
        return pytest(
            "faults",
            [TESTS / "faults"],
            *("-p", "no:odoo"),
            environment={
                **databases.environment,
                **databases.cluster.environment,
                "CS_TEST_PYTHON": str(venv.PYTHON),
                "CS_TEST_ODOO_CONF": str(databases.configuration),
                "CS_TEST_TEMPLATE": template(databases),
                "PATH": f"{databases.cluster.programs}:{os.environ['PATH']}",
            },
        )


def _contents(databases):
    everything = addons.ours() | addons.for_tests()
    oca = venv.site_packages() / "odoo" / "addons"
    return everything, addons.states(everything, oca, databases.odoo.version)


def template(databases):
    """A database with what our addons stand on, made once for each set of it."""
    everything, contents = _contents(databases)
    needed = sorted(addons.foreign_dependencies(everything))
    versions = [contents.get(name) for name in (*needed, "base")]
    name = _TEMPLATE + fingerprint(needed, versions, _LANGUAGES)
    if databases.state(name) is None:
        for old in databases.names(_TEMPLATE):
            databases.drop(old)
        with step("Installing what our addons stand on, for later copies", "1 minute"):
            databases.create(name)
            databases.load(
                name,
                f"--load-language={_LANGUAGES}",
                problem="The test database could not be made",
                install=needed,
            )
            databases.note(name, {})
    return name


def installed_and_tested(databases):
    """Install all our addons into a fresh database and run all their tests there."""
    source = template(databases)
    everything = addons.ours() | addons.for_tests()
    names = ",".join(everything)
    log = LOGS / f"{FULL}.log"
    with step("Installing our addons and running their tests"):
        databases.create(FULL, source)
        process.run(
            databases.command(
                *("server", FULL, "--stop-after-init", "-i", names),
                *("--test-tags", ",".join(f"/{name}" for name in everything)),
                *("--http-port", free_port(), "--screenshots", VAR / "screenshots"),
            ),
            log=log,
            append=False,
            env=databases.environment,
        )
    result = read_odoo_log(log.read_text(errors="replace").splitlines())
    missing = set(everything) - databases.installed(FULL)
    result.problems += [f"{name}: not installed, see {log}" for name in missing]
    for problem in result.problems:
        say(f"\n{problem}\n")
    if not result.failed:
        result.problems += _unclean(log)
    result.problems += _stale_templates(databases, everything)
    return result


def _unclean(log):
    """Warnings and errors in a log, those in checklog-odoo.cfg excepted."""
    said = LOGS / "checklog.log"
    command = [venv.PYTHON, "-m", "checklog_odoo", "-c", "checklog-odoo.cfg", log]
    if process.run(command, log=said, append=False, cwd=ROOT):
        say(f"\n{said.read_text()}\n")
        return [f"warnings in {log}"]
    return []


def _stale_templates(databases, everything):
    """Addons of ours whose committed .pot is not what their code says."""
    problems = []
    for name, text in export_terms(databases, FULL).items():
        committed = everything[name].folder / "i18n" / f"{name}.pot"
        if not committed.exists() or committed.read_text() != text:
            problems.append(f"{name}: i18n/{name}.pot is out of date; run tools/i18n")
            say(problems[-1])
    return problems


def export_terms(databases, database):
    """Translatable terms of our addons: name -> content of its .pot file."""
    target = VAR / "report" / "pot"
    remove(target)
    target.mkdir(parents=True)
    databases.shell(
        database,
        _INSIDE / "export_pot.py",
        problem="The translatable terms could not be read",
        CS_ADDONS=",".join(addons.ours()),
        CS_TARGET=str(target),
    )
    return {path.stem: path.read_text() for path in sorted(target.glob("*.pot"))}


def warm(databases):
    """The database for single tests, brought up to date when files changed."""
    everything, contents = _contents(databases)
    state = databases.state(WARM)
    source = template(databases)
    if state is None or state["template"] != source:
        state = {"template": source, "addons": {}}
        databases.create(WARM, source)
        databases.note(WARM, state)
    install, update = addons.plan(state["addons"], contents, everything)
    if not install and not update:
        return
    with step(f"Updating the test database ({', '.join(install + update)})"):
        problem = "The addons could not be loaded"
        databases.load(WARM, problem=problem, install=install, update=update)
        databases.note(WARM, {"template": source, "addons": contents})


def on_warm(databases, selections, fast=False):
    """Run tests of addons on the warm database, all in one go.

    :param selections: like ``cs_base``, ``cs_base:TestX``, ``cs_base:TestX.test_y``
    :param fast: leave out tests that need HTTP or a browser
    """
    warm(databases)
    paths = [path for selection in selections for path in _find(selection)]
    arguments = [
        f"--odoo-config={databases.configuration}",
        f"--odoo-database={WARM}",
        f"--odoo-extra=http-port={free_port()}",
    ]
    if not fast:
        arguments.append("--odoo-http")
    return pytest(
        "addons", paths, *arguments, environment=databases.environment, quiet=False
    )


def _find(selection):
    """Node ids of pytest for ``addon[:Class[.method]]``."""
    name, _, rest = selection.partition(":")
    found = (addons.ours() | addons.for_tests())[name].folder / "tests"
    if not rest:
        return [found]
    wanted, _, method = rest.partition(".")
    suffix = f"::{wanted}" + (f"::{method}" if method else "")
    for path in sorted(found.glob("test_*.py")):
        if re.search(rf"^class {re.escape(wanted)}\b", path.read_text(), re.MULTILINE):
            return [f"{path}{suffix}"]
    raise Fault(f"There is no class {wanted} in the tests of {name}.")
