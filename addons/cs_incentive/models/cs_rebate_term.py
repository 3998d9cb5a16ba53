from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.money import IncentiveError
from ..engine.rebate import Term
from ..engine.table import parse_bands


class CsRebateTerm(models.Model):
    """What was agreed with an agent, from a month on (INC-33); the general manager
    approves it. The terms of a month are the latest approved ones that began by then.

    Access as to the agent.
    """

    _name = "cs.rebate.term"
    _inherit = ["cs.decision.mixin"]
    _description = "Terms of a Rebate Agent"
    _order = "agent_id, date_from desc"
    _decision_undoes_approval = True

    agent_id = fields.Many2one(
        "cs.rebate.agent", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="agent_id.company_id", store=True, index=True)
    date_from = fields.Date(
        "From Month",
        required=True,
        default=lambda self: self.env.company._cs_today().replace(day=1),
        help="The first day of a month.",
    )
    bands = fields.Char(
        "Rebate",
        required=True,
        help="From which turnover of a month on there is what: 0: 2%; 100000: 3%",
    )
    reading = fields.Selection(
        [
            ("whole", "The rate reached counts for all"),
            ("marginal", "Each rate for its part"),
        ],
        "How It Is Read",
        required=True,
        default="whole",
    )
    note = fields.Char("Contract")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Rejected"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )

    _month_first = models.Constraint(
        "CHECK(extract(day from date_from) = 1)",
        "Terms begin on the first day of a month.",
    )
    _month_uniq = models.UniqueIndex(
        "(agent_id, date_from) WHERE state IN ('submitted', 'approved')",
        "The agent has terms from this month on already.",
    )

    @api.depends("agent_id.display_name", "date_from")
    def _compute_display_name(self):
        for term in self:
            day = fields.Date.to_string(term.date_from) or ""
            term.display_name = f"{term.agent_id.display_name or ''} {day}".strip()

    @api.constrains("bands")
    def _check_bands(self):
        for term in self:
            try:
                parse_bands(term.bands)
            except IncentiveError as error:
                text = self.env["cs.incentive.scheme.line"]._bands_message(error)
                raise ValidationError(text) from None

    def _engine(self):
        bands = parse_bands(self.bands)
        return Term(self.date_from, bands, self.reading, self.id)

    # Decision hooks

    def _decision_kind(self):
        return "rebate_term"

    def _decision_check_submit(self):
        self._check_month_open()

    def _decision_on_approved(self):
        self._check_month_open()

    def _decision_on_undone(self, decision, request_state):
        super()._decision_on_undone(decision, request_state)
        self._check_month_open()

    def _check_month_open(self):
        """ALL-05: months whose list is on its way or approved keep their terms."""
        last = self.env["cs.rebate.list"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("submitted", "approved")),
                ("month", ">=", self.date_from),
            ],
            limit=1,
        )
        if last:
            raise UserError(
                self.env._(
                    "INC-33: “%(list)s” has been submitted already, so terms cannot"
                    " change from a month on that it covers. Please let them begin"
                    " later.",
                    list=last.display_name,
                )
            )
