import multiprocessing
import signal
import subprocess
import time

import pytest
from cs_tools import database, postgres, process, steps
from cs_tools.console import Fault


@pytest.fixture(autouse=True)
def work_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "done")
    monkeypatch.setattr(steps, "LOCKS", tmp_path / "lock")
    return tmp_path


def test_a_step_is_done_for_its_key_only():
    assert not steps.is_done("odoo", "1")
    steps.mark_done("odoo", "1")
    assert steps.is_done("odoo", "1")
    assert not steps.is_done("odoo", "2")
    steps.forget("odoo")
    assert not steps.is_done("odoo", "1")


def test_fingerprint_tells_parts_apart():
    assert steps.fingerprint("ab", "c") != steps.fingerprint("a", "bc")
    assert steps.fingerprint("a", 1) == steps.fingerprint("a", "1")


def _hold(event):
    with steps.lock("x"):
        event.set()
        time.sleep(60)


def test_a_lock_is_refused_while_held_and_freed_by_death():
    context = multiprocessing.get_context("fork")
    event = context.Event()
    holder = context.Process(target=_hold, args=(event,))
    holder.start()
    assert event.wait(10)
    with pytest.raises(Fault, match="taken"), steps.lock("x", busy="taken"):
        pass
    holder.kill()
    holder.join()
    with steps.lock("x", busy="taken"):
        pass


def test_too_little_space_is_said_in_one_sentence(tmp_path):
    with pytest.raises(Fault, match="Odoo: 1e\\+09 GB are needed .* are free; make"):
        steps.require_space(tmp_path, 1e9, "Odoo")


def test_last_words_prefer_the_error_to_what_follows_it(tmp_path):
    log = tmp_path / "log"
    log.write_text("Collecting x\nERROR: no matching distribution\n\nnotice: bye\n")
    assert process.last_words(log) == "ERROR: no matching distribution"
    log.write_text("\n")
    assert process.last_words(log) == "no output"
    assert process.last_words(tmp_path / "none") == "no log"


def test_a_failing_command_is_a_fault_that_names_its_log(tmp_path):
    log = tmp_path / "log"
    with pytest.raises(Fault, match="It failed \\(E: full\\).*log"):
        process.check(
            ["sh", "-c", "echo E: full; exit 3"], log=log, problem="It failed"
        )


def test_ending_a_child_that_will_not_stop():
    child = process.spawn(["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"])
    time.sleep(0.3)
    process.end(child, patience=0.3)
    assert child.returncode == -signal.SIGKILL


def _start_and_die(numbers):
    shell = ["sh", "-c", "setsid sleep 61 & setsid sleep 62 & echo $!; wait"]
    child = process.spawn(shell, stdout=subprocess.PIPE)
    numbers.put(int(child.stdout.readline()))
    time.sleep(60)


def test_what_a_killed_run_left_is_ended_and_nothing_else():
    context = multiprocessing.get_context("fork")
    numbers = context.Queue()
    killed, running = (
        context.Process(target=_start_and_die, args=(numbers,)) for _ in range(2)
    )
    killed.start()
    orphan = numbers.get(timeout=10)
    running.start()
    other = numbers.get(timeout=10)
    killed.kill()
    killed.join()
    time.sleep(0.2)
    assert process._started(orphan)
    process.end_orphans()
    assert not process._started(orphan)
    assert process._started(other)
    running.kill()
    running.join()
    process.end_orphans()
    assert not process._started(other)


@pytest.mark.parametrize("name", ["cs", "cs-2", "Kunde_1"])
def test_database_names(name):
    assert database.check_name(name) == name


@pytest.mark.parametrize("name", ["", "-d", 'x"; DROP', "a b", "é", "x" * 60])
def test_database_names_that_would_be_trouble(name):
    with pytest.raises(Fault, match="cannot be a database name"):
        database.check_name(name)


def test_a_long_path_moves_the_socket(tmp_path):
    assert postgres._socket_folder(tmp_path, None) == tmp_path / "socket"
    long = tmp_path / ("x" * 100)
    folder = postgres._socket_folder(long, None)
    assert len(str(folder)) < 60
    assert folder == postgres._socket_folder(long, None)
    assert folder != postgres._socket_folder(long / "y", None)


@pytest.mark.parametrize(
    ("state", "is_installed"),
    [
        ("install ok unpacked", True),
        ("install ok half-configured", True),
        ("install ok installed", False),
        ("deinstall ok config-files", False),
        (None, False),
    ],
)
def test_an_apt_that_was_killed_is_gone_on_with(monkeypatch, state, is_installed):
    """Its programs are there already, their user is not."""
    users = set()
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres, "_has_owner", lambda: "postgres" in users)
    monkeypatch.setattr(postgres.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(postgres.process, "output", lambda *_args: state)
    monkeypatch.setattr(postgres.apt, "install", lambda *_args: users.add("postgres"))
    if is_installed:
        assert postgres._owner() == "postgres"
    else:
        with pytest.raises(Fault, match="no user postgres"):
            postgres._owner()
