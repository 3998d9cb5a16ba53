import gzip
import logging
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from unittest import SkipTest

from odoo.tests import freeze_time, tagged

from . import slow_tickets
from .import_case import ImportCase

_logger = logging.getLogger(__name__)

FILE = Path(__file__).parents[4] / "shared" / "data" / "helpdesk_events.csv.gz"
ZONE = "Europe/Rome"
#: a colleague for each name but these
STRANGERS = ("Value 21", "Value 22")
#: when it is imported, in UTC; tickets that are open run on until then
UNTIL = datetime(2025, 6, 5, 1)


@tagged("cs_helpdesk", "cs_ticket_import_real")
class TestTicketImportReal(ImportCase):
    """Years of a real help desk: our figures against those of ``slow_tickets``."""

    @classmethod
    def setUpClass(cls):
        if not FILE.exists():
            raise SkipTest("no ../shared/data")
        super().setUpClass()

    def colleagues(self, names):
        return {
            name: self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": name,
                    "login": f"real {name}",
                    "company_id": self.company.id,
                    "company_ids": [(6, 0, self.company.ids)],
                }
            )
            for name in names
        }

    def test_figures_are_those_of_the_definitions(self):
        slow = slow_tickets.read(FILE, ZONE)
        expected = {
            case: slow_tickets.figures(events, UNTIL) for case, events in slow.items()
        }
        names = {event[2] for events in slow.values() for event in events}
        users = self.colleagues(sorted(names - set(STRANGERS)))
        started = time.perf_counter()
        batch = self.upload(gzip.decompress(FILE.read_bytes()), tz=ZONE)
        read = time.perf_counter() - started
        self.assertEqual(batch.unknown_people, ", ".join(STRANGERS))
        meanings = {word.text: word.meaning for word in batch.activity_ids}
        self.assertEqual(
            {word for word, meaning in meanings.items() if meaning != "note"},
            {"Take in charge ticket", "Wait", "Resolve ticket", "RESOLVED", "Closed"},
        )
        started = time.perf_counter()
        with freeze_time(UNTIL):
            batch.action_run()
            self.assertEqual(batch.state, "queued", "too many to wait for")
            for _more in batch._background_steps():
                pass
            self.env.flush_all()
        taken = time.perf_counter() - started
        _logger.info(
            "%s tickets: read in %.1f s, imported in %.1f s", len(expected), read, taken
        )
        self.env.invalidate_all()
        self.assertEqual((batch.new_count, batch.held_count), (len(expected), 0))
        self.assertEqual(batch.state, "done")
        tickets = self.tickets(batch)
        self.assertEqual(set(tickets), set(expected))
        actual = {case: self.figures(tickets[case], users) for case in expected}
        # a stranger's work is nobody's
        for one in expected.values():
            for name in STRANGERS:
                if name in one["work"]:
                    nobody = one["work"].get(None, 0)
                    one["work"][None] = nobody + one["work"].pop(name)
        wrong = {
            case: (actual[case], expected[case])
            for case in expected
            if actual[case] != expected[case]
        }
        self.assertFalse(wrong)
        self.assert_people(slow, users, tickets)
        again = self.upload(gzip.decompress(FILE.read_bytes()), tz=ZONE)
        again._set({"state": "queued", "started_by_id": self.env.uid})
        for _more in again._background_steps():
            pass
        self.assertEqual((again.new_count, again.there_count), (0, len(expected)))

    def figures(self, ticket, users):
        """The same figures, from what the product keeps."""
        names = {user: name for name, user in users.items()}
        segments = self.segments(ticket)
        spans = [(one.is_paused, one.user_id, one.seconds) for one in segments]
        stretch = ticket._cs_clock_state().get("resolve").stretch
        self.assertEqual(bool(stretch), not ticket.closed_date)
        if stretch:
            person = self.env["res.users"].browse(stretch.person or ())
            seconds = int((UNTIL - stretch.since).total_seconds())
            spans.append((stretch.pause is not None, person, seconds))
        work = Counter()
        for is_paused, user, seconds in spans:
            if not is_paused:
                work[names.get(user)] += seconds
        return {
            "received": ticket.create_date,
            "taken": ticket.assigned_date or None,
            "closed": ticket.closed_date or None,
            "running": work.total(),
            "paused": sum(span[2] for span in spans if span[0]),
            "reopened": ticket.cs_reopen_count,
            "work": dict(work),
        }

    def assert_people(self, slow, users, tickets):
        """Events of each person, those of strangers by their name."""
        # a row that stands there twice is one event
        once = [event for events in slow.values() for event in set(events)]
        expected = Counter(person for _moment, _activity, person in once)
        events = self.env["cs.ticket.past"].search(
            [("ticket_id", "in", [one.id for one in tickets.values()])]
        )
        self.assertEqual(Counter(one.person for one in events), expected)
        known = Counter(one.user_id for one in events if one.user_id)
        self.assertEqual(known, {users[n]: expected[n] for n in users})
