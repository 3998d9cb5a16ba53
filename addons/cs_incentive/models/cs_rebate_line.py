from odoo import api, fields, models


class CsRebateLine(models.Model):
    """An agent's month in a list (INC-33): outstanding = carried + earned − paid.

    Written by the computation only. Access as to the agents.
    """

    _name = "cs.rebate.line"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
    _description = "Month of a Rebate Agent"
    _order = "month desc, agent_id"
    _rec_name = "agent_id"

    list_id = fields.Many2one(
        "cs.rebate.list",
        "Rebate List",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    agent_id = fields.Many2one(
        "cs.rebate.agent", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="list_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(related="list_id.month", store=True)
    state = fields.Selection(related="list_id.state", store=True)
    turnover = fields.Monetary(
        readonly=True, help="Of the month, less what was returned."
    )
    rebate = fields.Monetary("Rebate of the Month", readonly=True)
    difference = fields.Monetary(
        "Earlier Months",
        readonly=True,
        help="INC-33: what became known of earlier months after their lists.",
    )
    carried = fields.Monetary("Outstanding Before", readonly=True)
    earned = fields.Monetary(readonly=True)
    paid = fields.Monetary(readonly=True)
    outstanding = fields.Monetary(readonly=True)
    share_ids = fields.One2many("cs.rebate.share", "line_id", "Booked", readonly=True)

    _agent_uniq = models.Constraint(
        "UNIQUE(list_id, agent_id)", "An agent stands in a list once."
    )
    _ties_out = models.Constraint(
        "CHECK(round(earned, 2) = round(rebate + difference, 2) AND"
        " round(outstanding, 2) = round(carried + earned - paid, 2))",
        "Outstanding is what was carried and earned, less what was paid.",
    )

    @api.depends("agent_id.display_name", "list_id.display_name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = (
                f"{line.agent_id.display_name} · {line.list_id.display_name}"
            )

    def _kept_text(self):
        return self.env._("INC-33: lines are computed, never entered.")

    def _explanation_header(self):
        amount = self.currency_id.format(self.outstanding)
        return super()._explanation_header() | {"subtitle": amount}


class CsRebateShare(models.Model):
    """What a list books of one month (INC-33): all lists together book what the month
    is known to give. Written by the computation only. Access as to the agents."""

    _name = "cs.rebate.share"
    _inherit = ["cs.kept.mixin"]
    _description = "Rebate Booked for a Month"
    _order = "month desc"
    _rec_name = "month"

    line_id = fields.Many2one(
        "cs.rebate.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    agent_id = fields.Many2one(related="line_id.agent_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, readonly=True)
    turnover = fields.Monetary(readonly=True)
    rebate = fields.Monetary(readonly=True)
    amount = fields.Monetary("Booked Now", readonly=True)

    _month_uniq = models.Constraint(
        "UNIQUE(line_id, month)", "A month stands in a line once."
    )

    def _kept_text(self):
        return self.env._("INC-33: lines are computed, never entered.")
