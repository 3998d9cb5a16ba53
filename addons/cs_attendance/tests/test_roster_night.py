from datetime import date, timedelta
from zoneinfo import ZoneInfo

from odoo.tests import tagged

from .day_case import at
from .roster_case import ONE_DAY, RosterCase

NEW_YORK = "America/New_York"
#: zone, date of the night; in New York clocks change in two of them
NIGHTS = [
    ("Asia/Shanghai", date(2025, 6, 9)),
    ("UTC", date(2025, 6, 9)),
    (NEW_YORK, date(2025, 6, 9)),
    (NEW_YORK, date(2025, 3, 8)),
    (NEW_YORK, date(2025, 11, 1)),
]


@tagged("cs_attendance", "cs_attendance_roster")
class TestRosterNight(RosterCase):
    def test_att_10_customer_served_after_midnight(self):
        """17:30 → 00:40 is 0:40 longer and belongs to the night before, anywhere."""
        self._join(self.agent, self._pattern("N"), date(2025, 1, 1))
        for zone, day in NIGHTS:
            with self.subTest(zone=zone, day=day):
                self._check_night(zone, day)

    def _check_night(self, zone, day):
        self.company.resource_calendar_id.tz = zone
        zone = ZoneInfo(zone)
        last = day + ONE_DAY
        self._slots(self.agent, day, last).unlink()
        self.roster.generate(self.agent.ids, day, last)
        self.roster.publish(self.agent.ids, day, last)
        came, left = at("17:30", day, zone), at("24:40", day, zone)
        punches = self._punch(self.agent, came, left)
        judged = self._judge(self.agent, day)
        self.assertEqual((judged.check_in, judged.check_out), (came, left))
        slot = self._slots(self.agent, day, day)
        self.assertEqual(judged.check_out - slot.stop, timedelta(minutes=40))
        self.assertEqual((judged.verdict, judged.early_minutes), ("ok", 0))
        self.assertFalse(self._judge(self.agent, last).check_in)
        self.env.cr.execute("DELETE FROM cs_punch WHERE id = ANY(%s)", [punches])

    def test_att_10_hours_over_a_change_of_clocks(self):
        """22:00 to 06:00 is an hour shorter in spring and longer in autumn."""
        self.company.resource_calendar_id.tz = NEW_YORK
        self.night.write({"hour_from": 22, "hour_to": 6})
        self._join(self.agent, self._pattern("N"), date(2025, 1, 1))
        for day, hours in ((NIGHTS[3][1], 7), (NIGHTS[4][1], 9), (NIGHTS[2][1], 8)):
            self.roster.generate(self.agent.ids, day, day)
            slot = self._slots(self.agent, day, day)
            self.assertEqual(slot.stop - slot.start, timedelta(hours=hours))
            self.assertEqual(slot.start, at("22:00", day, ZoneInfo(NEW_YORK)))
