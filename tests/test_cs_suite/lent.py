"""Chinese terms that our addons bring along for those below them.

Also used by tests/faults in a shell, hence no test case.
"""

import re

from odoo.tools.translate import TranslationModuleReader, code_translations

#: which of our addons lends terms to which below it
LENT = {
    "cs_base": ("calendar_public_holiday", "hr_holidays_public", "report_xlsx"),
    "cs_helpdesk": (
        "document_knowledge",
        "document_page",
        "helpdesk_mgmt",
        "helpdesk_mgmt_rating",
    ),
    "cs_payroll": ("payroll",),
}
CHINESE = re.compile(r"[\u3400-\u9fff]")
#: written alike in Chinese: a name, or nothing but program text
ALIKE = re.compile(r"ID|<strong>Email</strong>|\s*<code>[^<]*</code>\s*")


def terms(env, lenders=tuple(LENT), lang="zh_CN"):
    """Yield (place, English term, value) of all that people read of these addons:
    as the database has it, and for messages of the code as our addon lends it."""
    for lender in lenders:
        messages = _messages(lender, lang)
        modules = list(LENT[lender])
        reader = TranslationModuleReader(env.cr, modules=modules, lang=lang)
        for module, kind, name, place, term, value, _comments in reader:
            if kind == "code":
                own = code_translations.get_python_translations(module, lang)
                place, value = module, own.get(term) or messages.get(term)
            yield f"{kind}:{name}:{place}", term, value


def _messages(lender, lang):
    messages = dict(code_translations.get_python_translations(lender, lang))
    for term in code_translations.get_web_translations(lender, lang)["messages"]:
        messages[term["id"]] = term["string"]
    return messages


def english_terms(env, lenders=tuple(LENT)):
    """Terms that have no Chinese value, each with its place."""
    return sorted(
        f"{place}: {term}"
        for place, term, value in terms(env, lenders)
        if not ALIKE.fullmatch(term) and not CHINESE.search(value or "")
    )
