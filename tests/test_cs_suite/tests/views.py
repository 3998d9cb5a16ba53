"""What the web client asks for when it opens an action, so that tests can ask it."""

from lxml import etree


def specification(arch, fields):
    """The read specification of a view: its fields, with those of inline lists.

    :param arch: the arch as ``get_views`` returns it, or an element of it
    :param fields: field descriptions of the model by name
    """
    node = etree.fromstring(arch) if isinstance(arch, str) else arch
    result = {}
    for element in _own_fields(node):
        name = element.get("name")
        kind = fields.get(name, {}).get("type")
        if kind == "many2one":
            result[name] = {"fields": {"display_name": {}}}
        elif kind in ("one2many", "many2many"):
            # Inline subviews name fields of the other model: display_name is
            # what every widget falls back to.
            result[name] = {"fields": {"display_name": {}}}
        elif kind:
            result[name] = {}
    return result


def _own_fields(node):
    for child in node:
        if child.tag == "field":
            yield child
        elif isinstance(child.tag, str) and child.tag != "searchpanel":
            yield from _own_fields(child)
