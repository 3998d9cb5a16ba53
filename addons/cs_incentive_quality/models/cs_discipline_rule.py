from odoo import models


class CsDisciplineRule(models.Model):
    """A rule that items of checklists name is found again in later books."""

    _inherit = "cs.discipline.rule"

    def _name_in_books(self):
        """(kind of book, code), the same in all versions of a book."""
        return self.policy_id.kind, self.code
