"""What our Python code opens is a list at the desk and cards on the phone.

An action record has ``mobile_view_mode`` by default, a dict of Python has not: without
it a phone gets the list, wider than the screen, its buttons out of sight.
"""

import re
from pathlib import Path

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
