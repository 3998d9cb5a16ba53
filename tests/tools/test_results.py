from cs_tools import results
from cs_tools import test as cs_test

_LOG = """\
2026-11-23 05:54:49,100 5527 INFO db odoo.modules.loading: Loading module cs_base
2026-11-23 05:54:50,673 5527 INFO db odoo.addons.cs_base.tests.test_x: Starting TestX.test_a ...
2026-11-23 05:54:50,673 5527 INFO db odoo.addons.cs_base.tests.test_x: Starting TestX.test_b ...
2026-11-23 05:54:50,673 5527 INFO db odoo.addons.cs_base.tests.test_x: ====
2026-11-23 05:54:50,673 5527 ERROR db odoo.addons.cs_base.tests.test_x: FAIL: Subtest TestX.test_b (role='agent')
Traceback (most recent call last):
AssertionError: 1 != 2
2026-11-23 05:54:50,673 5527 ERROR db odoo.addons.cs_base.tests.test_x: FAIL: Subtest TestX.test_b (role='hr')
2026-11-23 05:54:50,673 5527 INFO db odoo.addons.cs_base.tests.test_x: Starting TestX.test_c ...
2026-11-23 05:54:50,673 5527 INFO db odoo.addons.cs_base.tests.test_x: skipped TestX.test_c : no browser
2026-11-23 05:54:50,673 5527 INFO db odoo.addons.test_cs_base.tests.test_y: Starting TestY.test_a ...
2026-11-23 05:54:51,690 5527 INFO db odoo.tests.result: 2 failed, 0 error(s) of 4 tests when loading database 'db'
""".splitlines()  # noqa: E501


def test_a_test_with_two_failed_subtests_is_one_failure():
    result = results.read_odoo_log(_LOG)
    assert result.counts == {"cs_base": 2, "test_cs_base": 1}
    assert (result.passed, result.failed) == (2, 1)
    assert "AssertionError: 1 != 2" in result.problems[0]
    assert result.skipped == ["cs_base TestX.test_c: no browser"]


def test_a_run_that_ends_early_is_a_failure():
    result = results.read_odoo_log(_LOG[:3])
    assert (result.passed, result.failed) == (2, 1)
    assert result.problems == ["Odoo ended before its tests did"]


def test_an_error_outside_of_tests_is_a_failure():
    lines = [*_LOG[:3], _LOG[-1].replace("2 failed, 0 error", "0 failed, 1 error")]
    assert results.read_odoo_log(lines).failed == 1


def test_a_failed_class_set_up_is_a_failure():
    error = _LOG[4].replace("FAIL: Subtest TestX.test_b", "ERROR: setUpClass")
    result = results.read_odoo_log([error, _LOG[-1]])
    assert (result.passed, result.failed) == (0, 1)


def test_pytest_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite>"
        '<testcase classname="m.C" name="a"/>'
        '<testcase classname="m.C" name="b"><failure message="no"/></testcase>'
        '<testcase classname="m" name="c"><error message="set up"/></testcase>'
        '<testcase classname="m" name="d"><skipped message="why"/></testcase>'
        "</testsuite></testsuites>"
    )
    result = results.read_junit(report, "engine")
    assert result.counts == {"engine": 3}
    assert (result.passed, result.failed) == (1, 2)
    assert result.skipped == ["m.d: why"]


def test_pytest_without_report_is_a_failure(tmp_path):
    assert results.read_junit(tmp_path / "none.xml", "engine").failed == 1


def test_fewer_tests_than_recorded_are_a_failure(tmp_path, monkeypatch):
    recorded = tmp_path / "counts.json"
    recorded.write_text('{"cs_base": 3, "test_cs_base": 2}')
    monkeypatch.setattr(cs_test, "_COUNTS", recorded)
    result = results.read_odoo_log(_LOG)
    # One of cs_base was skipped; whether it may be is asked elsewhere.
    assert cs_test._guard_counts(result, record=False) == [
        "test_cs_base: 1 tests ran, 2 are recorded"
    ]
    result.skipped = []
    assert len(cs_test._guard_counts(result, record=False)) == 2
