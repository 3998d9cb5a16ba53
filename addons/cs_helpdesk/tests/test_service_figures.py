from datetime import timedelta
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .clock_case import HOUR, local
from .test_service_day import SECOND, ServiceCase

NOW = "2025-06-10 12:00"
JUNE, MAY = 202506, 202505


class FiguresCase(ServiceCase):
    """June and May 2025; on what days things happened is given."""

    def received(self, text, closed=None, is_late=False, **vals):
        """A ticket received, and perhaps closed, at times in Shanghai."""
        moment = text if hasattr(text, "year") else local(text)
        ticket = self.ticket("2025-05-01 09:00", **vals)
        if closed:
            # past the wall that keeps people from closing and its callbacks
            ticket._cs_clock_write({"stage_id": self.done.id})
        closed = closed and (closed if hasattr(closed, "year") else local(closed))
        ticket.flush_recordset()
        self.env.cr.execute(
            SQL(
                """UPDATE helpdesk_ticket SET create_date = %s, closed_date = %s,
                          cs_is_late = %s WHERE id = %s""",
                moment,
                closed or None,
                is_late,
                ticket.id,
            )
        )
        ticket.invalidate_recordset()
        return ticket

    def service(self, text, state="waiting", **vals):
        """A callback on a service that was finished at a time in Shanghai."""
        ticket = self.received("2025-01-01 09:00", cs_kind="order", cs_phone="138")
        [callback] = self.env["cs.callback"]._make(ticket)
        reached = state == "reached"
        callback._set(
            {
                "service_at": local(text),
                "state": state,
                "satisfaction": reached and "satisfied",
                "covered": 100 if reached else 0,
                **vals,
            }
        )
        return callback

    def rate(self, ticket, rating):
        self.env["rating.rating"]._cs_rate(ticket, rating, "As it was")


