from datetime import datetime, timedelta

from odoo.tests import tagged

from .clock_case import HOUR, ClockCase, local

NOW = "2025-06-05 10:00"
SECOND = timedelta(seconds=1)


class ServiceCase(ClockCase):
    """Thursday 5 June 2025, 10:00 in Shanghai; times of limits are given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_team = cls.env["helpdesk.ticket.team"].create(
            {"name": "Far away", "company_id": cls.company.id}
        )

    def due(self, text=None, role="agent", **vals):
        """A ticket that a role works on, of which the limit of closing runs out."""
        vals = {"user_id": self.users[role].id if role else False} | vals
        ticket = self.ticket(**vals)
        moment = text and (text if isinstance(text, datetime) else local(text))
        for name in ("cs_next_due_at", "cs_due_at"):
            ticket._cs_clock_write({name: moment})
        ticket.flush_recordset()
        return ticket

    def screen(self, role, name):
        """A screen of the service in the eyes of a role, nothing in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        screen = self.env[f"cs.service.{name}"].with_user(self.users[role])
        return screen.with_context(lang="en_US")

    def assertCounted(self, figure, tickets):
        """A figure counts exactly these, and opens them."""
        Ticket = self.env["helpdesk.ticket"]
        self.assertEqual(figure["count"], len(tickets))
        self.assertEqual(Ticket.search(figure["domain"]), Ticket.union(*tickets))

    def assertFlat(self, role, name, method, more):
        """As many queries for what is there as for ten times as much."""
        costs = []
        # the first time fills caches that are kept between requests
        getattr(self.screen(role, name), method)()
        for _round in range(2):
            screen = self.screen(role, name)
            before = self.env.cr.sql_log_count
            getattr(screen, method)()
            costs.append(self.env.cr.sql_log_count - before)
            more()
        self.assertEqual(costs[0], costs[1])


