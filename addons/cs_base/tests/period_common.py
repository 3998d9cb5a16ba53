"""A closed month for tests of those who must respect one."""

from odoo import fields


def close_month(env, company, month):
    """Make ``month`` (first day, date or ISO string) closed, without any steps.

    SQL, because a month cannot be closed in any other way than through its steps.

    :return: the cs.period record
    """
    env["cs.period"].flush_model()
    env.cr.execute(
        "INSERT INTO cs_period"
        " (company_id, month, state, turn, closed_at, closed_by_id, protocol)"
        " VALUES (%s, %s, 'closed', 0, now() AT TIME ZONE 'UTC', %s, '{}')"
        " RETURNING id",
        [company.id, fields.Date.to_date(month), env.uid],
    )
    return env["cs.period"].browse(env.cr.fetchone()[0])