@tagged("cs_helpdesk", "cs_service_figures")
class TestServiceFigures(FiguresCase):
    """A manager's month: exact figures, each opens what it counts."""

    def _figures(self, month=JUNE, role="supervisor", text="2025-07-15 12:00"):
        with self.at(text):
            return self.screen(role, "figures").get_figures(month)

    def _kinds(self, figures):
        return {row["label"]: row for row in figures["volumes"]["kinds"]}

    def test_volumes_by_kind_day_and_week(self):
        """Days begin where the company works; weeks on Monday, within the month."""
        first = local("2025-06-01 00:00")
        a, b = self.received(first), self.received("2025-06-02 12:00")
        c = self.received("2025-06-30 23:59", cs_kind="inquiry")
        before = self.received(first - SECOND)
        self.received("2025-07-01 00:00")
        volumes = self._figures()["volumes"]
        kinds = self._kinds({"volumes": volumes})
        self.assertEqual(list(kinds), ["All", "Inquiry", "Complaint"])
        self.assertCounted(kinds["Complaint"], [a, b])
        self.assertCounted(kinds["All"], [a, b, c])
        days = kinds["Complaint"]["days"]
        self.assertEqual((len(days), days[:3], sum(days)), (30, [1, 1, 0], 2))
        self.assertEqual(kinds["All"]["weeks"], [1, 1, 0, 0, 0, 1])
        self.assertEqual(
            [week["short"] for week in volumes["weeks"]],
            ["1", "2–8", "9–15", "16–22", "23–29", "30"],
        )
        self.assertEqual(kinds["Complaint"]["change"], "+1, more")
        self.assertEqual(kinds["Inquiry"]["change"], "+1, more")
        may = self._kinds(self._figures(MAY))
        self.assertCounted(may["All"], [before])

    def test_a_bar_opens_its_day(self):
        self.received("2025-06-02 23:59")
        ticket = self.received("2025-06-03 00:00")
        volumes = self._figures()["volumes"]
        [row, *_kinds] = volumes["kinds"]
        day = volumes["days"][2]
        bounds = [("create_date", ">=", day["from"]), ("create_date", "<", day["to"])]
        found = self.env["helpdesk.ticket"].search([*row["domain"], *bounds])
        self.assertEqual(found, ticket)

    def test_a_running_month_beside_the_same_days(self):
        """On the 10th, with the first ten days of May."""
        self.received("2025-05-10 23:59")
        self.received("2025-05-11 00:00")
        self.received("2025-06-03 09:00")
        figures = self._figures(None, text=NOW)
        self.assertEqual((figures["month"], figures["next"]), (JUNE, False))
        self.assertEqual(self._kinds(figures)["All"]["change"], "no change")
        self.assertIn("same days", figures["compared"])
        later = self._figures(JUNE)
        self.assertEqual(self._kinds(later)["All"]["change"], "−1, fewer")
        self.assertEqual((later["previous"], later["next"]), (MAY, 202507))

    def test_duplicates_and_archived_count_nowhere(self):
        ticket = self.received("2025-06-03 09:00")
        copy = self.received("2025-06-03 09:00", cs_kind="inquiry")
        copy.duplicate_id = ticket
        self.received("2025-06-03 09:00", cs_kind="inquiry").active = False
        self.assertCounted(self._kinds(self._figures())["All"], [ticket])

    def test_time_to_close_and_what_was_within_the_limit(self):
        start = local("2025-06-02 09:00")
        hours, tickets = (1, 2, 10), []
        for number in hours:
            tickets.append(
                self.received(start, start + number * HOUR, is_late=number == 10)
            )
        old = start - timedelta(days=20)
        self.received(old, old + 3 * HOUR, is_late=True)
        everything, complaints = self._figures()["closing"]
        for row in (everything, complaints):
            self.assertCounted(row, tickets)
            self.assertEqual(row["median"], "2 h 0 min")
            self.assertEqual(row["average"], "4 h 20 min")
            self.assertEqual(row["within"], "66.7%")
            self.assertCounted(row["late"], tickets[2:])
            self.assertEqual(row["longer"], "−1 h 0 min, shorter")
            self.assertEqual(row["change"], "+66.7 points, higher")

    def test_what_had_no_limit_is_neither_late_nor_in_time(self):
        ticket = self.received("2025-06-02 09:00", "2025-06-02 10:00", is_late=True)
        self.env.cr.execute(
            SQL("DELETE FROM cs_ticket_limit WHERE ticket_id = %s", ticket.id)
        )
        row = self._figures()["closing"][0]
        self.assertCounted(row, [ticket])
        self.assertEqual((row["within"], row["late"]["count"]), ("", 0))

    def test_repeat_and_severe_complaints(self):
        """HD-04"""
        general = self.received("2025-06-02 09:00")
        repeat, severe = self.received("2025-06-03 09:00"), self.received("2025-06-04")
        repeat._cs_set({"cs_class": "repeat"})
        severe._cs_set({"cs_class": "severe"})
        self.received("2025-05-04")._cs_set({"cs_class": "severe"})
        self.received("2025-06-02 09:00", cs_kind="inquiry")
        rows = self._figures()["complaints"]
        self.assertCounted(rows[0], [general, repeat, severe])
        self.assertCounted(rows[1], [repeat])
        self.assertCounted(rows[2], [severe])
        self.assertEqual(
            [row["change"] for row in rows], ["+2, more", "+1, more", "no change"]
        )

    def test_satisfaction_from_the_ledger(self):
        """HD-07: of the services that were closed, whoever asked the customer."""
        closed = [
            self.received("2025-06-02 09:00", "2025-06-02 10:00") for _n in range(4)
        ]
        for ticket, rating in zip(closed[:3], (5, 3, 1), strict=True):
            self.rate(ticket, rating)
        closed[3]._rating_get_access_token()  # asked, not answered
        self.rate(self.received("2025-06-02 09:00", "2025-07-02 10:00"), 5)
        part = self._figures()["satisfaction"]
        for row, ticket in zip(part["rows"], closed[:3], strict=True):
            self.assertCounted(row, [ticket])
        self.assertCounted(part["rated"], closed[:3])
        self.assertCounted(part["closed"], closed)
        self.assertEqual((part["share"], part["change"]), ("33.3%", ""))

    def test_coverage_against_the_target(self):
        """HD-07: 100 % unless the policy of the day says less."""
        reached = self.service("2025-06-02 09:00", "reached")
        missing = self.service("2025-06-30 23:59", "unreachable")
        self.service("2025-07-01 00:00")
        self.service("2025-06-02 09:00", "dropped")
        everything, unit = self._figures()["coverage"]
        Callback = self.env["cs.callback"]
        for row in (everything, unit):
            self.assertEqual((row["share"], row["target"]), ("50%", "100%"))
            self.assertTrue(row["short"])
            self.assertEqual(Callback.search(row["domain"]), reached | missing)
            self.assertEqual(Callback.search(row["missing"]["domain"]), missing)
        self.assertEqual(unit["label"], "Group one")
        self._policy(
            date_from="2025-06-30",
            callback_coverage=50,
            department_id=self.group_one.id,
        )
        everything, unit = self._figures()["coverage"]
        self.assertEqual((everything["target"], everything["short"]), ("100%", True))
        self.assertEqual((unit["target"], unit["short"]), ("50%", False))
        facts = Callback._month_facts(self.company, reached.service_at.date())
        self.assertEqual({one["target"] for one in facts.values()}, {Decimal(50)})

    def test_all_but_one_is_not_everything(self):
        screen = self.screen("gm", "figures")
        for part, whole, text in (
            (9999, 10000, "99.9%"),
            (10000, 10000, "100%"),
            (2, 3, "66.7%"),
            (0, 3, "0%"),
            (0, 0, ""),
        ):
            self.assertEqual(screen._share_text(part, whole), text)

    def test_a_month_that_is_none(self):
        for month in (202513, 202500, 1, -1, "202506", 10**30, True):
            with self.subTest(month), self.assertRaises(UserError):
                self._figures(month)

    def test_nothing_yet(self):
        figures = self._figures()
        self.assertEqual(figures["volumes"]["kinds"][0]["count"], 0)
        self.assertEqual(figures["closing"][0]["count"], 0)
        self.assertEqual(figures["coverage"][0]["share"], "")

    def test_flat_in_tickets(self):
        def more():
            for number in range(3):
                ticket = self.received("2025-07-02 09:00", "2025-07-02 10:00")
                self.rate(ticket, 2 * number + 1)
            self.service("2025-07-02 09:00", "reached")

        more()
        with self.at("2025-07-15 12:00"):
            self.assertFlat("supervisor", "figures", "get_figures", more)
