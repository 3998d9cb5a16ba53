"""Terms of addons below ours that have no zh_CN translation of their own.

``i18n_extra/zh_CN.po`` of an addon holds them. Odoo itself writes those of records
(fields, menus, views, stages, mail templates …) to the records of the other addon. A
message in its Python code however is only looked up in the files of the addon that has
the code: we look it up in ours on its way to the user.
"""

import re
from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.tools.translate import code_translations, get_translation

_PLACE = re.compile(r"%s|%\((\w+)\)s")


def lend_term(addon, env, text):
    """``text`` of an addon below in the user's language, as ``addon`` lends it; itself
    if that does not know it, as when the addon below has translated it already."""
    return get_translation(addon, env.lang or "en_US", text, ())


@contextmanager
def lending_terms(addon, env):
    """Refusals inside speak the user's language; they stay the same otherwise."""
    try:
        yield
    except UserError as error:
        text = error.args[0]
        term = lend_term(addon, env, text)
        if term == text:
            term = _lend_filled(addon, env.lang or "en_US", text)
        error.args = (term, *error.args[1:])
        raise


def _lend_filled(addon, lang, text):
    """The same for a message whose placeholders are filled in already."""
    for source, term in code_translations.get_python_translations(addon, lang).items():
        found = _PLACE.search(source) and _pattern(source).fullmatch(text)
        if found:
            values = found.groupdict()
            return term % (values or found.groups())
    return text


def _pattern(source):
    """What a message looks like whose placeholders are filled in."""
    pattern, end, known = "", 0, set()
    for place in _PLACE.finditer(source):
        name = place[1]
        value = f"(?P={name})" if name in known else f"(?P<{name}>.*)"
        known.add(name)
        pattern += re.escape(source[end : place.start()]) + (value if name else "(.*)")
        end = place.end()
    return re.compile(pattern + re.escape(source[end:]), re.DOTALL)
