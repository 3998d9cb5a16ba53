"""What the web client asks for when it opens an action, so that tests can ask it."""


def specification(arch, fields):
    """The read specification of a view: its fields, relations with their name.

    :param arch: the parsed arch that ``get_views`` returned
    :param fields: field descriptions of the model by name
    """
    result = {}
    for element in _own_fields(arch):
        name = element.get("name")
        kind = fields.get(name, {}).get("type")
        if kind in ("many2one", "one2many", "many2many"):
            result[name] = {"fields": {"display_name": {}}}
        elif kind:
            result[name] = {}
    return result


def _own_fields(node):
    for child in node:
        if child.tag == "field":
            yield child  # what is inside belongs to the other model
        elif isinstance(child.tag, str):
            yield from _own_fields(child)
