"""Reads the translation files of our addons."""

import polib

from ..schema import ADDONS


def messages(module):
    """Translated terms of ``module`` in zh_CN.

    :return: dict source text -> Chinese text, without empty or fuzzy ones
    """
    path = ADDONS / module / "i18n" / "zh_CN.po"
    if not path.exists():
        return {}
    return {
        entry.msgid: entry.msgstr
        for entry in polib.pofile(str(path)).translated_entries()
    }
