import base64
from datetime import date

from odoo.addons.cs_base.engine.sheet_in import read_table
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.cs_metric_sheet import HEADERS, read_month
from .metric_case import MetricCase, of

HEAD = "工号,姓名,部门,指标,月份,数值,分母\n"


@tagged("cs_appraisal", "cs_metric")
class TestMetricImport(MetricCase):
    """Figures from a file: good rows in, bad rows back, nothing twice (APP-03)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent.barcode = "A007"
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.deals.with_context(lang="zh_CN").name = "成交单数"

    def load(self, *rows, role="hr", head=HEAD, **vals):
        content = (head + "\n".join(rows)).encode()
        Import = self.env["cs.metric.import"].with_user(self.users[role])
        return Import.create(
            {
                "content": base64.b64encode(content),
                "name": "june.csv",
                "origin": "Shop platform",
                **vals,
            }
        )

    def counts(self, one):
        return one.new_count, one.correction_count, one.there_count, one.bad_count

    def test_good_rows_in_bad_rows_named(self):
        one = self.load(
            "A007,,,成交单数,2025-06,12,",
            ",agent2,Group one,deals,2025年6月,7,",
            ",agent2,Group one,Conversion,202506,7,20",
            ",nobody,,deals,2025-06,1,",
            "A007,,,beauty,2025-06,1,",
            "A007,,,tickets_handled,2025-06,1,",
            "A007,,,deals,June,1,",
            "A007,,,deals,2025-05,many,",
            "A007,,,conversion,2025-06,3,",
            ",hr,,deals,2025-06,3,",
            ",,,deals,2025-06,3,",
        )
        one.action_check()
        self.assertEqual(self.counts(one), (3, 0, 0, 8))
        self.assertFalse(self.env["cs.metric.figure"].search_count([]))
        one.action_import()
        self.assertEqual(self.counts(one), (3, 0, 0, 8))
        self.assertEqual(self.measured("deals"), of(12))
        self.assertEqual(self.measured("conversion", self.agent2), of(7, 20))
        for number in range(5, 13):
            self.assertIn(f"<td>{number}</td>", one.problems)

    def test_the_same_file_twice(self):
        rows = "A007,,,deals,2025-06,12,", "A007,,,deals,2025-05,9,"
        self.load(*rows).action_import()
        again = self.load(*rows)
        again.action_import()
        self.assertEqual(self.counts(again), (0, 0, 2, 0))
        self.assertEqual(self.env["cs.metric.figure"].search_count([]), 2)

    def test_another_figure_is_a_correction_only_when_asked_for(self):
        figure = self.figure(number=11)
        row = "A007,,,deals,2025-06,12,"
        plain = self.load(row)
        plain.action_import()
        self.assertEqual(self.counts(plain), (0, 0, 0, 1))
        with self.assertRaises(UserError):
            self.load(row, is_correcting=True).action_import()
        asked = self.load(row, is_correcting=True, reason="New report")
        asked.action_import()
        self.assertEqual(self.counts(asked), (0, 1, 0, 0))
        self.assertEqual(figure.correction_ids.reason, "New report")
        self.assertEqual(self.measured("deals"), of(12))

    def test_a_row_twice_in_a_file(self):
        one = self.load(
            "A007,,,deals,2025-06,12,",
            ",agent,,deals,2025/6,12,",
            "A007,,,deals,2025-06,13,",
        )
        one.action_import()
        self.assertEqual(self.counts(one), (1, 0, 1, 1))
        self.assertEqual(self.measured("deals"), of(12))

    def test_two_people_of_one_name(self):
        self.env["hr.employee"].create(
            {
                "name": "agent2",
                "company_id": self.company.id,
                "department_id": self.workshop.id,
            }
        )
        one = self.load(
            ",agent2,,deals,2025-06,1,", ",agent2,Workshop,deals,2025-06,1,"
        )
        one.action_import()
        self.assertEqual(self.counts(one), (1, 0, 0, 1))

    def test_supervisors_for_their_departments(self):
        rows = [f",{who},,deals,2025-06,1," for who in ("agent", "supervisor", "hr")]
        rows.append(",fitter,Workshop,deals,2025-06,1,")
        one = self.load(*rows, role="supervisor")
        one.action_import()
        # hr works in the same department
        self.assertEqual(self.counts(one), (2, 0, 0, 2))

    def test_bad_rows_come_back_and_can_come_again(self):
        one = self.load("A007,,,deals,2025-06,12,", "A008,,,deals,2025-06,=1+1,")
        one.action_import()
        action = one.action_bad_rows()
        [number] = [int(part) for part in action["url"].split("/") if part.isdigit()]
        download = self.env["cs.sheet.download"].browse(number)
        rows = list(read_table(base64.b64decode(download.content)).rows)
        self.assertEqual(rows[0].cells[:7], HEAD.strip().split(","))
        self.assertEqual(rows[1].cells[0], "A008")
        self.assertEqual(rows[1].cells[7], 3)
        again = self.load(head="")
        again.content = download.content
        again.action_check()
        self.assertEqual(self.counts(again), (0, 0, 0, 1))

    def test_text_from_the_file_is_escaped(self):
        one = self.load("A007,,,<script>alert(1)</script>,2025-06,12,")
        one.action_check()
        self.assertNotIn("<script", one.problems)
        self.assertIn("&lt;script", one.problems)

    def test_a_sealed_month_is_a_bad_row(self):
        self.env["cs.period"]._kept_create(
            {
                "company_id": self.company.id,
                "month": "2025-05-01",
                "state": "closed",
                "closed_at": "2025-06-05 10:00:00",
                "closed_by_id": self.users["gm"].id,
                "protocol": {"steps": []},
            }
        )
        one = self.load("A007,,,deals,2025-05,1,", "A007,,,deals,2025-06,1,")
        one.action_import()
        self.assertEqual(self.counts(one), (1, 0, 0, 1))
        self.assertIn("June 2025", one.problems)

    def test_what_is_no_table(self):
        for content in (b"", b"one two", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            one = self.load()
            one.content = base64.b64encode(content)
            with self.subTest(content), self.assertRaises(UserError):
                one.action_check()
        with self.assertRaises(UserError):
            self.load("A007,,,deals,2025-06,12,", origin=" ").action_check()

    def test_the_template_is_understood(self):
        for lang in ("en_US", "zh_CN"):
            one = self.load().with_context(lang=lang)
            url = one.action_template()["url"]
            [number] = [int(part) for part in url.split("/") if part.isdigit()]
            content = self.env["cs.sheet.download"].browse(number).content
            [header] = read_table(base64.b64decode(content)).rows
            for cell, labels in zip(header.cells, HEADERS.values(), strict=True):
                self.assertIn(cell, labels)

    def test_a_thousand_rows_take_few_queries(self):
        people = self.env["hr.employee"].create(
            [{"name": f"P{n}", "company_id": self.company.id} for n in range(60)]
        )
        rows = [f",{one.name},,deals,2025-06,1," for one in people]
        counts = []
        for some in (rows[:30], rows):
            one = self.load(*some)
            one.action_check()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            one.action_check()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_months_as_people_write_them(self):
        for text in (
            "2025-06",
            "2025/6",
            "2025.06",
            "2025年6月",
            "202506",
            "2025-06-01",
        ):
            self.assertEqual(read_month(text), date(2025, 6, 1), text)
        for text in ("June", "2025-13", "25-06", "2025-06-02", ""):
            self.assertIsNone(read_month(text), text)
