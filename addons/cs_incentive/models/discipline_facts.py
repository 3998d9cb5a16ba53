"""Facts from which entries may be suggested, for a whole company in one query."""

from typing import NamedTuple

from odoo.addons.cs_base.engine.period import month_start
from odoo.tools import SQL

DAY, MEAL = "cs.attendance.day", "cs.meal.break"
HINT, TICKET = "cs.proxy.hint", "helpdesk.ticket"
CARD = "cs.card.replacement"
TRAINING = "cs.training.participant"


class DisciplineFact(NamedTuple):
    """:param count: events in it; ``minutes``: too late, too early or too long
    :param names: (kind of book, code) of a rule that it names itself; else the rules
        for its kind are meant
    """

    employee: int
    date: object
    kind: str
    count: int
    minutes: int
    res_model: str
    res_id: int
    names: tuple | None = None

    @property
    def key(self):
        return self.employee, self.kind, self.res_model, self.res_id

    @property
    def asks(self):
        """What finds its rules in a book."""
        return self.names or self.kind


def read_facts(env, company, first, last):
    """The facts of first..last, both included.

    Days under appeal, with a request that waits, or adjusted since they were handed
    over are left out: what they come to is not settled, or was settled by people.

    :return: list of DisciplineFact
    """
    env.flush_all()
    span = {"company": company.id, "first": first, "last": last}
    parts = (
        _days(**span),
        _meals(**span),
        _hints(**span),
        _complaints(company, **span),
        _cards(**span),
        _trainings(company, **span),
    )
    rows = env.execute_query(
        SQL("%s ORDER BY 2, 1, 3, 7", SQL(" UNION ALL ").join(parts))
    )
    return [DisciplineFact(*row) for row in rows]


def _days(company, first, last):
    """INC-24: late, early, and missed punches that can no longer be confirmed: refused,
    beyond the allowance of the month (ATT-02), or of a month that is handed over."""
    return SQL(
        """
        SELECT day.employee_id, day.date, fact.kind, fact.count, fact.minutes,
               'cs.attendance.day', day.id
          FROM (SELECT id, employee_id, date, verdict, is_pending, is_locked,
                       late_count, late_minutes, early_count, early_minutes,
                       missed_count, policy_id,
                       sum(forgiven_count) OVER (
                           PARTITION BY employee_id, month ORDER BY date) AS used
                  FROM cs_attendance_day
                 WHERE company_id = %(company)s
                   AND date BETWEEN %(month)s AND %(last)s) day
          LEFT JOIN cs_attendance_policy policy ON policy.id = day.policy_id
         CROSS JOIN LATERAL (
               VALUES ('late', day.late_count, coalesce(day.late_minutes, 0)),
                      ('early', day.early_count, coalesce(day.early_minutes, 0)),
                      ('missed', CASE
                          WHEN day.verdict <> 'missed' OR day.is_locked
                            OR day.used >= policy.missed_allowance
                            OR EXISTS (SELECT FROM cs_punch_correction refused
                                        WHERE refused.employee_id = day.employee_id
                                          AND refused.date = day.date
                                          AND refused.state = 'refused')
                          THEN day.missed_count END, 0)
               ) fact(kind, count, minutes)
         WHERE fact.count > 0 AND day.date >= %(first)s AND day.verdict <> 'open'
           AND day.is_pending IS NOT TRUE
           AND NOT EXISTS (SELECT FROM cs_appeal appeal
                            WHERE appeal.res_model = 'cs.attendance.day'
                              AND appeal.res_id = day.id
                              AND appeal.state = 'submitted')
           AND NOT EXISTS (SELECT FROM cs_attendance_adjustment adjustment
                            WHERE adjustment.day_id = day.id)
        """,
        company=company,
        month=month_start(first),
        first=first,
        last=last,
    )


def _meals(company, first, last):
    """ATT-15: away too long, or the desk left unattended."""
    return SQL(
        """
        SELECT employee_id, date, 'meal', 1,
               greatest(coalesce(seconds, 0) / 60 - limit_minutes, 0),
               'cs.meal.break', id
          FROM cs_meal_break
         WHERE company_id = %(company)s AND date BETWEEN %(first)s AND %(last)s
           AND is_breach AND back_at IS NOT NULL
        """,
        company=company,
        first=first,
        last=last,
    )


def _hints(company, first, last):
    """INC-22: proxy punching that was confirmed, for both."""
    return SQL(
        """
        SELECT person, date, 'proxy', 1, 0, 'cs.proxy.hint', id
          FROM cs_proxy_hint hint
         CROSS JOIN LATERAL (VALUES (employee_id), (other_id)) both_of(person)
         WHERE company_id = %(company)s AND date BETWEEN %(first)s AND %(last)s
           AND state = 'confirmed'
        """,
        company=company,
        first=first,
        last=last,
    )


def _complaints(at, company, first, last):
    """CS-08: complaints that were closed and hold a person responsible, on the day of
    their closing, which is when it is known. Whether it was about attitude they do not
    say; people do."""
    return SQL(
        """
        SELECT DISTINCT party.employee_id, closed.day, 'complaint', 1, 0,
               'helpdesk.ticket', ticket.id
          FROM helpdesk_ticket ticket
          JOIN helpdesk_ticket_stage stage ON stage.id = ticket.stage_id
          JOIN cs_complaint_party party ON party.ticket_id = ticket.id
         CROSS JOIN LATERAL (
               SELECT (ticket.closed_date AT TIME ZONE 'UTC'
                       AT TIME ZONE %(zone)s)::date
               ) closed(day)
         WHERE ticket.company_id = %(company)s AND ticket.cs_kind = 'complaint'
           AND stage.closed AND ticket.duplicate_id IS NULL AND ticket.active
           AND party.employee_id IS NOT NULL AND party.share > 0
           AND closed.day BETWEEN %(first)s AND %(last)s
        """,
        zone=at._cs_zone().key,
        company=company,
        first=first,
        last=last,
    )


def _cards(company, first, last):
    """ATT-17: cards replaced for a fee, unless that was taken back as a mistake."""
    return SQL(
        """
        SELECT employee_id, date, 'card', 1, 0, 'cs.card.replacement', id
          FROM cs_card_replacement card
         WHERE company_id = %(company)s AND date BETWEEN %(first)s AND %(last)s
           AND reversal_of_id IS NULL AND fee > 0
           AND NOT EXISTS (SELECT FROM cs_card_replacement back
                            WHERE back.reversal_of_id = card.id)
        """,
        company=company,
        first=first,
        last=last,
    )


def _trainings(at, company, first, last):
    """APP-11: who did not take part in a course, on the day it was finished, which is
    when it is known."""
    return SQL(
        """
        SELECT person.employee_id, closed.day, 'training', 1, 0,
               'cs.training.participant', person.id
          FROM cs_training_participant person
          JOIN cs_training_course course ON course.id = person.course_id
         CROSS JOIN LATERAL (
               SELECT (course.closed_at AT TIME ZONE 'UTC'
                       AT TIME ZONE %(zone)s)::date
               ) closed(day)
         WHERE course.company_id = %(company)s AND course.state = 'closed'
           AND person.result = 'absent'
           AND closed.day BETWEEN %(first)s AND %(last)s
        """,
        zone=at._cs_zone().key,
        company=company,
        first=first,
        last=last,
    )
