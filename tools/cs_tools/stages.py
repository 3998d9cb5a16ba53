"""The stages of ./test that run tests, and the databases they run on."""

import re
import socket
from pathlib import Path

from . import addons, process, venv
from .console import Fault, say, step
from .paths import LOGS, ROOT, TESTS, VAR
from .results import Result, read_junit
from .steps import fingerprint, remove

_TEMPLATE = "template-"
# English first: tests name English words and dates.
_LANGUAGES = "en_US,zh_CN"
_NOT_OURS = "ignore:'crypt' is deprecated:DeprecationWarning"
INSIDE = Path(__file__).parent / "inside"
WARM = "warm"
_WARM_OPTIONAL = "warm-optional"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pytest(name, paths, *arguments, environment=None, quiet=True):
    """Run pytest over paths.

    :param name: under which the tests are counted
    :param quiet: show its output only when something failed
    """
    command = pytest_command(name, paths, *arguments)
    log = pytest_log(name) if quiet else None
    if quiet:
        process.run(command, log=log, append=False, env=environment, cwd=ROOT)
    else:
        everything = process.environment(**(environment or {}))
        process.spawn(command, env=everything, cwd=ROOT).wait()
    return pytest_result(name, log)


def pytest_command(name, paths, *arguments):
    report = _pytest_report(name)
    remove(report)
    return [
        *(venv.PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *(f"--junitxml={report}", "-W", _NOT_OURS, *arguments, *paths),
    ]


def _pytest_report(name):
    return VAR / "report" / f"{name}.xml"


def pytest_log(name):
    return LOGS / f"pytest-{name}.log"


def pytest_result(name, log=None):
    """What a run of pytest found; its output is shown when something failed."""
    result = read_junit(_pytest_report(name), name)
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


def export_terms(databases, database):
    """Translatable terms of our addons: name -> content of its .pot file."""
    target = VAR / "report" / "pot"
    remove(target)
    target.mkdir(parents=True)
    databases.shell(
        database,
        INSIDE / "export_pot.py",
        problem="The translatable terms could not be read",
        CS_ADDONS=",".join(addons.ours()),
        CS_TARGET=str(target),
    )
    return {path.stem: path.read_text() for path in sorted(target.glob("*.pot"))}


def warm(databases, optional=False):
    """A database for single tests, brought up to date when files changed.

    :param optional: one with the addons that stand on what a site may add, and what
        those need; without: all others
    :return: its name
    """
    name = _WARM_OPTIONAL if optional else WARM
    everything, contents = _contents(databases)
    added = addons.optional(everything)
    wanted = added if optional else set(everything) - added
    contents = {n: c for n, c in contents.items() if optional or n not in added}
    state = databases.state(name)
    source = template(databases)
    if state is None or state["template"] != source:
        state = {"template": source, "addons": {}}
        databases.create(name, source)
        databases.note(name, state)
    install, update = addons.plan(state["addons"], contents, sorted(wanted))
    if install or update:
        with step(f"Updating the test database ({', '.join(install + update)})"):
            problem = "The addons could not be loaded"
            databases.load(name, problem=problem, install=install, update=update)
            databases.note(name, {"template": source, "addons": contents})
    return name


def on_warm(databases, selections, fast=False):
    """Run tests of addons on the warm database, all in one go.

    :param selections: like ``cs_base``, ``cs_base:TestX``, ``cs_base:TestX.test_y``
    :param fast: leave out tests that need HTTP or a browser
    """
    everything = addons.ours() | addons.for_tests()
    added = addons.optional(everything)
    kinds = {selection.partition(":")[0] in added for selection in selections}
    if len(kinds) > 1:
        names = ", ".join(sorted(added))
        raise Fault(f"Name {names} by themselves: they need another database.")
    database = warm(databases, optional=kinds == {True})
    paths = [path for selection in selections for path in _find(selection)]
    arguments = [
        f"--odoo-config={databases.configuration}",
        f"--odoo-database={database}",
        f"--odoo-extra=http-port={free_port()}",
    ]
    if not fast:
        arguments.append("--odoo-http")
    # No job runner of OCA's queue_job: tests say for themselves whether there is one.
    environment = {**databases.environment, "ODOO_QUEUE_JOB_CHANNELS": "root:0"}
    return pytest("addons", paths, *arguments, environment=environment, quiet=False)


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
