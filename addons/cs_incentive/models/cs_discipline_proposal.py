from odoo import api, fields, models
from odoo.exceptions import UserError


class CsDisciplineProposal(models.Model):
    """What an entry proposes besides: dismissal, transfer, … (INC-20).

    It comes with the approved entry. Nothing happens by itself: HR officers submit it,
    the general manager decides.

    Access, nobody writes but by deciding: HR officers and the general manager all;
    supervisors those of their departments, but never their own.
    """

    _name = "cs.discipline.proposal"
    _inherit = ["cs.proposal.mixin"]
    _description = "Proposal of a Discipline Entry"
    _order = "date desc, id desc"

    entry_id = fields.Many2one(
        "cs.discipline.entry",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    consequence_id = fields.Many2one(
        "cs.discipline.consequence",
        "What Is Proposed",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date("Day of the Event", required=True, readonly=True)
    state = fields.Selection(
        [
            ("draft", "Proposed by the rule"),
            ("submitted", "Waiting for the decision"),
            ("approved", "Decided: yes"),
            ("refused", "Decided: no"),
            ("void", "Entry cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        tracking=True,
    )

    _entry_consequence_uniq = models.Constraint(
        "UNIQUE(entry_id, consequence_id)", "An entry proposes each thing once."
    )

    @api.depends("consequence_id", "employee_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            # sudo: whoever reads the proposal may know for whom it is
            person = one.sudo().employee_id.name
            one.display_name = f"{one.consequence_id.name or ''} · {person or ''}"

    def _proposal_text(self):
        return self.env._(
            "INC-20: proposals follow from entries. They are decided on, not written."
        )

    @api.model
    def _propose(self, entries):
        """One proposal for each consequence that is to be decided (sudo)."""
        return self._proposal_create(
            [
                {
                    "entry_id": entry.id,
                    "company_id": entry.company_id.id,
                    "employee_id": entry.employee_id.id,
                    "department_id": entry.department_id.id,
                    "consequence_id": consequence.id,
                    "date": entry.date,
                }
                for entry in entries
                for consequence in entry.consequence_ids
                if consequence.is_proposal
            ]
        )

    def _void(self):
        """End what has not been decided yet; what was decided stays to be seen."""
        for proposal in self.filtered(lambda one: one.state in ("draft", "submitted")):
            request = proposal._decision_pending_request()
            if request:
                request._claim()
                request._close("withdrawn")
                self.env["cs.decision.notice"].sudo()._clear(proposal)
            proposal._decision_write({"state": "void"})

    def _decision_kind(self):
        return "discipline_proposal"

    def _decision_told(self, request):
        return request.maker_id

    def _decision_excluded(self):
        return self.entry_id.sudo().reporter_id

    def _decision_check_submit(self):
        super()._decision_check_submit()
        if self.entry_id.is_cancelled:
            raise UserError(self.env._("The entry has been cancelled already."))

    def _decision_detail(self):
        return {
            "consequence": self.consequence_id.code,
            "rule": self.entry_id.rule_id.code,
        }
