"""Which of our addons can be installed together."""

import ast
from itertools import combinations as choose
from pathlib import Path

#: OCA addons that a site may add; their glue has a test of its own.
OPTIONAL = {"queue_job"}
ADDONS = Path(__file__).parents[2] / "addons"
#: Needs all others, and no other needs it.
HISTORY = "cs_demo"


def manifests():
    """Manifest by addon name, without glue with what a site may add."""
    found = {
        path.parent.name: ast.literal_eval(path.read_text())
        for path in sorted(ADDONS.glob("*/__manifest__.py"))
        if path.parent.name != HISTORY
    }
    return {
        name: manifest
        for name, manifest in found.items()
        if not OPTIONAL & set(manifest["depends"])
    }


def closed_combinations(manifests):
    """Sets of addons that Odoo leaves as they are: each addon's dependencies are in
    the set, and each glue addon whose dependencies are all there is in it too.

    An addon on which nothing stands and that is no glue comes with no more than it
    needs, and with all others; else each one would double the number of sets.

    :param manifests: manifest by name, of our addons only
    :return: list of frozensets, smaller ones first
    """
    names = set(manifests)
    own = {
        name: set(manifest.get("depends", ())) & names
        for name, manifest in manifests.items()
    }
    glue = {name for name in names if manifests[name].get("auto_install")}
    leaves = names - glue - set().union(*own.values())

    def is_closed(chosen):
        return all(own[name] <= chosen for name in chosen) and all(
            name in chosen for name in glue if own[name] <= chosen
        )

    inner = sorted(names - leaves)
    found = {
        frozenset(chosen)
        for size in range(1, len(inner) + 1)
        for chosen in choose(inner, size)
        if is_closed(set(chosen))
    }
    found |= {_with_all_it_needs(frozenset({leaf}), own, glue) for leaf in leaves}
    found.add(frozenset(names))
    return sorted(found, key=lambda chosen: (len(chosen), sorted(chosen)))


def _with_all_it_needs(names, own, glue):
    """These addons, what they stand on, and the glue that comes by itself."""
    needed = names.union(*(own[name] for name in names))
    needed |= {name for name in glue if own[name] <= needed}
    return needed if needed == names else _with_all_it_needs(needed, own, glue)


def largest_part(combination, known):
    """The largest known combination inside this one; empty when there is none."""
    inside = [other for other in known if other < combination]
    return max(inside, key=len, default=frozenset())
