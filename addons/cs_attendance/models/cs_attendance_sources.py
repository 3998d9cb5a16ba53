"""What decides the days of many people at once; each change has them judged again."""

from datetime import date, timedelta

from odoo import api, models

DAY = timedelta(days=1)


class CsAttendanceSourceMixin(models.AbstractModel):
    """A record that decides the days of a company's people between two days.

    Before and after every change, the months concerned that have been judged and are
    not locked are noted.
    """

    _name = "cs.attendance.source.mixin"
    _description = "Source of Attendance Plans"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._cs_touch_days()
        return records

    def write(self, vals):
        if not self._cs_decides(vals):
            return super().write(vals)
        self._cs_touch_days()
        result = super().write(vals)
        self._cs_touch_days()
        return result

    def unlink(self):
        self._cs_touch_days()
        return super().unlink()

    def _cs_decides(self, vals):
        """Whether writing these values may change somebody's days."""
        return True

    def _cs_spans(self):
        """:return: list of (company, first day, last day)"""
        raise NotImplementedError

    def _cs_touch_days(self):
        Stale = self.env["cs.attendance.stale"].sudo()
        for company, first, last in set(self.sudo()._cs_spans()):
            Stale._touch_known(Stale._people(company), first, last)

    @api.model
    def _cs_companies(self, country=None):
        """Companies in a country, or all."""
        companies = self.env["res.company"].sudo().search([])
        if country:
            companies = companies.filtered(lambda c: c.country_id == country)
        return companies


class CalendarPublicHolidayLine(models.Model):
    _name = "calendar.public.holiday.line"
    _inherit = ["calendar.public.holiday.line", "cs.attendance.source.mixin"]

    def _cs_spans(self):
        return [
            (company, line.date, line.date)
            for line in self
            for company in self._cs_companies(line.public_holiday_id.country_id)
        ]


class CsMakeupDay(models.Model):
    _name = "cs.makeup.day"
    _inherit = ["cs.makeup.day", "cs.attendance.source.mixin"]

    def _cs_spans(self):
        return [
            (company, makeup.date, makeup.date)
            for makeup in self
            for company in self._cs_companies(makeup.country_id)
        ]


class CalendarPublicHoliday(models.Model):
    """Deleting a year takes its lines along in the database, not through the ORM."""

    _name = "calendar.public.holiday"
    _inherit = ["calendar.public.holiday", "cs.attendance.source.mixin"]

    def _cs_decides(self, vals):
        return bool({"year", "country_id"} & vals.keys())

    def _cs_spans(self):
        days = [
            (year, day)
            for year in self
            for day in year.line_ids.mapped("date") + year.cs_makeup_ids.mapped("date")
        ]
        return [
            (company, day, day)
            for year, day in days
            for company in self._cs_companies(year.country_id)
        ]


class ResourceCalendarLeaves(models.Model):
    """Closures: time off of nobody in particular."""

    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "cs.attendance.source.mixin"]

    def _cs_spans(self):
        return [
            (company, leave.date_from.date() - DAY, leave.date_to.date() + DAY)
            for leave in self
            if not leave.resource_id and leave.date_from and leave.date_to
            for company in leave.company_id or self._cs_companies()
        ]


class ResourceCalendar(models.Model):
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "cs.attendance.source.mixin"]

    def _cs_decides(self, vals):
        names = {"attendance_ids", "tz", "two_weeks_calendar", "flexible_hours"}
        return bool(
            (names | {"full_time_required_hours", "hours_per_day"}) & vals.keys()
        )

    def _cs_spans(self):
        versions = self.env["hr.version"].search(
            [("resource_calendar_id", "in", self.ids)]
        )
        return [
            (company, date(1970, 1, 2), date.max) for company in versions.company_id
        ]


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "cs.attendance.source.mixin"]

    def _cs_spans(self):
        return self.calendar_id._cs_spans()


class CsAttendancePolicy(models.Model):
    """A policy that is approved, ended by its successor or taken back."""

    _name = "cs.attendance.policy"
    _inherit = ["cs.attendance.policy"]

    def _decision_write(self, vals):
        if not {"state", "date_to"} & vals.keys():
            return super()._decision_write(vals)
        self._cs_touch_days()
        result = super()._decision_write(vals)
        self._cs_touch_days()
        return result

    def _cs_touch_days(self):
        Stale = self.env["cs.attendance.stale"].sudo()
        for policy in self.sudo():
            people = Stale._people(policy.company_id, policy.department_id)
            Stale._touch_known(people, policy.date_from, policy.date_to or date.max)


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        """ATT-06: a new general manager need not punch, the former one has to."""
        managers = self.cs_general_manager_id
        result = super().write(vals)
        if "cs_general_manager_id" in vals:
            changed = (managers | self.cs_general_manager_id).sudo()
            Stale = self.env["cs.attendance.stale"].sudo()
            Stale._touch_known(changed, date(1970, 1, 2), date.max)
        return result
