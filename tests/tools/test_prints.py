"""What Odoo asks of a printed page.

Only the elements of class ``article`` are given a head that names the encoding; without
one, Chinese letters of a PDF come out as Latin ones.
"""

from pathlib import Path
from xml.etree import ElementTree

ADDONS = Path(__file__).resolve().parents[2] / "addons"
#: They wrap what they get in such an element.
LAYOUTS = {"web.basic_layout", "web.external_layout"}


def prints():
    for path in sorted(ADDONS.glob("*/report/*.xml")):
        for template in ElementTree.parse(path).iter("template"):
            called = {part.get("t-call") for part in template.iter()}
            if "web.html_container" in called:
                classes = {part.get("class") for part in template.iter()}
                yield template.get("id"), called, classes


def test_chinese_comes_out_as_chinese():
    found = list(prints())
    assert len(found) > 10
    assert not [
        name
        for name, called, classes in found
        if "article" not in classes and not called & LAYOUTS
    ]
