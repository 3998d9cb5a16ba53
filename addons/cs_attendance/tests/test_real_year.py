"""A year of real people, closed month by month (ATT-01 to ATT-08, ATT-30, ALL-05)."""

import base64
import csv
import gzip
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest import SkipTest

from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import freeze_time, new_test_user, tagged

from . import slow_judge

DATA = Path(__file__).parents[4] / "shared" / "data"
YEAR = 2015
EIGHT_HOURS = timedelta(hours=8)
#: of 30 people on 365 days, by both ways of judging
COUNTS = {
    "absent": 4174,
    "rest": 3120,
    "late": 1307,
    "ok": 1162,
    "late_early": 492,
    "holiday": 360,
    "early": 329,
    "fixed": 6,
}
STEPS = ["attendance_punch", "attendance_exception", "attendance_sheet"]


def read_moments():
    """Every cell of the two files: (pin, day, side) -> local moment or None."""
    cells = {}
    for side, name in (("in", "in_time"), ("out", "out_time")):
        with gzip.open(DATA / f"{name}.csv.gz", "rt") as lines:
            header, *rows = csv.reader(lines)
        for pin, *texts in rows:
            for title, text in zip(header[1:], texts, strict=True):
                day = datetime.strptime(title, "%d/%m/%Y").date()
                moment = None
                if text != "NA":
                    moment = datetime.strptime(text, "%d/%m/%Y %H:%M")
                cells[pin, day, side] = moment
    return cells


