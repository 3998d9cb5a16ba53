from odoo import api, fields, models
from odoo.tools import SQL

from . import deal_values as values_of


class CsRebateAgent(models.Model):
    """A sales agent outside the company who is paid a part of the turnover (INC-33).

    Access: HR officers and payroll accountants enter and read, the general manager
    reads; nobody deletes. Technical administrators: nothing.
    """

    _name = "cs.rebate.agent"
    _description = "Rebate Agent"
    _order = "partner_id"
    _rec_names_search = ["partner_id"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        "Agent",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    note = fields.Char()
    term_ids = fields.One2many("cs.rebate.term", "agent_id", "Agreed Terms")
    entry_ids = fields.One2many("cs.rebate.entry", "agent_id", "Turnover and Payments")
    line_ids = fields.One2many("cs.rebate.line", "agent_id", "Monthly Rebates")
    term_text = fields.Char("Terms in Force", compute="_compute_term_text")
    due = fields.Monetary(
        "To Be Paid",
        compute="_compute_due",
        help="INC-33: rebates of the approved lists less what was paid.",
    )

    _partner_uniq = models.Constraint(
        "UNIQUE(company_id, partner_id)", "This agent is there already."
    )

    @api.depends("partner_id.display_name")
    def _compute_display_name(self):
        for agent in self:
            agent.display_name = agent.partner_id.display_name

    @api.depends("term_ids.state", "term_ids.date_from", "term_ids.bands")
    def _compute_term_text(self):
        for agent in self:
            today = agent.company_id._cs_today()
            begun = agent.term_ids.filtered(
                lambda one, today=today: (
                    one.state == "approved" and one.date_from <= today
                )
            )
            agent.term_text = begun.sorted("date_from")[-1:].bands

    @api.depends("line_ids.earned", "line_ids.state", "entry_ids.state")
    def _compute_due(self):
        due = self._due()
        for agent in self:
            agent.due = float(due.get(agent._origin, 0))

    def _due(self):
        """What can be paid: approved rebates less all payments.

        :return: dict agent -> Decimal, negative where too much was paid
        """
        Line, Entry = self.env["cs.rebate.line"], self.env["cs.rebate.entry"]
        mine = [("agent_id", "in", self.ids)]
        due = {
            agent: values_of.decimal(amount)
            for agent, amount in Line._read_group(
                [*mine, ("state", "=", "approved")], ["agent_id"], ["earned:sum"]
            )
        }
        paid = Entry._read_group(
            [*mine, ("state", "=", "current"), ("kind", "=", "payment")],
            ["agent_id"],
            ["amount:sum"],
        )
        for agent, amount in paid:
            due[agent] = due.get(agent, 0) - values_of.decimal(amount)
        return due

    def _lock_agents(self):
        """Keep others from paying, approving or taking back at this moment; whoever
        comes second is run again by Odoo and then sees what happened (TRUST.md)."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE cs_rebate_agent SET write_date = write_date WHERE id = ANY(%s)",
                self.ids,
            )
        )
        self.env.invalidate_all()
