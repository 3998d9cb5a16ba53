from collections import Counter

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from . import deal_values as values_of

KINDS = [("turnover", "Turnover"), ("return", "Return"), ("payment", "Payment")]
TEXTS = ("number", "origin", "reason")
#: What a reversal takes from the entry that it takes back.
SAME = ("kind", "number", "date", "amount", "origin")


class CsRebateEntry(models.Model):
    """Turnover that an agent brought, what of it was returned, and what was paid to the
    agent (INC-33). Kept as it was entered; a mistake is taken back as a whole, with the
    reason, and entered anew.

    Nobody is paid more than the approved lists hold. What is entered of a month whose
    list is approved stands as a difference in the next list.

    Access: HR officers and payroll accountants enter turnover and returns, payroll
    accountants payments; these and the general manager read. Nobody writes or deletes.
    """

    _name = "cs.rebate.entry"
    _inherit = ["cs.kept.mixin"]
    _description = "Turnover or Payment of a Rebate Agent"
    _order = "date desc, id desc"
    _kept_is_entered = True

    agent_id = fields.Many2one(
        "cs.rebate.agent", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="turnover")
    number = fields.Char(
        required=True,
        help="Of the statement, return or transfer: one is entered once.",
    )
    date = fields.Date(required=True, default=lambda self: self.env.company._cs_today())
    amount = fields.Monetary(required=True)
    origin = fields.Char(
        "Taken From",
        required=True,
        help="Which platform, file or account says so, so that others can look it up.",
    )
    author_id = fields.Many2one(
        "res.users", "Entered By", required=True, readonly=True, ondelete="restrict"
    )
    entered_at = fields.Datetime("Entered On", required=True, readonly=True)
    state = fields.Selection(
        [
            ("current", "Counts"),
            ("reversed", "Taken back"),
            ("reversal", "Takes back"),
        ],
        required=True,
        readonly=True,
        default="current",
    )
    reverses_id = fields.Many2one("cs.rebate.entry", "Takes Back", ondelete="restrict")
    reversal_ids = fields.One2many(
        "cs.rebate.entry", "reverses_id", "Taken Back By", readonly=True
    )
    reason = fields.Char("Why It Is Taken Back")
    can_reverse = fields.Boolean(compute="_compute_can_reverse")

    _number_uniq = models.UniqueIndex(
        "(agent_id, kind, number) WHERE state = 'current'",
        "INC-33: this number of the agent was entered already.",
    )
    _reverses_uniq = models.Constraint(
        "UNIQUE(reverses_id)", "An entry is taken back once."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "An entry has an amount above 0."
    )
    _reversal_says_why = models.Constraint(
        "CHECK((reverses_id IS NULL) = (reason IS NULL)"
        " AND (reverses_id IS NOT NULL) = (state = 'reversal'))",
        "Taking back needs a reason.",
    )
    _counted_idx = models.Index("(company_id, date) WHERE state = 'current'")

    @api.depends_context("lang")
    @api.depends("kind", "number")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for one in self:
            parts = (kinds.get(one.kind), one.number)
            one.display_name = " · ".join(part for part in parts if part)

    @api.depends_context("uid")
    @api.depends("state", "kind")
    def _compute_can_reverse(self):
        may = self.env["cs.rebate.entry"].has_access("create")
        pays = self._may_pay()
        for one in self:
            allowed = may and (pays or one.kind != "payment")
            one.can_reverse = allowed and one.state == "current" and bool(one._origin)

    def _kept_text(self):
        return self.env._(
            "INC-33: turnover and payments stay as they were entered. Please take the"
            " entry back, with the reason, and enter it anew."
        )

    def action_reverse(self):
        """Open a form that takes this entry back."""
        self.ensure_one()
        self.check_access("read")
        values = {f"default_{name}": self[name] for name in SAME}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Back"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": values
            | {"default_agent_id": self.agent_id.id, "default_reverses_id": self.id},
        }

    @api.model_create_multi
    def create(self, vals_list):
        agents = self._agents_of(vals_list)
        agents._lock_agents()
        vals_list = [self._prepare_entry_vals(vals) for vals in vals_list]
        self._check_once(vals_list)
        self._check_payments(vals_list)
        taken = self.browse([vals["reverses_id"] or 0 for vals in vals_list]).exists()
        try:
            with self.env.cr.savepoint():
                # sudo: nobody writes entries; what is taken back is marked, and stays
                taken.sudo()._kept_write({"state": "reversed"})
                entries = super().create(vals_list)
                self.env.flush_all()
        except UniqueViolation as error:
            # Somebody else entered it just now: again, and then it is there.
            raise ConcurrencyError(str(error)) from error
        return entries

    @api.model
    def _agents_of(self, vals_list):
        wanted = {values_of.number_of(vals.get("agent_id")) for vals in vals_list}
        agents = self.env["cs.rebate.agent"].browse(wanted - {False}).exists()
        if False in wanted or len(agents) < len(wanted):
            raise UserError(self.env._("INC-33: please choose the agent."))
        agents.check_access("read")
        return agents

    @api.model
    def _prepare_entry_vals(self, vals):
        """What people enter, completed by what only the server knows."""
        agent = self.env["cs.rebate.agent"].browse(vals["agent_id"])
        values = {name: values_of.clean(self.env, vals.get(name)) for name in TEXTS}
        kind = vals.get("kind", "turnover")
        values |= {
            "agent_id": agent.id,
            "company_id": agent.company_id.id,
            "kind": kind if kind in dict(KINDS) else False,
            "date": values_of.day(self.env, vals.get("date"))
            or agent.company_id._cs_today(),
            "amount": vals.get("amount"),
            "author_id": self.env.uid,
            "entered_at": fields.Datetime.now(),
            "reverses_id": False,
            "state": "current",
        }
        taken = self.browse(values_of.number_of(vals.get("reverses_id")) or [])
        if taken:
            values |= taken._reversal_vals(agent, values["reason"])
        else:
            values["reason"] = False
            self._check_entry(values, agent)
        if values["kind"] == "payment" and not self._may_pay():
            raise AccessError(
                self.env._("INC-33: payroll accountants enter and take back payments.")
            )
        return values

    def _reversal_vals(self, agent, reason):
        """What a record has that takes this one back."""
        self.check_access("read")
        self.invalidate_recordset(["state"])
        if self.agent_id != agent or self.state != "current":
            raise UserError(
                self.env._("INC-33: this entry was taken back already, or takes back.")
            )
        if not reason:
            raise UserError(self.env._("INC-33: please say why it is taken back."))
        values = {name: self[name] for name in SAME}
        return values | {"reverses_id": self.id, "state": "reversal"}

    @api.model
    def _check_entry(self, values, agent):
        """Refuse what cannot be, in words."""
        if not (values["kind"] and values["number"] and values["origin"]):
            raise UserError(
                self.env._(
                    "INC-33: an entry says what it is, its number and where it is"
                    " taken from."
                )
            )
        if not values_of.is_amount(values["amount"]):
            raise UserError(values_of.amount_text(self.env))
        if values["date"] > agent.company_id._cs_today():
            raise UserError(self.env._("This day has not come yet."))

    @api.model
    def _check_payments(self, vals_list):
        """Nobody is paid more than the approved lists hold."""
        wanted = Counter()
        for vals in vals_list:
            if vals["kind"] == "payment" and vals["state"] == "current":
                wanted[vals["agent_id"]] += values_of.cents(vals)
        due = self.env["cs.rebate.agent"].browse(list(wanted))._due()
        for agent_id, amount in wanted.items():
            agent = self.env["cs.rebate.agent"].browse(agent_id)
            left = max(due.get(agent, 0), 0)
            if amount > left:
                raise UserError(
                    self.env._(
                        "INC-33: %(agent)s can be paid %(left)s, which is what the"
                        " approved lists hold and was not paid yet.",
                        agent=agent.display_name,
                        left=agent.currency_id.format(float(left)),
                    )
                )

    @api.model
    def _check_once(self, vals_list):
        """A number of an agent stands once, also among those entered together."""
        keys = [
            (vals["agent_id"], vals["kind"], vals["number"])
            for vals in vals_list
            if vals["state"] == "current"
        ]
        agents, _kinds, numbers = zip(*keys, strict=True) if keys else ((), (), ())
        found = self.search(
            [
                ("agent_id", "in", agents),
                ("number", "in", numbers),
                ("state", "=", "current"),
            ]
        )
        there = {(one.agent_id.id, one.kind, one.number) for one in found}
        if there & set(keys) or len(set(keys)) < len(keys):
            raise UserError(
                self.env._(
                    "INC-33: this number of the agent was entered already. To correct"
                    " it, take that entry back first."
                )
            )

    @api.model
    def _may_pay(self):
        return self.env.user.has_group("cs_base.group_payroll_accountant")
