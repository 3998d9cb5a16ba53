"""Terms of the addons below, which have no zh_CN translation of their own.

``i18n_extra/zh_CN.po`` holds them. Odoo itself writes those of records (fields, menus,
views, stages, mail templates …) to the records of the other addon. A message in its
Python code however is only looked up in the files of the addon that has the code: we
look it up in ours on its way to the user.
"""

from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.tools.translate import get_translation


def lend_term(env, text):
    """``text`` of an addon below in the user's language; itself if we do not know it,
    as when that addon has translated it already."""
    return get_translation("cs_helpdesk", env.lang or "en_US", text, ())


@contextmanager
def lending_terms(env):
    """Refusals inside speak the user's language; they stay the same otherwise."""
    try:
        yield
    except UserError as error:
        error.args = (lend_term(env, error.args[0]), *error.args[1:])
        raise
