from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.working_calendar import (
    CalendarFacts,
    Closure,
    Holiday,
    Line,
    MakeupDay,
)
from ..engine.working_time import HorizonError, build_clock

#: How far from the moments asked about an answer is looked for, in years.
MAX_YEARS = 32
#: Moments are asked about within these years.
YEARS = (1969, 2200)


class CsWorkingTime(models.AbstractModel):
    """Working time of departments and calendars (ATT-18, ATT-32, HD-03).

    Moments are naive UTC, seconds are whole; the calendar's zone decides what is a
    day. Working time is the calendar's hours without the public holidays of the
    company's country and state and without closures (time off of nobody in
    particular), with make-up working days (调休). `engine/working_time.py` says what
    the answers mean at the edges: what ends at closing time stays there.

    Every method takes one calendar and many questions and costs one or two queries.
    A calendar shared by companies keeps the holidays of ``company``, by default the
    current one. An empty calendar, or one without the working time asked for,
    raises UserError.
    """

    _name = "cs.working.time"
    _description = "Working Time"

    @api.model
    def _calendars(self, departments):
        """Calendar of each department: its own, that of the nearest department above
        it, else the company's (possibly none).

        :return: dict department id -> resource.calendar
        """
        # sudo: a person asks for the limits of departments they may not open
        departments = departments.sudo()
        ancestors = departments._cs_ancestor_ids()
        Department = departments.browse()
        return {
            department.id: Department.browse(ancestors[department.id]).cs_calendar_id[
                :1
            ]
            or (department.company_id or self.env.company).sudo().resource_calendar_id
            for department in departments
        }

    @api.model
    def _is_working(self, calendar, moments, company=None):
        """:return: list of bool"""
        return self._ask(
            calendar, company, moments, lambda clock: map(clock.is_working, moments)
        )

    @api.model
    def _seconds_between(self, calendar, pairs, company=None):
        """Working seconds from the first to the second moment of each pair, negative
        when the second is earlier.

        :return: list of int
        """
        return self._ask(
            calendar,
            company,
            [moment for pair in pairs for moment in pair],
            lambda clock: (clock.seconds_between(*pair) for pair in pairs),
        )

    @api.model
    def _add_seconds(self, calendar, pairs, company=None):
        """When so many seconds of working time after the moment have passed; negative
        seconds go back.

        :param pairs: list of (moment, seconds)
        :return: list of datetime
        """
        return self._ask(
            calendar,
            company,
            [moment for moment, _seconds in pairs],
            lambda clock: (clock.add_seconds(*pair) for pair in pairs),
        )

    @api.model
    def _add_days(self, calendar, pairs, company=None):
        """End of the n-th working day after the local date of the moment; 0 days: the
        first end of a working day that is not before the moment.

        :param pairs: list of (moment, days)
        :return: list of datetime
        """
        facts = self._facts(calendar, company)
        return self._ask(
            calendar,
            company,
            [moment for moment, _days in pairs],
            lambda clock: (
                clock.add_days(moment, days, facts.local_date(moment))
                for moment, days in pairs
            ),
            facts,
        )

    @api.model
    def _next_working(self, calendar, moments, company=None):
        """Each moment itself in working time, else the next opening.

        :return: list of datetime
        """
        return self._ask(
            calendar, company, moments, lambda clock: map(clock.next_working, moments)
        )

    def _ask(self, calendar, company, moments, question, facts=None):
        """Answers of a clock that reaches far enough, built once for all moments."""
        if not moments:
            return []
        facts = facts or self._facts(calendar, company)
        first, last = min(moments).year - 1, max(moments).year + 1
        if first < YEARS[0] or last > YEARS[1]:
            raise UserError(
                self.env._(
                    "Enter a date between %(first)s and %(last)s.",
                    first=YEARS[0] + 1,
                    last=YEARS[1] - 1,
                )
            )
        reach = 1
        while reach <= MAX_YEARS:
            try:
                return list(question(build_clock(facts, first, last)))
            except HorizonError as error:
                if not facts.lines:
                    break
                first, last = (
                    (first, last + reach) if error.later else (first - reach, last)
                )
                reach *= 2
        raise UserError(
            self.env._(
                "The working hours %(calendar)s have too little working time: the"
                " moment asked for is not reached within %(years)s years. Add working"
                " hours to them, or choose others.",
                calendar=calendar.sudo().name,
                years=MAX_YEARS,
            )
        )

    @api.model
    def _facts(self, calendar, company=None):
        """Everything that decides the working time of a calendar.

        The clock is remembered by these facts, never by the calendar's id: they are
        read anew each time, so a change holds at once, in every process.

        :rtype: CalendarFacts
        """
        if not calendar:
            raise UserError(
                self.env._(
                    "No working hours are set. Choose them on the department or on"
                    " the company."
                )
            )
        # sudo: working time is no secret, but its pieces are not for everybody
        calendar = calendar.sudo()
        calendar.ensure_one()
        company = (calendar.company_id or company or self.env.company).sudo()
        lines, holidays, closures = self._read_facts(calendar, company)
        makeups = self.env["cs.makeup.day"]._applying(
            calendar, company.country_id, company.state_id
        )
        return CalendarFacts(
            zone=calendar.tz,
            lines=self._flexible_lines(calendar) if calendar.flexible_hours else lines,
            holidays=holidays,
            makeup_days=tuple(MakeupDay(m.day, m.weekday, m.name) for m in makeups),
            closures=closures,
        )

    def _read_facts(self, calendar, company):
        """Lines, holidays and closures in one query: others call this per ticket."""
        for model in (
            "resource.calendar.attendance",
            "calendar.public.holiday",
            "calendar.public.holiday.line",
            "resource.calendar.leaves",
        ):
            self.env[model].flush_model()
        rows = self.env.execute_query(_facts_sql(calendar, company))
        lines, holidays, closures = [], [], []
        for kind, number, week, start_hour, end_hour, day, start, end, name in rows:
            if kind == 1:
                # Stock reads a line without a week, as there are while the calendar is
                # being switched to two weeks, as one of the first.
                week = int(week or 0) if calendar.two_weeks_calendar else None
                hours = (round(start_hour * 60), min(round(end_hour * 60), 24 * 60))
                lines.append(Line(week, number, *hours))
            elif kind == 2:
                holidays.append(Holiday(day, name))
            else:
                closures.append(Closure(start, end, name or ""))
        return tuple(lines), tuple(holidays), tuple(closures)

    @api.model
    def _flexible_lines(self, calendar):
        """A flexible schedule as stock reads it: from Monday on, the daily hours
        around noon until the week's hours are used up."""
        lines, left = [], calendar.full_time_required_hours
        for weekday in range(7):
            hours = min(calendar.hours_per_day, left)
            if hours <= 0:
                break
            left -= hours
            half = round(hours * 30)
            lines.append(Line(None, weekday, 720 - half, 720 + half))
        return tuple(lines)