@tagged("post_install", "-at_install", "cs_attendance", "cs_attendance_real")
class TestRealYear(CsCase):
    """30 people in 2015, 10:00–18:00 from Monday to Friday, under default rules.

    Nobody forgot a single punch in these files: each day has both or none. So some
    punches are held back, as if they had been forgotten; some are then confirmed, and
    two arrive when their month is closed.
    """

    @classmethod
    @freeze_time(f"{YEAR}-01-01 02:00:00")
    def setUpClass(cls):
        if not (DATA / "in_time.csv.gz").exists():
            raise SkipTest("no ../shared/data")
        super().setUpClass()
        types = cls.env["cs.period.step.type"].search([])
        types.filtered(lambda kind: kind.code not in STEPS).unlink()
        cls.cells = read_moments()
        cls.pins = sorted({pin for pin, _day, _side in cls.cells}, key=int)
        cls.holidays = cls._find_holidays()
        cls._create_rules()
        cls.staff = dict(zip(cls.pins, cls._create_staff(), strict=True))
        cls.confirmed, cls.held_back, cls.late = {}, set(), {}
        cls._forget()

    @classmethod
    def _find_holidays(cls):
        """Days on which nobody came."""
        came = {day for (_pin, day, _side), moment in cls.cells.items() if moment}
        return {day for _pin, day, _side in cls.cells} - came

    @classmethod
    def _create_rules(cls):
        calendar = cls.env["calendar.public.holiday"].create(
            {"year": YEAR, "country_id": cls.env.ref("base.cn").id}
        )
        cls.env["calendar.public.holiday.line"].create(
            [
                {"name": "Holiday", "date": day, "public_holiday_id": calendar.id}
                for day in sorted(cls.holidays)
            ]
        )
        shift = cls.env["cs.shift"].create(
            {
                "name": "Day",
                "code": "D",
                "company_id": cls.company.id,
                "hour_from": 10,
                "hour_to": 18,
            }
        )
        cls.env["cs.shift.assignment"].create(
            {
                "company_id": cls.company.id,
                "shift_id": shift.id,
                "date_from": f"{YEAR}-01-01",
            }
        )
        policy = cls.env["cs.attendance.policy"].create(
            {
                "name": "Default",
                "company_id": cls.company.id,
                "date_from": f"{YEAR}-01-01",
            }
        )
        policy._decision_write({"state": "approved"})
        cls.terminal = cls.env["cs.terminal"].create(
            {"name": "Door", "company_id": cls.company.id, "tz": "Asia/Shanghai"}
        )

    @classmethod
    def _create_staff(cls):
        staff = cls.env["hr.employee"].create(
            [
                {
                    "name": f"Person {pin}",
                    "company_id": cls.company.id,
                    "department_id": cls.group_one.id,
                    "parent_id": cls.people["leader"].id,
                    "date_version": f"{YEAR - 1}-01-01",
                }
                for pin in cls.pins
            ]
        )
        cls.env["cs.pin"].create(
            [
                {
                    "pin": pin,
                    "employee_id": person.id,
                    "company_id": cls.company.id,
                    "first_day": f"{YEAR}-01-01",
                }
                for pin, person in zip(cls.pins, staff, strict=True)
            ]
        )
        return staff

    # What people forgot

    @classmethod
    def _good_days(cls, pin, month):
        """Days of a month on which somebody came and went in time."""
        for day in sorted({day for own, day, _side in cls.cells if own == pin}):
            came, went = cls.cells[pin, day, "in"], cls.cells[pin, day, "out"]
            in_time = came and came.hour < 10 and went.hour >= 18
            if in_time and day.month == month:
                yield day

    @classmethod
    def _forget(cls):
        # Four in a month, all confirmed: the third counts, the fourth does not.
        days = cls._good_days("14", 2)
        for side in ("out", "in", "out", "out"):
            cls._hold_back("14", next(days), side, confirm=True)
        # One that nobody confirms uses nothing of the allowance.
        days = cls._good_days("13", 3)
        cls._hold_back("13", next(days), "out")
        cls._hold_back("13", next(days), "in", confirm=True)
        # Whole days without a punch take two each; of the second only one fits.
        for day in (date(YEAR, 1, 13), date(YEAR, 1, 19)):
            cls._confirm("9", day, "in", "out")
        # One side of such a day confirmed, then two more than the allowance.
        cls._confirm("17", date(YEAR, 6, 24), "in")
        cls._confirm("17", date(YEAR, 6, 25), "in", "out")
        cls._confirm("17", date(YEAR, 6, 26), "in", "out")
        # These arrive when January is closed.
        for pin, side in (("6", "out"), ("18", "in")):
            day = next(cls._good_days(pin, 1))
            cls.late[pin] = (day, side)
            cls._hold_back(pin, day, side)

    @classmethod
    def _hold_back(cls, pin, day, side, confirm=False):
        cls.held_back.add((pin, day, side))
        if confirm:
            cls.confirmed[pin, day, side] = cls.cells[pin, day, side]

    @classmethod
    def _confirm(cls, pin, day, *sides):
        for side in sides:
            hour = slow_judge.START if side == "in" else slow_judge.STOP
            cls.confirmed[pin, day, side] = datetime.combine(day, hour)

    # A month as it goes

    def run_cron(self, xml_id):
        cron = self.env.ref(xml_id)
        with self.enter_registry_test_mode():
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def run_step(self, step, action):
        getattr(step.with_user(self.users["hr"]), f"action_{action}")()
        self.run_cron("cs_base.cs_period_cron_run")

    def approve_sheets(self, step, sheets):
        sheets.with_user(self.users["hr"]).action_approve()

    def close_period(self, period):
        period.with_user(self.users["gm"]).action_close()

    def import_file(self, name, punches):
        """Through the door that HR uses; ``punches``: (pin, local moment)."""
        lines = [
            f"{pin:>9}\t{moment:%Y-%m-%d %H:%M:%S}\t1\t0\t1\t0"
            for pin, moment in sorted(punches, key=lambda punch: punch[::-1])
        ]
        batch = (
            self.env["cs.punch.import"]
            .with_user(self.users["hr"])
            .create(
                {
                    "name": name,
                    "content": base64.b64encode("\r\n".join(lines).encode()),
                    "company_id": self.company.id,
                    "terminal_id": self.terminal.id,
                }
            )
        )
        self.assertEqual(batch.kind, "attlog")
        batch.action_run()
        self.assertEqual(batch.state, "done")
        counts = batch.new_count, batch.unknown_count, batch.bad_count
        self.assertEqual(counts, (len(lines), 0, 0))

    def import_month(self, month):
        self.import_file(
            f"{YEAR}-{month:02}_attlog.dat",
            [
                (pin, moment)
                for (pin, day, side), moment in self.cells.items()
                if moment and day.month == month and day.year == YEAR
                if (pin, day, side) not in self.held_back
            ],
        )

    def import_late(self, pin):
        day, side = self.late[pin]
        self.import_file(f"late_{pin}_attlog.dat", [(pin, self.cells[pin, day, side])])
        self.run_cron("cs_attendance.cs_attendance_cron_judge")

    def ask_and_confirm(self, month):
        """Each correction filed by the person and confirmed by the leader."""
        for (pin, day, side), moment in self.confirmed.items():
            if day.month != month:
                continue
            person = self.staff[pin]
            if not person.user_id:
                person.user_id = new_test_user(
                    self.env,
                    login=f"cs_person_{pin}",
                    groups="cs_base.group_agent",
                    tz="Asia/Shanghai",
                    company_id=self.company.id,
                    company_ids=[(6, 0, self.company.ids)],
                )
            request = (
                self.env["cs.punch.correction"]
                .with_user(person.user_id)
                .create(
                    {
                        "employee_id": person.id,
                        "date": day,
                        "side": side,
                        "moment": moment - EIGHT_HOURS,
                        "reason": "Forgotten",
                    }
                )
            )
            request.action_submit()
            request.with_user(self.users["leader"]).action_approve()

    def close_month(self, first):
        """The month close, each role at its part, on the days on which it happens."""
        following = (first + timedelta(days=31)).replace(day=1)
        with freeze_time(f"{following} 02:00:00"):
            self.import_month(first.month)
            self.run_cron("cs_attendance.cs_attendance_cron_judge")
            self.ask_and_confirm(first.month)
            self.run_cron("cs_attendance.cs_attendance_cron_judge")
            period = self.env["cs.period"]._open_month(self.company, first)
            punch, exception, sheet = period.step_ids
            self.assertEqual(period.step_ids.mapped("code"), STEPS)
            self.run_step(punch, "lock")
            self.run_step(exception, "start")
            self.approve_adjustments(first)
            self.run_cron("cs_attendance.cs_attendance_cron_sheet_build")
        # Everybody has had three working days to object (ATT-08).
        with freeze_time(f"{following + timedelta(days=9)} 02:00:00"):
            self.run_cron("cs_attendance.cs_attendance_cron_judge")
            self.run_cron("cs_attendance.cs_attendance_cron_sheet_confirm")
            self.run_step(exception, "lock")
            self.run_step(sheet, "start")
            sheets = self.sheets(first)
            self.assertEqual(set(sheets.mapped("state")), {"confirmed"})
            self.assertTrue(all(sheets.mapped("is_silent")))
            self.approve_sheets(sheet, sheets)
            self.run_step(sheet, "lock")
            self.close_period(period)
        self.assertEqual(period.state, "closed")
        self.assertEqual(set(sheets.mapped("state")), {"handed_over"})

    def approve_adjustments(self, month):
        booked = self.env["cs.attendance.adjustment"].search(
            [("company_id", "=", self.company.id), ("month", "=", month)]
        )
        if booked:
            booked.with_user(self.users["hr"]).action_approve()

    def sheets(self, month):
        return self.env["cs.attendance.sheet"].search(
            [("company_id", "=", self.company.id), ("month", "=", month)]
        )

    # What the rules say

    def expected_days(self, pin, arrived=()):
        """:param arrived: pins whose late punch is taken into account"""
        punches = defaultdict(list)
        for (own, day, side), moment in self.cells.items():
            held_back = (own, day, side) in self.held_back and own not in arrived
            if own == pin and moment and not held_back:
                punches[day].append(moment)
        confirmed = {
            (day, side): moment
            for (own, day, side), moment in self.confirmed.items()
            if own == pin
        }
        return slow_judge.judge_year(YEAR, punches, confirmed, self.holidays)

    def check_days(self, expected):
        """All verdicts and figures of all people and days."""
        pins = {person.id: pin for pin, person in self.staff.items()}
        days = self.env["cs.attendance.day"].search(
            [
                ("company_id", "=", self.company.id),
                ("date", "<=", date(YEAR, 12, 31)),
            ]
        )
        found, wanted = {}, {}
        for day in days:
            key = pins[day.employee_id.id], day.date
            found[key] = (
                day.verdict,
                day.late_minutes,
                day.early_minutes,
                day.forgiven_count,
            )
        for pin, year in expected.items():
            for day, row in year.items():
                figures = (row.get(name, 0) for name in ("late", "early", "forgiven"))
                wanted[pin, day] = (row["verdict"], *figures)
        differs = {
            key: (found.get(key), wanted.get(key))
            for key in found.keys() | wanted.keys()
            if found.get(key) != wanted.get(key)
        }
        self.assertFalse(differs, f"{len(differs)} differ: (found, by the rules)")
        self.assertEqual(len(found), 30 * 365)
        return Counter(verdict for verdict, *_figures in found.values())

    def check_sheets(self, expected):
        pins = {person.id: pin for pin, person in self.staff.items()}
        sheets = self.env["cs.attendance.sheet"].search(
            [("company_id", "=", self.company.id), ("state", "=", "handed_over")]
        )
        self.assertEqual(len(sheets), 30 * 12)
        for sheet in sheets:
            pin = pins[sheet.employee_id.id]
            wanted = slow_judge.month_sums(expected[pin], sheet.month.month)
            with self.subTest(pin=pin, month=sheet.month):
                for source in (sheet, sheet.snapshot):
                    self.assertEqual({name: source[name] for name in wanted}, wanted)

    def test_a_year(self):
        for month in range(1, 13):
            if month == 4:
                self.late_punch("6", date(YEAR, 4, 7), booked=date(YEAR, 4, 1))
            self.close_month(date(YEAR, month, 1))
        expected = {pin: self.expected_days(pin) for pin in self.pins}
        counts = self.check_days(expected)
        self.assertEqual(counts, COUNTS)
        self.check_sheets(expected)
        self.check_allowance()
        april = self.sheets(date(YEAR, 4, 1)).filtered("adjustment_count")
        self.assertEqual(april.employee_id, self.staff["6"])
        # When the year is closed too, what arrives still changes nothing of it.
        self.late_punch("18", date(YEAR + 1, 1, 20), booked=date(YEAR + 1, 1, 1))
        self.assertEqual(self.check_days(expected), counts)
        self.check_sheets(expected)

    def late_punch(self, pin, today, booked):
        """A punch for the closed January becomes an adjustment of an open month."""
        day, _side = self.late[pin]
        domain = [("employee_id", "=", self.staff[pin].id)]
        days = self.env["cs.attendance.day"].search(
            [*domain, ("month", "=", date(YEAR, 1, 1))]
        )
        # What is stored: the board marks the day that has an adjustment.
        stored = [
            name
            for name, field in days._fields.items()
            if field.store and field.column_type and name != "explanation"
        ]
        before = days.read(stored)
        with freeze_time(f"{today} 02:00:00"):
            self.import_late(pin)
        self.assertEqual(days.read(stored), before)
        adjustment = self.env["cs.attendance.adjustment"].search(domain)
        self.assertEqual((adjustment.date, adjustment.month), (day, booked))
        by_the_rules = self.expected_days(pin, arrived=[pin])[day]["verdict"]
        self.assertEqual(adjustment.verdict_before, "absent")
        self.assertEqual(adjustment.verdict_after, by_the_rules)
        self.assertEqual((adjustment.absent_days, adjustment.present_days), (-1, 1))
        self.assertEqual(adjustment.state, "proposed")
        self.assertEqual(adjustment.day_id.date, day)

    def check_allowance(self):
        """ATT-02: what the confirmed punches came to, in so many words."""
        found = defaultdict(list)
        for pin, day, _side in sorted(self.confirmed, key=lambda key: key[1]):
            record = self.env["cs.attendance.day"].search(
                [("employee_id", "=", self.staff[pin].id), ("date", "=", day)]
            )
            if (day, record.verdict) not in found[pin]:
                found[pin].append((day, record.verdict))
        verdicts = {
            pin: [verdict for _day, verdict in row] for pin, row in found.items()
        }
        self.assertEqual(
            verdicts,
            {
                "14": ["fixed", "fixed", "fixed", "absent"],
                "13": ["fixed"],
                "9": ["fixed", "absent"],
                "17": ["absent", "fixed", "absent"],
            },
        )
