from odoo import api, fields, models

from ..lent_terms import lend_term, lending_terms


class DocumentPage(models.Model):
    _inherit = "document.page"

    # See document.page.history, which stores it.
    content = fields.Html(sanitize=True)
    cs_is_problem_category = fields.Boolean(
        "Collects Answers of the Problem Log", readonly=True, copy=False
    )

    _cs_one_problem_category = models.UniqueIndex(
        "(company_id) WHERE cs_is_problem_category",
        "The answers of a company's problem log are in one category.",
    )

    @api.model
    def _cs_problem_category(self, company):
        """Where the company's notes from the problem log are (HD-10); made once."""
        Page = self.sudo().with_context(active_test=False)
        domain = [
            ("company_id", "=", company.id),
            ("cs_is_problem_category", "=", True),
        ]
        return Page.search(domain, limit=1) or Page.create(
            {
                "name": self.env._("Questions of Customers"),
                "type": "category",
                "company_id": company.id,
                "cs_is_problem_category": True,
            }
        )

    @api.constrains("parent_id")
    def _check_parent_id(self):
        with lending_terms(self.env):
            return super()._check_parent_id()

    def copy(self, default=None):
        """Stock names the copy and its first version in English."""
        names = {
            "name": lend_term(self.env, "%s (copy)"),
            "draft_summary": lend_term(self.env, "summary"),
        }
        copies = super().copy(default)
        for page, copied in zip(self, copies, strict=True):
            if not (default or {}).get("name"):
                copied.name = names["name"] % page.name
            copied.draft_summary = names["draft_summary"]
        return copies
