from odoo.tools import SQL


def claimed(records, state):
    """Take records for this transaction, as far as they are in a state.

    Of two callers at the same moment one is run again by Odoo and then finds them
    changed.

    :return: whether all of them are in that state
    """
    records.flush_recordset()
    rows = records.env.execute_query(
        SQL(
            "UPDATE %s SET write_date = write_date"
            " WHERE id = ANY(%s) AND state = %s RETURNING id",
            SQL.identifier(records._table),
            records.ids,
            state,
        )
    )
    return len(rows) == len(records)
