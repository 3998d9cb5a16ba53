import re

from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .browser import DESKTOP, open_page
from .common import DemoCase

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
DESK = {"width": 1400, "height": 900, "deviceScaleFactor": 1, "mobile": False}
BOARDS = {
    "gm": ("attendance", "service", "appraisal", "incentive"),
    "leader": ("attendance", "service", "appraisal"),
}
LOADER = "odoo.__WOWL_DEBUG__.root.env.services.spreadsheet_dashboard_loader"
#: the sheet behind the page
SHEET = f"{LOADER}.getActiveDashboard()"
IS_READY = """
    (%(sheet)s)?.data.id === %(id)s && (%(sheet)s).status === "Loaded"
    && (%(sheet)s).model.getters.getSheetIds().every((sheet) =>
        Object.values((%(sheet)s).model.getters.getEvaluatedCells(sheet))
            .every((cell) => cell.value !== "Loading..."))
"""
#: errors of formulas, and every text of cells and charts
READ = """
    (() => {
        const { getters } = (%(sheet)s).model;
        const errors = [], texts = [];
        for (const sheet of getters.getSheetIds()) {
            for (const cell of Object.values(getters.getEvaluatedCells(sheet))) {
                if (cell.type === "error") {
                    errors.push(`${cell.value} ${cell.message}`);
                }
                texts.push(cell.formattedValue);
            }
            for (const figure of getters.getFigures(sheet)) {
                const chart = getters.getChartRuntime(
                    getters.getChartIdFromFigureId(figure.id)
                );
                texts.push(chart.title?.text, chart.baselineDescr);
                const { data, options } = chart.chartJsConfig || {};
                texts.push(options?.plugins?.chartTitle?.display?.text);
                texts.push(...(data?.labels || []));
                texts.push(...(data?.datasets || []).map((set) => set.label));
            }
        }
        return { errors, texts: texts.filter((text) => typeof text === "string") };
    })()
"""
#: codes of the department's own, and marks of formats
NOT_A_WORD = r"^[A-E]\+?$|^[A-Z]{2}-\d+|^[\d.,\-\s]*k?$"


@tagged("post_install", "-at_install", "cs_suite", "cs_demo")
class TestDashboards(DemoCase):
    """Figures of the demo company as each role reads them, over RPC: everybody the own
    people, money for who may see it."""

    def ask(self, login, model, by, aggregate="__count", domain=()):
        """Ids that a pivot by a field shows to somebody."""
        self.authenticate(login, login)
        groups = self.call_kw(
            model,
            "formatted_read_group",
            domain=[("company_id", "=", self.company.id), *domain],
            groupby=[by],
            aggregates=[aggregate],
        )
        return {group[by] and group[by][0] for group in groups}

    def people(self, domain):
        everybody = self.env["hr.employee"].with_context(active_test=False)
        return set(
            everybody.search([("company_id", "=", self.company.id), *domain]).ids
        )

    def reach(self, login):
        """Employees whom somebody may see figures of."""
        user = self.user(login)
        units = user.cs_managed_department_ids.ids
        return self.people(
            ["|", "|", ("user_id", "=", user.id), ("parent_id.user_id", "=", user.id)]
            + [("department_id", "in", units)]
        )

    def test_attendance_is_that_of_the_own_people(self):
        model, by = "cs.attendance.day", "employee_id"
        everybody = self.ask("hr", model, by)
        for login in ("leader", "leader2", "supervisor2", "agent"):
            with self.subTest(login):
                seen = self.ask(login, model, by)
                self.assertTrue(seen)
                self.assertLessEqual(seen, self.reach(login))
                self.assertLess(seen, everybody)
        self.assertEqual(
            self.ask("agent", model, by), set(self.user("agent")._cs_employees().ids)
        )
        for login in ("gm", "payroll"):
            self.assertEqual(self.ask(login, model, by), everybody)

    def test_appraisal_is_that_of_the_own_people(self):
        model, by = "cs.appraisal.report", "employee_id"
        everybody = self.ask("gm", model, by)
        self.assertTrue(everybody)
        for login in ("leader", "leader2"):
            with self.subTest(login):
                seen = self.ask(login, model, by)
                self.assertTrue(seen)
                self.assertLessEqual(seen, self.reach(login))
                self.assertLess(seen, everybody)
        self.assert_refused(("agent", "payroll", "sysadmin"), model, by)

    def test_service_is_that_of_the_tickets_one_reads(self):
        model, by = "cs.service.report", "department_id"
        everything = self.ask("gm", model, by)
        for login in ("leader", "supervisor"):
            self.assertLessEqual(self.ask(login, model, by), everything)
        self.assert_refused(("agent", "hr", "payroll", "sysadmin"), model, by)

    def test_money_is_for_who_may_see_it(self):
        everybody = self.ask("payroll", "cs.incentive.statement", "employee_id")
        leader = self.user("leader")._cs_employees()
        own = self.ask("leader", "cs.incentive.statement", "employee_id")
        self.assertLessEqual(own, self.reach("leader"))
        self.assertLess(own, everybody)
        items = self.ask("leader", "cs.incentive.item", "employee_id")
        self.assertLessEqual(items, set(leader.ids), "leaders read totals, no items")
        agent = self.user("agent")._cs_employees()
        self.assertLessEqual(
            self.ask("agent", "cs.incentive.item", "employee_id"), set(agent.ids)
        )
        self.assert_refused(("sysadmin",), "cs.incentive.statement", "employee_id")
        self.assert_refused(("leader", "agent"), "cs.incentive.withheld", "employee_id")

    def assert_refused(self, logins, model, by):
        for login in logins:
            with (
                self.subTest(login, model=model),
                mute_logger("odoo.http"),
                self.assertRaisesRegex(JsonRpcException, "AccessError"),
            ):
                self.ask(login, model, by)


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestDashboardJourney(DemoCase):
    """The dashboards as the general manager and a leader see them, at the desk and on
    the phone: no cell in error, no word of English, nothing wider than the page."""

    def test_journey(self):
        for login in BOARDS:
            with open_page(self, DESKTOP, f"dashboards_{login}") as page:
                page.sign_in(login)
                for size, screen in (("desk", DESK), ("phone", PHONE)):
                    page.ask("Emulation.setDeviceMetricsOverride", params=screen)
                    page.go("/odoo/dashboards")
                    page.wait(
                        "document.querySelector('.o_spreadsheet_dashboard_action')"
                    )
                    for name in BOARDS[login]:
                        with self.subTest(login, board=name, screen=size):
                            self.look(page, name, f"{name}_{size}")

    def look(self, page, name, picture):
        """One after the other on the same page, as people click through them."""
        board = self.env.ref(f"cs_dashboard.spreadsheet_dashboard_{name}")
        page.run(f"{LOADER}.activateDashboard({board.id})")
        page.wait(IS_READY % {"sheet": SHEET, "id": board.id}, "all figures")
        page.settle()
        page.photograph(picture)
        found = page.run(READ % {"sheet": SHEET})
        self.assertEqual(found["errors"], [])
        self.assertTrue(any("20" in text and "年" in text for text in found["texts"]))
        english = [
            text
            for text in set(found["texts"])
            if any(char.isascii() and char.isalpha() for char in text)
        ]
        self.assertEqual([x for x in english if not re.match(NOT_A_WORD, x)], [])
        self.assertEqual(page.sideways(), [])
        self.assertFalse(
            page.run(
                "document.querySelector('.o_control_panel .fa-share-alt') !== null"
            ),
            "figures about people are not shared by link",
        )
