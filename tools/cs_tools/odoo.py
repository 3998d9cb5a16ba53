"""An Odoo 19.0: the one given, the one on PATH, or one fetched into the work folder."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt, process, venv
from .console import Fault, say, step
from .paths import ADDONS, LOGS, TESTS, VAR
from .steps import fingerprint, is_done, mark_done, remove, require_space

SERIES = "19.0"
_PACKAGE = "odoo-19"
# Odoo's package links to the scripts and fonts in these.
_ASSETS = [
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-glyphicons-halflings",
    "fonts-montserrat",
]
# Removed by the packagers but named in a bundle: every browser test stumbles over it.
_STRIPPED = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
_HOME = VAR / "odoo"
_PATH = VAR / "odoo-path"


@dataclass(frozen=True)
class Odoo:
    """Where an Odoo is. ``package`` is the Python package, ``addons`` its addons."""

    package: Path
    addons: tuple
    version: str

    def command(self, *arguments):
        return [venv.PYTHON, "-m", "odoo", *arguments]

    @property
    def environment(self):
        """Only Odoo itself is put on the path, never the folder it lies in: beside a
        packaged Odoo are the system's own versions of what the venv pins."""
        return {"PYTHONPATH": str(_PATH), "PYTHONUNBUFFERED": "1"}

    def addons_path(self):
        oca = venv.site_packages() / "odoo" / "addons"
        return ",".join(str(path) for path in (*self.addons, oca, ADDONS, TESTS))


def ensure():
    """Find or fetch Odoo and put it on our Python path."""
    odoo = _given() or _on_path() or _fetched()
    link = _PATH / "odoo"
    if not link.is_symlink() or Path(os.readlink(link)) != odoo.package:
        _PATH.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(odoo.package)
    return odoo


def inspect(home):
    """The Odoo in a folder: a source tree, site-packages, or the package itself.

    :return: Odoo of whatever series, None when there is none
    """
    for base in (home, home.parent):
        package = base / "odoo"
        release = package / "release.py"
        if not release.is_file():
            continue
        found = re.search(
            r"^version_info = \((\d+), (\d+)", release.read_text(), re.MULTILINE
        )
        version = ".".join(found.groups()) if found else "unknown"
        inner, outer = package / "addons", base / "addons"
        addons = (inner,) if (inner / "web").is_dir() else (inner, outer)
        return Odoo(package, addons, version)
    return None


def _given():
    value = os.environ.get("ODOO_HOME")
    if not value:
        return None
    odoo = inspect(Path(value).resolve())
    if odoo is None:
        raise Fault(
            f"ODOO_HOME ({value}) holds no Odoo: name the folder in which the folder"
            " `odoo` with release.py is."
        )
    if odoo.version != SERIES:
        raise Fault(
            f"ODOO_HOME ({value}) holds Odoo {odoo.version}; {SERIES} is needed. Name"
            " another folder, or unset ODOO_HOME to have it fetched."
        )
    return odoo


def _on_path():
    """An installed `odoo` or `odoo-bin` of the right series; others are left alone."""
    for name in ("odoo", "odoo-bin"):
        script = shutil.which(name)
        if not script:
            continue
        odoo = inspect(Path(script).resolve().parent) or _of_interpreter(script)
        if odoo and odoo.version == SERIES:
            return odoo
        say(f"- {script} is not an Odoo {SERIES}: not used")
    return None


def _of_interpreter(script):
    with open(script, "rb") as handle:
        first = handle.readline(200).decode(errors="replace").strip()
    if not first.startswith("#!") or "python" not in first:
        return None
    where = process.output(
        [
            *first[2:].split(),
            "-c",
            "import importlib.util as u; s = u.find_spec('odoo');"
            " print(s.submodule_search_locations[0])",
        ]
    )
    return inspect(Path(where.strip())) if where else None


def _fetched():
    package = _HOME / "usr/lib/python3/dist-packages"
    key = fingerprint(_PACKAGE, *_ASSETS)
    if not is_done("odoo", key) or not package.is_dir():
        _fetch()
        mark_done("odoo", key)
    return inspect(package)


def _fetch():
    require_space(VAR, 3, "Odoo")
    new = VAR / "odoo.new"
    remove(new)
    downloads = new / "downloads"
    downloads.mkdir(parents=True)
    with step(f"Downloading Odoo {SERIES} (130 MB)"):
        apt.download([_PACKAGE, *_ASSETS], _PACKAGE, SERIES, downloads)
    with step("Unpacking Odoo", "20 seconds"):
        for archive in sorted(downloads.glob("*.deb")):
            process.check(
                ["dpkg-deb", "-x", archive, new],
                log=LOGS / "unpack.log",
                problem=f"{archive.name} could not be unpacked",
            )
        remove(downloads)
        stripped = new / "usr/lib/python3/dist-packages/odoo/addons" / _STRIPPED
        stripped.parent.mkdir(parents=True, exist_ok=True)
        stripped.touch()
        remove(_HOME)
        new.rename(_HOME)
