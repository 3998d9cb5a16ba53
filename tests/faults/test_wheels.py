"""Our wheels, installed by pip beside Odoo and the OCA addons, are all one needs."""

import ast
import re
import subprocess
import zipfile

import pytest
import requests
from combinations import manifests
from conftest import Odoo, trouble
from serving import Server
from wheelhouse import ROOT, House, build

ADDONS = sorted(manifests())
#: what whool leaves out: it says how to build, nothing that Odoo reads
NOT_INSTALLED = {"pyproject.toml"}
CHECK = """
from odoo.modules import get_manifest
from odoo.tools.misc import file_path
for name in %r:
    manifest = get_manifest(name)
    for key in ("data", "demo"):
        for file in manifest.get(key, ()):
            file_path(f"{name}/{file}")
    text = env["ir.module.module"].search([("name", "=", name)])
    assert text.state == "installed", (name, text.state)
menu = env.ref("cs_base.menu_cs_root").with_context(lang="zh_CN")
print("RESULT", menu.name)
"""


@pytest.fixture(scope="module")
def wheels():
    return build()


@pytest.fixture(scope="module")
def house(odoo, wheels, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheels")
    return House(folder, wheels, odoo.conf, odoo.template)


@pytest.fixture(scope="module")
def installed(odoo, house):
    """A database with all our addons, from the wheels."""
    theirs = Odoo(house.python, house.conf, odoo.template, f"{odoo.prefix}_wheel")
    database = theirs.copy(odoo.template, "all")
    lines = trouble(theirs.server(database, "-i", ",".join(ADDONS)))
    assert not lines, "\n".join(lines)
    yield theirs, database
    theirs.drop(database)


def committed(name):
    """Files of an addon that git knows, as they are on the disk: name -> content."""
    command = ["git", "ls-files", "-z", "."]
    folder = ROOT / "addons" / name
    said = subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True
    )
    names = set(filter(None, said.stdout.split("\0"))) - NOT_INSTALLED
    return {file: (folder / file).read_bytes() for file in names}


def test_a_wheel_holds_all_files_of_its_addon(wheels):
    """Static files, translations, data, demo and migrations; nothing else."""
    names = set()
    for path in sorted(wheels.glob("*.whl")):
        name, version = path.name.removeprefix("odoo_addon_").split("-")[:2]
        inside = f"odoo/addons/{name}/"
        with zipfile.ZipFile(path) as wheel:
            found = {
                entry.removeprefix(inside): wheel.read(entry)
                for entry in wheel.namelist()
                if entry.startswith(inside)
            }
        assert found == committed(name)
        manifest = ast.literal_eval(found["__manifest__.py"].decode())
        assert manifest["version"] == version
        names.add(name)
    assert set(ADDONS) <= names


def test_the_same_files_make_the_same_wheels(wheels):
    before = {path.name: path.read_bytes() for path in wheels.glob("*.whl")}
    again = build()
    assert {path.name: path.read_bytes() for path in again.glob("*.whl")} == before


def test_nothing_but_the_wheels_is_found(house):
    for name, place in house.places(ADDONS).items():
        assert place == house.site_packages / "odoo" / "addons" / name
    assert not list(house.site_packages.glob("pytest"))


def test_installed_with_data_and_translations(installed):
    odoo, database = installed
    lines = trouble(odoo.shell(database, CHECK % ADDONS))
    assert not lines, "\n".join(lines)
    assert "RESULT 客服管理" in odoo.output


def test_pages_and_assets_are_served(installed, tmp_path):
    odoo, database = installed
    server = Server(odoo, database, tmp_path / "odoo.log")
    try:
        session = server.login("admin").session
        page = session.get(f"{server.url}/odoo", timeout=60)
        bundle = re.search(r'src="(/web/assets/[^"]+\.js)"', page.text)[1]
        script = session.get(server.url + bundle, timeout=120).text
        for name in ADDONS:
            icon = f"{name}/static/description/icon.png"
            answer = requests.get(f"{server.url}/{icon}", timeout=60)
            assert answer.content == (ROOT / "addons" / icon).read_bytes()
            if "web.assets_backend" in manifests()[name].get("assets", {}):
                assert f"@{name}/" in script
    finally:
        server.stop()
