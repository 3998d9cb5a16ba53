"""What a stage of ./test found, and how logs and reports are read."""

import re
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from dataclasses import dataclass, field

_RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): (?P<text>.*)"
)
_MODULE = re.compile(r"odoo\.addons\.(\w+)\.tests\.")
_STARTED = re.compile(r"Starting (\S+) \.\.\.")
_SKIPPED = re.compile(r"skipped (?P<test>.+?) : (?P<reason>.*)")
_FAILED = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(?P<test>[\w.]+)")
_TOTAL = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")


@dataclass
class Result:
    """One stage: how many tests passed, which failed and which were skipped.

    ``counts`` says how many ran under each name that tests/counts.json knows;
    ``problems`` are failures as people read them; each counts as one.
    """

    counts: dict = field(default_factory=dict)
    passed: int = 0
    problems: list = field(default_factory=list)
    skipped: list = field(default_factory=list)

    @property
    def failed(self):
        return len(self.problems)

    def add(self, other):
        for name, count in other.counts.items():
            self.counts[name] = self.counts.get(name, 0) + count
        self.passed += other.passed
        self.problems += other.problems
        self.skipped += other.skipped


def read_junit(path, name):
    """Result of a pytest run from its report."""
    result = Result(counts={name: 0})
    if not path.exists():
        result.problems.append(f"{name}: pytest ended without a report")
        return result
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        test = f"{case.get('classname')}.{case.get('name')}"
        kinds = {child.tag: child for child in case}
        if "skipped" in kinds:
            result.skipped.append(f"{test}: {kinds['skipped'].get('message')}")
            continue
        result.counts[name] += 1
        bad = kinds.get("failure", kinds.get("error"))
        if bad is None:
            result.passed += 1
        else:
            result.problems.append(f"{test}: {bad.get('message')}")
    return result


def read_odoo_log(lines):
    """Result of an Odoo run with tests from its log.

    Odoo's own total counts a test once for every failed subtest and cannot tell
    addons apart; here a test is one, and it has failed or not.
    """
    started, failures, skipped = defaultdict(set), {}, []
    total = None
    for level, logger, text in _records(lines):
        if logger == "odoo.tests.result" and (found := _TOTAL.match(text)):
            total = found
        module = _MODULE.match(logger)
        if not module:
            continue
        if level == "INFO" and (found := _STARTED.match(text)):
            started[module[1]].add(found[1])
        elif level == "INFO" and (found := _SKIPPED.match(text)):
            skipped.append((module[1], found["test"], found["reason"]))
        elif level == "ERROR" and (found := _FAILED.match(text)):
            failures.setdefault((module[1], found["test"]), text)
    for module, test, _reason in skipped:
        started[module].discard(test)
    result = Result(counts={name: len(tests) for name, tests in started.items()})
    ran = {(name, test) for name, tests in started.items() for test in tests}
    result.passed = len(ran - set(failures))
    result.problems = [f"{module}: {text}" for (module, _t), text in failures.items()]
    result.skipped = [f"{m} {test}: {reason}" for m, test, reason in skipped]
    if total is None:
        result.problems.append("Odoo ended before its tests did")
    elif not failures and (int(total[1]) or int(total[2])):
        result.problems.append(f"Odoo says: {total[0]}")
    return result


def _records(lines):
    """(level, logger, text) of log records, tracebacks joined to their record."""
    current = None
    for line in lines:
        found = _RECORD.match(line)
        if found:
            if current:
                yield current
            current = (found["level"], found["logger"], found["text"])
        elif current:
            level, logger, text = current
            current = (level, logger, f"{text}\n{line.rstrip()}")
    if current:
        yield current
