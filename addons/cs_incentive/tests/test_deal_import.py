import base64
from io import BytesIO

from openpyxl import Workbook

from odoo.addons.cs_base.engine.sheet_in import read_table
from odoo.exceptions import UserError
from odoo.tests import tagged

from .deal_case import DealCase

HEAD = "类型,单号,成交日期,工号,姓名,部门,客户,金额,传递单,交单日期,双方经理已签字\n"
SLIPS = "类型,单号,传递单,交单日期,已签字\n"
REFUNDS = "类型,单号,退款单号,退款日期,金额,退款原因\n"


@tagged("cs_incentive", "cs_incentive_deal")
class TestDealImport(DealCase):
    """Deals from a file: good rows in, bad rows named, nothing twice (INC-06)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["agent"].barcode = "007"
        cls.people["agent2"].barcode = "7"

    def load(self, *rows, role="hr", head=HEAD, content=None, **vals):
        content = content or (head + "\n".join(rows)).encode()
        Import = self.env["cs.incentive.deal.import"].with_user(self.users[role])
        values = {"content": base64.b64encode(content), "name": "june.csv"}
        return Import.create({**values, "origin": "Shop platform", **vals})

    def taken(self, *rows, **vals):
        one = self.load(*rows, **vals)
        one.action_import()
        return one

    def counts(self, one):
        return one.new_count, one.correction_count, one.there_count, one.bad_count

    def all_deals(self):
        return self.env["cs.incentive.deal"].search([])

    def test_good_rows_in_bad_rows_named(self):
        one = self.load(
            "销售,007,2025-06-05,007,,,张三,1000,CD-1,2025-06-05,是",
            "销售,7,2025/6/5,7,agent2,,=1+1,0.01,,,",
            "公共业绩,A,2025年6月5日,,,Group one,,500,CD-1,2025-06-05,是",
            "礼物,1,2025-06-05,007,,,,1,,,",
            "销售,,2025-06-05,007,,,,1,,,",
            "销售,3,June,007,,,,1,,,",
            "销售,4,2999-06-05,007,,,,1,,,",
            "销售,5,2025-06-05,0007,,,,1,,,",
            "销售,6,2025-06-05,007,,,,0,,,",
            "销售,8,2025-06-05,007,,,,0.001,,,",
            "销售,9,2025-06-05,007,,,,=1+1,,,",
            "销售,10,2025-06-05,007,,,,1,,,是",
            "公共业绩,11,2025-06-05,007,,Group one,,1,,,",
            "公共业绩,12,2025-06-05,,,Nowhere,,1,,,",
            "公共业绩,13,2025-06-05,,,Customer service,,1,,,",
            "销售,14,2025-06-05,,hr,,,1,,,",
            f"销售,{'9' * 201},2025-06-05,007,,,,1,,,",
        )
        one.action_check()
        self.assertEqual(self.counts(one), (3, 0, 0, 14))
        self.assertFalse(self.all_deals())
        one.action_import()
        self.assertEqual(self.counts(one), (3, 0, 0, 14))
        for number in range(5, 19):
            self.assertIn(f"<td>{number}</td>", one.problems)
        deals = self.all_deals().grouped("number")
        self.assertEqual(deals["007"].employee_id, self.people["agent"])
        self.assertEqual(deals["7"].employee_id, self.people["agent2"])
        self.assertEqual(deals["7"].customer, "=1+1")
        self.assertFalse(deals["7"].counts_on)
        self.assertEqual(str(deals["007"].counts_on), "2025-06-05")
        self.assertEqual(deals["A"].department_id, self.group_one)

    def test_the_same_file_twice(self):
        rows = (
            "销售,007,2025-06-05,007,,,张三,1000,CD-1,2025-06-05,是",
            "公共业绩,A,2025-06-05,,,Group one,,500.5,,,",
        )
        self.taken(*rows)
        self.assertEqual(self.counts(self.taken(*rows)), (0, 0, 2, 0))
        self.assertEqual(len(self.all_deals()), 2)

    def test_a_row_twice_in_a_file(self):
        row = "销售,007,2025-06-05,007,,,,{},,,"
        one = self.taken(*(row.format(amount) for amount in (1000, "1000.00", 999)))
        self.assertEqual(self.counts(one), (1, 0, 1, 1))

    def test_another_deal_is_a_correction_only_when_asked_for(self):
        deal = self.deal()
        row = "销售,007,2025-06-05,007,,,,900,,,"
        self.assertEqual(self.counts(self.taken(row)), (0, 0, 0, 1))
        with self.assertRaises(UserError):
            self.taken(row, is_correcting=True)
        one = self.taken(row, is_correcting=True, reason="New report")
        self.assertEqual(self.counts(one), (0, 1, 0, 0))
        correction = deal.correction_ids
        self.assertEqual((correction.amount, correction.reason), (900, "New report"))
        # what the file does not say stays
        self.assertEqual(correction.slip_number, "CD-1")
        again = self.taken(row, is_correcting=True, reason="New report")
        self.assertEqual(self.counts(again), (0, 0, 1, 0))

    def test_supervisors_for_their_departments(self):
        workshop = self.env["hr.department"].create(
            {"name": "Workshop", "company_id": self.company.id}
        )
        self.env["hr.employee"].create(
            {
                "name": "fitter",
                "company_id": self.company.id,
                "department_id": workshop.id,
            }
        )
        names = ("agent", "supervisor", "fitter")
        rows = [f"销售,{name},2025-06-05,,{name},,,1,,," for name in names]
        rows += [
            f"公共业绩,{name},2025-06-05,,,{name},,1,,,"
            for name in ("Group one", "Workshop", "Customer service")
        ]
        one = self.taken(*rows, role="supervisor")
        self.assertEqual(self.counts(one), (2, 0, 0, 4))

    def test_closed_months(self):
        self.close()
        row = "销售,{},{},007,,,,1,CD-1,{},是"
        one = self.taken(
            row.format(1, "2025-06-30", "2025-06-30"),
            row.format(2, "2025-06-30", "2025-07-01"),
            row.format(3, "2025-07-01", "2025-06-30"),
        )
        self.assertEqual(self.counts(one), (1, 0, 0, 2))
        self.assertIn("July 2025", one.problems)

    def test_slips(self):
        self.unproven(number="007")
        self.unproven("agent2", number="7")
        self.deal(number="8")
        rows = (
            "销售,007,CD-9,2025-06-10,是",
            "销售,007,CD-9,2025-06-10,是",
            "销售,7,CD-9,2025-06-10,否",
            "销售,8,CD-9,2025-06-10,是",
            "销售,9,CD-9,2025-06-10,是",
            "设计合同,007,CD-9,2025-06-10,是",
        )
        one = self.taken(*rows, head=SLIPS, holds="slip", origin=False)
        self.assertEqual(self.counts(one), (1, 0, 1, 4))
        self.assertEqual(self.measured("sales"), 2000)
        again = self.taken(*rows, head=SLIPS, holds="slip")
        self.assertEqual(self.counts(again), (0, 0, 2, 4))
        other = self.taken("销售,007,CD-8,2025-06-10,是", head=SLIPS, holds="slip")
        self.assertEqual(self.counts(other), (0, 0, 0, 1))

    def test_refunds(self):
        deal = self.deal(number="007")
        rows = (
            "销售,007,R1,2025-06-10,600,质量问题",
            "销售,007,R1,2025-06-10,600.00,质量问题",
            "销售,007,R2,2025-06-11,400.01,质量问题",
            "销售,007,R3,2025-06-11,400,=HYPERLINK(1)",
            "销售,007,R4,2025-06-11,0.01,质量问题",
            "销售,007,R1,2025-06-10,500,质量问题",
            "销售,7,R1,2025-06-10,1,质量问题",
            "销售,007,R5,2025-06-04,1,质量问题",
            "销售,007,R6,2025-06-11,1,",
        )
        one = self.taken(*rows, head=REFUNDS, holds="refund", origin=False)
        self.assertEqual(self.counts(one), (2, 0, 1, 6))
        self.assertEqual(deal.refunded, 1000)
        again = self.taken(*rows, head=REFUNDS, holds="refund")
        self.assertEqual(self.counts(again), (0, 0, 3, 6))
        self.assertEqual(deal.refunded, 1000)

    def test_a_workbook_keeps_text_as_text(self):
        book, stream = Workbook(), BytesIO()
        book.active.append(HEAD.strip().split(","))
        for number in ("007", 7, "=1+1", "@a"):
            row = ["销售", number, "2025-06-05", "007", "", "", "+86", 10, "", "", ""]
            book.active.append(row)
        for cell in book.active["B"]:
            cell.data_type = "n" if cell.value == 7 else "s"
        book.save(stream)
        one = self.taken(content=stream.getvalue())
        self.assertEqual(self.counts(one), (4, 0, 0, 0))
        numbers = set(self.all_deals().mapped("number"))
        self.assertEqual(numbers, {"007", "7", "=1+1", "@a"})

    def test_bad_rows_come_back_and_the_template_is_understood(self):
        one = self.load("销售,1,2025-06-05,0007,,,=1+1,1,,,")
        content = self.download(one.action_bad_rows())
        _header, row = read_table(content).rows
        self.assertIn("=1+1", row.cells)
        for lang in ("en_US", "zh_CN"):
            for holds in ("deal", "slip", "refund"):
                one = self.load(holds=holds).with_context(lang=lang)
                [header] = read_table(self.download(one.action_template())).rows
                wanted = one._reader()._wanted()
                for cell, column in zip(header.cells, wanted, strict=True):
                    self.assertIn(cell, column.labels)

    def download(self, action):
        [number] = [int(part) for part in action["url"].split("/") if part.isdigit()]
        content = self.env["cs.sheet.download"].browse(number).content
        return base64.b64decode(content)

    def test_more_rows_take_no_more_queries(self):
        rows = [f"销售,{n},2025-06-05,007,,,,1,CD,2025-06-05,是" for n in range(40)]
        counts = []
        for some in (rows[:20], rows):
            one = self.load(*some)
            one.action_check()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            one.action_check()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
