from cs_tools import addons


def make(folder, name, **manifest):
    target = folder / name
    target.mkdir(parents=True)
    (target / "__manifest__.py").write_text(repr(manifest))
    return target


def test_uninstallable_addons_are_left_out_and_glue_is_known(tmp_path):
    make(tmp_path, "a", depends=["base"])
    make(tmp_path, "b", depends=["a"], auto_install=True)
    make(tmp_path, "c", installable=False)
    found = addons.read(tmp_path)
    assert set(found) == {"a", "b"}
    assert [found[name].is_glue for name in "ab"] == [False, True]
    assert addons.foreign_dependencies(found) == {"base"}


def test_hash_follows_what_an_update_loads(tmp_path):
    folder = make(tmp_path, "a")
    (folder / "views").mkdir()
    view = folder / "views" / "x.xml"
    view.write_text("<odoo/>")
    addon = addons.read(tmp_path)["a"]
    before = addon.content_hash()
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").write_bytes(b"1")
    (folder / "readme").mkdir()
    (folder / "readme" / "DESCRIPTION.md").write_text("words")
    assert addon.content_hash() == before
    view.rename(folder / "views" / "y.xml")
    renamed = addon.content_hash()
    assert renamed != before
    (folder / "views" / "y.xml").write_text("<odoo />")
    assert addon.content_hash() not in (before, renamed)


def test_plan_installs_what_is_new_and_updates_what_changed():
    before = {"a": "1", "b": "1", "gone": "1", "base": "19.0"}
    after = {"a": "2", "b": "1", "c": "1", "oca": "1", "base": "19.0"}
    assert addons.plan(before, after, ["a", "b", "c"]) == (["c"], ["a"])
    assert addons.plan(after, after, ["a", "b", "c"]) == ([], [])


def test_plan_updates_everything_with_another_odoo():
    assert addons.plan({"base": "1"}, {"base": "2"}, []) == ([], ["base"])


def test_the_history_comes_with_the_demo_company_only():
    with_history = addons.with_history()
    assert set(with_history) - set(addons.ours()) == {addons.HISTORY}
    assert not with_history[addons.HISTORY].is_glue
    # Installed last, so that it is there when the others load their demo data.
    everything = set(addons.ours()) - addons.optional(addons.ours())
    needed, more = set(), with_history[addons.HISTORY].depends
    while more - needed:
        needed |= more
        more = set().union(
            *(addon.depends for name, addon in with_history.items() if name in needed)
        )
    assert everything <= needed
