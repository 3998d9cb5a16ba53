from odoo import fields, models
from odoo.exceptions import UserError


class TestCsDocument(models.Model):
    """A document to decide on, with lines and something else that is protected."""

    _name = "test.cs.document"
    _description = "Test Document"
    _inherit = ["cs.decision.mixin"]

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    parent_id = fields.Many2one("test.cs.folder")
    measure = fields.Float()
    kind = fields.Char(default="test")
    employee_id = fields.Many2one("hr.employee")
    line_ids = fields.One2many("test.cs.document.line", "document_id", copy=True)
    approved_figure = fields.Float(copy=False)
    effects = fields.Integer(copy=False, help="How often an outcome took effect.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        default="draft",
        required=True,
    )

    def _decision_kind(self):
        return self.kind

    def _decision_measure(self):
        return self.measure

    def _decision_beneficiaries(self):
        return self.employee_id

    def _decision_ladder_fallback(self):
        return ["supervisor"]

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {"approved_figure", "effects"}

    def _decision_detail(self):
        return {"before": 0, "after": self.measure}

    _decision_undoes_approval = True

    def _decision_on_undone(self, decision, request_state):
        super()._decision_on_undone(decision, request_state)
        if request_state == "approved":
            if self.name == "Built On":
                raise UserError(self.env._("Something has been built on it."))
            self._decision_write({"approved_figure": 0, "effects": self.effects - 1})

    def _decision_on_approved(self):
        self._decision_write(
            {"approved_figure": self.measure, "effects": self.effects + 1}
        )


class TestCsDocumentLine(models.Model):
    _name = "test.cs.document.line"
    _description = "Line of a Test Document"
    _inherit = ["cs.decision.line.mixin"]
    _decision_parent_field = "document_id"

    document_id = fields.Many2one("test.cs.document", required=True)
    amount = fields.Float()