@tagged("cs_helpdesk", "cs_service_day")
class TestServiceDay(ServiceCase):
    """My day: own open tickets by their limits, callbacks, transfers, waiting."""

    def _day(self, role="agent", text=NOW):
        with self.at(text):
            return self.screen(role, "day").get_day()

    def test_overdue_first(self):
        later = self.due("2025-06-05 17:00")
        late = self.due("2025-06-05 08:00")
        self.due("2025-06-05 09:00", "agent2")
        part = self._day()["due"]
        self.assertEqual([line["id"] for line in part["lines"]], [late.id, later.id])
        self.assertEqual(
            [(line["left"], line["when"], line["late"]) for line in part["lines"]],
            [("2 h overdue", "today 08:00", True), ("7 h left", "today 17:00", False)],
        )
        self.assertEqual([line["metric"] for line in part["lines"]], ["Closing"] * 2)
        self.assertEqual(part["late"], 1)
        self.assertCounted(part, [late, later])

    def test_the_owner_answers_for_what_others_do(self):
        """HD-02: a matter that a helper works on is in both their days."""
        ticket = self.due("2025-06-05 17:00", "agent2")
        self.assertEqual(ticket.cs_owner_id, self.users["agent2"])
        ticket._cs_set({"cs_owner_id": self.users["agent"].id})
        for role in ("agent", "agent2"):
            self.assertCounted(self._day(role)["mine"], [ticket])

    def test_closed_tickets_are_gone(self):
        ticket = self.due("2025-06-05 17:00")
        self.move(ticket, NOW, stage_id=self.done.id)
        day = self._day()
        self.assertEqual(day["due"]["count"], 0)
        self.assertEqual(day["mine"]["count"], 0)

    def test_waiting_with_its_reason(self):
        ticket = self.ticket()
        with self.at("2025-06-05 09:30"):
            ticket.action_cs_contacted()
        self.move(ticket, "2025-06-05 09:40", stage_id=self.wait.id)
        day = self._day()
        [line] = day["waiting"]["lines"]
        self.assertEqual((line["reason"], line["since"]), ("Waiting", "today 09:40"))
        self.assertCounted(day["waiting"], [ticket])
        self.assertEqual(day["due"]["count"], 0)

    def test_more_than_shown(self):
        for hour in range(12):
            self.due(local("2025-06-06 08:00") + hour * HOUR)
        part = self._day()["due"]
        self.assertEqual((part["count"], len(part["lines"])), (12, 10))

    def test_transfers_until_their_limit(self):
        """HD-02: afterwards the matter stays with its owner, so nothing is asked."""
        ticket = self.due("2025-06-06 17:00")
        with self.at("2025-06-05 09:00"):
            transfer = self.env["cs.ticket.transfer"].with_user(self.users["agent"])
            transfer = transfer.create(
                {
                    "ticket_id": ticket.id,
                    "to_id": self.users["agent2"].id,
                    "reason": "On leave",
                }
            )
        day = self._day("agent2", "2025-06-05 13:00")
        [line] = day["transfers"]["lines"]
        # four working hours without the noon: until 14:00
        self.assertEqual(
            (line["id"], line["from"], line["left"], line["when"]),
            (ticket.id, "agent", "1 h left", "today 14:00"),
        )
        self.assertEqual(self._day("agent")["transfers"]["count"], 0)
        until = transfer.answer_by
        screen = self.screen("agent2", "day")
        for moment, count in ((until, 1), (until + SECOND, 0)):
            with self.at((moment + 8 * HOUR).isoformat()):
                self.assertEqual(screen._transfers()["count"], count)

    def test_callbacks_to_make_now(self):
        """HD-07: not in rest hours, and only of who makes them."""
        callback = self._callback()
        for role in ("agent", "agent2", "leader"):
            [line] = self._day(role, "2025-06-05 11:00")["callbacks"]["lines"]
            self.assertEqual((line["id"], line["customer"]), (callback.id, "Ms Li"))
        self.assertEqual(line["when"], "Jun 10 17:00")
        for role, text in (("agent", "2025-06-05 12:30"), ("hr", "2025-06-05 11:00")):
            self.assertEqual(self._day(role, text)["callbacks"]["count"], 0, role)

    def test_one_who_only_reads_a_callback_does_not_make_it(self):
        callback = self._callback()
        group_two = self.group_one.copy({"name": "Group two"})
        self._create_role("reader", "cs_base.group_agent", group_two)
        callback.ticket_id._cs_set({"cs_department_id": group_two.id})
        reader = callback.with_user(self.users["reader"])
        self.assertTrue(reader.has_access("read"))
        day = self._day("reader", "2025-06-05 11:00")
        self.assertEqual(day["callbacks"]["count"], 0)

    def _callback(self):
        ticket = self.ticket(
            cs_kind="order",
            partner_name="Ms Li",
            cs_phone="13800138000",
            cs_outcome_id=self.env.ref("cs_helpdesk.outcome_order_served").id,
        )
        self.move(ticket, "2025-06-05 09:30", stage_id=self.done.id)
        return ticket.cs_callback_ids

    def test_nothing_to_do(self):
        free = self.due("2025-06-06 17:00", None)
        day = self._day()
        parts = ("due", "callbacks", "transfers", "waiting", "mine")
        self.assertEqual([day[part]["count"] for part in parts], [0] * 5)
        self.assertCounted(day["free"], [free])

    def test_time_in_words(self):
        """The limit itself is in time; what has begun does not count as left."""
        now = local(NOW)
        screen = self.screen("agent", "day")
        minute = timedelta(minutes=1)
        for away, text in (
            (0 * HOUR, "Less than a minute left"),
            (-SECOND, "Just overdue"),
            (minute, "1 min left"),
            (-minute, "1 min overdue"),
            (HOUR - SECOND, "59 min left"),
            (HOUR, "1 h left"),
            (-HOUR, "1 h overdue"),
            (24 * HOUR - SECOND, "23 h left"),
            (24 * HOUR, "1 d left"),
            (-48 * HOUR, "2 d overdue"),
        ):
            with self.subTest(text):
                self.assertEqual(screen._left_text(now + away, now), text)

    def test_days_in_words(self):
        """Where the company works; midnight ends the day before."""
        screen = self.screen("agent", "day")
        for text, words in (
            ("2025-06-05 00:01", "today 00:01"),
            ("2025-06-05 00:00", "yesterday 24:00"),
            ("2025-06-06 00:00", "today 24:00"),
            ("2025-06-06 23:59", "tomorrow 23:59"),
            ("2025-06-07 00:01", "Jun 7 00:01"),
        ):
            with self.subTest(text):
                self.assertEqual(screen._when_text(local(text), local(NOW)), words)

    def test_flat_in_tickets(self):
        def more():
            for hour in range(8):
                self.due(local("2025-06-05 08:00") + hour * HOUR)

        more()
        self._callback()
        with self.at("2025-06-05 11:00"):
            self.assertFlat("agent", "day", "get_day", more)
