"""The questions of HD-06 to the database: whole sets, few queries."""

from collections import defaultdict

from odoo.tools import SQL

from ..engine.complaint_month import WHOLE, Tally, merge

#: Columns of a case, as the source gives them and ``cs.complaint.month.case`` keeps.
CASE = (
    "company_id",
    "ticket_id",
    "ticket_number",
    "department_id",
    "employee_id",
    "share",
    "number",
    "complaint_class",
    "category_id",
    "received_at",
    "closed_at",
    "days",
    "due_at",
    "timing",
)
#: Tables that the questions look at.
LOOKED_AT = (
    "helpdesk.ticket",
    "helpdesk.ticket.stage",
    "cs.complaint.party",
    "cs.complaint.month.case",
    "cs.complaint.month.change",
)

#: Complaint ``t`` stands for itself: it was not closed as a duplicate of another one of
#: the same customer. So written that it is one small set to leave out.
OWN = SQL(
    """NOT EXISTS (
           SELECT FROM helpdesk_ticket copy
             JOIN helpdesk_ticket_stage own ON own.id = copy.stage_id AND own.closed
             JOIN helpdesk_ticket other ON other.id = copy.duplicate_id
            WHERE copy.id = t.id AND copy.duplicate_id IS NOT NULL
              AND copy.cs_kind = 'complaint' AND other.cs_kind = 'complaint'
              AND other.duplicate_id IS NULL
              AND (other.commercial_partner_id = copy.commercial_partner_id
                   OR other.cs_phone = copy.cs_phone
                   OR lower(other.partner_email) = lower(copy.partner_email)))"""
)
_HAS_LIMIT = SQL(
    "EXISTS (SELECT FROM cs_ticket_limit l"
    " WHERE l.ticket_id = t.id AND l.metric = 'resolve')"
)


def cases_sql(spans, now):
    """One row a complaint, unit and person, with its share.

    What shares leave of a complaint is nobody's: a row without a unit. A person whose
    appeal was upheld is left out; the unit keeps the share.

    :param spans: list of (key, company id, start, stop), naive UTC; ``key`` comes back
    :param now: what is open and was due before that is late
    """
    key, received, span = _received(spans)
    return SQL(
        """
        WITH ticket AS (
            SELECT %(key)s AS key, t.company_id, t.id AS ticket_id,
                   t.number AS ticket_number, t.cs_class AS complaint_class,
                   t.category_id, date_trunc('second', t.create_date) AS received_at,
                   CASE WHEN stage.closed
                        THEN date_trunc('second', t.closed_date) END AS closed_at,
                   t.cs_due_at AS due_at,
                   CASE WHEN NOT %(has_limit)s THEN 'none'
                        WHEN t.cs_is_late THEN 'late'
                        WHEN stage.closed THEN 'in_time'
                        WHEN t.cs_due_at < %(now)s THEN 'late'
                        ELSE 'running' END AS timing
              FROM %(received)s
              JOIN helpdesk_ticket_stage stage ON stage.id = t.stage_id
             WHERE t.cs_kind = 'complaint' AND %(span)s AND %(own)s
        ),
        named AS (
            SELECT p.ticket_id, p.department_id,
                   CASE WHEN x.id IS NULL THEN p.employee_id END AS employee_id,
                   sum(p.share) AS share
              FROM ticket
              JOIN cs_complaint_party p ON p.ticket_id = ticket.ticket_id
              LEFT JOIN cs_complaint_month_change x ON x.reason = 'appeal'
               AND x.ticket_id = p.ticket_id AND x.department_id = p.department_id
               AND x.employee_id = p.employee_id
             WHERE p.share > 0
             GROUP BY 1, 2, 3
        ),
        shared AS (
            SELECT * FROM named
             UNION ALL
            SELECT ticket.ticket_id, NULL, NULL, 100 - coalesce(sum(named.share), 0)
              FROM ticket LEFT JOIN named USING (ticket_id)
             GROUP BY ticket.ticket_id
            HAVING coalesce(sum(named.share), 0) < 100
        )
        SELECT ticket.*, shared.department_id, shared.employee_id, shared.share,
               round(shared.share / 100, 4) AS number,
               round(greatest(extract(epoch FROM closed_at - received_at), 0)
                     / 86400, 2) AS days
          FROM ticket JOIN shared USING (ticket_id)
        """,
        key=key,
        received=received,
        span=span,
        has_limit=_HAS_LIMIT,
        own=OWN,
        now=now,
    )


