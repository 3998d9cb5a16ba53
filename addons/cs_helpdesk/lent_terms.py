"""Terms of helpdesk_mgmt, its rating and the documents, as this addon lends them."""

from functools import partial

from odoo.addons.cs_base import lent_terms

lend_term = partial(lent_terms.lend_term, "cs_helpdesk")
lending_terms = partial(lent_terms.lending_terms, "cs_helpdesk")
