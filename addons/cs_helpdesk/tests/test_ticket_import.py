from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.addons.cs_base.engine.sheet_out import Book, Column, Sheet, write_xlsx
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models import cs_ticket_import_runner
from .clock_case import local
from .import_case import EVENTS, ImportCase

HOUR = 3600


@tagged("cs_helpdesk", "cs_ticket_import")
class TestTicketImport(ImportCase):
    """HD-02, HD-03: tickets of an earlier system with their history."""

    def test_the_preview_proposes_what_columns_and_words_mean(self):
        batch = self.upload(EVENTS)
        self.assertEqual((batch.state, batch.layout), ("draft", "event"))
        self.assertEqual(
            batch.column_ids.mapped("role"),
            ["number", "activity", "person", "moment", "customer", "phone"],
        )
        self.assertEqual(
            {word.text: word.meaning for word in batch.activity_ids},
            {
                "Insert ticket": "note",
                "Take in charge ticket": "assign",
                "Wait": "pause",
                "Resolve ticket": "resolve",
                "Closed": "close",
            },
        )
        self.assertEqual(
            {word.text: word.user_id for word in batch.person_ids},
            {
                "Anna": self.users["agent"],
                "agent2": self.users["agent2"],
                "Ghost": self.env["res.users"],
            },
        )
        self.assertEqual(batch.unknown_people, "Ghost")
        self.assertEqual((batch.total, batch.read_count), (2, 9))
        self.assertIn("C1", batch.preview)
        self.assertFalse(self.tickets(batch))

    def test_history_becomes_stamps_segments_and_events(self):
        batch = self.imported(EVENTS)
        self.assertEqual((batch.state, batch.new_count), ("done", 2))
        ticket = self.tickets(batch)["C1"]
        self.assertEqual(ticket.number, "OLD-C1")
        self.assertEqual(ticket.create_date, local("2025-03-03 09:00:00"))
        self.assertEqual(ticket.assigned_date, local("2025-03-03 09:30:00"))
        self.assertEqual(ticket.closed_date, local("2025-03-06 09:10:00"))
        self.assertEqual(ticket.last_stage_update, local("2025-03-04 09:10:00"))
        self.assertEqual((ticket.stage_id, ticket.cs_reopen_count), (self.done, 1))
        self.assertEqual(ticket.cs_first_owner_id, self.users["agent"])
        self.assertEqual(
            (ticket.partner_name, ticket.cs_phone), ("Ms Wang", "13800000001")
        )
        self.assertEqual(
            [
                (one.seconds / HOUR, one.user_id.name, one.pause_reason)
                for one in self.segments(ticket)
            ],
            [
                (0.5, False, False),
                (0.5, "Anna", False),
                (1, "Anna", "Wait"),
                (0.5, "agent2", False),
                (1 / 6, False, False),
            ],
        )
        self.assertEqual(ticket.cs_department_id, self.group_one)
        self.assertEqual(self.segments(ticket).department_id, self.group_one)
        self.assertEqual(
            [one.person for one in ticket.cs_past_ids.sorted("moment")][-3:],
            ["Ghost"] * 3,
        )
        self.assertFalse(ticket.cs_segment_ids - self.segments(ticket))

    def test_nothing_happens_for_the_past(self):
        kinds = EVENTS.replace("phone", "phone,kind").replace("0001\n", "0001,order\n")
        kinds = kinds.replace("Mr Li,", "Mr Li,,order")
        before = self.env["mail.mail"].search_count([])
        batch = self.imported(kinds)
        first, second = self.tickets(batch).values()
        closed = first if first.stage_id.closed else second
        self.assertEqual(closed.cs_kind, "order")
        self.assertFalse(closed.cs_outcome_id, "past the gate of closing")
        self.assertFalse((first | second).cs_callback_ids)
        self.assertFalse((first | second).message_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.run_clock("2025-06-05 10:00")
        self.assertFalse(self.alerts(first) + self.alerts(second))

    def test_an_open_ticket_gets_its_limit_but_no_warning(self):
        batch = self.imported(EVENTS)
        ticket = self.tickets(batch)["C2"]
        self.assertEqual((ticket.stage_id, ticket.closed_date), (self.new, False))
        self.assertFalse(ticket.cs_due_at)
        self.run_clock("2025-06-05 10:00")
        [limit] = self.limits(ticket)
        self.assertEqual((limit.cause, limit.metric), ("import", "resolve"))
        self.assertEqual(limit.begin, local("2025-03-03 12:00:00"))
        self.assertTrue(ticket.cs_due_at)
        self.assertLess(ticket.cs_due_at, local("2025-03-20 00:00:00"))
        self.assertFalse(self.alerts(ticket))
        self.move(ticket, "2025-06-05 11:00", stage_id=self.done.id)
        [segment] = self.segments(ticket)
        self.assertEqual(segment.start, local("2025-03-03 12:00:00"))
        self.assertEqual(segment.stop, local("2025-06-05 11:00:00"))
        self.assertTrue(ticket.cs_is_late)

    def test_what_is_reopened_here_counts_on_with_a_limit(self):
        batch = self.imported(EVENTS)
        ticket = self.tickets(batch)["C1"]
        self.move(ticket, "2025-06-05 10:00", stage_id=self.work.id)
        self.assertEqual(ticket.cs_reopen_count, 2)
        [limit] = self.limits(ticket)
        self.assertEqual(limit.begin, local("2025-03-03 09:00:00"))
        self.assertGreater(ticket.cs_due_at, local("2025-06-05 10:00:00"))
        self.move(ticket, "2025-06-05 11:00", stage_id=self.done.id)
        self.assertEqual(self.segments(ticket)[-1].seconds, HOUR)
        self.assertFalse(self.alerts(ticket))

    def test_the_same_file_twice_brings_nothing_twice(self):
        first = self.imported(EVENTS)
        again = self.upload(EVENTS, "copy.csv")
        self.assertEqual(again.same_as_id, first)
        with freeze_time("2025-06-05 01:00:00"):
            again.action_run()
        self.assertEqual((again.new_count, again.there_count), (0, 2))
        self.assertIn("Nothing was new", again.summary)
        self.assertEqual(len(self.tickets(first)), 2)
        self.assertFalse(self.tickets(again))
        other = self.imported(EVENTS, source="OTHER")
        self.assertEqual(other.new_count, 2, "another system, other tickets")

    def test_one_bad_row_sets_the_whole_ticket_aside(self):
        rows = [
            "Case ID,Activity,Resource,Complete Timestamp,note",
            "A,Insert ticket,Anna,2025-03-03 09:00,fine",
            "A,Closed,Anna,1971-03-03 10:00,fine",
            "B,Insert ticket,Anna,2025-03-03 09:00,fine",
            "B,Closed,Anna,2026-03-03 09:00,fine",
            "C,Insert ticket,Anna,yesterday,fine",
            "D,Insert ticket,Anna,2025-03-03 09:00,fine",
            "D,,Anna,2025-03-03 10:00,fine",
            ",Closed,Anna,2025-03-03 10:00,fine",
            "E,Closed,Anna,2025-03-03 10:00,one,too,many",
            "F,Closed,Anna,2025-03-03 10:00,fine",
            "F,Insert ticket,Anna,2025-03-03 09:00,fine",
            "F,Insert ticket,Anna,2025-03-03 09:00,fine",
            "G,Closed,Anna,,fine",
        ]
        batch = self.imported("\n".join(rows))
        self.assertEqual(
            self.held(batch),
            [
                (3, "A", "too_early"),
                (5, "B", "in_future"),
                (6, "C", "bad_moment"),
                (8, "D", "no_activity"),
                (9, "", "no_number"),
                (10, "E", "broken"),
                (14, "G", "no_moment"),
            ],
        )
        advice = batch.quarantine_ids[0].advice
        self.assertIn("Row 3", advice)
        self.assertIn("Complete Timestamp", advice)
        self.assertEqual(list(self.tickets(batch)), ["F"])
        self.assertEqual((batch.held_count, batch.bad_count), (6, 7))
        self.assertEqual((batch.repeated_count, batch.disordered_count), (1, 1))
        ticket = self.tickets(batch)["F"]
        self.assertEqual(ticket.closed_date - ticket.create_date, timedelta(hours=1))
        self.assertIn("note: fine", ticket.description)

    def test_one_ticket_a_row(self):
        rows = [
            "工单号,创建时间,受理时间,完成时间,类型,处理人,部门,客户,电话,优先级,标题",
            "1,2025-03-03 09:00,2025-03-03 09:30,2025-03-03 11:00,投诉,Anna,Group one,"
            "王女士,13800000001,紧急,漏水",
            "2,2025-03-03 09:00,,,咨询,某人,外包组,李先生,,,,",
            "3,2025-03-03 09:00,,2025-03-02 11:00,咨询,,,,,,",
            "4,2025-03-03 09:00,2025-03-03 12:00,2025-03-03 11:00,咨询,,,,,,",
            "5,2025-03-03,,,建议,,,,,,",
            "6,2025-03-03 09:00,,,,,,,,,",
            "6,2025-03-03 10:00,,,,,,,,,",
        ]
        rows[2] = rows[2][:-1]
        batch = self.imported("\n".join(rows).encode("gb18030"))
        self.assertEqual(batch.layout, "ticket")
        self.assertEqual(
            self.held(batch),
            [
                (4, "3", "before_created"),
                (5, "4", "taken_outside"),
                (6, "5", "open_suggestion"),
                (8, "6", "twice"),
            ],
        )
        tickets = self.tickets(batch)
        self.assertEqual(set(tickets), {"1", "2"})
        one, two = tickets["1"], tickets["2"]
        self.assertEqual(
            (one.name, one.cs_kind, one.priority), ("漏水", "complaint", "2")
        )
        self.assertEqual((one.cs_class, one.cs_event_ids.type), ("general", "received"))
        self.assertEqual(one.assigned_date, local("2025-03-03 09:30:00"))
        self.assertEqual(
            [(s.user_id.name, s.seconds) for s in self.segments(one)],
            [(False, 1800), ("Anna", 5400)],
        )
        self.assertEqual((two.user_id.name, two.cs_department_id.name), (False, False))
        self.assertEqual(two.cs_past_ids.mapped("person"), [False, "某人"])
        self.assertIn("外包组", two.cs_past_ids.mapped("unit"))
        self.assertEqual(two.stage_id, self.work)

    def test_words_are_chosen_and_remembered(self):
        text = EVENTS.replace("Wait", "Parked")
        batch = self.upload(text)
        [parked] = batch.activity_ids.filtered(lambda word: word.text == "Parked")
        self.assertEqual(parked.meaning, "note")
        [ghost] = batch.person_ids.filtered(lambda word: word.text == "Ghost")
        batch.write(
            {
                "activity_ids": [
                    (1, parked.id, {"meaning": "pause", "text": "forged"})
                ],
                "person_ids": [(1, ghost.id, {"user_id": self.users["leader"].id})],
            }
        )
        self.assertEqual((parked.text, parked.meaning), ("Parked", "pause"))
        with freeze_time("2025-06-05 01:00:00"):
            batch.action_run()
        self.assertEqual(
            self.segments(self.tickets(batch)["C1"]).mapped("user_id.name"),
            ["Anna", "agent2", "leader"],
        )
        later = self.upload(text.replace("C1", "C9"))
        meanings = {word.text: word.meaning for word in later.activity_ids}
        self.assertEqual(meanings["Parked"], "pause")
        names = {word.text: word.user_id for word in later.person_ids}
        self.assertEqual(names["Ghost"], self.users["leader"])
        for record, vals in (
            (batch, {"source": "X"}),
            (parked, {"meaning": "note"}),
            (batch.column_ids[0], {"role": False}),
        ):
            with self.assertRaisesRegex(UserError, "started"):
                record.with_user(self.users["manager"]).write(vals)

    def test_nothing_starts_before_all_is_said(self):
        batch = self.upload(EVENTS, source=False, team_id=False)
        with self.assertRaisesRegex(UserError, "earlier system(.|\n)*team"):
            batch.action_run()
        batch.column_ids.filtered(lambda one: one.role == "moment").role = False
        batch.name = "other.csv"
        self.assertFalse(batch.layout)
        with self.assertRaisesRegex(UserError, "columns"):
            batch.action_run()
        self.assertEqual(batch.state, "draft")

    def test_hostile_files(self):
        for data, message in (
            (b"\0\0\0", "empty"),
            (b"%PDF-1.4 x", "not a spreadsheet"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
            (b"<html><table></table></html>", "web page"),
            (b"a,b\n\x81\xff\xfe\xff,1\n" * 3, "read|encoding|written"),
        ):
            with self.subTest(data[:10]), self.assertRaisesRegex(UserError, message):
                self.upload(data)
        batch = self.upload("name,remark\nx,y\n")
        self.assertFalse(batch.layout)
        self.assertIn("Columns", batch.preview)
        script = EVENTS.replace("Ms Wang", "<script>alert(1)</script>\u202e")
        ticket = self.tickets(self.imported(script.replace("C1", "=1+1")))["=1+1"]
        self.assertEqual(ticket.partner_name, "<script>alert(1)</script>")
        bold = EVENTS.replace("phone", "note").replace("13800000001", "<b>x</b>")
        ticket = self.tickets(self.imported(bold, source="B"))["C1"]
        self.assertIn("&lt;b&gt;x", ticket.description)

    def test_the_zone_of_the_file(self):
        batch = self.imported(EVENTS, tz="Europe/Rome")
        received = self.tickets(batch)["C2"].create_date
        self.assertEqual(f"{received:%F %T}", "2025-03-03 11:00:00")

    def test_in_bulk_a_handful_of_queries(self):
        costs = []
        for size in (10, 90):
            head, *_rows = EVENTS.split("\n")
            rows = [
                f"{size}-{n},{activity},Anna,2025-03-03 {10 + hour}:00,x,"
                for n in range(size)
                for hour, activity in enumerate(
                    ("Insert ticket", "Take in charge ticket", "Wait", "Closed")
                )
            ]
            batch = self.upload("\n".join([head, *rows]))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time("2025-06-05 01:00:00"):
                batch.action_run()
                self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
            self.assertEqual(batch.new_count, size)
        with self.subTest(costs=costs):
            self.assertLessEqual(costs[1], costs[0] + 5)

    def test_a_workbook(self):
        book = Book(
            [
                Sheet(
                    "工单",
                    [
                        Column("number", "工单号"),
                        Column("created", "创建时间", "datetime"),
                        Column("closed", "完成时间", "datetime"),
                    ],
                    [
                        ("0007", datetime(2025, 3, 3, 9), datetime(2025, 3, 3, 10)),
                        ("7", datetime(2025, 3, 4, 9), None),
                    ],
                )
            ]
        )
        tickets = self.tickets(self.imported(write_xlsx(book), name="x.xlsx"))
        self.assertEqual(set(tickets), {"0007", "7"})
        closed = tickets["0007"]
        self.assertEqual(closed.create_date, local("2025-03-03 09:00:00"))
        self.assertEqual(self.segments(closed).mapped("seconds"), [HOUR])

    def test_who_has_left_works_on_nothing(self):
        self.users["agent2"].active = False
        text = EVENTS.replace(
            "Insert ticket,Anna,2025/03/03 12", "Wait,agent2,2025/03/03 12"
        )
        text += "C2,Take in charge ticket,agent2,2025/03/03 13:00:00.000,Mr Li,\n"
        ticket = self.tickets(self.imported(text))["C2"]
        self.assertFalse(ticket.user_id, "open, so somebody has to take it")
        self.assertEqual(ticket.cs_owner_id, self.users["agent2"])
        self.assertEqual(
            [(one.user_id.name, one.stop) for one in self.segments(ticket)],
            [
                (False, local("2025-03-03 13:00:00")),
                ("agent2", local("2025-06-05 09:00:00")),
            ],
        )
        self.move(ticket, "2025-06-05 10:00", user_id=self.users["agent"].id)
        self.assertEqual(self.segments(ticket)[-1].seconds, HOUR)

    def test_large_files_go_in_in_the_background(self):
        self.patch(cs_ticket_import_runner, "AT_ONCE", 0)
        self.patch(cs_ticket_import_runner, "BATCH", 1)
        batch = self.upload(EVENTS)
        with freeze_time("2025-06-05 01:00:00"):
            batch.action_run()
            self.assertEqual((batch.state, batch.new_count), ("queued", 0))
            next(batch._background_as_user()._background_steps())
            self.assertEqual((batch.done, batch.new_count), (1, 1))
            # a stopped server goes on where it was
            with self.enter_registry_test_mode():
                cron = self.env.ref("cs_helpdesk.cs_ticket_import_cron")
                self.assertIs(cron.method_direct_trigger(), True)
        self.env.invalidate_all()
        self.assertEqual((batch.state, batch.done, batch.new_count), ("done", 2, 2))
        self.assertEqual(batch.there_count, 0)
        tickets = self.tickets(batch)
        self.assertEqual(set(tickets), {"C1", "C2"})
        self.assertEqual(tickets["C1"].create_uid, self.users["manager"])

    def test_two_imports_at_once(self):
        """The second one sees the tickets of the first when it is tried again."""
        self.imported(EVENTS)
        batch = self.upload(EVENTS)
        model = type(self.env["helpdesk.ticket"])
        with (
            patch.object(model, "_cs_import_known", lambda *_args: set()),
            mute_logger("odoo.sql_db"),
            self.assertRaises(ConcurrencyError),
            self.env.cr.savepoint(),
        ):
            batch.action_run()
        self.assertEqual(batch.state, "draft")
        batch.action_run()
        self.assertEqual((batch.new_count, batch.there_count), (0, 2))
