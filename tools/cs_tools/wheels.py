"""tools/wheels: build our addons into wheels, the same bytes from the same files."""

import argparse

from . import addons, process, venv
from .console import Fault, guarded, say, step
from .paths import LOGS, ROOT, VAR
from .steps import lock, make_work_folder, remove

HOME = VAR / "wheels"
#: 1980-01-01, the first day a zip file can hold: files are told apart by content.
_EPOCH = "315532800"
_LOG = LOGS / "wheels.log"


def main(arguments=None):
    return guarded("tools/wheels", lambda: _run(_parse(arguments)))


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="tools/wheels",
        description="Build each of our addons into a wheel in var/wheels, from the"
        " files that git knows; its version is that of the manifest.",
    )
    return parser.parse_args(arguments)


def _run(_options):
    make_work_folder()
    with lock("setup"):
        venv.ensure(development=True)
    with lock("wheels"):
        for path in build():
            say(path.relative_to(VAR.parent) if VAR.is_relative_to(ROOT) else path)
    return 0


def build(target=HOME):
    """Wheels of all our addons, in an emptied folder.

    whool asks git which files belong to an addon, and would count commits into the
    version: a shallow clone would make another wheel of the same files.

    :return: list of paths
    """
    remove(target)
    target.mkdir(parents=True)
    ours = addons.ours()
    with step(f"Building {len(ours)} wheels"):
        process.check(
            [
                *(venv.PYTHON, "-m", "pip", "wheel", "--no-deps"),
                *("--no-build-isolation", "--wheel-dir", target),
                *(addon.folder for addon in ours.values()),
            ],
            log=_LOG,
            append=False,
            problem="The wheels could not be built",
            env={
                "PIP_DISABLE_PIP_VERSION_CHECK": "1",
                "PIP_NO_INPUT": "1",
                "SOURCE_DATE_EPOCH": _EPOCH,
                "WHOOL_POST_VERSION_STRATEGY_OVERRIDE": "none",
            },
            umask=0o022,
        )
    found = sorted(target.glob("*.whl"))
    if len(found) != len(ours):
        raise Fault(f"{len(found)} wheels of {len(ours)} addons. See {_LOG}")
    return found
