import pytest
from cs_tools import apt, odoo
from cs_tools.console import Fault


def make(folder, version="19, 0", inner=False):
    package = folder / "odoo"
    (package / "addons" / "base").mkdir(parents=True)
    (package / "release.py").write_text(f"version_info = ({version}, 0, FINAL, 0, '')")
    (((package if inner else folder) / "addons") / "web").mkdir(parents=True)
    return folder


def test_source_tree_has_its_addons_outside(tmp_path):
    found = odoo.inspect(make(tmp_path))
    assert found.version == "19.0"
    assert found.addons == (tmp_path / "odoo" / "addons", tmp_path / "addons")


def test_installed_odoo_has_its_addons_inside(tmp_path):
    (tmp_path / "addons").mkdir()  # code without views lies here in Debian's package
    found = odoo.inspect(make(tmp_path, inner=True))
    assert found.addons == (tmp_path / "odoo" / "addons",)


def test_the_package_itself_may_be_named(tmp_path):
    assert odoo.inspect(make(tmp_path) / "odoo").package == tmp_path / "odoo"


def test_nothing_there(tmp_path):
    assert odoo.inspect(tmp_path) is None


@pytest.mark.parametrize("version", ["18, 0", "19, 1", "'saas~19', 2"])
def test_odoo_home_of_another_series_is_refused(tmp_path, monkeypatch, version):
    monkeypatch.setenv("ODOO_HOME", str(make(tmp_path, version)))
    with pytest.raises(Fault, match="19.0 is needed"):
        odoo.ensure()


def test_odoo_home_without_odoo_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    with pytest.raises(Fault, match="holds no Odoo"):
        odoo.ensure()


def test_distribution_archive_comes_before_others_and_security_is_left_out():
    targets = """\
Packages|main|Google|http://a/
Packages|main|Debian|http://b-security/
Packages|main|Debian|http://b/
Translations|main|Debian|http://c/
Packages|contrib|Debian|http://d/
Packages|main||http://e/
"""
    assert apt._candidates(targets) == ["http://b/", "http://a/", "http://e/"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"', True),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"', True),
        ("ID=debian\nVERSION_ID=13", False),
    ],
)
def test_ubuntu_and_its_children(text, expected):
    assert apt.is_ubuntu(text) is expected