def _facts_sql(calendar, company):
    return SQL(
        """
        SELECT 1, dayofweek::int, week_type, hour_from, hour_to,
               NULL::date, NULL::timestamp, NULL::timestamp, NULL
          FROM resource_calendar_attendance
         WHERE calendar_id = %(calendar)s
           AND display_type IS NULL AND day_period != 'lunch'
        UNION ALL
        SELECT 2, NULL, NULL, NULL, NULL, line.date, NULL, NULL, line.name
          FROM calendar_public_holiday_line line
          JOIN calendar_public_holiday year ON year.id = line.public_holiday_id
         WHERE (year.country_id IS NULL OR year.country_id = %(country)s)
           AND (%(state)s IN (SELECT state_id FROM public_holiday_state_rel
                               WHERE public_holiday_line_id = line.id)
                OR NOT EXISTS (SELECT FROM public_holiday_state_rel
                                WHERE public_holiday_line_id = line.id))
        UNION ALL
        SELECT 3, NULL, NULL, NULL, NULL, NULL, date_from, date_to, name
          FROM resource_calendar_leaves
         WHERE resource_id IS NULL AND time_type = 'leave'
           AND (calendar_id IS NULL OR calendar_id = %(calendar)s)
           AND (company_id IS NULL OR company_id = %(company)s)
         ORDER BY 1, 2, 4, 6, 7, 9
        """,
        calendar=calendar.id,
        company=company.id,
        country=company.country_id.id or None,
        state=company.state_id.id or None,
    )
