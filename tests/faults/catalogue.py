"""What a database holds besides business data, to compare two states of it."""

#: One query per kind; what two equal states list alike.
QUERIES = {
    "addon": "SELECT name FROM ir_module_module WHERE state = 'installed'",
    "column": """
        SELECT table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable
          FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraint": """
        SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid)
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "index": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "sequence": """
        SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'public'""",
    "function": """
        SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "trigger": "SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal",
    "external id": "SELECT module || '.' || name FROM ir_model_data",
    "model": "SELECT model FROM ir_model",
    "field": "SELECT model || '.' || name FROM ir_model_fields",
    "choice": """
        SELECT field.model || '.' || field.name || '=' || choice.value
          FROM ir_model_fields_selection choice
          JOIN ir_model_fields field ON field.id = choice.field_id""",
    # Stock Odoo keeps its note of a foreign key after dropping the column; the key
    # itself is under "constraint".
    "declared constraint": "SELECT name FROM ir_model_constraint WHERE type <> 'f'",
    "relation": "SELECT name FROM ir_model_relation",
    "access": "SELECT name FROM ir_model_access",
    "rule": "SELECT name FROM ir_rule",
    "group": "SELECT name ->> 'en_US' FROM res_groups",
    "implied group": """
        SELECT a.name ->> 'en_US' || ' > ' || (b.name ->> 'en_US')
          FROM res_groups_implied_rel rel
          JOIN res_groups a ON a.id = rel.gid JOIN res_groups b ON b.id = rel.hid""",
    "privilege": "SELECT name ->> 'en_US' FROM res_groups_privilege",
    "category": "SELECT name ->> 'en_US' FROM ir_module_category",
    "menu": "SELECT name ->> 'en_US' FROM ir_ui_menu",
    "action": "SELECT type || ' ' || (name ->> 'en_US') FROM ir_actions",
    "view": "SELECT name FROM ir_ui_view",
    "cron": "SELECT cron_name FROM ir_cron",
    "parameter": "SELECT key FROM ir_config_parameter",
    "default": "SELECT field_id || ' ' || json_value FROM ir_default",
    "sequence number": "SELECT coalesce(code, name) FROM ir_sequence",
    "mail subtype": "SELECT name ->> 'en_US' FROM mail_message_subtype",
    "mail template": "SELECT name ->> 'en_US' FROM mail_template",
    "activity type": "SELECT name ->> 'en_US' FROM mail_activity_type",
    "filter": "SELECT name FROM ir_filters",
    "asset": "SELECT path FROM ir_asset",
}


def read(cursor):
    """Contents by kind: dict kind -> sorted list."""
    state = {}
    for kind, query in QUERIES.items():
        cursor.execute(query)
        state[kind] = sorted(str(row[0]) for row in cursor.fetchall())
    return state


def difference(before, after):
    """What one state has and the other has not, as readable lines."""
    lines = []
    for kind, old in before.items():
        gone, new = list(old), []
        for item in after[kind]:
            if item in gone:
                gone.remove(item)
            else:
                new.append(item)
        lines += [f"- {kind}: {item}" for item in gone]
        lines += [f"+ {kind}: {item}" for item in new]
    return lines
