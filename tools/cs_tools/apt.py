"""Packages: the system's own, and those of the development archive behind it.

The archive is asked with options of our own: nothing of the system's configuration
changes, and no root is needed.
"""

import os
import shutil
from pathlib import Path

from . import process
from .console import Fault, step
from .paths import LOGS, VAR
from .steps import remove

_LOG = LOGS / "apt.log"
_ELSEWHERE = (
    "set ODOO_HOME to a folder with Odoo 19.0, or use containers (docker compose up)"
)
_PRIVATE = VAR / "apt"


def _candidates(targets):
    """Archive addresses from ``apt-get indextargets``, the likeliest first.

    :param targets: lines "identifier component origin address"
    """
    found = {}
    for line in targets.splitlines():
        identifier, component, origin, uri = line.split("|", 3)
        if identifier != "Packages" or component != "main" or "security" in uri:
            continue
        found.setdefault(uri, 0 if origin in ("Debian", "Ubuntu") else 1)
    return sorted(found, key=found.get)


def is_ubuntu(os_release=None):
    """Whether this is Ubuntu or made from it.

    :param os_release: content of /etc/os-release, which is read by default
    """
    if os_release is None:
        os_release = Path("/etc/os-release").read_text()
    values = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    family = f"{values.get('ID', '')} {values.get('ID_LIKE', '')}".replace('"', "")
    return "ubuntu" in family.split()


def _options():
    settings = {
        "Dir::Etc::SourceList": _PRIVATE / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "Dir::State::Lists": _PRIVATE / "lists",
        "Dir::Cache": _PRIVATE / "cache",
        # The work folder may be closed to apt's own user; signatures are checked.
        "APT::Sandbox::User": "root",
        "Acquire::Retries": "3",
    }
    return [
        part for name, value in settings.items() for part in ("-o", f"{name}={value}")
    ]


def download(packages, main, version, target):
    """Download packages of the development archive into ``target``.

    :param main: the package that must be of ``version`` (a prefix)
    :return: the version of it that came
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Fault(f"Odoo is fetched with apt, which is not here; {_ELSEWHERE}.")
    targets = process.output(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(IDENTIFIER)|$(COMPONENT)|$(ORIGIN)|$(REPO_URI)",
        ]
    )
    # Suite and components of the archive in which Odoo 19.0 is.
    suite = "devel main universe" if is_ubuntu() else "sid main"
    for uri in _candidates(targets or ""):
        remove(_PRIVATE)
        for folder in ("lists/partial", "cache/archives/partial"):
            (_PRIVATE / folder).mkdir(parents=True)
        (_PRIVATE / "sources.list").write_text(f"deb {uri} {suite}\n")
        failed = process.run(
            ["apt-get", *_options(), "--error-on=any", "update"], log=_LOG
        )
        policy = process.output(["apt-cache", *_options(), "policy", main]) or ""
        found = policy.partition("Candidate:")[2].split("\n")[0].strip()
        if found.startswith(version):
            process.check(
                ["apt-get", *_options(), "download", *packages],
                log=_LOG,
                problem="Odoo could not be downloaded; is the network there?"
                " Start again to go on",
                cwd=target,
            )
            remove(_PRIVATE)
            return found
        if failed:
            raise Fault(
                "The package archive could not be read; is the network there?"
                f" Start again to go on, or {_ELSEWHERE}"
                f" ({process.last_words(_LOG)}). The whole story: {_LOG}"
            )
    raise Fault(f"The package archive does not offer Odoo {version}; {_ELSEWHERE}.")


def install(packages, purpose):
    """Install packages of the system when we are root, else say how."""
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Fault(
            f"{purpose} is missing: install it (sudo apt-get install {names})"
            " and start again."
        )
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing {names} with apt"):
        # A killed apt leaves packages half configured; the rest is harmless then.
        process.run(["dpkg", "--configure", "-a"], log=_LOG, env=quiet, survives=True)
        process.run(["apt-get", "update"], log=_LOG, env=quiet)
        process.check(
            [
                "apt-get",
                "-o",
                "DPkg::Lock::Timeout=300",
                "install",
                "-y",
                "--no-install-recommends",
                *packages,
            ],
            log=_LOG,
            problem=f"{purpose} could not be installed ({names})",
            env=quiet,
            survives=True,
        )
