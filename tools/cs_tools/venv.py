"""The virtual environment with the pinned Python packages."""

import sys

from . import apt, process
from .console import step
from .paths import LOGS, ROOT, VAR
from .steps import fingerprint, forget, is_done, mark_done, remove, require_space

HOME = VAR / "venv"
PYTHON = HOME / "bin" / "python"
_LOG = LOGS / "pip.log"
_OFFLINE = "Python packages could not be installed; is the network there?"


def site_packages():
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return HOME / "lib" / version / "site-packages"


def ensure(development=False):
    """Make the environment what the requirement files say.

    It is made anew when they change or when its making was interrupted: half
    installed packages look whole to pip.

    :param development: with the tools of ./test; ./run is content with either
    """
    base = fingerprint(
        sys.version,
        HOME,
        (ROOT / "requirements.txt").read_text(),
        (ROOT / "requirements-oca.txt").read_text(),
    )
    tools = fingerprint(base, (ROOT / "requirements-dev.txt").read_text())
    if not (is_done("venv", base) and PYTHON.exists()):
        _make(base)
    if development and not is_done("venv-dev", tools):
        forget("venv")
        with step("Installing the test tools", "half a minute"):
            _pip("-r", ROOT / "requirements-dev.txt", "-c", ROOT / "requirements.txt")
        mark_done("venv-dev", tools)
        mark_done("venv", base)


def _make(key):
    forget("venv")
    forget("venv-dev")
    require_space(VAR, 1, "The Python packages")
    if process.output([sys.executable, "-c", "import ensurepip"]) is None:
        minor = f"{sys.version_info[0]}.{sys.version_info[1]}"
        apt.install([f"python{minor}-venv"], "Python's venv module")
    with step("Installing Python packages", "1 minute"):
        remove(HOME)
        process.check(
            [sys.executable, "-m", "venv", HOME],
            log=_LOG,
            append=False,
            problem="The virtual environment could not be made",
        )
        _pip("-r", ROOT / "requirements.txt")
        _pip("--no-deps", "-r", ROOT / "requirements-oca.txt")
    mark_done("venv", key)


def _pip(*arguments):
    process.check(
        [PYTHON, "-m", "pip", "install", "--prefer-binary", *arguments],
        log=_LOG,
        problem=_OFFLINE,
        env={"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"},
    )
