from decimal import Decimal

from odoo.tools import SQL

from .cs_incentive_booking import FROZEN

#: Code of course fees paid back on the statement (APP-11), and how their keys begin.
COURSE, COURSE_KEY = "COURSE_FEE", "course"


def taken_of(records, prefix):
    """What approved statements took of debts; carried parts are netted (INC-28).

    :param records: of one model with ``employee_id``
    :param prefix: of their keys in the ledger: ``prefix:id``
    :return: dict id -> amount; of which nothing stands in one, left out
    """
    if not records.ids:
        return {}
    records.env["cs.incentive.item"].flush_model()
    records.env["cs.incentive.statement"].flush_model(["state"])
    rows = records.env.execute_query(
        SQL(
            """
            SELECT d.id, (-sum(i.amount))::text
              FROM %(table)s d
              JOIN cs_incentive_item i ON i.employee_id = d.employee_id
               AND (i.key = %(prefix)s || d.id
                    OR split_part(i.key, '|', 2) = %(prefix)s || d.id)
              JOIN cs_incentive_statement s ON s.id = i.statement_id
             WHERE d.id = ANY(%(ids)s) AND s.state IN %(frozen)s
             GROUP BY d.id
            """,
            table=SQL.identifier(records._table),
            prefix=f"{prefix}:",
            ids=records.ids,
            frozen=FROZEN,
        )
    )
    return {id_: Decimal(amount) for id_, amount in rows}
