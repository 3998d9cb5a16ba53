from odoo import api, models


class CsDecisionProcess(models.AbstractModel):
    """Loans are decided by who keeps the document, not by the borrower's superior."""

    _inherit = "cs.decision.process"

    @api.model
    def _document_steps(self, document, ladder, measure):
        if document._name == "cs.record.loan" and not ladder:
            return document._loan_steps()
        return super()._document_steps(document, ladder, measure)
