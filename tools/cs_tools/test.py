"""./test: set up what is missing and run tests, all or some."""

import argparse
import json
import re
import time
from contextlib import ExitStack
from functools import partial

from . import addons, browser, lint, odoo, parts, process, stages, venv
from .console import guarded, say
from .database import Databases
from .paths import TESTS
from .postgres import Cluster
from .results import Result
from .steps import lock, make_work_folder, write_at_once

_PROGRAM = "./test"
_COUNTS = TESTS / "counts.json"
_SKIPS = TESTS / "skips.txt"
_SUITE = "test_cs_suite"


def main(arguments=None):
    return guarded(_PROGRAM, lambda: _run(_parse(arguments)))


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog=_PROGRAM,
        description="Run every test against a real Odoo and a real PostgreSQL, or only"
        " what is named, on a database that is kept warm.",
        epilog="The last line is the verdict: N passed, N failed.",
    )
    parser.add_argument(
        "what",
        nargs="*",
        help="lint, tools, engine, faults, suite, an addon (cs_base), a class of one"
        " (cs_base:TestPolicy) or a test (cs_base:TestPolicy.test_scope)",
    )
    parser.add_argument(
        "--fast",
        action="store_true",
        help="leave out browser, HTTP and fault tests; no verdict on the whole",
    )
    parser.add_argument(
        "--record",
        action="store_true",
        help="note in tests/counts.json how many tests ran, when all passed",
    )
    options = parser.parse_args(arguments)
    options.what = [_SUITE if what == "suite" else what for what in options.what]
    known = {"lint", "tools", "engine", "faults", *addons.with_history()}
    known |= set(addons.for_tests())
    for what in options.what:
        if what.partition(":")[0] not in known:
            parser.error(f"{what} is none of {', '.join(sorted(known))}")
    return options


def _run(options):
    start = time.monotonic()
    make_work_folder()
    with lock("setup"):
        process.end_orphans()
        release = odoo.ensure()
        venv.ensure(development=True)
        if not options.fast and not set(options.what) & {"lint", "tools", "engine"}:
            browser.ensure()
    with lock("test"), ExitStack() as stack:

        def databases():
            cluster = stack.enter_context(Cluster("pg-test", durable=False))
            return Databases(release, cluster)

        if options.what or options.fast:
            result = _some(options, databases)
        else:
            result = _everything(databases())
            result.problems += _guard_counts(result, options.record)
    _report(result, time.monotonic() - start)
    return 1 if result.failed else 0


def _everything(databases):
    folders = [partial(stages.folder, name) for name in ("tools", "engine")]
    result = parts.everything(databases, first=(lint.run, *folders))
    result.problems += _guard_skips(result)
    return result


def _some(options, databases):
    """What was named; with --fast alone, everything that needs no HTTP."""
    everything = {**addons.ours(), **addons.for_tests()}
    what = options.what or ["lint", "tools", "engine", *everything]
    result = Result()
    if "lint" in what:
        result.add(lint.run())
    for name in ("tools", "engine"):
        if name in what:
            result.add(stages.folder(name))
    selections = [name for name in what if name.partition(":")[0] in everything]
    if selections or {"faults", addons.HISTORY} & set(what):
        found = databases()
        if selections:
            result.add(stages.on_warm(found, selections, options.fast))
        if "faults" in what:
            result.add(parts.faults(found))
        if addons.HISTORY in what:
            result.add(parts.history(found))
    if not options.fast:
        result.problems += _guard_skips(result)
    if not any(result.counts.values()):
        result.problems.append("nothing ran")
    return result


def _guard_skips(result):
    """Skipped tests that should have run: all but those that tests/skips.txt allows,
    one regular expression a line."""
    lines = _SKIPS.read_text().splitlines() if _SKIPS.exists() else []
    allowed = [line for line in lines if line.strip() and not line.startswith("#")]
    return [
        f"skipped: {skip}"
        for skip in result.skipped
        if not any(re.search(pattern, skip) for pattern in allowed)
    ]


def _guard_counts(result, record):
    """Stages in which fewer tests ran than the repository says, or that it does not
    know yet. Where a test was skipped that may be, fewer are right."""
    if record and not result.failed:
        text = json.dumps(dict(sorted(result.counts.items())), indent=4)
        write_at_once(_COUNTS, text + "\n")
        return []
    recorded = json.loads(_COUNTS.read_text()) if _COUNTS.exists() else {}
    skipping = {skip.partition(" ")[0] for skip in result.skipped}
    problems = [
        f"{name}: {result.counts.get(name, 0)} tests ran, {count} are recorded"
        for name, count in recorded.items()
        if result.counts.get(name, 0) < count and name not in skipping
    ]
    return problems + [
        f"{name}: not in tests/counts.json; run ./test --record"
        for name in sorted(set(result.counts) - set(recorded))
        if result.counts[name]
    ]


def _report(result, seconds):
    say()
    for name, count in sorted(result.counts.items()):
        say(f"{name:<24}{count:>6} ran")
    for problem in result.problems:
        say(f"FAILED  {problem.splitlines()[0][:300]}")
    if result.skipped:
        say(f"{len(result.skipped)} skipped")
    say(f"{seconds:.0f} s")
    say(f"{result.passed} passed, {result.failed} failed")
