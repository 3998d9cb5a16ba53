"""Runs inside ``odoo shell``: load the demo data of our addons and of no others.

CS_ADDONS names them. Those that have it already are left alone.
"""

import os

from odoo.modules.loading import load_data
from odoo.modules.module_graph import ModuleGraph

names = set(os.environ["CS_ADDONS"].split(","))
modules = env["ir.module.module"].search([("state", "=", "installed")])  # noqa: F821
graph = ModuleGraph(env.cr, mode="load")  # noqa: F821
graph.extend(modules.mapped("name"))
for package in graph:
    if package.name in names and not package.demo:
        load_data(env(su=True), {}, "init", kind="demo", package=package)  # noqa: F821
        module = modules.filtered(lambda m, name=package.name: m.name == name)
        module.demo = True
        module._update_translations(overwrite=True)
env.cr.commit()  # noqa: F821
