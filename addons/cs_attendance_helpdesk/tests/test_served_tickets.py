from datetime import timedelta

from odoo.addons.cs_attendance.tests.day_case import at
from odoo.tests import freeze_time, tagged

from .ticket_case import DAY, TicketCase

ONE_DAY = timedelta(days=1)


@tagged("post_install", "-at_install", "cs_attendance_helpdesk")
class TestServedTickets(TicketCase):
    """ATT-10: an open-ended night lasts until its last ticket was closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shift.write(
            {
                "break_ids": [(5, 0, 0)],
                "hour_from": 17.5,
                "hour_to": 24,
                "is_open_end": True,
            }
        )

    def _close(self, ticket, moment):
        with freeze_time(moment):
            ticket.stage_id = self.closed
        self.env.flush_all()

    def _served(self, day=None):
        """Until when the day's explanation says that customers were served."""
        day = day or self._judge()
        for reason in day.sudo()._get_explanation().reasons:
            if reason.key == "att.served_until":
                [fact] = reason.facts
                return fact
        return None

    def test_the_last_ticket_ends_the_night(self):
        """17:30 to 00:40: forty minutes longer, of the day before, never early."""
        first, last = self._ticket("First"), self._ticket("Last")
        self._punch(self.agent, at("17:20"), at("24:40"))
        self._close(first, at("24:10"))
        self._close(last, at("24:39:59"))
        day = self._judge()
        self.assertEqual((day.verdict, day.early_minutes), ("ok", 0))
        self.assertEqual(day.check_out, at("24:40"))
        fact = self._served(day)
        self.assertEqual((fact.model, fact.id), ("helpdesk.ticket", last.id))
        self.assertFalse(self._judge(day=DAY + ONE_DAY).check_out)

    def test_only_what_lies_between_the_end_and_the_last_punch(self):
        ticket = self._ticket("Refund")
        self._punch(self.agent, at("17:20"), at("24:30"))
        for moment, counts in (
            (at("24:00"), False),
            (at("24:00:01"), True),
            (at("24:30"), True),
            (at("24:30:01"), False),
            (at("23:00"), False),
            # tidied up on the next morning
            (at("33:00"), False),
        ):
            with self.subTest(moment):
                ticket.stage_id = self.open
                self._close(ticket, moment)
                day = self._judge()
                self.assertEqual(bool(self._served(day)), counts)
                self.assertEqual((day.verdict, day.early_minutes), ("ok", 0))

    def test_whose_ticket_counts(self):
        self._punch(self.agent, at("17:20"), at("24:30"))
        self._close(self._ticket("Of a colleague", "agent2"), at("24:20"))
        self._close(self._ticket("Archived", active=False), at("24:20"))
        again = self._ticket("Opened again")
        self._close(again, at("24:20"))
        again.stage_id = self.open
        self.assertFalse(self._served())
        own = self._ticket("Own")
        self._close(own, at("24:20"))
        self.assertTrue(self._served())
        own.user_id = self.users["agent2"]
        self.assertFalse(self._served())

    def test_a_fixed_end_stays(self):
        self.shift.is_open_end = False
        self._punch(self.agent, at("17:20"), at("24:30"))
        self._close(self._ticket("Own"), at("24:20"))
        day = self._judge()
        self.assertEqual((day.verdict, self._served(day)), ("ok", None))

    def test_a_closed_ticket_without_its_date(self):
        """Made in a closed stage: the last change of stage counts."""
        self._punch(self.agent, at("17:20"), at("24:30"))
        with freeze_time(at("24:20")):
            self._ticket("At once", stage_id=self.closed.id)
        self.assertTrue(self._served())

    def _noted(self, act):
        """Whose months are judged again after something."""
        Stale = self.env["cs.attendance.stale"]
        Stale.search([]).unlink()
        act()
        self.env.flush_all()
        return set(Stale.search([]).employee_id)

    def test_only_days_concerned_are_judged_again(self):
        ticket = self._ticket("Refund")
        in_shift, after = at("24:20"), at("35:59")
        both = {self.agent, self.agent2}
        self.assertFalse(self._noted(lambda: self._close(ticket, at("20:00"))))
        ticket.stage_id = self.open
        self.assertEqual(
            self._noted(lambda: self._close(ticket, in_shift)), {self.agent}
        )
        colleague = self.users["agent2"].id
        self.assertEqual(
            self._noted(lambda: ticket.write({"user_id": colleague})), both
        )
        self.assertFalse(self._noted(lambda: ticket.write({"name": "Other"})))
        self.assertFalse(self._noted(lambda: ticket.write({"priority": "3"})))
        self.assertEqual(
            self._noted(lambda: ticket.write({"stage_id": self.open.id})),
            {self.agent2},
        )
        self.assertEqual(self._noted(lambda: self._close(ticket, after)), {self.agent2})
        self.assertEqual(
            self._noted(lambda: ticket.write({"active": False})), {self.agent2}
        )
        self.shift.is_open_end = False
        ticket = self._ticket("Fixed end")
        self.assertFalse(self._noted(lambda: self._close(ticket, in_shift)))

    def test_queries_do_not_grow_with_people_and_tickets(self):
        people = self.agent | self.agent2
        for person in people:
            self._punch(person, at("17:20"), at("24:30"))
        self._close(self._ticket("One"), at("24:20"))
        Facts = self.env["cs.attendance.facts"]

        def count(who, last):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Facts._load(who, DAY, last)
            return self.env.cr.sql_log_count - before

        count(self.agent, DAY)
        few = count(self.agent, DAY)
        for number in range(10):
            role = ("agent", "agent2")[number % 2]
            self._close(self._ticket(f"T{number}", role), at("24:10"))
        self._punch(self.agent, at("41:20"), at("48:30"))
        self.assertEqual(count(people, DAY + 5 * ONE_DAY), few)
