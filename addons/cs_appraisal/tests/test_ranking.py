from base64 import b64decode
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import html2plaintext

from .cycle_case import CycleCase


@tagged("post_install", "-at_install", "cs_appraisal", "cs_appraisal_ranking")
class TestRanking(CycleCase):
    """Ranking lists by group and month, ties shared (APP-06, APP-07)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_role("agent3", "cs_base.group_agent")
        cls.people["agent3"].parent_id = cls.people["supervisor"]

    def setUp(self):
        super().setUp()
        for role, number in (("agent", 9), ("agent2", 9), ("agent3", 7)):
            self.sold(role, number)

    def groups(self, cycle, role):
        groups = cycle.with_user(self.users[role])._ranking_groups()
        return {
            group: [(row.rank, row.name, row.score) for row in rows]
            for group, rows in groups.items()
        }

    def book(self, cycle, role):
        action = cycle.with_user(self.users[role]).action_export_ranking()
        model, id_ = action["url"].split("/")[3:5]
        content = self.env[model].sudo().browse(int(id_)).content
        return load_workbook(BytesIO(b64decode(content)))

    def cells(self, sheet):
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    def test_ties_share_a_rank_and_the_next_counts_them(self):
        groups = self.groups(self.scored(), "hr")
        rows = [(1, "agent", 90.0), (1, "agent2", 90.0), (3, "agent3", 70.0)]
        self.assertEqual(groups, {self.group_one.name: rows})

    def test_rows_are_those_the_reader_may_read(self):
        workshop = self.env["hr.department"].create(
            {"name": "Workshop", "company_id": self.company.id}
        )
        self._create_role("foreman", "cs_base.group_team_leader", workshop)
        self.people["agent3"].parent_id = self.people["foreman"]
        [rows] = self.groups(self.scored(), "foreman").values()
        self.assertEqual(rows, [(3, "agent3", 70.0)])

    def test_only_for_who_leads_people(self):
        cycle = self.released()
        Print = self.env["report.cs_appraisal.ranking_print"]
        for role in ("agent", "payroll"):
            own = cycle.with_user(self.users[role])
            for refused in (
                own.action_print_ranking,
                own.action_export_ranking,
                lambda role=role: Print.with_user(self.users[role])._get_report_values(
                    cycle.ids
                ),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    refused()

    def test_without_scores_there_is_nothing_to_list(self):
        with self.assertRaisesRegex(UserError, "no scores yet"):
            self.opened().action_print_ranking()

    def test_last_month_and_streaks_stand_beside(self):
        self.sold("agent", 8, first=date(2025, 5, 1))
        self.sold("agent2", 5, first=date(2025, 5, 1))
        self.released(self.scored(first=date(2025, 5, 1)))
        self.sold("agent", 1, first=date(2025, 7, 1))
        cycle = self.released()
        [rows] = cycle.with_user(self.users["hr"])._ranking_groups().values()
        found = {
            row.name: (row.last_rank, row.last_score, row.best_streak) for row in rows
        }
        self.assertEqual(found["agent"], (1, 80.0, 2))
        self.assertEqual(found["agent2"], (2, 50.0, 1))

    def test_names_like_formulas_stay_text(self):
        self.people["agent"].name = "=1+1"
        book = self.book(self.scored(), "hr")
        ranking, grades, items = book.worksheets
        found = [cell for row in ranking.iter_rows() for cell in row]
        [cell] = [cell for cell in found if cell.value == "=1+1"]
        self.assertEqual(cell.data_type, "s")
        [row] = [row for row in self.cells(grades) if row[0] == self.group_one.name]
        self.assertEqual(row[1], 3)
        names = [row[1] for row in self.cells(items) if row[3] == "Sets"]
        self.assertEqual(names, ["=1+1", "agent2", "agent3"])

    def test_paper(self):
        cycle = self.scored().with_user(self.users["hr"])
        report = self.env.ref("cs_appraisal.cs_appraisal_ranking_print_action")
        with freeze_time("2025-07-10 02:00"):
            page = report.with_user(self.users["hr"])._render_qweb_html(
                report.report_name, cycle.ids
            )[0]
        text = " ".join(html2plaintext(page.decode()).split())
        for part in ("agent2", "90.00", "1 / 3", "2025-07-10 10:00"):
            self.assertIn(part, text)


@tagged("post_install", "-at_install", "cs_appraisal", "cs_appraisal_ranking")
class TestResultNotice(CycleCase):
    """People hear of their result once it is given (APP-08)."""

    def tell(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("cs_appraisal.cs_appraisal_result_cron")
            cron.method_direct_trigger()

    def told(self):
        return self.env["mail.message"].search_count(
            [
                ("model", "=", "cs.appraisal.cycle"),
                ("subject", "like", "APP-08"),
                ("notified_partner_ids", "=", self.users["agent"].partner_id.id),
            ]
        )

    def test_everybody_is_told_once(self):
        self.sold("agent", 9)
        cycle = self.scored()
        self.tell()
        self.assertFalse(self.told())
        self.released(cycle)
        for _run in range(2):
            self.tell()
            self.assertEqual(self.told(), 1)
