"""Runs in the virtual environment: data files parse, translations are complete.

Arguments: folders of addons. Prints what is wrong; exit code 1 when anything is.
"""

import csv
import re
import sys
from pathlib import Path

import polib
from lxml import etree

#: Says nothing that is translated.
_ONE_LANGUAGE = ("cs_demo",)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\$\{\w+\}|(?<!\{)\{\w*\}(?!\})")


def check_xml(path):
    try:
        etree.parse(str(path))
    except etree.XMLSyntaxError as error:
        yield f"{path}: {error}"


def check_csv(path):
    with open(path, encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(rows[0]):
            yield f"{path}:{number}: {len(row)} columns instead of {len(rows[0])}"


def check_po(path):
    """A translation keeps the placeholders of its term, and is there but once."""
    try:
        entries = polib.pofile(str(path), check_for_duplicates=True)
    except (OSError, ValueError) as error:
        yield f"{path}: {error}"
        return
    for entry in entries:
        if not entry.msgstr or entry.obsolete:
            continue
        wanted, found = (
            sorted(_PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgstr)
        )
        if wanted != found:
            yield f"{path}: {entry.msgid!r} has {wanted}, its translation {found}"


def check_complete(addon):
    """Every term has a Chinese translation."""
    template = addon / "i18n" / f"{addon.name}.pot"
    chinese = addon / "i18n" / "zh_CN.po"
    if not template.exists() or not chinese.exists():
        yield f"{addon}: no i18n/{addon.name}.pot or zh_CN.po; run tools/i18n"
        return
    translated = {
        (entry.msgctxt, entry.msgid)
        for entry in polib.pofile(str(chinese))
        if entry.translated()
    }
    for entry in polib.pofile(str(template)):
        if (entry.msgctxt, entry.msgid) not in translated:
            yield f"{chinese}: no translation of {entry.msgid!r}"


def problems(addon):
    for pattern, check in (
        ("**/*.xml", check_xml),
        ("**/*.csv", check_csv),
        ("i18n/*.po*", check_po),
    ):
        for path in sorted(addon.glob(pattern)):
            yield from check(path)
    if addon.parent.name == "addons" and addon.name not in _ONE_LANGUAGE:
        yield from check_complete(addon)


def main(folders):
    found = [problem for name in folders for problem in problems(Path(name))]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