def tallies(env, cases, spans):
    """What is counted for each unit.

    :param cases: SQL relation with the columns of CASE
    :return: dict department id or None -> (Tally, dict category id or None -> points)
    """
    rows = env.execute_query(
        SQL(
            """
            SELECT department_id, category_id,
                   round(sum(share) * 100)::bigint,
                   %(repeat)s, %(severe)s, %(closed)s, %(judged)s, %(in_time)s,
                   coalesce(sum(seconds * round(share * 100)), 0)::bigint,
                   max(seconds)::bigint
              FROM (SELECT *, greatest(
                           extract(epoch FROM closed_at - received_at), 0) AS seconds
                      FROM %(cases)s AS found) AS counted
             GROUP BY department_id, category_id
             ORDER BY department_id, category_id
            """,
            cases=cases,
            repeat=_points(SQL("complaint_class = 'repeat'")),
            severe=_points(SQL("complaint_class = 'severe'")),
            closed=_points(SQL("closed_at IS NOT NULL")),
            judged=_points(SQL("timing IN ('in_time', 'late')")),
            in_time=_points(SQL("timing = 'in_time'")),
        )
    )
    parts, types = defaultdict(list), defaultdict(dict)
    for unit, category, points, *counts, worst in rows:
        parts[unit].append(Tally(unit, 0, points, *counts, worst=worst))
        types[unit][category] = points
    for unit, volume in volumes(env, spans):
        parts[unit].append(Tally(unit, volume))
    return {unit: (merge(own), types[unit]) for unit, own in parts.items()}


def volumes(env, spans):
    """Tickets that each unit took in, of all kinds. Archived ones were entered by
    mistake and do not count, unless they are complaints.

    :return: list of (department id or None, number)
    """
    _key, received, span = _received(spans)
    return env.execute_query(
        SQL(
            """
            SELECT t.cs_department_id, count(*)
              FROM %(received)s
             WHERE (t.active OR t.cs_kind = 'complaint')
               AND %(span)s AND %(own)s
             GROUP BY t.cs_department_id
            """,
            received=received,
            span=span,
            own=OWN,
        )
    )


def _received(spans):
    """What was received in spans of time: their key, tables and condition. Of a single
    span the database knows the bounds, so it plans as well as if they were written in.
    """
    if len(spans) == 1:
        [(key, company, start, stop)] = spans
        condition = SQL(
            "t.company_id = %s AND t.create_date >= %s AND t.create_date < %s",
            company,
            start,
            stop,
        )
        return SQL("%s", key), SQL("helpdesk_ticket t"), condition
    values = SQL(", ").join(
        SQL("(%s, %s, %s::timestamp, %s::timestamp)", *span) for span in spans
    )
    tables = SQL(
        "(VALUES %s) AS span (key, company_id, start, stop) JOIN helpdesk_ticket t"
        " ON t.company_id = span.company_id AND t.create_date >= span.start"
        " AND t.create_date < span.stop",
        values,
    )
    return SQL("span.key"), tables, SQL("TRUE")


def incomplete(env, spans, now):
    """Ids of complaints whose units do not make 100 %, or that have no class."""
    rows = env.execute_query(
        SQL(
            """
            SELECT ticket_id FROM (%s) AS cases GROUP BY ticket_id
            HAVING bool_or(department_id IS NULL OR complaint_class IS NULL)
                OR sum(share) != 100
             ORDER BY ticket_id
            """,
            cases_sql(spans, now),
        )
    )
    return [ticket for [ticket] in rows]


def flush(env):
    """Let the database know what the questions ask about."""
    for model in LOOKED_AT:
        env[model].flush_model()


def _points(condition):
    return SQL(
        "coalesce(round(sum(share) FILTER (WHERE %s) * 100), 0)::bigint", condition
    )


def type_numbers(types):
    """Points by type as JSON: [[category id or None, number]], the most first."""
    ordered = sorted(types.items(), key=lambda item: (-item[1], item[0] or 0))
    return [[category, points / WHOLE] for category, points in ordered]
