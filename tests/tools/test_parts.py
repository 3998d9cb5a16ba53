from cs_tools import addons, parts
from cs_tools.parts import Part

OURS = addons.ours() | addons.for_tests()
MORE = addons.optional(OURS)


def _tags(found, position):
    return [tag for part in found for tag in part.tags if position in part.tags]


def test_every_test_is_in_one_part():
    """Those that run on installing, those that run after, and the suite."""
    found = parts._plan(OURS, "template")
    for position in ("-post_install", "-at_install"):
        tags = _tags(found, position)
        named = sorted(tag for tag in tags if tag != position)
        apart = {"test_cs_suite", *MORE}
        assert named == sorted(f"/{name}" for name in set(OURS) - apart)
    tags = {part.name: part.tags for part in found}
    names = ("journeys", "suite-bare", "suite-history", "suite-real")
    apart = [tag for name in names for tag in tags[name]]
    assert {f"-{tag}" for tag in apart} == set(tags["suite"]) - {"/test_cs_suite"}
    for tag in apart:
        assert (addons.TESTS / tag.removeprefix("/")).is_file()


def test_what_needs_none_of_our_addons_comes_first():
    """It begins before they are installed."""
    sources = [part.source for part in parts._plan(OURS, "template")]
    assert sources.index(None) == 0
    assert sources.count(None) == 1


def test_what_needs_no_history_comes_second():
    """It begins before the history is made."""
    second = parts._plan(OURS, "template")[1]
    assert (second.source, second.install) == ("full-demo", ())


def test_what_is_installed_is_what_the_tests_need():
    for part in parts._plan(OURS, "template"):
        if part.install:
            assert {f"/{name}" for name in part.install} == set(part.tags) - {
                "-post_install"
            }
            assert part.source == ("full" if part.name == "more" else "template")


def test_what_stands_on_what_a_site_may_add_is_apart():
    assert sorted(MORE) == ["cs_queue_job", "test_cs_queue_job"]
    for part in parts._plan(OURS, "template"):
        named = {tag.removeprefix("/") for tag in part.tags}
        assert named & MORE == (MORE if part.name == "more" else set())
    assert "queue_job" not in addons.foreign_dependencies(OURS)


def test_names_of_parts_make_databases():
    names = [part.name for part in parts._plan(OURS, "template")]
    assert len(names) == len(set(names))
    assert Part("a").database == "part-a"


def test_lanes(monkeypatch):
    monkeypatch.setenv("CS_TEST_LANES", "3")
    assert parts.lanes() == 3
    monkeypatch.setenv("CS_TEST_LANES", "0")
    assert 1 <= parts.lanes() <= 4


def test_the_real_company_has_a_database_of_its_own():
    """Without the demo company, and with nothing that another test leaves."""
    [real] = [
        part
        for part in parts._plan(OURS, "template")
        if "/test_cs_suite/tests/test_real_company.py" in part.tags
    ]
    assert (real.source, real.install) == (parts.FULL, ())
    assert len(real.tags) == 1
