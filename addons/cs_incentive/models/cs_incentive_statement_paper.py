from odoo import models


class CsIncentiveStatement(models.Model):
    """A statement as the person sees it, and on paper (INC-30)."""

    _inherit = "cs.incentive.statement"

    def action_open_income(self):
        """The page of the person with this statement, for who may read it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cs_incentive.cs_incentive_income_action"
        )
        return action | {"name": self.display_name, "params": {"statement_id": self.id}}
