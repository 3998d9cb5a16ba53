"""Terms of OCA payroll that have no zh_CN translation of their own."""

from functools import partial

from odoo.addons.cs_base import lent_terms

lend_term = partial(lent_terms.lend_term, "cs_payroll")
lending_terms = partial(lent_terms.lending_terms, "cs_payroll")
