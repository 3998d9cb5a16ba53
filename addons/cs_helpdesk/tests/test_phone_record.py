import base64
from datetime import date, datetime

from psycopg2.errors import UniqueViolation

from odoo.addons.cs_base.engine.sheet_book import Column, Sheet
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .phone_case import HEADER, NOW, PhoneCase


@tagged("cs_helpdesk", "cs_phone_record")
class TestPhoneRecord(PhoneCase):
    """Whether the telephone was answered within 3 rings, by its log (HD-03)."""

    def test_the_third_ring_is_in_time(self):
        found = self.verdicts(
            "R3,2025-06-09 09:00:00,13800000001,801,已接,3,,60",
            "R4,2025-06-09 09:01:00,13800000001,801,已接,4,,60",
            "S15,2025-06-09 09:02:00,13800000001,801,已接,,15,60",
            "S15+,2025-06-09 09:03:00,13800000001,801,已接,,15.001,60",
            "S16,2025-06-09 09:04:00,13800000001,801,已接,,00:00:16,60",
            "M,2025-06-09 09:05:00,13800000001,801,未接,,,",
            "A3,2025-06-09 09:06:00,13800000001,801,客户挂断,3,,",
            "A4,2025-06-09 09:07:00,13800000001,801,客户挂断,4,,",
        )
        self.assertEqual(
            found,
            {"R3": "in_time", "R4": "late", "S15": "in_time", "S15+": "late"}
            | {"S16": "late", "M": "missed", "A3": "gave_up", "A4": "missed"},
        )

    def test_local_time_and_who_it_was(self):
        """The time of the file is that of the company; who answered is found by
        extension, login or work number."""
        self.people["agent2"].barcode = "G002"
        calls = self.calls(
            self.imported(
                "1,2025/6/9 00:00:01,13800000001,801,已接,2,,60",
                "2,2025年6月8日 23:59:59,,cs_agent2,answered,2,,",
                "3,2025-06-08 10:00,,G002,answered,2,,",
            )
        )
        one, two, three = (calls[number] for number in "123")
        self.assertEqual(one.called_at, datetime(2025, 6, 8, 16, 0, 1))
        self.assertEqual((one.day, two.day), (date(2025, 6, 9), date(2025, 6, 8)))
        self.assertEqual(one.employee_id, self.people["agent"])
        self.assertEqual((two | three).employee_id, self.people["agent2"])
        self.assertEqual(one.team_id, self.team)
        self.assertEqual(one.department_id, self.group_one)
        self.assertEqual((one.talk_seconds, one.measured), (60, "ring"))

    def test_twice_is_nothing_new(self):
        rows = [
            "1,2025-06-09 09:00:00,13800000001,801,已接,3,,60",
            "2,2025-06-09 09:01:00,13800000001,801,未接,,,",
        ]
        self.imported(*rows)
        other = [*rows, "3,2025-06-09 09:02:00,,801,已接,9,,5"]
        batch = self.imported(*other, "1,2025-06-09 09:00:00,,801,已接,9,,5")
        self.assertEqual((batch.new_count, batch.there_count), (1, 3))
        self.assertEqual(self.calls(batch)["3"].verdict, "late")

    def test_the_database_holds_it_once(self):
        batch = self.imported("1,2025-06-09 09:00:00,,801,已接,3,,60")
        vals = batch.record_ids.copy_data()[0] | {
            "external_id": "1",
            "state": "answered",
        }
        Record = self.env["cs.phone.record"].sudo()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            Record._kept_create([vals])

    def test_every_bad_row_is_kept_with_its_number(self):
        """Good rows go in, whatever stands beside them (TRUST.md)."""
        hostile = '=HYPERLINK("http://x")'
        quoted = hostile.replace('"', '""')
        batch = self.imported(
            "1,2025-06-09 09:00:00,13800000001,801,已接,3,,60",
            ",2025-06-09 09:00:00,,801,已接,3,,60",
            "3,yesterday,,801,已接,3,,60",
            "4,2025-06-09 19:00:00,,801,已接,3,,60",
            "5,1999-12-31 23:59:59,,801,已接,3,,60",
            "6,2025-06-09 09:00:00,,801,transferred,3,,60",
            "7,2025-06-09 09:00:00,,801,已接,,,60",
            "8,2025-06-09 09:00:00,,801,已接,-1,,60",
            "9,2025-06-09 09:00:00,,801,已接,,86400,60",
            "10,2025-06-09 09:00:00,,801,已接,,0:15,60",
            f"11,2025-06-09 09:00:00,,{'x' * 5000},已接,3,,60",
            "12\0,2025-06-09 09:00:00,,801,已接,3,,60",
            f'13,2025-06-09 09:00:00,"{quoted}",801,已接,3,,60',
            "14,2025-06-09 09:00:00,,801,已接,3,,60",
            "14,2025-06-09 09:00:00,,801,已接,4,,60",
            "15,2025-06-09 09:00:00,<script>,801,已接,3,,60",
        )
        self.assertEqual(set(self.calls(batch)), {"1", "13", "14", "15"})
        self.assertEqual(self.calls(batch)["13"].caller, hostile)
        rows = batch.held_ids.sorted("row").mapped("row")
        self.assertEqual(rows, [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16])
        self.assertEqual(batch.bad_count, 12)
        self.assertTrue(all(batch.held_ids.mapped("reason")))
        self.assertLessEqual(max(len(one.shown or "") for one in batch.held_ids), 80)

    def test_a_workbook(self):
        columns = [Column(str(n), text) for n, text in enumerate(HEADER.split(","))]
        rows = [["007", "2025-06-09 09:00:00", "138", "801", "未接", "", "", ""]]
        content = self.env["cs.sheet"]._xlsx([Sheet("Log", columns, rows)])
        batch = self.upload(content=base64.b64encode(content))
        with freeze_time(NOW):
            batch.action_run()
        self.assertEqual(batch.record_ids.mapped("external_id"), ["007"])

    def test_a_file_that_is_none(self):
        for content in (b"", b"\x89PNG....", b"a,b\n1,2"):
            batch = self.upload(content=base64.b64encode(content))
            with self.subTest(content), self.assertRaises(UserError):
                batch.action_run()
            self.assertEqual(batch.state, "draft")

    def test_unknown_extensions_are_kept_and_assigned(self):
        batch = self.imported("1,2025-06-09 09:00:00,,877,已接,4,,60")
        call = batch.record_ids
        self.assertEqual((call.is_to_assign, batch.unknown_count), (True, 1))
        leader = call.with_user(self.users["leader"])
        self.assertEqual(leader.search([("is_to_assign", "=", True)]).ids, call.ids)
        for person in ("leader", "fitter"):
            with self.subTest(person), self.assertRaises(AccessError):
                leader._assign(self.people[person])
        Assign = leader.env["cs.phone.assign"].with_context(
            active_model=call._name, active_ids=call.ids
        )
        Assign.create({"employee_id": self.people["agent"].id}).action_confirm()
        self.assertEqual(call.employee_id, self.people["agent"])
        self.assertEqual((call.team_id, call.verdict), (self.team, "late"))
        self.assertFalse(call.is_to_assign)

    def test_calls_of_nobody_are_the_teams(self):
        """HD-03: a call that rang in the queue only is nobody's to be assigned."""
        header = "Call ID,Called At,Line,Result"
        row = "1,2025-06-09 09:00:00,400,missed"
        batch = self.imported(row, header=header, team_id=self.team.id)
        call = batch.record_ids
        self.assertEqual((call.is_to_assign, call.team_id), (False, self.team))
        other = self.team.copy({"user_id": False, "cs_department_id": False})
        with self.assertRaises(AccessError):
            self.imported(row, header=header, team_id=other.id)

    def test_whose_calls_are_imported(self):
        """Leaders enter those of their people, never their own (TRUST.md)."""
        rows = [
            f"{number},2025-06-09 09:00:00,,{number},已接,3,,60"
            for number in (800, 801, 900)
        ]
        batch = self.imported(*rows)
        self.assertEqual(set(self.calls(batch)), {"801"})
        self.assertEqual(batch.held_ids.mapped("row"), [2, 4])
        batch = self.imported(*rows, role="supervisor")
        self.assertEqual(set(self.calls(batch)), {"800"})

    def test_who_reads(self):
        own = self.imported("1,2025-06-09 09:00:00,,801,已接,3,,60").record_ids
        other = self.imported("2,2025-06-09 09:00:00,,802,已接,4,,60").record_ids
        Record, both = self.env["cs.phone.record"], own | other
        seen = dict.fromkeys(("leader", "supervisor", "hr", "gm", "admin"), both)
        seen |= {"agent": own, "agent2": other, "payroll": Record, "fitter": Record}
        self.env.flush_all()
        for role, calls in seen.items():
            with self.subTest(role):
                found = Record.with_user(self.users[role]).search([])
                self.assertEqual(found.with_env(self.env), calls.sorted("id", True))
                days = self.env["cs.phone.answering"].with_user(self.users[role])
                self.assertEqual(sum(days.search([]).mapped("call_count")), len(calls))
        for role in ("agent", "hr", "payroll", "gm", "fitter"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.upload("3,2025-06-09 09:00:00,,802,已接,3,,60", role=role)

    def test_nobody_writes(self):
        batch = self.upload("1,2025-06-09 09:00:00,,801,已接,4,,60").with_context(
            default_state="done", default_new_count=7
        )
        batch.write({"state": "done", "new_count": 7})
        self.assertEqual((batch.state, batch.new_count), ("draft", 0))
        with freeze_time(NOW):
            batch.action_run()
        call = batch.record_ids
        for role in ("agent", "leader", "supervisor", "admin"):
            mine = call.with_user(self.users[role])
            for name, *args in (
                ("write", {"verdict": "in_time"}),
                ("unlink",),
                ("create", {"external_id": "9"}),
                ("copy",),
            ):
                with self.subTest(role, name=name), self.assertRaises(UserError):
                    getattr(mine, name)(*args)
        for name, *args in (("write", {"name": "x"}), ("action_run",), ("copy",)):
            with self.subTest(name), self.assertRaises(UserError):
                getattr(batch, name)(*args)
        with self.assertRaises(AccessError):
            batch.unlink()

    def test_it_explains_itself_by_the_policy_of_the_day(self):
        """HD-03, ALL-01: rings, limit and the version in force on the day."""
        Policy = self.env["cs.helpdesk.policy"]
        policy = Policy.create(
            {
                "name": "Five rings",
                "company_id": self.company.id,
                "date_from": "2025-06-09",
                "phone_rings": 5,
            }
        )
        policy._decision_write({"state": "approved"})
        batch = self.imported(
            "1,2025-06-09 09:00:00,,801,已接,5,,60",
            "2,2025-06-08 09:00:00,,801,已接,5,,60",
            "3,2025-06-09 09:00:00,,801,已接,,26,60",
        )
        calls = self.calls(batch)
        self.assertEqual(
            [(calls[n].verdict, calls[n].policy_id) for n in "12"],
            [("in_time", policy), ("late", Policy)],
        )
        mine = calls["3"].with_user(self.users["agent"])
        why = mine.get_explanation()
        [reason] = why["reasons"]
        self.assertEqual(reason["rule"]["code"], "HD-03")
        self.assertEqual(why["verdict"], "Answered late")
        self.assertIn("26 s", reason["sentence"])
        self.assertIn("25 s", reason["sentence"])
        self.assertTrue(reason["policy"])

    def test_an_upheld_appeal_excuses(self):
        """ALL-02: the telephone's fault, not the person's."""
        call = self.imported("1,2025-06-09 09:00:00,,801,已接,4,,60").record_ids
        mine = call.with_user(self.users["agent"])
        self.assertTrue(mine.can_appeal)
        appeal = mine.env["cs.appeal"].create(
            {"res_model": call._name, "res_id": call.id, "claim": "A dead line"}
        )
        appeal.action_submit()
        appeal.with_user(self.users["hr"]).action_approve("The provider confirms it")
        self.assertEqual(call.verdict, "excused")
        self.assertFalse(mine.can_appeal)

    def test_the_share_is_of_the_calls(self):
        """Not the average of the days' shares: 1 of 1 and 1 of 3 are 2 of 4."""
        self.imported(
            "1,2025-06-08 09:00:00,,801,已接,3,,60",
            "2,2025-06-09 09:00:00,,801,已接,3,,60",
            "3,2025-06-09 09:01:00,,801,已接,4,,60",
            "4,2025-06-09 09:02:00,,801,未接,,,",
            "5,2025-06-09 09:03:00,,801,放弃,1,,",
        )
        self.env.flush_all()
        Days = self.env["cs.phone.answering"].with_user(self.users["leader"])
        [found] = Days._read_group(
            [], ["employee_id"], ["in_time:avg", "missed_count:sum", "call_count:sum"]
        )
        self.assertEqual(found[1:], (50, 1, 5))
        last = Days.search([("day", "=", "2025-06-09")])
        self.assertAlmostEqual(last.in_time, 100 / 3, 2)
        action = last.action_open_calls()
        calls = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(calls), last.call_count)

    def test_queries_do_not_grow(self):
        def queries(count, offset):
            rows = [
                f"{offset + n},2025-06-0{1 + n % 8} 09:00:00,,80{1 + n % 2},已接,3,,9"
                for n in range(count)
            ]
            batch = self.upload(*rows)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(NOW):
                batch.action_run()
            return self.env.cr.sql_log_count - before

        queries(10, 0)
        self.assertEqual(queries(16, 1000), queries(80, 2000))
