"""Every combination of our addons is installed, upgraded, uninstalled, reinstalled.

A combination starts from a copy of the largest one inside it, so that each step adds
or removes little and what it must leave behind is known: exactly the state before.
"""

import json

import pytest
from catalogue import difference, read
from combinations import closed_combinations, largest_part, manifests
from conftest import trouble

MANIFESTS = manifests()
COMBINATIONS = closed_combinations(MANIFESTS)

KNOW = """
env["ir.module.module"].update_list()
env.cr.commit()
"""

CHECK = """
import json
from odoo.addons.test_cs_suite import schema
print("RESULT", json.dumps({
    "installed": sorted(env["ir.module.module"].search(
        [("state", "=", "installed"), ("name", "in", schema.addons_of_suite())]
    ).mapped("name")),
    "missing": schema.missing_table_objects(env)
    + schema.nullable_required_columns(env) + schema.missing_foreign_keys(env),
}))
"""

DEMO = """
from odoo.addons.test_cs_suite.tests.common import load_demo_company
print("DEMO", load_demo_company(env))
env.cr.commit()
"""

#: Stock Odoo shows currencies, and product pricelists, to everybody once a second
#: currency is in use; a company leaves its sequence of group payments behind.
LEFT_BY_STOCK = {
    "+ implied group: Role / User > Multi Currencies",
    "+ implied group: Role / User > Basic Pricelists",
    "+ sequence number: Group Payments Number Sequence",
}

#: What an administrator does who has exported what the refusal named.
PERMIT = """
env["ir.config_parameter"].set_param(
    "cs_base.uninstall_with_closed_months", ",".join(%r))
env.cr.commit()
"""

UNINSTALL = """
env["ir.module.module"].search([("name", "in", %r)]).button_immediate_uninstall()
"""


def _title(names):
    return "+".join(sorted(names))


class Walk:
    """Databases of the combinations done so far, with the state each one holds."""

    def __init__(self, odoo):
        self.odoo = odoo
        start = odoo.copy(odoo.template, "start")
        # Our addons become known to the database before the first state is taken.
        odoo.shell(start, KNOW)
        self.databases = {frozenset(): start}
        self.states = {frozenset(): self.state(start)}

    def state(self, database):
        with self.odoo.cursor(database) as cursor:
            return read(cursor)

    def assert_state(self, database, expected):
        lines = difference(expected, self.state(database))
        assert not lines, "\n".join(lines)

    def quiet(self, log):
        lines = trouble(log)
        assert not lines, "\n".join(lines)

    def install(self, database, names):
        self.quiet(self.odoo.server(database, "-i", ",".join(sorted(names))))

    def upgrade(self, database, names):
        self.quiet(self.odoo.server(database, "-u", ",".join(sorted(names))))

    def uninstall(self, database, names, before=""):
        """
        :param before: a script that runs first, in the same process
        """
        self.quiet(self.odoo.shell(database, before + UNINSTALL % sorted(names)))

    def check(self, database, expected):
        """The expected addons are installed, with all that they declare."""
        self.quiet(self.odoo.shell(database, CHECK))
        self.assert_checked(expected)

    def assert_checked(self, expected):
        """What CHECK said is what is expected."""
        line = next(x for x in self.odoo.output.splitlines() if x.startswith("RESULT"))
        answer = json.loads(line.removeprefix("RESULT"))
        assert answer == {"installed": sorted(expected), "missing": []}


@pytest.fixture(scope="module")
def walk(odoo):
    walk = Walk(odoo)
    yield walk
    for database in walk.databases.values():
        odoo.drop(database)


def test_there_is_something_to_test():
    assert {"cs_base"} in [set(names) for names in COMBINATIONS]
    assert set(MANIFESTS) in [set(names) for names in COMBINATIONS]


def test_combinations_are_closed():
    glue = {"depends": ["a", "b"], "auto_install": True}
    plain = {"a": {}, "b": {}, "c": {"depends": ["a"]}}
    found = ["".join(sorted(x)) for x in closed_combinations({**plain, "g": glue})]
    assert found == ["a", "b", "ac", "abg", "abcg"]
    leaves = {name: {"depends": ["a"]} for name in "cde"}
    found = ["".join(sorted(x)) for x in closed_combinations({"a": {}, **leaves})]
    assert found == ["a", "ac", "ad", "ae", "acde"]


@pytest.mark.parametrize("combination", COMBINATIONS, ids=_title)
def test_combination(walk, combination):
    start = largest_part(combination, walk.databases)
    added = combination - start
    database = walk.odoo.copy(walk.databases[start], f"{len(walk.databases)}")
    walk.databases[combination] = database

    walk.install(database, added)
    installed = walk.states[combination] = walk.state(database)

    walk.upgrade(database, combination)
    walk.assert_state(database, installed)

    walk.uninstall(database, added, before=CHECK)
    walk.assert_checked(combination)
    walk.assert_state(database, walk.states[start])

    walk.install(database, added)
    walk.assert_state(database, installed)


def test_glue_with_what_a_site_adds(walk):
    """It comes by itself where queue_job is, and leaves nothing behind."""
    database = walk.odoo.copy(walk.databases[frozenset()], "added")
    try:
        walk.install(database, {"queue_job"})
        before = walk.state(database)
        walk.install(database, {"cs_base"})
        walk.check(database, {"cs_base", "cs_queue_job"})
        installed = walk.state(database)
        walk.upgrade(database, {"cs_base", "cs_queue_job"})
        walk.assert_state(database, installed)
        walk.uninstall(database, {"cs_queue_job"})
        walk.check(database, {"cs_base"})
        walk.install(database, {"cs_queue_job"})
        walk.assert_state(database, installed)
        walk.uninstall(database, {"cs_base"})
        walk.assert_state(database, before)
    finally:
        walk.odoo.drop(database)


def test_all_at_once_with_the_demo_company(walk, fresh):
    """All in one go, used, and all away by uninstalling the base; its pay runs are
    approved, so that it has to be permitted."""
    database = walk.odoo.copy(fresh, "all")
    try:
        walk.quiet(walk.odoo.shell(database, CHECK + DEMO))
        walk.assert_checked(MANIFESTS)
        assert "DEMO []" in walk.odoo.output
        walk.upgrade(database, MANIFESTS)
        walk.uninstall(database, ["cs_base"], before=PERMIT % sorted(MANIFESTS))
        left = difference(walk.states[frozenset()], walk.state(database))
        assert set(left) <= LEFT_BY_STOCK, "\n".join(left)
    finally:
        walk.odoo.drop(database)
