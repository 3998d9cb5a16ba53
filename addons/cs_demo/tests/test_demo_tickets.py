import calendar
from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..models import demo_tickets

TEXTS = [{"kind": kind, "name": kind, "description": ""} for kind in demo_tickets.KINDS]


def desk(now, staff=((date(2020, 1, 1), "甲"), (date(2026, 2, 20), "乙"))):
    return demo_tickets.Desk(2, "售前", 90, (8.5, 17.5), TEXTS, list(staff), now)


def month(now, first):
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return list(demo_tickets.rows(desk(now), first, last))


@tagged("post_install", "-at_install")
class TestDemoTickets(BaseCase):
    """What the online desk exported, for any day of the month."""

    def test_the_same_days_give_the_same_rows(self):
        now, first = datetime(2026, 3, 31, 9), date(2026, 2, 1)
        self.assertEqual(month(now, first), month(now, first))

    def test_nothing_happens_after_now(self):
        for now in (datetime(2026, 3, 1, 10), datetime(2026, 3, 31, 23, 59)):
            for row in month(now, date(2026, 3, 1)):
                self.assertLess(datetime.fromisoformat(row[1]), now)

    def test_who_is_not_there_yet_serves_nobody(self):
        rows = month(datetime(2026, 5, 1), date(2026, 2, 1))
        first = min(row[1] for row in rows if row[3] == "乙")
        self.assertGreaterEqual(first[:10], "2026-02-20")

    def test_old_tickets_are_closed_and_new_ones_may_be_open(self):
        now = datetime(2026, 3, 31, 23)
        last = {row[0]: (row[2], row[1]) for row in month(now, date(2026, 3, 1))}
        opened = [moment for what, moment in last.values() if what != "关闭"]
        self.assertTrue(opened)
        oldest = now - timedelta(days=demo_tickets.RECENT + 3)
        self.assertGreater(min(opened), str(oldest))

    def test_customers_have_names_and_numbers_of_no_network(self):
        for number in range(0, 100000, 997):
            name, phone = demo_tickets.customer(number)
            self.assertRegex(name, "^.(女士|先生)$")
            self.assertRegex(phone, r"^120\d{8}$")
