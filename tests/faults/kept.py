"""Which rows of our tables an upgrade leaves as they were."""

#: stamps of who wrote last, and what recomputing touches without changing it
STAMPS = {"write_date", "write_uid"}

TABLES = """
    SELECT c.relname, array_agg(a.attname::text)
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND a.attnum > 0 AND NOT a.attisdropped
       AND (c.relname LIKE 'cs\\_%%' OR c.relname = ANY(%s))
     GROUP BY 1 ORDER BY 1
"""
#: stock tables that ours write to
LENT = [
    "helpdesk_ticket",
    "hr_attendance",
    "hr_employee",
    "hr_leave",
    "hr_version",
    "ir_attachment",
    "mail_message",
    "rating_rating",
]
#: records that come with an addon and follow its files
SHIPPED = """
    SELECT res_id FROM ir_model_data
     WHERE replace(model, '.', '_') = %s AND NOT noupdate
"""


def tables(cursor):
    """Columns by table, of ours and of stock tables that ours write to."""
    cursor.execute(TABLES, [LENT])
    return {name: set(columns) - STAMPS for name, columns in cursor.fetchall()}


def read(cursor, columns):
    """Contents of tables: table -> id (or row number) -> digest of the columns.

    :param columns: dict table -> columns to compare
    """
    found = {}
    for table, names in columns.items():
        listed = ", ".join(f'"{name}"' for name in sorted(names))
        key = "id" if "id" in names else "row_number() OVER (ORDER BY " + listed + ")"
        cursor.execute(f"SELECT {key}, md5(ROW({listed})::text) FROM {table}")
        rows = dict(cursor.fetchall())
        cursor.execute(SHIPPED, [table])
        for (number,) in cursor.fetchall():
            rows.pop(number, None)
        found[table] = rows
    return found


def changed(before, after):
    """Rows that are gone or different, as readable lines; new ones are fine."""
    lines = []
    for table, rows in before.items():
        now = after.get(table, {})
        gone = sorted(set(rows) - set(now))
        other = sorted(key for key in set(rows) & set(now) if rows[key] != now[key])
        if gone:
            lines.append(f"{table}: {len(gone)} of {len(rows)} gone, {gone[:5]}")
        if other:
            lines.append(f"{table}: {len(other)} of {len(rows)} changed, {other[:5]}")
    return lines
