"""Checks that need no database: style, Odoo conventions, data and translations."""

import subprocess
from pathlib import Path

from . import addons, venv
from .console import say, step
from .paths import ROOT
from .results import Result

_PURE = 'lint.flake8-tidy-imports.banned-api={"odoo"={msg="engines are pure"}}'
_CHECK_FILES = Path(__file__).parent / "inside" / "check_files.py"


def run():
    """Run every check; each counts as one test."""
    result = Result()
    with step("Checking style, conventions, data files and translations"):
        failures = {
            name: said for name, command in _commands() if (said := _run(command))
        }
    checks = len(_commands())
    result.counts["lint"] = checks
    result.passed = checks - len(failures)
    for name, said in failures.items():
        say(f"\n{said}\n")
        result.problems.append(f"lint: {name}")
    return result


#: of tools/, without an ending that tells what they are
COMMANDS = ("tools/i18n", "tools/pictures", "tools/wheels")


def _commands():
    python = venv.PYTHON
    everything = addons.with_history() | addons.for_tests()
    folders = [addon.folder.relative_to(ROOT) for addon in everything.values()]
    engines = sorted(path.relative_to(ROOT) for path in ROOT.glob("addons/*/engine"))
    sources = ["addons", "tests", "tools", "run", "test", *COMMANDS]
    ruff = [python, "-m", "ruff"]
    purity = ["--isolated", "--select", "TID251", "--config", _PURE]
    return [
        ("ruff check", [*ruff, "check", *sources]),
        ("ruff format", [*ruff, "format", "--diff", *sources]),
        ("engines import no Odoo", [*ruff, "check", *purity, *engines]),
        ("pylint-odoo", [python, "-m", "pylint", "--rcfile=.pylintrc", *folders]),
        ("oca-checks", [python, "-m", "oca_pre_commit_hooks", *folders]),
        ("data files and translations", [python, _CHECK_FILES, *folders]),
    ]


def _run(command):
    """What a failing command says, nothing for one that succeeds."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return (done.stdout.strip() or str(command)) if done.returncode else ""
