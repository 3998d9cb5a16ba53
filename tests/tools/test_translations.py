"""Every addon speaks Chinese: its template is translated, wholly and faithfully."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
ADDONS = sorted(path.parent for path in ROOT.glob("addons/*/__manifest__.py"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\w*\}|</?\w+")


def _template(addon):
    return addon / "i18n" / f"{addon.name}.pot"


def _name(path):
    return path.name


def problems(template, chinese):
    """What is wrong with a translation, as readable lines.

    :param template: polib file with the source terms
    :param chinese: polib file with their translations
    """
    known = {entry.msgid: entry for entry in chinese if not entry.obsolete}
    lines = []
    for term in template:
        entry = known.get(term.msgid)
        if entry is None or not entry.msgstr.strip():
            lines.append(f"not translated: {term.msgid}")
        elif entry.fuzzy:
            lines.append(f"fuzzy: {term.msgid}")
        elif _marks(term.msgid) != _marks(entry.msgstr):
            lines.append(f"placeholders differ: {term.msgid} / {entry.msgstr}")
    return lines


def _marks(text):
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


@pytest.mark.parametrize("addon", ADDONS, ids=_name)
def test_chinese_is_complete(addon):
    template = polib.pofile(str(_template(addon)))
    chinese = polib.pofile(str(addon / "i18n" / "zh_CN.po"))
    assert problems(template, chinese) == []


@pytest.mark.parametrize("addon", ADDONS, ids=_name)
def test_wording(addon):
    """Polite and plain: no exclamation marks, in either language."""
    chinese = polib.pofile(str(addon / "i18n" / "zh_CN.po"))
    loud = [e.msgid for e in chinese if set("!！") & set(e.msgid + e.msgstr)]
    assert loud == []


def test_the_check_notices():
    template, chinese = polib.POFile(), polib.POFile()
    for source, text in {"a": "甲", "b": "", "%(n)s days": "%(m)s 天"}.items():
        template.append(polib.POEntry(msgid=source))
        chinese.append(polib.POEntry(msgid=source, msgstr=text))
    template.append(polib.POEntry(msgid="c"))
    fuzzy = polib.POEntry(msgid="d", msgstr="丁", flags=["fuzzy"])
    template.append(polib.POEntry(msgid="d"))
    chinese.append(fuzzy)
    assert problems(template, chinese) == [
        "not translated: b",
        "placeholders differ: %(n)s days / %(m)s 天",
        "not translated: c",
        "fuzzy: d",
    ]
