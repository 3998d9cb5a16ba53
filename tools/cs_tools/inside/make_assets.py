"""Make what the web client loads; copies of the database have it then.

Otherwise each part of the tests makes it anew, and what is loaded late is made and
rolled back in every test. Runs in an Odoo shell.
"""

#: Not named by the templates from which Odoo finds the others.
LATE = (
    "bus.websocket_worker_assets",
    "web.assets_backend_lazy",
    "web.assets_emoji",
    "web.chartjs_lib",
    "web.fullcalendar_lib",
)

qweb = env["ir.qweb"]  # noqa: F821
qweb._pregenerate_assets_bundles()
for name in LATE:
    bundle = qweb._get_asset_bundle(name, css=True, js=True)
    bundle.js()
    bundle.css()
env.cr.commit()  # noqa: F821
