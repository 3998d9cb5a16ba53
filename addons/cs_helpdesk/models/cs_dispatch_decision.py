from odoo import api, fields, models

from .cs_dispatch_policy import LEVELS

OUTCOMES = [
    ("chosen", "Gets the order"),
    ("forced", "Has to take it"),
    ("later", "Free, but others come first"),
    ("level", "Takes orders of another size"),
    ("refused", "Has refused this order"),
    ("leave", "On leave"),
    ("off", "No shift today"),
    ("no_user", "Has no user"),
    ("day", "Enough orders today"),
    ("week", "Enough orders this week"),
    ("pending", "Enough pending orders this week"),
]
ORIGINS = [
    ("manual", "By the Button"),
    ("automatic", "By Itself"),
    ("reassigned", "After a Refusal"),
    ("forced", "Forced, Nobody Was Free"),
]


class CsDispatchDecision(models.Model):
    """Who got an order and why, with everybody who could have got it (HD-23).

    Nobody changes or deletes one. The decisions of an order are numbered, so that of
    two at the same moment the database keeps one; the last that names somebody is
    ``cs_dispatch_id`` of the ticket.

    Access: agents read those in which they were a candidate, of the candidates only
    oneself; leaders those of their team, supervisors those of their departments, HR
    officers and the general manager all.
    """

    _name = "cs.dispatch.decision"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
    _description = "Dispatch of an Order"
    _order = "moment desc, id desc"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", "Order", required=True, index=True, ondelete="restrict"
    )
    ticket_number = fields.Char("Number", required=True)
    number = fields.Integer("Round", required=True, aggregator=None)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    team_id = fields.Many2one(
        "helpdesk.ticket.team", required=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", index="btree_not_null", ondelete="restrict"
    )
    amount = fields.Monetary(required=True)
    level = fields.Selection(LEVELS, required=True)
    is_peak = fields.Boolean("Peak Season")
    season_from = fields.Date(required=True)
    day = fields.Date(required=True)
    moment = fields.Datetime("Dispatched At", required=True, index=True)
    origin = fields.Selection(ORIGINS, "How", required=True)
    user_id = fields.Many2one(
        "res.users", "Dispatched By", required=True, ondelete="restrict"
    )
    reason = fields.Text("Why by Hand")
    employee_id = fields.Many2one(
        "hr.employee",
        "Dispatched To",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: nobody was free.",
    )
    policy_id = fields.Many2one(
        "cs.dispatch.policy", required=True, ondelete="restrict"
    )
    refusal_id = fields.Many2one(
        "cs.dispatch.refusal", index="btree_not_null", ondelete="set null"
    )
    undone_at = fields.Datetime(
        "Taken Back On",
        help="HD-23: the manager took the decision on the refusal back at once; the"
        " order went back to who had it.",
    )
    line_ids = fields.One2many("cs.dispatch.candidate", "decision_id", "Candidates")

    _once_a_round = models.Constraint(
        "UNIQUE(ticket_id, number)",
        "This order has been dispatched at the same moment. Please reload the page.",
    )
    _forced_has_a_person = models.Constraint(
        "CHECK(origin NOT IN ('forced', 'reassigned') OR employee_id IS NOT NULL)",
        "An order is forced upon, or reassigned to, somebody.",
    )
    _counted = models.Index("(employee_id, day)")

    @api.depends_context("lang")
    @api.depends("ticket_number", "employee_id")
    def _compute_display_name(self):
        for one in self:
            # sudo: who may read the decision reads whom it names
            name = one.sudo().employee_id.name or self.env._("nobody free")
            one.display_name = f"{one.ticket_number or ''} → {name}"

    def _kept_text(self):
        return self.env._(
            "HD-23: a dispatch stays as it was decided. Who cannot take the order"
            " refuses it with a reason, and the manager decides."
        )

    def _explanation_header(self):
        labels = dict(self._fields["origin"]._description_selection(self.env))
        return {
            **super()._explanation_header(),
            "subtitle": labels[self.origin],
            "token": "present" if self.employee_id else "late",
        }


class CsDispatchCandidate(models.Model):
    """One who could have got an order, and why or why not (HD-23, ALL-01)."""

    _name = "cs.dispatch.candidate"
    _inherit = ["cs.kept.mixin"]
    _description = "Candidate of a Dispatch"
    _order = "decision_id, turn_key, id"

    decision_id = fields.Many2one(
        "cs.dispatch.decision", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="decision_id.company_id", store=True, index=True, precompute=True
    )
    employee_id = fields.Many2one(
        "hr.employee", "Person", required=True, index=True, ondelete="restrict"
    )
    level = fields.Selection(LEVELS, required=True)
    outcome = fields.Selection(OUTCOMES, "Result", required=True)
    turn = fields.Integer(
        aggregator=None, help="Place among those who are free; 0: not free."
    )
    turn_key = fields.Integer("Order of the List")
    pending = fields.Integer("Pending This Week")
    today = fields.Integer("Orders Today")
    week = fields.Integer("Orders This Week")
    season = fields.Integer("This Season, in the Level")
    last_at = fields.Datetime("Last Order At")
    is_champion = fields.Boolean("May Exceed the Caps")

    _once = models.Constraint(
        "UNIQUE(decision_id, employee_id)", "One line a candidate."
    )

    @api.depends_context("lang")
    @api.depends("employee_id", "outcome")
    def _compute_display_name(self):
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        for one in self:
            name = one.sudo().employee_id.name or ""
            one.display_name = f"{name}: {labels.get(one.outcome, '')}"

    def _kept_text(self):
        return self.env._("HD-23: a dispatch stays as it was decided.")
