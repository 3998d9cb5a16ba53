from datetime import date
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from ..engine import official_holidays as engine
from .common import CsCase

FILL = "odoo.addons.cs_base.models.calendar_public_holiday"


@tagged("cs_working_time")
class TestHolidayFill(CsCase):
    """Holidays and make-up days from the official lists (ATT-18)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.china = cls.env.ref("base.cn")
        cls.usa = cls.env.ref("base.us")
        cls.Year = cls.env["calendar.public.holiday"].with_user(cls.users["hr"])
        cls.cron = cls.env.ref("cs_base.ir_cron_fill_holidays")

    def _year(self, year, country=None):
        country = country or self.china
        return self.Year.search([("year", "=", year), ("country_id", "=", country.id)])

    def _actions(self, year, country=None, states=None):
        changes = self.Year._cs_fill_changes(country or self.china, year, states)[2]
        return {change.action for change in changes}

    def test_china_2026(self):
        year = self.Year._cs_fill(self.china, 2026, lang="zh_CN")
        self.assertEqual(year.cs_fill_state, "filled")
        self.assertFalse(year.cs_fill_note)
        self.assertEqual(year.cs_fill_version, engine.library_version())
        self.assertEqual(
            [
                (day.date.month, day.date.day, day.replaced_date.day, day.dayofweek)
                for day in year.cs_makeup_ids
            ],
            [
                (1, 4, 2, "4"),
                (2, 14, 20, "4"),
                (2, 28, 23, "0"),
                (5, 9, 5, "1"),
                (9, 20, 6, "1"),
                (10, 10, 7, "2"),
            ],
        )
        names = {line.date: line.name for line in year.line_ids}
        self.assertEqual(names[date(2026, 10, 1)], "国庆节")
        self.assertEqual(names[date(2026, 10, 7)], "休息日（由 2026-10-10 调休）")
        self.assertTrue(all(year.line_ids.mapped("cs_filled")))
        self.assertTrue(all(year.cs_makeup_ids.mapped("cs_filled")))

    def test_names_in_the_language_of_the_user(self):
        self.users["hr"].lang = "zh_CN"
        year = self.Year.with_context(lang="zh_CN")._cs_fill(self.china, 2025)
        self.assertIn("国庆节", year.line_ids.mapped("name"))
        year = self.Year.with_context(lang="en_US")._cs_fill(self.usa, 2025)
        self.assertIn("Labor Day", year.line_ids.mapped("name"))

    def test_twice_changes_nothing(self):
        year = self.Year._cs_fill(self.china, 2026)
        lines, days = year.line_ids, year.cs_makeup_ids
        self.assertFalse(self._actions(2026))
        self.assertEqual(self.Year._cs_fill(self.china, 2026), year)
        self.assertEqual((year.line_ids, year.cs_makeup_ids), (lines, days))

    def test_what_a_person_entered_stays(self):
        year = self.Year.create(
            {
                "year": 2026,
                "country_id": self.china.id,
                "line_ids": [
                    Command.create({"name": "Our own", "date": "2026-01-01"}),
                    Command.create({"name": "Closed", "date": "2026-01-04"}),
                ],
            }
        )
        own = year.line_ids
        self.Year._cs_fill(self.china, 2026)
        self.assertEqual(own.mapped("name"), ["Our own", "Closed"])
        self.assertNotIn(date(2026, 1, 4), year.cs_makeup_ids.mapped("date"))
        self.assertEqual(self._actions(2026), {"keep", "blocked"})

    def test_what_a_person_changed_stays(self):
        year = self.Year._cs_fill(self.china, 2026)
        line, day = year.line_ids[0], year.cs_makeup_ids[0]
        line.name = "Renamed"
        day.dayofweek = "0"
        self.assertFalse(line.cs_filled or day.cs_filled)
        self.Year._cs_fill(self.china, 2026)
        self.assertEqual((line.name, day.dayofweek), ("Renamed", "0"))
        self.assertEqual(self._actions(2026), {"keep"})

    def test_nobody_can_pass_off_a_line_as_filled(self):
        year = self.Year.create(
            {
                "year": 2026,
                "country_id": self.china.id,
                "line_ids": [
                    Command.create(
                        {"name": "Own", "date": "2026-03-03", "cs_filled": True}
                    )
                ],
            }
        )
        self.assertFalse(year.line_ids.cs_filled)
        year.line_ids.cs_filled = True
        self.assertFalse(year.line_ids.cs_filled)

    def test_corrected_when_the_list_is_announced(self):
        """A year filled too early is put right, without a trace of the guess."""
        with patch(f"{FILL}.engine.official_year") as official_year:
            guess = engine.OfficialDay(
                engine.HOLIDAY, date(2026, 2, 24), "Guess", frozenset()
            )
            wrong = guess._replace(day=date(2026, 10, 10))
            renamed = guess._replace(day=date(2026, 1, 1))
            official_year.return_value = engine.OfficialYear(
                (guess, wrong, renamed), False
            )
            year = self.Year._cs_fill(self.china, 2026)
        self.assertEqual(year.cs_fill_state, "waiting")
        self.assertIn("not know the shifted working days", year.cs_fill_note)
        new_year = year.line_ids.filtered(lambda line: line.date == renamed.day)
        self.assertEqual(self._actions(2026), {"add", "change", "remove"})
        self.Year.with_context(lang="en_US")._cs_fill(self.china, 2026)
        self.assertEqual(year.cs_fill_state, "filled")
        self.assertFalse(year.cs_fill_note)
        self.assertEqual(new_year.name, "New Year's Day")
        self.assertNotIn(guess.day, year.line_ids.mapped("date"))
        # 10 October was a holiday and is a make-up day now
        self.assertIn(wrong.day, year.cs_makeup_ids.mapped("date"))

    def test_meetings_go_with_their_holidays(self):
        """OCA keeps a calendar event for every holiday."""
        year = self.Year._cs_fill(self.china, 2026)
        meetings = year.line_ids.sudo().meeting_id
        self.assertEqual(len(meetings), len(year.line_ids))
        year.line_ids[0].name = "Renamed"
        self.assertIn("Renamed", year.line_ids[0].sudo().meeting_id.name)
        year.line_ids.unlink()
        self.assertFalse(meetings.exists())

    def test_states(self):
        california = self.env["res.country.state"].search(
            [("country_id", "=", self.usa.id), ("code", "=", "CA")]
        )
        texas = self.env["res.country.state"].search(
            [("country_id", "=", self.usa.id), ("code", "=", "TX")]
        )
        year = self.Year.with_context(lang="en_US")._cs_fill(self.usa, 2026, california)
        chavez = year.line_ids.filtered(lambda line: line.name == "Cesar Chavez Day")
        self.assertEqual(chavez.state_ids, california)
        self.assertIn("Columbus Day", year.cs_fill_note)
        # Another state is added to those filled before
        self.Year.with_context(lang="en_US")._cs_fill(self.usa, 2026, texas)
        chavez = year.line_ids.filtered(lambda line: line.name == "Cesar Chavez Day")
        self.assertEqual(chavez.state_ids, california | texas)
        self.assertFalse(self._actions(2026, self.usa))

    def test_preview_tells_what_filling_does(self):
        self.Year.create(
            {
                "year": 2026,
                "country_id": self.china.id,
                "line_ids": [Command.create({"name": "Ours", "date": "2026-03-03"})],
            }
        )
        with Form(self.env["cs.holiday.fill"].with_user(self.users["hr"])) as form:
            form.country_id = self.china
            form.first_year = form.last_year = 2026
            # 22 of the library, 4 weekend days within, 6 make-up days, 1 by hand
            self.assertEqual(len(form.line_ids), 22 + 4 + 6 + 1)
            self.assertFalse(form.note)
            form.last_year = 2025
            self.assertIn("a first and a last year", form.note)
            form.last_year = 2035
            self.assertIn("at most five years", form.note)
            form.first_year = 2035
            self.assertIn("2035: The official list", form.note)
            form.first_year = form.last_year = 2026
        fill = form.record
        kept = fill.line_ids.filtered(lambda line: line.action == "keep")
        self.assertEqual((kept.name, kept.date), ("Ours", date(2026, 3, 3)))
        action = fill.action_fill()
        year = self.Year.browse(action["res_id"])
        self.assertEqual(year, self._year(2026))
        self.assertEqual(len(year.line_ids) + len(year.cs_makeup_ids), 33)
        fill.invalidate_recordset(["line_ids"])
        self.assertEqual(set(fill.line_ids.mapped("action")), {"keep"})

    def test_country_without_a_list(self):
        unknown = self.env["res.country"].search(
            [("code", "not in", list(engine.known_subdivisions()))], limit=1
        )
        fill = self.env["cs.holiday.fill"].create({"country_id": unknown.id})
        self.assertIn(f"no official list for {unknown.name}", fill.note)
        self.assertFalse(fill.line_ids)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def test_cron_waits_for_november(self):
        with freeze_time("2025-10-31 12:00:00"):
            self._run_cron()
        self.assertFalse(self._year(2025) | self._year(2026))
        with freeze_time("2025-11-01 12:00:00"):
            self._run_cron()
        self.assertFalse(self._year(2025))
        self.assertEqual(self._year(2026).cs_fill_state, "filled")

    def test_cron_makes_up_for_a_missed_autumn(self):
        self.Year._cs_fill(self.china, 2025)
        with freeze_time("2026-01-05 12:00:00"):
            self._run_cron()
        self.assertEqual(self._year(2026).cs_fill_state, "filled")
        self.assertFalse(self._year(2027))

    def test_cron_leaves_alone_what_was_entered_by_hand(self):
        year = self.Year.create(
            {
                "year": 2026,
                "country_id": self.china.id,
                "line_ids": [Command.create({"name": "Ours", "date": "2026-03-03"})],
            }
        )
        with freeze_time("2025-12-01 12:00:00"):
            self._run_cron()
        self.assertFalse(year.cs_fill_state)
        self.assertEqual(len(year.line_ids), 1)

    def test_cron_asks_hr_officers_once_when_nothing_is_announced(self):
        Activity = self.env["mail.activity"].with_user(self.users["hr"])
        mine = [("user_id", "=", self.users["hr"].id)]
        with freeze_time("2034-11-03 12:00:00"):
            self._run_cron()
            year = self._year(2035)
            self.assertEqual(year.cs_fill_state, "waiting")
            activity = Activity.search(mine)
            self.assertIn("2035", activity.summary)
            self.assertEqual(activity.date_deadline, date(2034, 12, 15))
            self.assertIn("not know the shifted working days", activity.note)
            self.assertIn(f'"/odoo/cs-holidays/{year.id}"', activity.note)
            activity.action_done()
            # The same list again: not even the guesses HR deleted come back
            year.line_ids[0].unlink()
            count = len(year.line_ids)
            self._run_cron()
            self.assertEqual(len(year.line_ids), count)
            with patch(f"{FILL}.engine.library_version", return_value="1.0"):
                self._run_cron()
            self.assertEqual(len(year.line_ids), count + 1)
            self.assertEqual(year.cs_fill_version, "1.0")
            self.assertFalse(Activity.search(mine))
            year.with_user(self.users["hr"]).action_cs_settle()
            self.assertEqual(year.cs_fill_state, "filled")
            self._run_cron()
            self.assertEqual(year.cs_fill_version, "1.0")

    @mute_logger(FILL)
    def test_one_country_never_stops_another(self):
        german = self.env["res.company"].create(
            {"name": "Berlin", "country_id": self.env.ref("base.de").id}
        )
        original = engine.official_year

        def official_year(country, *args):
            if country == "CN":
                raise RuntimeError("broken list")
            return original(country, *args)

        with freeze_time("2025-11-03 12:00:00"):
            with patch(f"{FILL}.engine.official_year", official_year):
                self._run_cron()
            year = self._year(2026)
            self.assertEqual(year.cs_fill_state, "failed")
            self.assertIn("broken list", year.cs_fill_note)
            self.assertFalse(year.line_ids)
            self.assertTrue(
                self.env["mail.activity"].search(
                    [("user_id", "=", self.users["hr"].id)]
                )
            )
            self.assertEqual(
                self._year(2026, german.country_id).cs_fill_state, "filled"
            )
            self._run_cron()  # mended
            self.assertEqual(year.cs_fill_state, "filled")
            self.assertFalse(year.cs_fill_note)
