from datetime import datetime, timedelta

from pytz import timezone, utc

from odoo import models
from odoo.fields import Domain
from odoo.tools.date_utils import float_to_time
from odoo.tools.intervals import Intervals


class ResourceCalendar(models.Model):
    """Working hours that know make-up working days (调休, ATT-18).

    On such a date, hours that do not work that weekday take those of another one;
    so leave lengths, payroll and time limits count it without further code.
    Flexible schedules have no weekdays and stay as they are.
    """

    _inherit = "resource.calendar"

    def _attendance_intervals_batch(
        self, start_dt, end_dt, resources=None, domain=None, tz=None, lunch=False
    ):
        result = super()._attendance_intervals_batch(
            start_dt, end_dt, resources=resources, domain=domain, tz=tz, lunch=lunch
        )
        # One day to each side: the local date may differ from the UTC one.
        first = start_dt.astimezone(utc).date() - timedelta(days=1)
        last = end_dt.astimezone(utc).date() + timedelta(days=1)
        makeups = [
            m for m in self.env["cs.makeup.day"]._all() if first <= m.day <= last
        ]
        if not makeups or self.flexible_hours:
            return result
        lines = self._cs_makeup_lines(makeups, domain, lunch)
        for resource in self._cs_fixed_resources(result, resources, start_dt, tz):
            place = self._cs_place(resource)
            zone = tz or timezone((resource or self).tz)
            result[resource.id] = _with_makeups(
                result[resource.id],
                {m.day: lines[m] for m in makeups if m.applies(self, *place)},
                start_dt.astimezone(zone),
                end_dt.astimezone(zone),
            )
        return result

    def _get_hours_for_date(self, target_date, day_period=None):
        makeup = self._cs_makeup_on(target_date)
        if makeup:
            target_date = self._cs_model_date(makeup)
        return super()._get_hours_for_date(target_date, day_period)

    def _works_on_date(self, date):
        makeup = self._cs_makeup_on(date)
        return super()._works_on_date(self._cs_model_date(makeup) if makeup else date)

    def _cs_makeup_on(self, day):
        """The make-up day that holds for the calendar's company on a date, or None."""
        place = self._cs_place(self.env["resource.resource"])
        makeups = day and self.env["cs.makeup.day"]._applying(self, *place, day, day)
        return makeups[0] if makeups else None

    def _cs_makeup_lines(self, makeups, domain, lunch):
        """:return: dict make-up day -> lines worked (or breaks taken) on it"""
        lines = self.env["resource.calendar.attendance"].search(
            Domain(domain or Domain.TRUE)
            & Domain("calendar_id", "=", self.id)
            & Domain("display_type", "=", False)
            & Domain("day_period", "=" if lunch else "!=", "lunch")
        )
        return {m: self._cs_lines_on(lines, self._cs_model_date(m)) for m in makeups}

    def _cs_model_date(self, makeup):
        """The date whose hours are worked on a make-up day: itself when the calendar
        works that weekday anyway, else the other weekday of the same week."""
        if self._cs_lines_on(self._get_global_attendances(), makeup.day):
            return makeup.day
        return makeup.day + timedelta(days=makeup.weekday - makeup.day.weekday())

    def _cs_lines_on(self, lines, day):
        """Those of the attendance lines that hold on the weekday of a date."""
        week = str(lines.get_week_type(day))
        return lines.filtered(
            lambda line: line.dayofweek == str(day.weekday())
            and (not self.two_weeks_calendar or line.week_type == week)
        )

    def _cs_fixed_resources(self, result, resources, start_dt, tz):
        """Resources of an interval result, without those of flexible schedule."""
        Resource = self.env["resource.resource"]
        resources = resources or Resource
        calendars = resources._get_calendar_at(start_dt, tz)
        fixed = [
            resource
            for resource in resources
            if calendars.get(resource) and not calendars[resource].flexible_hours
        ]
        return fixed + ([Resource] if False in result else [])

    def _cs_place(self, resource):
        """Country and state whose holidays hold: those of the work address, as in
        `hr_holidays_public`, else of the company."""
        # sudo: only the country is read, of an address the caller may not see
        resource, calendar = resource.sudo(), self.sudo()
        company = resource.company_id or calendar.company_id or self.env.company
        partner = resource.employee_id[:1].address_id or company.sudo().partner_id
        return partner.country_id, partner.state_id


def _with_makeups(intervals, lines_by_day, low, high):
    """Intervals with other lines on some dates, clipped to [low, high).

    :param dict lines_by_day: date -> resource.calendar.attendance
    """
    if not lines_by_day:
        return intervals
    items = [item for item in intervals if item[0].date() not in lines_by_day]
    for day, lines in lines_by_day.items():
        for line in lines:
            start, end = (
                low.tzinfo.localize(datetime.combine(day, float_to_time(hour)))
                for hour in (line.hour_from, line.hour_to)
            )
            items.append((max(low, start), min(high, end), line))
    return Intervals(items, keep_distinct=True)
