"""What our models declare for the database, and whether the database has it.

``-u`` over dirty data ends with exit code 0 and the constraint missing, so only the
catalogue counts (TRUST.md). Also used by tests/faults in a shell, hence no test case.
"""

from pathlib import Path

from odoo.orm.table_objects import Constraint
from odoo.tools import SQL, sql

ADDONS = Path(__file__).parents[2] / "addons"
#: Glue with OCA addons that a site may add; tested by itself.
OPTIONAL = {"cs_queue_job"}


def addons_of_suite():
    """Names of the suite's addons in the repository, but for the demo company."""
    found = {path.parent.name for path in ADDONS.glob("*/__manifest__.py")}
    return sorted(found - {"cs_demo"})


def table_objects(env):
    """Yield (model, object) for each constraint and index that our addons declare."""
    ours = set(addons_of_suite())
    for model in env.values():
        if model._auto and not model._abstract:
            for declared in model._table_objects.values():
                if declared._module in ours:
                    yield model, declared


def missing_table_objects(env):
    """Names of declared constraints and indexes that the database lacks or has
    with another definition."""
    missing = []
    for model, declared in table_objects(env):
        name = declared.full_name(model)
        if isinstance(declared, Constraint):
            found = sql.constraint_definition(env.cr, model._table, name)
        else:
            found = sql.index_definition(env.cr, name)[1]
        if found != declared.get_definition(env.registry):
            missing.append(name)
    return sorted(missing)


def our_stored_fields(env):
    """Yield the fields with a column that our addons define, on any model."""
    ours = set(addons_of_suite())
    for model in env.values():
        if model._auto and not model._abstract:
            for field in model._fields.values():
                if field._module in ours and field.store and field.column_type:
                    yield model, field


def nullable_required_columns(env):
    """``table.column`` of our required fields whose column accepts NULL."""
    nullable = {
        tuple(row)
        for row in env.execute_query(
            SQL(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = current_schema AND is_nullable = 'YES'"
            )
        )
    }
    return sorted(
        f"{model._table}.{field.name}"
        for model, field in our_stored_fields(env)
        if field.required and (model._table, field.name) in nullable
    )


def missing_foreign_keys(env):
    """``table.column`` of our many2one fields without a foreign key."""
    keys = {
        tuple(row)
        for row in env.execute_query(
            SQL(
                """
                SELECT rel.relname, att.attname
                  FROM pg_constraint con
                  JOIN pg_class rel ON rel.oid = con.conrelid
                  JOIN pg_attribute att
                    ON att.attrelid = con.conrelid AND att.attnum = ANY(con.conkey)
                 WHERE con.contype = 'f'
                """
            )
        )
    }
    return sorted(
        f"{model._table}.{field.name}"
        for model, field in our_stored_fields(env)
        if field.type == "many2one"
        and env[field.comodel_name]._auto
        and (model._table, field.name) not in keys
    )
