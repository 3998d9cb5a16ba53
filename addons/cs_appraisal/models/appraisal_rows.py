"""Writing many rows of computed tables in one statement."""

import json

from odoo.tools import SQL


def insert_new(env, table, columns, rows):
    """Insert the rows that no unique constraint refuses.

    :param columns: dict column name -> SQL type
    :param rows: list of dicts column name -> JSON value
    :return: ids of the new rows
    """
    if not rows:
        return []
    insert = SQL(
        "%s ON CONFLICT DO NOTHING RETURNING id", _insert(table, columns, rows)
    )
    return [id_ for [id_] in env.execute_query(insert)]


def upsert(env, table, columns, key, rows, keep=None, where=None):
    """Insert rows, or bring those that exist up to the new values.

    What stays the same is not touched, so that computing twice writes nothing.

    :param columns: dict column name -> SQL type
    :param key: names of the columns of the unique constraint
    :param rows: list of dicts column name -> JSON value
    :param keep: dict column name -> SQL that replaces the new value of existing rows
    :param where: SQL, which existing rows may change; they are named ``old``
    :return: ids of the rows that were written
    """
    if not rows:
        return []
    rest = [name for name in columns if name not in key]
    values = [
        (keep or {}).get(name, SQL("EXCLUDED.%s", SQL.identifier(name)))
        for name in rest
    ]
    found = env.execute_query(
        SQL(
            """
            %(insert)s
                ON CONFLICT (%(key)s) DO UPDATE SET (%(rest)s) = ROW(%(values)s)
                WHERE (%(old)s) IS DISTINCT FROM (%(values)s) AND %(where)s
            RETURNING id
            """,
            insert=_insert(table, columns, rows),
            key=_names(key),
            rest=_names(rest),
            values=SQL(", ").join(values),
            old=SQL(", ").join(SQL("old.%s", SQL.identifier(name)) for name in rest),
            where=where or SQL("TRUE"),
        )
    )
    return [id_ for [id_] in found]


def _insert(table, columns, rows):
    # pylint: disable=sql-injection
    types = [SQL("%s " + kind, SQL.identifier(name)) for name, kind in columns.items()]
    return SQL(
        "INSERT INTO %(table)s AS old (%(names)s) SELECT %(names)s"
        " FROM jsonb_to_recordset(%(rows)s::jsonb) AS x (%(types)s)",
        table=SQL.identifier(table),
        names=_names(columns),
        rows=json.dumps(rows, default=str),
        types=SQL(", ").join(types),
    )


def _names(columns):
    return SQL(", ").join(map(SQL.identifier, columns))
