"""Loads every addon's engine without Odoo, as package <addon>_engine."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

ADDONS = Path(__file__).parents[2] / "addons"

for init in sorted(ADDONS.glob("*/engine/__init__.py")):
    name = f"{init.parents[1].name}_engine"
    spec = spec_from_file_location(
        name, init, submodule_search_locations=[str(init.parent)]
    )
    sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
