"""What our Python code opens is a list at the desk and cards on the phone.

An action record has ``mobile_view_mode`` by default, a dict of Python has not: without
it a phone gets the list, wider than the screen, its buttons out of sight.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

ADDONS = Path(__file__).resolve().parents[2] / "addons"
VIEWS = re.compile(r"views.{0,3}[=:] ?\[[^=}]*?\"kanban\"")


def test_cards_are_for_the_phone():
    found = {}
    for path in sorted(ADDONS.glob("*/*/**/*.py")):
        text = path.read_text()
        if "tests" in path.parts or "act_window" not in text:
            continue
        found[path] = len(VIEWS.findall(text)), text.count('"mobile_view_mode"')
    assert sum(views for views, _told in found.values()) > 10
    silent = [str(path) for path, (views, told) in found.items() if views > told]
    assert not silent


def records(model):
    """:return: dicts field name -> element of the records of a model in our views"""
    for path in sorted(ADDONS.glob("*/views/*.xml")):
        for record in ElementTree.parse(path).iter("record"):
            if record.get("model") == model:
                fields = record.iterfind("field")
                yield path, {field.get("name"): field for field in fields}


def buttons(root):
    """Names of buttons for chosen records in the header of a list or of cards."""
    header = root.find("header")
    found = () if header is None else header.findall("button")
    return {one.get("name") for one in found if one.get("display") != "always"}


def views():
    """:return: kind (list, kanban) -> model -> names of buttons for chosen records"""
    found = {"list": {}, "kanban": {}}
    for _path, fields in records("ir.ui.view"):
        for root in () if "inherit_id" in fields else fields.get("arch", ()):
            known = found.get(root.tag, {})
            known.setdefault(fields["model"].text, set()).update(buttons(root))
    return found


def test_cards_have_the_buttons_for_several():
    """Forty sheets are approved at once on the phone too; printing is for the desk."""
    known = views()
    cards = known["kanban"]
    wanted = {
        model: names - cards[model]
        for model, names in known["list"].items()
        if model in cards and model != "hr.payslip" and names - cards[model]
    }
    assert not wanted
    assert sum(map(bool, cards.values())) > 10


def test_a_list_groups_by_itself():
    """An action that groups by a filter groups the cards, too: on the phone, columns
    wider than the screen. ``default_group_by`` of a list groups the list only."""
    groups = {}
    for _path, view in records("ir.ui.view"):
        for one in view["arch"].iter("filter"):
            if "group_by" in one.get("context", "") and "model" in view:
                groups.setdefault(view["model"].text, set()).add(one.get("name"))
    assert sum(map(len, groups.values())) > 50
    grouping = [
        (str(path), action["name"].text, name)
        for path, action in records("ir.actions.act_window")
        if "context" in action
        and "kanban" in getattr(action.get("view_mode"), "text", "list,kanban")
        for name in groups.get(action["res_model"].text, ())
        if f"search_default_{name}" in (action["context"].text or "")
    ]
    assert not grouping


def test_nobody_adds_a_group_to_a_list_that_groups_by_itself():
    """Odoo offers it there: a department, or a pay rule, made from its name alone."""
    lists = [
        (view["name"].text, one.get("group_create"))
        for _path, view in records("ir.ui.view")
        for one in view["arch"].iter("list")
        if one.get("default_group_by")
    ]
    assert lists
    assert [name for name, create in lists if create != "false"] == []
