from odoo.tests import tagged

from .clock_case import ClockCase, local


@tagged("cs_helpdesk", "cs_ticket_clock")
class TestTicketClockBars(ClockCase):
    """HD-02, HD-03: who had a complaint when, as the form draws it."""

    def bars(self, ticket, text):
        reader = ticket.with_user(self.users["leader"]).with_context(
            lang="en_US", tz="Asia/Shanghai"
        )
        with self.at(text):
            reader.invalidate_recordset(["cs_clock_bars"])
            return reader.cs_clock_bars

    def texts(self, ticket, text):
        return {row["name"]: row["text"] for row in self.bars(ticket, text)["rows"]}

    def test_hd03_total_units_and_what_is_left(self):
        ticket = self.ticket("2025-06-05 09:00", cs_department_id=self.group_one.id)
        self.move(ticket, "2025-06-05 10:00", cs_department_id=self.department.id)
        texts = self.texts(ticket, "2025-06-05 11:30")
        self.assertEqual(texts[self.group_one.name], "1:00")
        self.assertEqual(texts[self.department.name], "1:30")
        bars = self.bars(ticket, "2025-06-05 11:30")
        total = bars["rows"][0]
        # Three working days end on Tuesday at 17:00.
        self.assertEqual(ticket.cs_due_at, local("2025-06-10 17:00"))
        self.assertEqual(total["text"], "2:30 / 31:00")
        self.assertEqual(bars["caption"], "Limit in working time; pauses do not count")
        axis = 5 * 24 + 8
        self.assertEqual(total["spans"][0]["left"], 0)
        self.assertAlmostEqual(total["spans"][0]["width"], 250 / axis, places=2)
        self.assertAlmostEqual(bars["now"], 250 / axis, places=2)
        self.assertEqual(bars["due"], 100)
        self.assertEqual(bars["rest"]["text"], "5 d 5 h left")
        self.assertFalse(bars["rest"]["is_late"])

    def test_hd03_pauses_are_hatched_and_named(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.move(ticket, "2025-06-05 10:00", stage_id=self.wait.id)
        bars = self.bars(ticket, "2025-06-05 14:00")
        self.assertIsNone(bars["due"])
        self.assertIsNone(bars["rest"])
        paused = [span["is_paused"] for span in bars["rows"][0]["spans"]]
        self.assertEqual(paused, [False, True])
        [pause] = bars["pauses"]
        self.assertIn("Waiting", pause)
        self.assertIn("10:00", pause)
        self.move(ticket, "2025-06-05 15:00", stage_id=self.work.id)
        bars = self.bars(ticket, "2025-06-05 16:00")
        self.assertTrue(bars["rows"][0]["text"].startswith("2:00 / "))
        self.assertEqual(len(bars["pauses"]), 1)

    def test_hd03_late_from_the_second_after_the_limit(self):
        ticket = self.ticket("2025-06-05 09:00")
        due = ticket.cs_due_at
        self.assertTrue(due)
        with self.at("2025-06-05 09:00"):
            exact = ticket._cs_bars(due)
            later = ticket._cs_bars(due.replace(second=due.second + 1))
        self.assertEqual(exact["rest"]["text"], "0 min left")
        self.assertTrue(later["rest"]["is_late"])

    def test_closed_in_time_and_late(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.move(ticket, "2025-06-05 11:00", stage_id=self.done.id)
        bars = self.bars(ticket, "2025-06-20 09:00")
        self.assertIsNone(bars["now"])
        self.assertTrue(bars["rows"][0]["text"].startswith("2:00 / "))
        late = self.ticket("2025-06-05 09:00")
        self.move(late, "2025-06-30 09:00", stage_id=self.done.id)
        bars = self.bars(late, "2025-07-20 09:00")
        self.assertTrue(bars["rest"]["is_late"])
        self.assertIn("over", bars["rest"]["text"])

    def test_days_begin_where_the_reader_is(self):
        ticket = self.ticket("2025-06-05 23:30")
        ticks = self.bars(ticket, "2025-06-06 10:00")["ticks"]
        self.assertEqual(ticks[0]["text"], "06-05 23:30")
        self.assertTrue(ticks[-1]["text"].endswith("limit"))

    def test_a_ticket_of_this_second(self):
        ticket = self.ticket("2025-06-05 09:00")
        self.assertFalse(self.bars(ticket, "2025-06-05 09:00"))
