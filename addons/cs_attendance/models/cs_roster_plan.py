from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.rotation import place, rotate
from .cs_duty_plan import _Calendar

#: Lines planned ahead in one transaction.
BATCH = 500


class CsRosterPlan(models.AbstractModel):
    """Writes what patterns say of many people's days (ATT-10, ATT-18).

    People in the same place of the same cycle, with the same working calendar, share
    their days: these are computed once and joined to the people in the database, so
    that the cost in Python does not grow with the number of people's days.
    """

    _name = "cs.roster.plan"
    _description = "Plan of a Roster"

    @api.model
    def _fill(self, people, first, last):
        """See ``cs.roster.generate``."""
        spans, days = self._spans(people, first, last)
        self._write(people, spans, days, first, last)
        total = sum((high - low).days + 1 for *_key, low, high in spans)
        made = self._made(people, first, last)
        return {
            "made": made,
            "kept": total - made,
            "people": len({span[0] for span in spans}),
        }

    # The scheduled action

    @api.model
    def _cron_fill(self):
        """Generate ahead what has not been generated yet, for every company.

        Days generated before are left alone, so that what a leader has taken out of
        a draft does not come back every night.
        """
        Cron = self.env["ir.cron"]
        for company in self.env["res.company"].sudo().search([]):
            last = company._cs_today() + timedelta(company.cs_roster_ahead_days)
            while lines := self._due(company, last):
                self._fill_lines(company, lines, last)
                if not Cron._commit_progress(len(lines)):
                    return

    def _due(self, company, last):
        """Up to a batch of lines that are not planned up to this day."""
        if not company.cs_roster_ahead_days:
            return self.env["cs.roster.member"]
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("date_from", "<=", last)
        domain &= Domain("date_to", "=", False) | Domain(
            "date_to", ">", company._cs_today()
        )
        domain &= Domain("filled_to", "=", False) | Domain("filled_to", "<", last)
        return self.env["cs.roster.member"].sudo().search(domain, limit=BATCH)

    def _fill_lines(self, company, lines, last):
        tomorrow = company._cs_today() + timedelta(1)
        for filled_to, group in lines.grouped("filled_to").items():
            first = max(tomorrow, filled_to + timedelta(1) if filled_to else tomorrow)
            self._fill(group.employee_id, first, last)
        lines.filled_to = last

    @api.model
    def _drop_uncovered(self, people):
        """Delete drafts of patterns on days to come that no line covers."""
        self.env["cs.roster.member"].flush_model()
        self.env["cs.duty.slot"].flush_model()
        for company, own in people.grouped("company_id").items():
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM cs_duty_slot slot
                     WHERE slot.employee_id = ANY(%s) AND slot.date > %s
                       AND slot.is_draft AND slot.origin = 'pattern'
                       AND NOT EXISTS (
                           SELECT FROM cs_roster_member line
                            WHERE line.employee_id = slot.employee_id
                              AND line.date_from <= slot.date
                              AND (line.date_to IS NULL OR line.date_to >= slot.date))
                    """,
                    own.ids,
                    company._cs_today(),
                )
            )
        self.env["cs.duty.slot"].invalidate_model()

    def _spans(self, people, first, last):
        """Who shares which days.

        :return: (employee id, company id, key, first, last) rows, and (key, date,
            kind, shift id, start, stop, is_open_end) rows
        """
        members = self.env["cs.roster.member"].sudo()._stints(people, first, last)
        stays = self.env["cs.duty.plan"]._employments(people, first, last)
        cycles = {}
        keys, spans = {}, []
        for employee, stay, low, high, member in _pieces(stays, members):
            pattern = member.pattern_id
            if pattern not in cycles:
                cycles[pattern] = pattern._cycle()
            cycle = cycles[pattern]
            if not cycle:
                continue
            start = place(cycle, member.date_from, member.offset, first)
            key = (pattern, start, stay.company, stay.calendar)
            number = keys.setdefault(key, len(keys))
            spans.append((employee, stay.company, number, low, high))
        return spans, self._days(keys, cycles, first, last)

    def _days(self, keys, cycles, first, last):
        calendars, hours, rows = {}, {}, []
        for key, number in keys.items():
            pattern, start, *place_of_work = key
            where = tuple(place_of_work)
            if where not in calendars:
                calendars[where] = _Calendar(self.env, *where, first, last)
            calendar = calendars[where]
            for shift in pattern.line_ids.shift_id:
                hours.setdefault(shift.id, shift._hours())
            kinds = calendar.kinds()
            for day, kind, shift in rotate(cycles[pattern], start, first, last, kinds):
                own = hours.get(shift)
                start_stop = (
                    (
                        calendar.facts.utc(day, own.start),
                        calendar.facts.utc(day, own.stop),
                    )
                    if own
                    else (None, None)
                )
                is_open = own.is_open_end if own else False
                rows.append((number, day, kind, shift, *start_stop, is_open))
        return rows

    def _write(self, people, spans, days, first, last):
        """One statement: drafts of the pattern become what is planned now, and those
        that are not planned any more go."""
        self.env["cs.duty.slot"].flush_model()
        # The planner knows nothing of the rows just written in this transaction, and
        # would compare every slot with every planned day.
        self.env.cr.execute("SET LOCAL enable_nestloop = off")
        self.env.cr.execute(
            SQL(
                """
                WITH plan AS MATERIALIZED (
                    SELECT person.company, person.employee, day.*
                      FROM unnest(%(employees)s::int[], %(companies)s::int[],
                                  %(keys)s::int[], %(lows)s::date[],
                                  %(highs)s::date[])
                           AS person (employee, company, key, low, high)
                      JOIN unnest(%(day_keys)s::int[], %(dates)s::date[],
                                  %(kinds)s::text[], %(shifts)s::int[],
                                  %(starts)s::timestamp[], %(stops)s::timestamp[],
                                  %(opens)s::bool[])
                           AS day (key, date, kind, shift, start, stop, is_open_end)
                        ON day.key = person.key
                       AND day.date BETWEEN person.low AND person.high
                     WHERE NOT EXISTS (
                           SELECT FROM unnest(%(closed_companies)s::int[],
                                              %(closed_months)s::date[])
                                       AS closed (company, month)
                            WHERE closed.company = person.company
                              AND closed.month = date_trunc('month', day.date)::date)
                       AND NOT EXISTS (
                           SELECT FROM cs_attendance_day judged
                            WHERE judged.employee_id = person.employee
                              AND judged.date = day.date AND judged.is_locked)
                ), gone AS (
                    DELETE FROM cs_duty_slot slot
                     WHERE slot.employee_id = ANY(%(people)s)
                       AND slot.date BETWEEN %(first)s AND %(last)s
                       AND slot.is_draft AND slot.origin = 'pattern'
                       AND slot.is_extra IS NOT TRUE
                       AND NOT EXISTS (SELECT FROM plan
                                        WHERE plan.employee = slot.employee_id
                                          AND plan.date = slot.date)
                )
                INSERT INTO cs_duty_slot AS slot
                       (company_id, employee_id, date, kind, shift_id, start, stop,
                        is_open_end, is_extra, is_draft, origin,
                        create_uid, write_uid, create_date, write_date)
                SELECT company, employee, date, kind, shift, start, stop, is_open_end,
                       FALSE, TRUE, 'pattern', %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM plan
                 ORDER BY employee, date
                    ON CONFLICT (employee_id, date) WHERE is_extra IS NOT TRUE
                    DO UPDATE SET company_id = excluded.company_id,
                                  kind = excluded.kind,
                                  shift_id = excluded.shift_id,
                                  start = excluded.start,
                                  stop = excluded.stop,
                                  is_open_end = excluded.is_open_end,
                                  write_uid = excluded.write_uid,
                                  write_date = excluded.write_date
                 WHERE slot.is_draft AND slot.origin = 'pattern'
                   AND (slot.company_id, slot.kind, slot.shift_id, slot.start,
                        slot.stop, slot.is_open_end)
                       IS DISTINCT FROM
                       (excluded.company_id, excluded.kind, excluded.shift_id,
                        excluded.start, excluded.stop, excluded.is_open_end)
                """,
                people=people.ids,
                first=first,
                last=last,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                **_columns(spans, "employees companies keys lows highs"),
                **_columns(days, "day_keys dates kinds shifts starts stops opens"),
                **_columns(
                    self._closed(spans, first, last), "closed_companies closed_months"
                ),
            )
        )
        self.env.cr.execute("SET LOCAL enable_nestloop = on")
        self.env["cs.duty.slot"].invalidate_model()

    def _closed(self, spans, first, last):
        """Months whose sheets are done: (company id, first day)."""
        Period = self.env["cs.period"].sudo()
        companies = self.env["res.company"].browse(sorted({span[1] for span in spans}))
        return [
            (company.id, month)
            for company in companies
            for month in Period._closed_months(
                company, first, last, code="attendance_sheet"
            )
        ]

    def _made(self, people, first, last):
        return self.env["cs.duty.slot"].search_count(
            [
                ("employee_id", "in", people.ids),
                ("date", ">=", first),
                ("date", "<=", last),
                ("is_draft", "=", True),
                ("origin", "=", "pattern"),
                ("is_extra", "=", False),
            ]
        )


def _pieces(stays, members):
    """(employee id, stay, first, last, member) where somebody is employed by the
    company of a pattern that the person follows."""
    for employee, own in members.items():
        for low, high, member in own:
            for stay in stays.get(employee, ()):
                first, last = max(low, stay.first), min(high, stay.last)
                if first <= last and member.company_id.id == stay.company:
                    yield employee, stay, first, last, member


def _columns(rows, names):
    """Rows as one list a column, by name."""
    names = names.split()
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {name: list(own) for name, own in zip(names, columns, strict=True)}
