"""The release before this one, from the history of the repository."""

import ast
import configparser
import io
import subprocess
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_NOT_LOADED = ("tests/", "static/tests/", "readme/", "static/description/")
_FILE = "__manifest__.py"
_NOTE = Path(__file__).with_name("previous_release.txt")


def previous():
    """Its commit; the test is skipped where the clone does not reach back to it."""
    lines = _NOTE.read_text().splitlines()
    [commit] = [line for line in lines if line and not line.startswith("#")]
    if _git("cat-file", "-e", f"{commit}^{{commit}}").returncode:
        pytest.skip("no previous release in this clone")
    return commit


def _git(*arguments):
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True)


def git(*arguments):
    done = _git(*arguments)
    assert not done.returncode, done.stderr.decode()
    return done.stdout


def check_out(commit, folder):
    """Its addons and tests, in a folder."""
    data = git("archive", "--format=tar", commit, "addons", "tests")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def versions(commit):
    """Version of each of its addons: dict name -> tuple of numbers."""
    names = git("ls-tree", "--name-only", commit, "addons/").decode().split()
    found = {}
    for folder in names:
        manifest = ast.literal_eval(git("show", f"{commit}:{folder}/{_FILE}").decode())
        found[Path(folder).name] = number(manifest["version"])
    return found


def number(version):
    """19.0.1.10.0 as numbers, which compare right."""
    return tuple(int(part) for part in version.split("."))


def changed_addons(commit):
    """Names of our addons in which something that Odoo loads is not as it was."""
    said = git("diff", "--name-only", "-z", commit, "--", "addons").decode()
    names = set()
    for path in filter(None, said.split("\0")):
        _addons, name, inside = path.split("/", 2)
        if not inside.startswith(_NOT_LOADED):
            names.add(name)
    return names


def configuration(conf, folder):
    """The same Odoo with the addons of another release.

    :param conf: configuration with ours
    :param folder: where the other release is
    """
    options = configparser.RawConfigParser()
    options.read(conf)
    paths = options["options"]["addons_path"].split(",")
    foreign = [path for path in paths if Path(path).parent != ROOT]
    theirs = [str(folder / "addons"), str(folder / "tests")]
    options["options"]["addons_path"] = ",".join(foreign + theirs)
    target = folder / "odoo.conf"
    with target.open("w") as out:
        options.write(out)
    return target
