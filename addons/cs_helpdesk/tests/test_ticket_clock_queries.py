from unittest.mock import patch

from odoo.addons.cs_helpdesk.models import helpdesk_ticket_clock as clock
from odoo.tests import tagged

from .clock_case import ClockCase

#: above what the same change costs without the clock
LIMIT = 4
#: and the records of the company and its hours, read once in a transaction
COMPANY = 3


@tagged("cs_helpdesk", "cs_helpdesk_clock")
class TestTicketClockQueries(ClockCase):
    """A stage change costs four queries at most, however many policies there are."""

    def cost(self, ticket, stage, text, is_warm):
        """Queries of one change and of what a request does with it: tracking, too."""
        self.env.flush_all()
        self.env.invalidate_all()
        if is_warm:
            company = self.company.sudo()
            self.assertTrue(company.resource_calendar_id.tz and company.country_id)
        before = self.env.cr.sql_log_count
        with self.at(text):
            ticket.write({"stage_id": stage.id})
            self.env.flush_all()
            self.env.cr.precommit.run()
        return self.env.cr.sql_log_count - before

    def measure(self, stages, with_clock, is_warm=True):
        """Queries of each change of a ticket's stage, with nothing in the cache
        but, when warm, company and hours."""
        ticket = self.ticket("2025-06-05 09:00", stage_id=self.work.id)
        with self.at("2025-06-05 09:30"):
            ticket.action_cs_contacted()
        self.env.cr.precommit.run()
        ticket = ticket.with_context(tracking_disable=False, mail_notrack=False)
        result = []
        for number, stage in enumerate(stages):
            text = f"2025-06-05 {10 + number}:00"
            if with_clock:
                result.append(self.cost(ticket, stage, text, is_warm))
                continue
            with patch.object(
                clock.HelpdeskTicket, "_cs_clock_follow", lambda *_args: None
            ):
                result.append(self.cost(ticket, stage, text, is_warm))
        return result

    def test_stage_changes(self):
        stages = [self.new, self.wait, self.work, self.done, self.work]
        names = ["none", "pause", "resume", "close", "reopen"]
        self.measure(stages, True)
        for is_warm, limit in ((True, LIMIT), (False, LIMIT + COMPANY)):
            bare = self.measure(stages, False, is_warm)
            ours = self.measure(stages, True, is_warm)
            extra = [more - less for more, less in zip(ours, bare, strict=True)]
            with self.subTest(f"{is_warm} {dict(zip(names, extra, strict=True))}"):
                self.assertLessEqual(max(extra), limit)
        departments = self.env["hr.department"].create(
            [{"name": str(n), "company_id": self.company.id} for n in range(30)]
        )
        for department in departments:
            self._policy(date_from="2024-03-01", department_id=department.id)
        self.policy._decision_write({"date_to": "2030-01-01"})
        self.measure(stages, True)  # new departments empty Odoo's caches
        self.assertEqual(self.measure(stages, True, False), ours, "flat in policies")

    def test_many_tickets_at_once(self):
        tickets = self.env["helpdesk.ticket"].union(
            *(self.ticket("2025-06-05 09:00") for _number in range(20))
        )
        self.env.flush_all()
        self.env.invalidate_all()
        counts = []
        for stage in (self.wait, self.work):
            before = self.env.cr.sql_log_count
            with self.at(f"2025-06-05 1{len(counts)}:00"):
                tickets.write({"stage_id": stage.id})
                self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(tickets.cs_segment_ids), 40)
        with self.subTest(counts=counts):
            # everything included, nothing in the cache
            self.assertLess(max(counts), 20 * LIMIT)
