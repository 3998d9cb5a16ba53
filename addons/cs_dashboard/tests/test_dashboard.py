import json

from odoo.addons.cs_base.tests.common import CsCase
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open

APP = "spreadsheet_dashboard.spreadsheet_dashboard_menu_root"
#: whose dashboards they are: money for who may see it, tickets for who reads them
READERS = {
    "attendance": {"leader", "supervisor", "hr", "payroll", "gm"},
    "service": {"leader", "supervisor", "gm"},
    "appraisal": {"leader", "supervisor", "hr", "gm"},
    "incentive": {"supervisor", "hr", "payroll", "gm"},
}
ROLES = ("agent", "leader", "supervisor", "hr", "payroll", "gm", "admin")


def content(name):
    with file_open(f"cs_dashboard/data/files/{name}_dashboard.json") as file:
        return json.load(file)


def questions(name):
    """What a dashboard asks: (model, domain, fields to group by, aggregates)."""
    data = content(name)
    for pivot in data["pivots"].values():
        by = [
            ":".join(filter(None, (one["fieldName"], one.get("granularity"))))
            for one in pivot["rows"] + pivot["columns"]
        ]
        measures = [measure["id"] for measure in pivot["measures"]]
        yield pivot["model"], pivot["domain"], by, measures
    for figure in data["sheets"][0]["figures"]:
        chart = figure["data"]
        if chart["type"] == "odoo_bar":
            about = chart["metaData"]
            domain = chart["searchParams"]["domain"]
            yield about["resModel"], domain, about["groupBy"], [about["measure"]]


def filtered(name):
    """What the filters of a dashboard look at: (model, filter -> field)."""
    data = content(name)
    for pivot in data["pivots"].values():
        yield pivot["model"], pivot["fieldMatching"]
    for figure in data["sheets"][0]["figures"]:
        chart = figure["data"]
        if chart["type"] == "odoo_bar":
            yield chart["metaData"]["resModel"], chart["fieldMatching"]


@tagged("post_install", "-at_install", "cs_dashboard")
class TestDashboard(CsCase):
    """Who has which dashboard, and that everybody may ask what is in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boards = {
            name: cls.env.ref(f"cs_dashboard.spreadsheet_dashboard_{name}")
            for name in READERS
        }

    def test_each_role_has_its_dashboards_and_no_other(self):
        for role in ROLES:
            found = self.env["spreadsheet.dashboard"].with_user(self.users[role])
            found = found.search([("cs_is_internal", "=", True)])
            with self.subTest(role):
                self.assertEqual(
                    {name for name, board in self.boards.items() if board in found},
                    {name for name, readers in READERS.items() if role in readers},
                )

    def test_the_app_stands_where_there_is_a_dashboard(self):
        app = self.env.ref(APP)
        for role in ROLES:
            Menu = self.env["ir.ui.menu"].with_user(self.users[role])
            with self.subTest(role):
                self.assertEqual(
                    app.id in Menu.load_menus(False),
                    any(role in readers for readers in READERS.values()),
                )

    def test_the_app_appears_with_the_first_dashboard(self):
        app, agent = self.env.ref(APP), self.users["agent"]
        Menu = self.env["ir.ui.menu"].with_user(agent)
        self.assertNotIn(app.id, Menu.load_menus(False))
        board = self.boards["attendance"]
        board.group_ids += self.env.ref("cs_base.group_agent")
        self.assertIn(app.id, Menu.load_menus(False))
        board.is_published = False
        self.assertNotIn(app.id, Menu.load_menus(False))

    def test_readers_may_ask_what_is_in_them(self):
        """As the client asks: a field that is gone or hidden would be an error cell."""
        for name, readers in READERS.items():
            for role in readers:
                env = self.env(user=self.users[role])
                for model, domain, by, measures in questions(name):
                    with self.subTest(dashboard=name, role=role, model=model, by=by):
                        env[model].formatted_read_group(
                            domain,
                            by,
                            [self.aggregate(model, one) for one in measures],
                        )

    def aggregate(self, model, measure):
        if measure == "__count" or ":" in measure:
            return measure
        return f"{measure}:{self.env[model]._fields[measure].aggregator}"

    def test_filters_look_at_fields(self):
        for name in READERS:
            for model, matching in filtered(name):
                for one, about in matching.items():
                    field, at = None, self.env[model]
                    for step in about["chain"].split("."):
                        field, at = at._fields[step], at[step]
                    with self.subTest(dashboard=name, model=model, filter=one):
                        self.assertEqual(field.type, about["type"])

    def test_money_is_for_who_may_see_it(self):
        """The dashboard being hidden protects nothing: the models do."""
        for role in ("agent", "leader", "admin"):
            for model in ("cs.incentive.item", "cs.incentive.withheld"):
                env = self.env(user=self.users[role])
                with self.subTest(role, model=model):
                    try:
                        found = env[model].formatted_read_group([], [], ["amount:sum"])
                    except AccessError:
                        continue
                    self.assertFalse(found[0]["amount:sum"])

    def test_no_link_leads_to_them(self):
        for name, board in self.boards.items():
            self.assertTrue(board.cs_is_internal, name)
            user = self.users["gm"]
            Share = self.env["spreadsheet.dashboard.share"].with_user(user)
            vals = {"dashboard_id": board.id, "spreadsheet_data": "{}"}
            with self.subTest(name), self.assertRaisesRegex(UserError, "link"):
                Share.action_get_share_url(dict(vals))

    def test_a_link_is_not_turned_to_them(self):
        other = self.boards["attendance"].copy({"cs_is_internal": False})
        Share = self.env["spreadsheet.dashboard.share"].with_user(self.users["gm"])
        share = Share.create({"dashboard_id": other.id, "spreadsheet_data": "{}"})
        with self.assertRaisesRegex(UserError, "link"):
            share.dashboard_id = self.boards["incentive"]

    def test_nobody_changes_them(self):
        for role in ROLES:
            board = self.boards["attendance"].with_user(self.users[role])
            with self.subTest(role), self.assertRaises(AccessError):
                board.write({"group_ids": [(5,)]})
            with self.subTest(role), self.assertRaises(AccessError):
                board.write({"cs_is_internal": False})
