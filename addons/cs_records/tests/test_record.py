import base64
from datetime import date

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .record_case import TEXT, RecordCase


@tagged("cs_records")
class TestRecord(RecordCase):
    """A document from its number to the cabinet (ALL-06)."""

    def test_numbers_follow_each_other(self):
        one, other = self.record(), self.record()
        year = self.today.year
        self.assertEqual(one.number, f"DA{year}-0001")
        self.assertEqual(other.number, f"DA{year}-0002")
        with freeze_time(f"{year + 1}-03-01 04:00"):
            self.assertEqual(self.record().number, f"DA{year + 1}-0001")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            other._decision_write({"serial": 1})
            other.flush_recordset()

    def test_the_year_is_that_of_the_company(self):
        with freeze_time("2030-12-31 16:30"):
            self.assertEqual(self.record().number, "DA2031-0001")

    def test_filed_and_frozen(self):
        record = self.record(filed=False)
        self.as_role("hr", record).name = "Corrected"
        self.as_role("hr", record).action_file()
        self.assertEqual((record.state, record.name), ("filed", "Corrected"))
        self.assertEqual(record.filed_by_id, self.users["hr"])
        for role in ("hr", "gm", "leader"):
            mine = self.as_role(role, record)
            for vals in (
                {"name": "x"},
                {"secrecy": "secret"},
                {"cabinet": "x"},
                {"keeper_ids": [Command.set(self.users["agent"].ids)]},
                {"file_ids": [self.upload()]},
                {"state": "registered"},
                {"holder_id": self.users["agent"].id},
                {"number": "DA1"},
            ):
                with self.subTest(role, vals=vals), self.assertRaises(UserError):
                    mine.write(vals)
            with self.assertRaises(UserError):
                mine.file_ids.unlink()
        with self.assertRaises(UserError):
            self.as_role("hr", record).action_file()

    def test_the_register_stays(self):
        record = self.record(filed=False)
        for role in ("hr", "gm", "leader"):
            with self.subTest(role), self.assertRaises(UserError):
                self.as_role(role, record).unlink()
            with self.assertRaises(UserError):
                self.as_role(role, record).copy()
        with self.assertRaises(UserError):
            record.unlink()
        self.as_role("hr", record).file_ids.unlink()
        self.assertFalse(record.file_ids)

    def test_what_is_missing_is_said(self):
        record = self.record(filed=False, file_ids=[], cabinet=False)
        with self.assertRaisesRegex(UserError, "original"):
            self.as_role("hr", record).action_file()
        top = self.record("top", filed=False, keeper_ids=[])
        with self.assertRaisesRegex(UserError, "who keeps"):
            self.as_role("hr", top).action_file()

    def test_retention(self):
        day = date(2020, 2, 29)
        short = self.record(date=day)
        self.assertEqual(short.retain_until, date(2030, 2, 28))
        policy = self.env["cs.record.policy"].create(
            {
                "name": "Records",
                "company_id": self.company.id,
                "date_from": self.today,
                "short_years": 3,
                "long_years": 5,
            }
        )
        policy._decision_write({"state": "approved"})
        self.assertEqual(self.record(date=day).retain_until, date(2023, 2, 28))
        self.category.retention = "long"
        self.assertEqual(self.record(date=day).retain_until, date(2025, 2, 28))
        self.category.retention = "permanent"
        self.assertFalse(self.record(date=day).retain_until)

    def test_a_file_by_the_form(self):
        Record = self.env["cs.record"].with_user(self.users["hr"])
        with Form(Record) as form:
            form.name, form.category_id = "Rules", self.category
            with form.file_ids.new() as line:
                line.name, line.upload = "a/b.txt", "QQ=="
        file = form.record.file_ids
        self.assertEqual((file.name, file.size), ("a_b.txt", 1))
        with self.assertRaises(UserError):
            file.write({"name": "x"})

    def test_no_file_without_content(self):
        for upload in (False, "", "%%%", 5):
            command = Command.create({"name": "x", "upload": upload})
            with self.subTest(upload), self.assertRaises(UserError):
                self.record(file_ids=[command])

    def test_a_file_belongs_to_a_document(self):
        File = self.env["cs.record.file"].with_user(self.users["hr"])
        vals = {"name": "x", "upload": b64(b"x")}
        for owner in ("x", [5], 999999999):
            with self.subTest(owner), self.assertRaises(UserError):
                File.create({**vals, "record_id": owner})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            File.create(vals)

    def test_moved_by_who_keeps_it(self):
        record = self.record()
        for role in ("agent", "outsider", "payroll"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.move(role, record)
        move = self.move("leader", record, keeper_ids=self.users["keeper"].ids)
        self.assertEqual((record.cabinet, record.box), ("Cabinet 2", "Box 7"))
        self.assertEqual(record.keeper_ids, self.users["keeper"])
        self.assertEqual(move.user_id, self.users["leader"])
        self.move("keeper", record)
        with self.assertRaises(UserError):
            self.as_role("leader", move).write({"reason": "x"})
        with self.assertRaises(UserError):
            self.move("hr", self.record(filed=False))

    def test_keepers_of_a_top_secret_one(self):
        record = self.record("top")
        for role in ("hr", "leader", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.move(role, record, keeper_ids=self.users[role].ids)
        with self.assertRaisesRegex(UserError, "who keeps"):
            self.move("gm", record, keeper_ids=[])
        self.move("gm", record, keeper_ids=self.users["agent"].ids)
        self.assertEqual(record.keeper_ids, self.users["agent"])

    def move(self, role, record, **vals):
        Move = self.env["cs.record.move"].with_user(self.users[role])
        values = {"record_id": record.id, "cabinet": "Cabinet 2", "box": "Box 7"}
        return Move.create({**values, "reason": "Tidied", **vals}).with_env(self.env)

    def test_the_database_says_so_too(self):
        record = self.record()
        for vals in ({"state": "lent"}, {"holder_id": self.users["agent"].id}):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                record._decision_write(vals)
                record.flush_recordset()

    def test_read_and_written_down(self):
        record = self.record()
        action = self.as_role("agent", record.file_ids).action_ask()
        self.assertEqual(action["type"], "ir.actions.act_url")
        download = self.env["cs.sheet.download"].search([], order="id desc", limit=1)
        self.assertEqual(download.create_uid, self.users["agent"])
        self.assertEqual(download.with_context(bin_size=False).content, b64(TEXT))
        reading = record.reading_ids
        self.assertEqual(reading.user_id, self.users["agent"])
        self.assertEqual((reading.file_name, reading.secrecy), ("scan.pdf", "normal"))

    def test_secret_ones_say_why(self):
        record = self.record("secret")
        file = self.as_role("leader", record.file_ids)
        for reason in (None, "", "  ", 5, ["x"]):
            with self.subTest(reason), self.assertRaises(UserError):
                file.action_read(reason)
        self.assertFalse(record.reading_ids)
        action = file.action_ask()
        self.assertEqual(action["res_model"], "cs.record.ask")
        ask = self.env["cs.record.ask"].with_user(self.users["leader"])
        ask = ask.with_context(**action["context"]).create({"text": " An audit "})
        self.assertEqual(ask.action_confirm()["type"], "ir.actions.act_url")
        self.assertEqual(record.reading_ids.reason, "An audit")
        for values in ({"reason": "x"}, {"user_id": self.users["agent"].id}):
            with self.assertRaises(UserError):
                record.reading_ids.write(values)
        with self.assertRaises(UserError):
            record.reading_ids.unlink()


def b64(content):
    return base64.b64encode(content)
