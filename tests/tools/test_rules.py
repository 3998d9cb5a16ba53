"""docs/rules.md says of every rule where it works, and what it names is there."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "docs" / "rules.md"
SPEC = ROOT.parent / "shared" / "spec"
POINTS = "POINTS.md"

_BOOK = re.compile(r"\b(?:ATT|HD|APP|INC|ALL)-\d\d\b")
_POINTS = re.compile(r"\b(?:CS|GO|CA|SF)-\d\d\b")
_ENGINE = re.compile(r"`(?:(cs_\w+)/)?engine/(\w+\.py)`")
_MODEL = re.compile(r"`(cs(?:\.\w+)+)(\.\*)?`")
#: what a test is called in the list -> where its file is
_PLACES = {
    "engine": "tests/engine",
    "faults": "tests/faults",
    "suite": "tests/test_cs_suite/tests",
    "base": "tests/test_cs_base/tests",
}


class Row(NamedTuple):
    rules: tuple
    works: str
    where: str
    tests: tuple


def _ids(text):
    return [*_BOOK.findall(text), *_POINTS.findall(text)]


def _rows():
    for line in LIST.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and _ids(cells[0]):
            rules, _title, works, where, tests = cells
            names = tuple(test.strip() for test in tests.split(",") if test != "–")
            yield Row(tuple(_ids(rules)), works, where, names)


def _test_file(name):
    place, _, rest = name.partition("/")
    folder = _PLACES.get(place, f"addons/{place}/tests")
    return ROOT / folder / f"test_{rest}.py"


def _cites(text, rule):
    """A rule of the book by its ID or in the name of a test; one of the points book
    also by a test that reads that book line by line."""
    return (
        rule in text
        or rule.lower().replace("-", "_") in text
        or (_POINTS.fullmatch(rule) and POINTS in text)
    )


ROWS = list(_rows())
KNOWN = [rule for row in ROWS for rule in row.rules]


def test_each_rule_stands_once():
    assert ROWS
    assert sorted(set(KNOWN)) == sorted(KNOWN)


def test_what_code_and_tests_cite_is_listed():
    cited = {}
    for folder in ("addons", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".js", ".xml", ".csv") and path.is_file():
                for rule in _ids(path.read_text()):
                    cited.setdefault(rule, path.relative_to(ROOT))
    assert {rule: path for rule, path in cited.items() if rule not in KNOWN} == {}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rules[0])
def test_a_row_keeps_its_word(row):
    """What works is cited by tests that are there; what is missing is said."""
    assert row.works in ("yes", "partly", "no")
    assert bool(row.tests) == (row.works != "no")
    assert ("Missing:" in row.where) == (row.works == "partly")
    texts = {name: _test_file(name).read_text() for name in row.tests}
    idle = [
        n for n, text in texts.items() if not any(_cites(text, r) for r in row.rules)
    ]
    assert not idle, f"cites nothing of this row: {idle}"
    untested = [r for r in row.rules if not any(_cites(t, r) for t in texts.values())]
    assert row.works == "no" or not untested


def test_engines_and_models_that_are_named_are_there():
    text = LIST.read_text()
    for addon, name in _ENGINE.findall(text):
        assert list(ROOT.glob(f"addons/{addon or '*'}/engine/{name}")), name
    declared = set()
    for path in ROOT.glob("addons/*/models/*.py"):
        declared |= set(re.findall(r'^    _name = "([\w.]+)"', path.read_text(), re.M))
    for name, stands_for_more in _MODEL.findall(text):
        found = any(one.startswith(f"{name}.") for one in declared)
        assert name in declared or (stands_for_more and found), name


def test_no_rule_of_the_specification_is_forgotten():
    if not SPEC.exists():
        pytest.skip("no ../shared/spec")
    wanted = set(_BOOK.findall((SPEC / "RULES.md").read_text()))
    wanted |= set(_POINTS.findall((SPEC / POINTS).read_text()))
    assert sorted(wanted - set(KNOWN)) == []
    assert sorted(set(KNOWN) - wanted) == []
