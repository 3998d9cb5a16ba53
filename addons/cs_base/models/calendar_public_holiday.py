import logging
from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..engine import official_holidays as engine

_logger = logging.getLogger(__name__)

#: Next year's holidays are filled from this month on: announced in November in China.
FILL_FROM_MONTH = 11


class CalendarPublicHoliday(models.Model):
    """Holidays and make-up working days of a country and year (ATT-18).

    Every employee reads them, HR officers keep them. They can be filled from the
    official lists in the library `holidays`.
    """

    _inherit = "calendar.public.holiday"

    cs_makeup_ids = fields.One2many(
        "cs.makeup.day", "public_holiday_id", string="Make-up Working Days"
    )
    cs_fill_state = fields.Selection(
        [
            ("filled", "Filled"),
            ("waiting", "Not announced yet"),
            ("failed", "Failed"),
        ],
        string="Official List",
        readonly=True,
        copy=False,
        help="Not announced yet: the country shifts working days, but the official"
        " list does not say how for this year.",
    )
    cs_fill_note = fields.Text(string="Note on Filling", readonly=True, copy=False)
    cs_fill_version = fields.Char(
        string="Filled From",
        readonly=True,
        copy=False,
        help="Version of the library `holidays` that was used.",
    )

    _cs_country_year_uniq = models.UniqueIndex(
        "(country_id, year) WHERE country_id IS NOT NULL",
        "The holidays of this country and year exist already. Open and change those.",
    )

    def unlink(self):
        result = super().unlink()
        # The make-up days went with their year in the database, not through the ORM.
        self.env["cs.makeup.day"]._clear_cache()
        return result

    def action_cs_settle(self):
        """What was missing in the official list has been entered by hand."""
        self.check_access("write")
        self.filtered(lambda year: year.cs_fill_state == "waiting").write(
            {"cs_fill_state": "filled", "cs_fill_note": False}
        )

    @api.model
    def _cron_fill_years(self):
        """Fill the coming year for the companies' countries, from November on; also
        the current one when that was missed, and years that failed or waited for a
        list that has been updated since."""
        due = self._cs_due_years()
        for done, (country, year) in enumerate(due, 1):
            self._cs_fill_or_note(country, year)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(due) - done):
                break

    @api.model
    def _cs_due_years(self):
        """:return: list of (res.country, year) the scheduled action has to fill"""
        today = fields.Date.context_today(self)
        years = [today.year]
        if today.month >= FILL_FROM_MONTH:
            years.append(today.year + 1)
        known = engine.known_subdivisions()
        due = []
        for country in self.env["res.company"].search([]).country_id:
            records = {
                record.year: record
                for record in self.search([("country_id", "=", country.id)])
            }
            for year in years if country.code in known else ():
                record = records.get(year, self)
                # Where nothing was ever filled, the coming year is the first.
                missed = records.get(year - 1, self).cs_fill_state
                if record._cs_is_open() and (
                    record.cs_fill_state or year > today.year or missed
                ):
                    due.append((country, year))
        return due

    def _cs_is_open(self):
        """Whether a year (or none) still has to be filled by the scheduled action."""
        if self.cs_fill_state == "waiting":
            return self.cs_fill_version != engine.library_version()
        return self.cs_fill_state == "failed" or not (
            self.cs_fill_state or self.line_ids or self.cs_makeup_ids
        )

    @api.model
    def _cs_fill_or_note(self, country, year):
        """Fill, or keep the reason why not; one country never stops another."""
        companies = self.env["res.company"].search([])
        companies = companies.filtered(lambda company: company.country_id == country)
        record = self._cs_find(country, year)
        asked = record.cs_fill_state
        try:
            with self.env.cr.savepoint():
                record = self._cs_fill(
                    country, year, companies.state_id, companies[:1].partner_id.lang
                )
        except Exception as error:
            _logger.exception("Holidays of %s %s not filled", country.code, year)
            note = self.env._(
                "Filling failed: %(error)s. It is tried again every day; if it keeps"
                " failing, enter the holidays by hand.",
                error=str(error),
            )
            record = self._cs_find(country, year) or self.create(
                {"country_id": country.id, "year": year}
            )
            record.write({"cs_fill_state": "failed", "cs_fill_note": note})
        if record.cs_fill_state != "filled" and not asked:
            record._cs_ask_officers(companies)

    def _cs_ask_officers(self, companies):
        """Have the HR officers of the companies look at the year."""
        officers = self.env.ref("cs_base.group_hr_officer").all_user_ids
        self.env["mail.activity"].create(
            [
                self.with_context(lang=officer.lang)._cs_prepare_activity_vals(officer)
                for officer in officers.filtered(lambda u: u.company_ids & companies)
            ]
        )

    def _cs_prepare_activity_vals(self, officer):
        self.ensure_one()
        today = fields.Date.context_today(self)
        return {
            # Not bound to the year: that model has no activities without this addon.
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "summary": self.env._("Check the holidays of %s", self.display_name),
            "note": Markup('<p>%s</p><a href="/odoo/cs-holidays/%s">%s</a>')
            % (self.cs_fill_note, self.id, self.display_name),
            "user_id": officer.id,
            "date_deadline": max(today, date(self.year - 1, 12, 15)),
        }

    @api.model
    def _cs_find(self, country, year):
        return self.search(
            [("country_id", "=", country.id), ("year", "=", year)], limit=1
        )

    @api.model
    def _cs_fill(self, country, year, states=None, lang=None):
        """Bring the holidays and make-up days of a country and year up to date.

        Lines made or changed by hand stay; doing it twice changes nothing.

        :param states: res.country.state whose own holidays are wanted too, besides
            those filled before
        :param lang: language of the names, by default the user's
        :return: the calendar.public.holiday of that year
        """
        lang = lang or self.env.lang
        record, official, changes = self._cs_fill_changes(country, year, states, lang)
        record = record or self.create({"country_id": country.id, "year": year})
        record = record.with_context(
            lang=lang, no_mail_to_attendees=True, dont_notify=True
        )
        record._cs_apply(changes)
        record.write(
            {
                "cs_fill_state": "filled" if official.announced else "waiting",
                "cs_fill_note": record._cs_note(official),
                "cs_fill_version": engine.library_version(),
            }
        )
        return record

    @api.model
    def _cs_fill_changes(self, country, year, states=None, lang=None):
        """What `_cs_fill` would do.

        :return: tuple of the calendar.public.holiday (possibly none),
            engine OfficialYear, list of engine Change
        """
        known = engine.known_subdivisions()
        if country.code not in known:
            raise UserError(
                self.env._(
                    "There is no official list for %(country)s. Enter its holidays by"
                    " hand.",
                    country=country.name or self.env._("no country"),
                )
            )
        record = self._cs_find(country, year)
        states = (states or self.env["res.country.state"]) | record.line_ids.filtered(
            "cs_filled"
        ).state_ids
        official = engine.official_year(
            country.code,
            year,
            sorted(set(states.mapped("code")) & set(known[country.code])),
            lang or self.env.lang,
        )
        return record, official, engine.plan_filling(official, record._cs_existing())

    def _cs_existing(self):
        """The lines of the year as engine Existing, by their records."""

        def official(kind, line, name, replaced):
            states = frozenset(line.state_ids.mapped("code"))
            return engine.OfficialDay(kind, line.date, name, states, replaced)

        return [
            engine.Existing(
                line, official(engine.HOLIDAY, line, line.name, None), line.cs_filled
            )
            for line in self.line_ids
        ] + [
            engine.Existing(
                day,
                # The list does not name make-up days: their name is no difference.
                official(engine.MAKEUP, day, "", day.replaced_date or None),
                day.cs_filled and not day.calendar_ids,
            )
            for day in self.cs_makeup_ids
        ]

    def _cs_apply(self, changes):
        # First what goes, so that no date is holiday and make-up day in between.
        for change in changes:
            if change.action == engine.REMOVE:
                change.key.with_env(self.env).unlink()
        for change in changes:
            if change.action == engine.CHANGE:
                change.key.with_env(self.env)._write_filled(
                    self._cs_line_vals(change.official)
                )
        for kind, model in (
            (engine.HOLIDAY, "calendar.public.holiday.line"),
            (engine.MAKEUP, "cs.makeup.day"),
        ):
            vals_list = [
                self._cs_line_vals(change.official)
                for change in changes
                if change.action == engine.ADD and change.official.kind == kind
            ]
            self.env[model].create(vals_list)._write_filled({})

    def _cs_line_vals(self, official):
        states = self.country_id.state_ids.filtered(
            lambda state: state.code in official.states
        )
        vals = {
            "public_holiday_id": self.id,
            "date": official.day,
            "name": official.name or self._cs_makeup_name(official),
            "state_ids": [(6, 0, states.ids)],
        }
        if official.kind == engine.MAKEUP:
            vals["replaced_date"] = official.replaced
        return vals

    @api.model
    def _cs_makeup_name(self, official):
        if not official.replaced:
            return self.env._("Make-up working day")
        return self.env._(
            "Make-up working day for %(date)s",
            date=format_date(self.env, official.replaced),
        )

    @api.model
    def _cs_note(self, official):
        """What the official list leaves open, in words, or False."""
        notes = []
        if not official.announced:
            notes.append(
                self.env._(
                    "The official list (version %(version)s) does not know the shifted"
                    " working days of this year yet: bridging days off and make-up"
                    " working days are missing, and substitute days off are a guess."
                    " When they are announced, update the Python library `holidays`"
                    " and fill again, or enter them by hand.",
                    version=engine.library_version(),
                )
            )
        notes += [
            self.env._(
                "%(holiday)s (%(date)s) is no holiday in %(state)s. Enter the states it"
                " holds in.",
                holiday=day.name,
                date=format_date(self.env, day.day),
                state=code,
            )
            for day, code in official.not_in
        ]
        return "\n".join(notes) or False
