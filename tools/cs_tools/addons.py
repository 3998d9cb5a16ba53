"""Our addons as files: what they need, and whether they changed."""

import ast
import hashlib
from dataclasses import dataclass
from pathlib import Path

from .paths import ADDONS, TESTS

#: Three months of the demo company; comes with it and is installed nowhere else.
HISTORY = "cs_demo"
#: OCA addons that a site may add; of ours only glue stands on them.
OPTIONAL = frozenset({"queue_job"})
_IGNORED = ("__pycache__", "readme", "static/description")


@dataclass(frozen=True)
class Addon:
    name: str
    folder: Path
    manifest: dict

    @property
    def depends(self):
        return set(self.manifest.get("depends", ()))

    @property
    def is_glue(self):
        """Glue is installed by Odoo itself as soon as what it joins is there."""
        return bool(self.manifest.get("auto_install"))

    def content_hash(self):
        """Hash of everything that an update would load."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            inside = path.relative_to(self.folder).as_posix()
            if path.is_file() and not any(part in inside for part in _IGNORED):
                digest.update(f"{inside}\0".encode() + path.read_bytes() + b"\0")
        return digest.hexdigest()[:20]


def read(folder):
    """Addons in a folder by name; those not installable are left out."""
    found = {}
    for path in sorted(folder.glob("*/__manifest__.py")):
        manifest = ast.literal_eval(path.read_text())
        if manifest.get("installable", True):
            found[path.parent.name] = Addon(path.parent.name, path.parent, manifest)
    return found


def ours():
    """What users install, glue included."""
    found = with_history()
    found.pop(HISTORY, None)
    return found


def with_history():
    """What users install, and what the demo company has behind it."""
    return read(ADDONS)


def for_tests():
    """What exists only to be tested with."""
    return read(TESTS)


def foreign_dependencies(addons):
    """Stock and OCA addons that these need directly, without those a site may add."""
    needed = set().union(*(addon.depends for addon in addons.values()))
    return needed - set(addons) - OPTIONAL


def optional(addons):
    """Names of those that stand on what a site may add: no other addon is tested with
    them installed."""
    names = set(OPTIONAL)
    while more := {a.name for a in addons.values() if a.depends & names} - names:
        names |= more
    return names - OPTIONAL


def states(addons, oca, odoo_version):
    """What a database built from these files contains: name -> content.

    :param oca: folder with the OCA addons
    """
    contents = {name: addon.content_hash() for name, addon in addons.items()}
    for name, addon in read(oca).items():
        contents[name] = str(addon.manifest["version"])
    contents["base"] = odoo_version
    return contents


def plan(before, after, wanted):
    """What to install and what to update to bring a database up to date.

    :param before, after: :func:`states` when it was built and now
    :param wanted: names that must be installed
    :return: (names to install, names to update), sorted
    """
    install = sorted(set(wanted) - set(before))
    update = sorted(
        name for name in before if name in after and before[name] != after[name]
    )
    return install, update
