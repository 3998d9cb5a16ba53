"""From the release before this one, with its demo company, to the present code."""

import json

import kept
import pytest
from catalogue import difference, read
from combinations import manifests
from conftest import Odoo, trouble
from releases import (
    ROOT,
    changed_addons,
    check_out,
    configuration,
    number,
    previous,
    versions,
)
from test_lifecycle import CHECK, DEMO

ADDONS = sorted(manifests())


def take_out(state, extra):
    """A state of the catalogue without what is in ``extra``."""
    left = {}
    for kind, items in state.items():
        left[kind] = list(items)
        for item in extra[kind]:
            if item in left[kind]:
                left[kind].remove(item)
    return left


def added(before, after):
    """What a later state has more: dict kind -> items."""
    return take_out(after, before)


#: The template was made where the present addons are, and glue installs itself.
FORGET = """
    DELETE FROM ir_model_data WHERE model = 'ir.module.module' AND res_id IN (
        SELECT id FROM ir_module_module WHERE name = ANY(%(names)s));
    DELETE FROM ir_module_module WHERE name = ANY(%(names)s)
"""


class Upgrade:
    """A database of the release before, and what it held at each moment."""

    def __init__(self, odoo, folder):
        self.odoo = odoo
        commit = previous()
        self.release = check_out(commit, folder)
        self.before = sorted(versions(commit))
        conf = configuration(odoo.conf, self.release)
        self.theirs = Odoo(odoo.python, conf, odoo.template, odoo.prefix)
        self.database = self.theirs.copy(odoo.template, "upgrade")
        with odoo.cursor(self.database) as cursor:
            cursor.execute(FORGET, {"names": ADDONS})
            cursor.connection.commit()

    def catalogue(self, database):
        with self.odoo.cursor(database) as cursor:
            return read(cursor)

    def live(self):
        """Install the release before and use it: the demo company's months."""
        quiet(self.theirs.server(self.database, "-i", ",".join(self.before)))
        bare = self.catalogue(self.database)
        quiet(self.theirs.shell(self.database, DEMO))
        assert "DEMO []" in self.theirs.output
        self.of_demo = added(bare, self.catalogue(self.database))
        with self.odoo.cursor(self.database) as cursor:
            self.columns = kept.tables(cursor)
            self.rows = kept.read(cursor, self.columns)

    def run(self):
        """What an administrator does: update what is there, install what is new."""
        new = sorted(set(ADDONS) - set(self.before))
        install = ["-i", ",".join(new)] if new else []
        update = ",".join(sorted(set(self.before) & set(ADDONS)))
        quiet(self.odoo.server(self.database, "-u", update, *install))


def quiet(log):
    lines = trouble(log)
    assert not lines, "\n".join(lines)


@pytest.fixture(scope="module")
def upgrade(odoo, tmp_path_factory):
    upgrade = Upgrade(odoo, tmp_path_factory.mktemp("release"))
    try:
        upgrade.live()
        upgrade.run()
        yield upgrade
    finally:
        odoo.drop(upgrade.database)


def test_what_changed_has_a_higher_version():
    """Otherwise nobody is told that there is something to update."""
    commit = previous()
    before = versions(commit)
    same = [
        name
        for name in sorted(changed_addons(commit) & set(before) & set(ADDONS))
        if number(manifests()[name]["version"]) <= before[name]
    ]
    assert not same, f"give these a higher version in their manifests: {same}"


def test_migrations_are_of_versions_that_there_are():
    """A script of a later version than that of its manifest never runs."""
    for path in (ROOT / "addons").glob("*/migrations/*"):
        version = manifests()[path.parts[-3]]["version"]
        assert number(path.name) <= number(version), path


def test_all_addons_are_there_and_whole(upgrade):
    odoo = upgrade.odoo
    quiet(odoo.shell(upgrade.database, CHECK))
    line = next(x for x in odoo.output.splitlines() if x.startswith("RESULT"))
    answer = json.loads(line.removeprefix("RESULT"))
    assert answer == {"installed": ADDONS, "missing": []}


def test_nothing_differs_from_a_fresh_installation(upgrade, fresh):
    wanted = upgrade.catalogue(fresh)
    found = take_out(upgrade.catalogue(upgrade.database), upgrade.of_demo)
    lines = difference(wanted, found)
    assert not lines, "\n".join(lines)


def test_nothing_that_people_entered_or_were_given_is_changed(upgrade):
    """Closed months, statements, sheets, punches, decisions: every row of ours."""
    for table in ("cs_punch", "cs_attendance_sheet", "cs_incentive_statement"):
        assert upgrade.rows[table]
    with upgrade.odoo.cursor(upgrade.database) as cursor:
        now = kept.tables(cursor)
        columns = {
            table: names & now[table]
            for table, names in upgrade.columns.items()
            if table in now
        }
        assert sorted(set(upgrade.columns) - set(columns)) == []
        rows = kept.read(cursor, columns)
    lost = {
        table: sorted(names - columns[table])
        for table, names in upgrade.columns.items()
        if names - columns[table]
    }
    assert lost == {}
    lines = kept.changed(upgrade.rows, rows)
    assert not lines, "\n".join(lines)
