import base64
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.addons.cs_base.engine.sheet_in import read_table
from odoo.addons.cs_base.engine.sheet_out import Book, Column, Sheet, write_xlsx
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..models import cs_punch_import_runner, cs_punch_quarantine
from .punch_common import PunchCase

ATTLOG = (
    b"        7\t2026-03-02 08:25:00\t1\t0\t1\t0\r\n"
    b"        7\t2026-03-02 17:40:00\t1\t1\t1\t0\n"
    b"garbage\n"
    b"        8\t2026-03-02 08:26:00\t1\t255\t1\t0\r\n"
    b"       99\t2026-03-02 08:27:00\t1\t0\t1\t0\r\n"
    b"        7\t1971-10-29 08:25:00\t1\t0\t1\t0\r\n"
    b"        7\t2026-05-01 08:25:00\t1\t0\t1\t0\r\n"
    b"        7\t2026-03-02 08:25:00\t1\t0\t1\t0"
)


@tagged("cs_attendance", "cs_punch")
@freeze_time("2026-03-10 02:00:00")
class TestPunchImport(PunchCase):
    """ATT-30: files, from upload to report."""

    def _upload(self, data, name="1_attlog.dat", **vals):
        return (
            self.env["cs.punch.import"]
            .with_user(self.users["hr"])
            .create(
                {
                    "name": name,
                    "content": base64.b64encode(data),
                    "company_id": self.company.id,
                    **vals,
                }
            )
        )

    def _imported(self, data, name="1_attlog.dat", **vals):
        batch = self._upload(data, name, **vals)
        batch.action_run()
        return batch

    def _counts(self, batch):
        names = ("read", "new", "duplicate", "unknown", "bad")
        return tuple(batch[f"{name}_count"] for name in names)

    def test_good_lines_go_in_and_bad_ones_are_reported_by_number(self):
        batch = self._upload(ATTLOG)
        self.assertEqual((batch.state, batch.kind), ("draft", "attlog"))
        self.assertEqual(batch.unknown_pins, "99")
        self.assertIn("2026-03-02 08:25:00", batch.preview)
        self.assertFalse(self._ledger())
        batch.action_run()
        self.assertEqual(batch.state, "done")
        self.assertEqual(self._counts(batch), (8, 3, 1, 1, 3))
        self.assertEqual(
            [(line.number, line.code) for line in batch.quarantine_ids],
            [(3, "garbage"), (6, "too_early"), (7, "in_future")],
        )
        self.assertEqual(batch.started_by_id, self.users["hr"])
        self.assertEqual(set(self._ledger().mapped("source")), {"file"})
        self.assertEqual(self._ledger().import_id, batch.sudo())

    def test_the_same_file_twice_is_nothing_new_and_says_so(self):
        first = self._imported(ATTLOG)
        again = self._upload(ATTLOG, "copy.dat")
        self.assertEqual(again.same_as_id, first)
        again.action_run()
        self.assertEqual(self._counts(again), (8, 0, 5, 0, 3))
        self.assertIn("Nothing was new", again.summary)
        self.assertNotIn("Nothing was new", first.summary)
        self.assertEqual(len(self._ledger()), 4)

    def test_the_report_names_each_bad_line(self):
        batch = self._imported(ATTLOG)
        action = batch.action_report()
        download = self.env["cs.sheet.download"].browse(
            int(action["url"].split("/")[4])
        )
        data = base64.b64decode(download.sudo().content)
        rows = [row.cells for row in read_table(data, sheet="Bad lines").rows]
        self.assertEqual([str(row[0]) for row in rows[1:]], ["3", "6", "7"])
        self.assertEqual(rows[1][1:3], ["No punch", "garbage"])
        self.assertTrue(all(row[3] for row in rows[1:]))

    def test_the_file_is_kept_until_it_is_done(self):
        batch = self._upload(ATTLOG)
        self.assertTrue(batch.content)
        batch.action_run()
        self.assertFalse(batch.content)
        self.assertEqual(len(batch.digest), 64)
        self.assertEqual(batch.size, len(ATTLOG))

    def test_the_serial_number_in_the_file_finds_the_terminal(self):
        self.terminal.tz = "Asia/Kathmandu"
        batch = self._imported(
            b"CKJH202760123\r\n7\t2026-03-02 08:25:00\t1\t0\t1\t0\r\nA1B2C3\r\n"
        )
        self.assertEqual(batch.terminal_id.id, self.terminal.id)
        self.assertEqual(self._counts(batch), (1, 1, 0, 0, 0))
        self.assertEqual(self._ledger().moment, datetime(2026, 3, 2, 2, 40))

    def test_the_zone_can_be_chosen(self):
        self._imported(b"7\t2026-03-02 08:25:00\n", tz="UTC")
        self.assertEqual(self._ledger().moment, datetime(2026, 3, 2, 8, 25))

    def test_how_far_ahead_a_punch_may_lie(self):
        """Two days unless the company says otherwise; now is the 10th, 10:00."""
        data = b"7\t2026-03-12 10:00:00\n7\t2026-03-12 10:00:01\n"
        self.assertEqual(self._counts(self._imported(data)), (2, 1, 0, 0, 1))
        self.company.cs_punch_future_days = 3
        self.assertEqual(self._counts(self._imported(data)), (2, 1, 1, 0, 0))

    def test_a_sheet_of_two_layouts(self):
        flat = "工号,姓名,打卡时间\n7,王丽,2026-03-02 08:25\n8,李强,昨天\n".encode(
            "gb18030"
        )
        batch = self._upload(flat, "打卡.csv")
        self.assertEqual((batch.kind, batch.layout), ("sheet", "punch"))
        self.assertEqual(batch.column_ids.mapped("role"), ["pin", "name", "moment"])
        self.assertEqual(batch.column_ids.mapped("letters"), ["A", "B", "C"])
        batch.action_run()
        self.assertEqual(self._counts(batch), (2, 1, 0, 0, 1))
        wide = "工号,姓名,1,2\n7,王丽,08:30,08:25 17:40\n".encode()
        batch = self._upload(wide, "2026-03.csv")
        self.assertEqual(batch.layout, "month")
        batch.action_run()
        self.assertEqual(self._counts(batch), (3, 2, 1, 0, 0))

    def test_a_workbook_with_typed_cells(self):
        book = Book(
            [
                Sheet(
                    "打卡",
                    [Column("pin", "工号"), Column("at", "打卡时间", "datetime")],
                    [
                        ("7", datetime(2026, 3, 2, 8, 25)),
                        ("8", datetime(2026, 3, 2, 9)),
                    ],
                )
            ]
        )
        batch = self._imported(write_xlsx(book), "打卡.xlsx")
        self.assertEqual(self._counts(batch), (2, 2, 0, 0, 0))

    def test_columns_by_hand(self):
        data = b"a,b,c\n7,2026-03-02,08:25\n"
        batch = self._upload(data, "x.csv")
        self.assertFalse(batch.layout)
        with self.assertRaisesRegex(UserError, "columns"):
            batch.action_run()
        with Form(batch) as form:
            for index, role in enumerate(("pin", "date", "time")):
                with form.column_ids.edit(index) as column:
                    column.role = role
        self.assertEqual(batch.layout, "punch")
        self.assertIn("2026-03-02 08:25:00", batch.preview)
        batch.action_run()
        self.assertEqual(self._counts(batch), (1, 1, 0, 0, 0))

    def test_the_order_of_day_and_month_by_hand(self):
        data = "工号,打卡时间\n7,03/02/2026 08:25\n".encode()
        batch = self._upload(data, "x.csv")
        self.assertIn("Bad time", batch.preview)
        batch.date_order = "mdy"
        batch.action_run()
        self.assertEqual(self._ledger().local_text, "2026-03-02 08:25:00")

    def test_people_by_name(self):
        data = (
            "姓名,打卡时间\nagent,2026-03-02 08:25\n无名氏,2026-03-02 08:26\n".encode()
        )
        batch = self._upload(data, "x.csv")
        self.assertEqual(batch.unknown_pins, "无名氏")
        batch.action_run()
        self.assertEqual(self._counts(batch), (2, 1, 0, 1, 0))

    def test_files_that_are_none(self):
        for data, message in (
            (b"%PDF-1.4 whatever", "not a spreadsheet"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "old Excel"),
            (b"<html></html>", "web page"),
            (b"\0\0\0", "empty"),
        ):
            with self.subTest(data), self.assertRaisesRegex(UserError, message):
                self._upload(data, "x.dat")

    def test_a_large_file_runs_in_the_background_batch_by_batch(self):
        lines = b"".join(
            b"7\t2026-01-%02d %02d:%02d:00\n" % (1 + n // 50, n % 50 // 10 + 8, n % 50)
            for n in range(250)
        )
        with (
            patch.object(cs_punch_import_runner, "AT_ONCE", 10),
            patch.object(cs_punch_import_runner, "BATCH", 100),
        ):
            batch = self._imported(lines + b"garbage\n")
            self.assertEqual((batch.state, batch.done), ("queued", 0))
            self.assertFalse(self._ledger())
            with self.enter_registry_test_mode():
                self.env.ref(
                    "cs_attendance.cs_punch_import_cron"
                ).method_direct_trigger()
        self.assertEqual(batch.state, "done")
        self.assertEqual(self._counts(batch), (251, 250, 0, 0, 1))
        self.assertEqual(len(batch.quarantine_ids), 1)

    def test_an_interrupted_import_goes_on_where_it_was(self):
        lines = b"".join(b"7\t2026-01-01 08:%02d:00\n" % n for n in range(50))
        with patch.object(cs_punch_import_runner, "AT_ONCE", 10):
            batch = self._imported(lines + b"garbage\n")
        parsed = batch._parse()
        self.assertFalse(batch.sudo()._take(parsed, 20))
        self.assertEqual((batch.done, batch.progress), (20, 40))
        self.assertTrue(batch.sudo()._take(batch._parse(), 100))
        self.assertEqual(self._counts(batch), (51, 50, 0, 0, 1))
        self.assertEqual(len(batch.quarantine_ids), 1)

    def test_a_file_that_fails_holds_up_no_other(self):
        with patch.object(cs_punch_import_runner, "AT_ONCE", 0):
            broken = self._imported(b"7\t2026-01-01 08:00:00\n", "broken")
            good = self._imported(b"7\t2026-01-02 08:00:00\n", "good")
        parse = type(broken)._parse

        def parse_or_fail(batch):
            if batch.name == "broken":
                raise ZeroDivisionError
            return parse(batch)

        with (
            patch.object(type(broken), "_parse", parse_or_fail),
            self.assertLogs("odoo.addons.cs_base", "ERROR"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("cs_attendance.cs_punch_import_cron").method_direct_trigger()
        self.assertEqual((broken.state, good.state), ("failed", "done"))
        self.assertIn("ZeroDivisionError", broken.error)
        broken.action_run()
        self.assertEqual(self._counts(broken), (1, 1, 0, 0, 0))

    def test_bad_lines_are_bounded_and_counted(self):
        data = b"7\t2026-03-02 08:25:00\n" + b"".join(
            b"garbage %d\n" % n for n in range(30)
        )
        with patch.object(cs_punch_quarantine, "KEPT_AN_IMPORT", 20):
            batch = self._imported(data, kind="attlog")
        self.assertEqual((batch.bad_count, batch.kept_count), (30, 20))
        self.assertEqual(len(batch.quarantine_ids), 20)

    def test_what_is_counted_is_not_written_by_hand(self):
        batch = self._upload(ATTLOG, state="done", new_count=5)
        self.assertEqual((batch.state, batch.new_count), ("draft", 0))
        batch.write({"state": "done", "new_count": 5})
        self.assertEqual((batch.state, batch.new_count), ("draft", 0))
        batch.action_run()
        for vals in ({"name": "x"}, {"tz": "UTC"}, {"content": False}):
            with self.subTest(vals), self.assertRaises(UserError):
                batch.write(vals)
        with self.assertRaises(UserError):
            batch.action_run()
        with self.assertRaises(UserError):
            batch.with_context(_force_unlink=True).unlink()
        self._upload(ATTLOG).unlink()

    def test_seen_with_a_note(self):
        line = self._imported(ATTLOG).quarantine_ids[0]
        line.write({"note": "checked", "is_seen": True, "raw": "x", "code": "filler"})
        self.assertEqual((line.note, line.is_seen), ("checked", False))
        self.assertEqual((line.raw, line.code), ("garbage", "garbage"))
        line.action_seen()
        self.assertTrue(line.is_seen and line.seen_at)
        self.assertEqual(line.seen_by_id, self.users["hr"])
        for change in (
            line.sudo().unlink,
            lambda: line.sudo().create({"raw": "x"}),
        ):
            with self.assertRaises(UserError):
                change()

    def test_every_reason_has_advice(self):
        lines = self.env["cs.punch.quarantine"]
        self.assertEqual(
            set(lines._advice_texts()), {code for code, _ in lines._selection_code()}
        )

    def test_who_may_what(self):
        batch = self._imported(ATTLOG)
        line = batch.quarantine_ids[0]
        for role in self.users:
            with self.subTest(role):
                mine = batch.with_user(self.users[role])
                self.assertEqual(
                    mine.has_access("read"), role in ("hr", "payroll", "gm")
                )
                self.assertEqual(mine.has_access("create"), role == "hr")
                seen = line.with_user(self.users[role])
                self.assertEqual(seen.has_access("read"), role == "hr")
                self.assertFalse(seen.has_access("create"))
                self.assertFalse(seen.has_access("unlink"))
