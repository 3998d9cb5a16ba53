from odoo import api, fields, models
from odoo.exceptions import AccessError


class CsDecision(models.Model):
    """One decision: who, when, for whom, from what to what, why. Append-only.

    Access: who can read the submission reads its decisions. Nobody writes: there
    is no access right for it, and the model itself refuses create, write, unlink
    and copy to everybody, the superuser included.

    The guards let nothing pass by context, because a context comes from the
    caller. The one way in, ``_record``, goes on to the ORM behind the refusing
    ``create`` by ``super()``; RPC cannot reach a method with an underscore.
    """

    _name = "cs.decision"
    _inherit = ["cs.kept.mixin"]
    _description = "Decision"
    _order = "id desc"
    _rec_name = "request_id"

    request_id = fields.Many2one(
        "cs.decision.request",
        string="Submission",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    # Copied from the submission so that a document finds its decisions.
    res_model = fields.Char("Document Model", required=True)
    res_id = fields.Many2oneReference(
        "Document", model_field="res_model", required=True
    )
    step = fields.Integer(required=True)
    attempt = fields.Integer(
        required=True, default=1, help="2 once the first decision was taken back, …"
    )
    outcome = fields.Selection(
        [
            ("approve", "Approved"),
            ("refuse", "Refused"),
            ("return", "Returned"),
        ],
        required=True,
    )
    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict"
    )
    decider_id = fields.Many2one(
        "hr.employee",
        string="Decided By",
        required=True,
        index=True,
        ondelete="restrict",
    )
    acting_for_id = fields.Many2one(
        "hr.employee",
        ondelete="restrict",
        help="The person whose deputy decided.",
    )
    decided_at = fields.Datetime("Decided On", required=True)
    reason = fields.Text()
    state_from = fields.Char("State Before", required=True)
    state_to = fields.Char("State After", required=True)
    transition = fields.Char("From → To", compute="_compute_transition")
    measure = fields.Float(digits=(16, 4))
    size = fields.Char(related="request_id.size")
    detail = fields.Json(help="What was decided, in figures: before and after.")

    # Two callers at the same moment: the second row cannot exist.
    _request_step_uniq = models.Constraint(
        "UNIQUE(request_id, step, attempt)", "This has been decided already."
    )
    _document_idx = models.Index("(res_model, res_id)")

    @api.depends("state_from", "state_to")
    def _compute_transition(self):
        for decision in self:
            labels = decision._state_labels()
            decision.transition = " → ".join(
                labels.get(state, state)
                for state in (decision.state_from, decision.state_to)
            )

    def _state_labels(self):
        """Labels of the document's states; its addon may be gone."""
        if self.res_model not in self.env:
            return {}
        document = self.env[self.res_model]
        field = document._fields[document._decision_state_field]
        return dict(field._description_selection(self.env))

    def _kept_refuse(self):
        raise AccessError(
            self.env._(
                "Decisions are recorded by deciding on the document. They are never"
                " written, changed or deleted."
            )
        )

    @api.model
    def _record(self, vals):
        """Write one decision down.

        :param vals: values of all fields
        :return: the decision
        """
        return self._kept_create([vals])
