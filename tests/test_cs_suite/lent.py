"""Chinese terms that cs_helpdesk brings along for the addons below it.

Also used by tests/faults in a shell, hence no test case.
"""

import re

from odoo.tools.translate import TranslationModuleReader, code_translations

MODULES = (
    "document_knowledge",
    "document_page",
    "helpdesk_mgmt",
    "helpdesk_mgmt_rating",
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
#: written alike in Chinese
ALIKE = {"ID"}


def terms(env, lang="zh_CN"):
    """Yield (place, English term, value) of all that people read of these addons:
    as the database has it, and for messages of the code as cs_helpdesk lends it."""
    messages = dict(code_translations.get_python_translations("cs_helpdesk", lang))
    for term in code_translations.get_web_translations("cs_helpdesk", lang)["messages"]:
        messages[term["id"]] = term["string"]
    reader = TranslationModuleReader(env.cr, modules=list(MODULES), lang=lang)
    for module, kind, name, place, term, value, _comments in reader:
        if kind == "code":
            place, value = module, messages.get(term)
        yield f"{kind}:{name}:{place}", term, value


def english_terms(env):
    """Terms that have no Chinese value, each with its place."""
    return sorted(
        f"{place}: {term}"
        for place, term, value in terms(env)
        if term not in ALIKE and not CHINESE.search(value or "")
    )
