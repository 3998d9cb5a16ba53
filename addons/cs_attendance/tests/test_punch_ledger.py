from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.cs_punch import Counts
from .punch_common import PunchCase


@tagged("cs_attendance", "cs_punch")
class TestPunchLedger(PunchCase):
    """ATT-30, ATT-31, ATT-32."""

    def test_a_punch_is_of_the_owner_of_its_pin_and_in_utc(self):
        self.assertEqual(self._ingest(("7", "2026-03-02 07:50:01")), Counts(new=1))
        punch = self._ledger()
        self.assertEqual(punch.employee_id, self.people["agent"])
        self.assertEqual(punch.moment, datetime(2026, 3, 1, 23, 50, 1))
        self.assertEqual(punch.local_text, "2026-03-02 07:50:01")
        abroad = punch.with_context(tz="America/Lima")
        self.assertEqual(abroad.display_name, "2026-03-02 07:50:01")
        self.assertEqual(punch.source, "file")

    def test_the_same_punch_from_two_paths_is_one(self):
        """By file, by push and from stock."""
        lines = [("7", "2026-03-02 08:25:00"), ("7", "2026-03-02 17:40:00")]
        self.assertEqual(self._ingest(*lines, *lines), Counts(new=2, duplicate=2))
        self.assertEqual(
            self._ingest(*lines, source="push", terminal=self.terminal),
            Counts(duplicate=2),
        )
        known = self.people["agent"], datetime(2026, 3, 2, 0, 25), "kiosk"
        self.assertEqual(self.Punch._ingest_known([known]), Counts(duplicate=1))
        self.assertEqual(len(self._ledger()), 2)

    def test_two_people_and_two_seconds_are_different_punches(self):
        counts = self._ingest(
            ("7", "2026-03-02 08:25:00"),
            ("8", "2026-03-02 08:25:00"),
            ("7", "2026-03-02 08:25:01"),
        )
        self.assertEqual(counts, Counts(new=3))

    def test_an_unknown_pin_is_kept_once(self):
        lines = [("99", "2026-03-02 08:25:00"), ("07", "2026-03-02 08:25:00")]
        self.assertEqual(self._ingest(*lines), Counts(unknown=2))
        self.assertEqual(self._ingest(*lines), Counts(duplicate=2))
        self.assertFalse(self._ledger().employee_id)
        self.assertEqual(set(self._ledger().mapped("pin")), {"99", "07"})

    def test_a_pin_counts_from_its_first_to_its_last_day(self):
        self._pin("5", "leader", "2026-03-02", last_day="2026-03-03")
        counts = self._ingest(
            ("5", "2026-03-01 23:59:59"),
            ("5", "2026-03-02 00:00:00"),
            ("5", "2026-03-03 23:59:59"),
            ("5", "2026-03-04 00:00:00"),
        )
        self.assertEqual(counts, Counts(new=2, unknown=2))

    def test_the_zone_is_the_terminals(self):
        self.terminal.tz = "Asia/Kathmandu"
        self._ingest(("7", "2026-03-02 08:25:00"), terminal=self.terminal)
        self.assertEqual(self._ledger().moment, datetime(2026, 3, 2, 2, 40))

    def test_hours_that_occur_twice_or_not_at_all(self):
        """ATT-32: the second of two, and standard time."""
        self._ingest(
            ("7", "2026-03-08 02:30:00"),
            ("7", "2026-11-01 01:30:00"),
            zone="America/New_York",
        )
        self.assertEqual(
            self._ledger().mapped("moment"),
            [datetime(2026, 3, 8, 7, 30), datetime(2026, 11, 1, 6, 30)],
        )

    def test_own_pins_of_a_terminal(self):
        self.terminal.has_own_pins = True
        line = ("7", "2026-03-02 08:25:00")
        self.assertEqual(self._ingest(line, terminal=self.terminal), Counts(unknown=1))
        self.assertEqual(self._ingest(line), Counts(new=1))
        self._pin("7", "leader", terminal_id=self.terminal.id)
        self.assertEqual(
            self._ledger().employee_id, self.people["leader"] + self.people["agent"]
        )

    def test_names_count_where_exactly_one_person_has_them(self):
        line = ("leader", "2026-03-02 08:25:00")
        self.assertEqual(self._ingest(line), Counts(unknown=1))
        line = ("supervisor", "2026-03-02 08:25:00")
        self.assertEqual(self._ingest(line, by_name=True), Counts(new=1))
        self.env["hr.employee"].create({"name": "hr", "company_id": self.company.id})
        line = ("hr", "2026-03-02 08:25:00")
        self.assertEqual(self._ingest(line, by_name=True), Counts(unknown=1))

    def test_whoever_got_a_punch_is_judged_again(self):
        self._ingest(("7", "2026-03-02 08:25:00"), ("7", "2026-03-31 23:00:00"))
        agent = self.people["agent"].id
        self.assertEqual(self._stale(), [(agent, 2026, 3), (agent, 2026, 4)])
        self._clear_stale()
        self._ingest(("7", "2026-03-02 08:25:00"), ("99", "2026-03-02 08:25:00"))
        self.assertEqual(self._stale(), [])

    def test_nobody_enters_changes_or_deletes_a_punch(self):
        """ATT-31, not even the superuser's code."""
        self._ingest(("7", "2026-03-02 08:25:00"))
        punch = self._ledger().sudo()
        for change in (
            lambda: punch.write({"moment": "2026-03-02 00:00:00"}),
            lambda: punch.write({"employee_id": self.people["agent2"].id}),
            punch.unlink,
            punch.copy,
            lambda: self.Punch.sudo().create({"pin": "7"}),
            lambda: punch.with_context(install_mode=True).write({"raw": "x"}),
        ):
            with self.assertRaisesRegex(UserError, "ATT-31"):
                change()
                self.env.flush_all()
        result = self.Punch.sudo().load(["pin"], [["7"]])
        self.assertFalse(result["ids"])
        self.assertEqual(len(self._ledger()), 1)

    def test_a_bulk_of_punches_costs_a_fixed_number_of_queries(self):
        def lines(count, month):
            return [
                (
                    "7",
                    f"2026-{month:02}-{1 + n % 28:02} {n // 28 % 24:02}:00:{n % 60:02}",
                )
                for n in range(count)
            ]

        self._ingest(("7", "2026-01-01 08:00:00"))
        for count, month in ((10, 5), (500, 6)):
            punches = lines(count, month)
            with self.assertQueryCount(2):
                self._ingest(*punches)

    @freeze_time("2026-03-02 10:00:00")
    def test_the_punches_of_today(self):
        self._ingest(
            ("7", "2026-03-01 23:59:59"),
            ("7", "2026-03-02 00:00:00"),
            ("7", "2026-03-02 17:40:00"),
            ("8", "2026-03-02 08:00:00"),
            terminal=self.terminal,
        )
        state = self.Punch.with_user(self.users["agent"])._today_state(
            self.people["agent"]
        )
        self.assertEqual(state["date"], date(2026, 3, 2))
        self.assertEqual(state["now"], datetime(2026, 3, 2, 18))
        self.assertEqual(
            [(each["local"], each["terminal"]) for each in state["punches"]],
            [
                (datetime(2026, 3, 2), "East door"),
                (datetime(2026, 3, 2, 17, 40), "East door"),
            ],
        )
