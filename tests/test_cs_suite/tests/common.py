"""The demo company in a test: loaded as ``./run`` loads it, then rolled back."""

import csv

from odoo.modules.loading import load_demo
from odoo.modules.module_graph import ModuleGraph
from odoo.tests import HttpCase
from odoo.tools import file_open

from ..schema import addons_of_suite

#: the seven internal roles, by the login of their demo user
ROLES = ("agent", "leader", "supervisor", "hr", "payroll", "gm", "sysadmin")


def demo_logins():
    """Rows of ``demo_logins.csv`` by login."""
    with file_open("cs_base/demo/demo_logins.csv") as table:
        return {row["login"]: row for row in csv.DictReader(table)}


def load_demo_company(env):
    """Load the demo files of our installed addons only, in their order.

    :return: names of the addons whose demo data failed
    """
    installed = env["ir.module.module"].search([("state", "=", "installed")])
    graph = ModuleGraph(env.cr, mode="load")
    graph.extend(installed.mapped("name"))
    ours = set(addons_of_suite())
    return [
        package.name
        for package in graph
        if package.name in ours and not load_demo(env, package, {}, "init")
    ]


class DemoCase(HttpCase):
    """Tests on the demo company; ``self.user(login)`` is one of its people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("cs_base.company_xinglan_demo", raise_if_not_found=False):
            failed = load_demo_company(cls.env)
            assert not failed, f"demo data failed in {failed}"
            # Nobody else counts what is never committed; queries would be planned
            # for empty tables.
            cls.env.cr.execute("ANALYZE")
        cls.company = cls.env.ref("cs_base.company_xinglan_demo")

    @classmethod
    def user(cls, login):
        return cls.env.ref(f"cs_base.user_{login}_demo")

    @classmethod
    def person(cls, key):
        return cls.env.ref(f"cs_base.employee_{key}_demo")

    def let_customers_be_called(self):
        """They rest at noon and at night (HD-07), and tests run at any time."""
        self.env.cr.execute(
            """UPDATE cs_helpdesk_policy
                  SET quiet_noon_from = 12, quiet_noon_to = 12,
                      quiet_night_from = 24, quiet_night_to = 0"""
        )
        self.env.cr.execute(
            "UPDATE cs_callback SET next_at = service_at WHERE state = 'waiting'"
        )
        self.env.invalidate_all()

    def call_kw(self, model, method, args=(), **kwargs):
        """Call over HTTP as whoever is logged in, with that user's context."""
        kwargs.setdefault("context", {})
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
            timeout=60,
        )
