"""Runs in the virtual environment: bring zh_CN.po files up to their .pot.

Arguments: folders of addons, ``--import`` and PO files whose translations fill empty
terms, the later ones winning (a term may mean something else in another addon, so a
translation that is there stays), ``--stock`` and PO files of Odoo, which give what is
still missing (field names that come with every model). Terms that are gone go.
"""

import sys
from pathlib import Path

import polib

_HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "zh_CN",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def dictionary(paths, loud=False):
    """Translations by term.

    :param loud: say where two files disagree
    """
    found = {}
    for path in paths:
        for entry in polib.pofile(path):
            if not entry.msgstr or entry.fuzzy:
                continue
            old = found.get(entry.msgid, entry.msgstr)
            if loud and old != entry.msgstr:
                print(f"{path}: {entry.msgid!r}: {entry.msgstr} instead of {old}")
            found[entry.msgid] = entry.msgstr
    return found


def merge(addon, fill, stock):
    """Write the addon's zh_CN.po.

    :return: terms without translation
    """
    template = polib.pofile(str(addon / "i18n" / f"{addon.name}.pot"))
    path = addon / "i18n" / "zh_CN.po"
    old = polib.pofile(str(path)) if path.exists() else []
    known = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in old}
    new = polib.POFile(wrapwidth=78)
    new.header = template.header
    new.metadata = {
        "Project-Id-Version": template.metadata.get("Project-Id-Version", ""),
        **_HEADER,
    }
    for entry in template:
        entry.msgstr = (
            known.get((entry.msgctxt, entry.msgid))
            or fill.get(entry.msgid)
            or stock.get(entry.msgid, "")
        )
        new.append(entry)
    new.save(str(path))
    return [entry.msgid for entry in new.untranslated_entries()]


def main(arguments):
    first, second = arguments.index("--import"), arguments.index("--stock")
    fill = dictionary(arguments[first + 1 : second], loud=True)
    stock = dictionary(arguments[second + 1 :])
    for name in arguments[:first]:
        missing = merge(Path(name), fill, stock)
        print(f"{name}: {len(missing)} terms without translation")
        for term in missing:
            print(f"  {term!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
