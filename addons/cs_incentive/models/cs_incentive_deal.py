from odoo import api, fields, models
from odoo.tools import SQL

#: what somebody, or a group, is paid for
KINDS = [
    ("sale", "Sale"),
    ("public", "Public Sale"),
    ("design", "Design Contract"),
    ("construction", "Construction Contract"),
    ("parts", "Spare Parts or Service Contract"),
]
SLIP = "cs.incentive.deal.slip"
REFUND = "cs.incentive.deal.refund"


class CsIncentiveDeal(models.Model):
    """An order or contract that somebody is paid for (INC-01 to INC-03, INC-05).

    INC-06, nothing without proof: a deal counts in the later of the month in which it
    was closed and the month of its transfer slip (HD-22: signed by both managers).
    Without a valid slip it counts nowhere. The slip comes with the deal, or later as
    a record of its own. Refunds never change the deal: they are taken back in their
    own month.

    A deal is its kind and number, and is kept: a correction is a new record that names
    the corrected one and says why; 0 as amount says that there is no such deal. Slips
    and refunds belong to the first entry, so that they survive corrections.

    Access:

    * agents read the own deals and the public sales of their group, team leaders their
      team's, supervisors those of their departments, HR officers, payroll accountants
      and the general manager all of the company.
    * HR officers enter; supervisors for their departments. Nobody enters for the own
      person or group. Nobody writes or deletes. Technical administrators: nothing.
    """

    _name = "cs.incentive.deal"
    _inherit = ["cs.kept.mixin"]
    _description = "Deal"
    _order = "date desc, id desc"
    _rec_names_search = ["number", "customer"]
    _kept_is_entered = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True, default="sale")
    number = fields.Char(
        "Order or Contract Number",
        required=True,
        help="As it stands on the order or contract; 007 and 7 are two numbers.",
    )
    date = fields.Date(
        "Closed On",
        required=True,
        default=lambda self: self.env.company._cs_today(),
        help="Local day on which the deal was closed.",
    )
    employee_id = fields.Many2one(
        "hr.employee", "Whose Deal", index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department",
        "Group",
        index="btree_not_null",
        ondelete="restrict",
        help="INC-02: the group that shares a public sale.",
    )
    customer = fields.Char("Customer or Order")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.company.currency_id,
    )
    amount = fields.Monetary(required=True)
    slip_number = fields.Char("Transfer Slip")
    slip_date = fields.Date("Slip Handed In On")
    is_slip_signed = fields.Boolean(
        "Signed by Both Managers",
        help="HD-22: a transfer slip has two copies and is signed by both managers.",
    )
    counts_on = fields.Date(
        compute="_compute_counts_on",
        store=True,
        help="INC-06: the later of the day on which the deal was closed and the day on"
        " which its transfer slip was handed in. Empty: no valid slip, so nothing is"
        " paid.",
    )
    origin = fields.Char(
        "Taken From",
        required=True,
        help="Which platform or file says so, so that others can look it up.",
    )
    author_id = fields.Many2one(
        "res.users", "Entered By", required=True, readonly=True, ondelete="restrict"
    )
    entered_at = fields.Datetime("Entered On", required=True, readonly=True)
    state = fields.Selection(
        [("current", "In Force"), ("corrected", "Corrected")],
        required=True,
        readonly=True,
        default="current",
    )
    corrects_id = fields.Many2one("cs.incentive.deal", ondelete="restrict")
    correction_ids = fields.One2many(
        "cs.incentive.deal", "corrects_id", "Corrected By", readonly=True
    )
    reason = fields.Char("Why It Is Corrected")
    root_id = fields.Many2one(
        "cs.incentive.deal",
        "First Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Slips and refunds of a corrected deal belong to its first entry.",
    )
    chain_ids = fields.One2many(
        "cs.incentive.deal", "root_id", "All Corrections", readonly=True
    )
    own_slip_ids = fields.One2many(SLIP, "deal_id", "Slips Kept Here", readonly=True)
    own_refund_ids = fields.One2many(
        REFUND, "deal_id", "Refunds Kept Here", readonly=True
    )
    late_slip_ids = fields.Many2many(
        SLIP, string="Slip Handed In Later", compute="_compute_facts"
    )
    refund_ids = fields.Many2many(REFUND, string="Refunds", compute="_compute_facts")
    refunded = fields.Monetary(compute="_compute_facts")
    can_enter = fields.Boolean(compute="_compute_can_enter")

    _current_uniq = models.UniqueIndex(
        "(company_id, kind, number) WHERE state = 'current'",
        "There is a deal of this kind with this number already.",
    )
    _corrects_uniq = models.Constraint(
        "UNIQUE(corrects_id)", "A deal is corrected once; correct the correction."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount > 0 OR amount = 0 AND corrects_id IS NOT NULL)",
        "A deal has an amount above 0; a correction to 0 takes it away.",
    )
    _for_one = models.Constraint(
        "CHECK(CASE WHEN kind = 'public'"
        " THEN employee_id IS NULL AND department_id IS NOT NULL"
        " ELSE employee_id IS NOT NULL AND department_id IS NULL END)",
        "A public sale belongs to a group, any other deal to one person.",
    )
    _correction_says_why = models.Constraint(
        "CHECK((corrects_id IS NULL) = (reason IS NULL)"
        " AND (corrects_id IS NULL) = (root_id IS NULL))",
        "A correction says why, and only a correction.",
    )
    _counted_idx = models.Index("(company_id, counts_on) WHERE state = 'current'")
    _closed_idx = models.Index("(company_id, date) WHERE state = 'current'")

    @api.depends_context("lang")
    @api.depends("kind", "number")
    def _compute_display_name(self):
        """What no correction changes."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for deal in self:
            parts = (kinds.get(deal.kind), deal.number)
            deal.display_name = " · ".join(part for part in parts if part)

    @api.depends(
        "date",
        "amount",
        "slip_number",
        "slip_date",
        "is_slip_signed",
        "own_slip_ids.date",
        "root_id.own_slip_ids.date",
    )
    def _compute_counts_on(self):
        for deal in self:
            late = (deal.root_id or deal).own_slip_ids[:1].date
            slip = deal.slip_date if deal._has_own_slip() else late
            deal.counts_on = max(deal.date, slip) if slip and deal.amount else False

    @api.depends_context("uid")
    @api.depends(
        "own_slip_ids",
        "own_refund_ids",
        "root_id.own_slip_ids",
        "root_id.own_refund_ids",
    )
    def _compute_facts(self):
        roots = self._roots().ids
        slips = self.env[SLIP].search([("deal_id", "in", roots)])
        refunds = self.env[REFUND].search([("deal_id", "in", roots)])
        for deal in self:
            root = deal._roots()
            deal.late_slip_ids = slips.filtered(lambda one, r=root: one.deal_id == r)
            deal.refund_ids = refunds.filtered(lambda one, r=root: one.deal_id == r)
            deal.refunded = sum(deal.refund_ids.mapped("amount"))

    @api.depends_context("uid")
    @api.depends("state", "employee_id", "department_id")
    def _compute_can_enter(self):
        current = self.filtered(lambda one: one._origin and one.state == "current")
        allowed = current._enterable()
        for deal in self:
            deal.can_enter = deal in allowed

    def _has_own_slip(self):
        """Whether a valid slip came with the deal (INC-06)."""
        return bool(self.slip_number and self.slip_date and self.is_slip_signed)

    def _roots(self):
        """The first entries of these deals, to which slips and refunds belong."""
        return self._origin.root_id | self._origin.filtered(lambda one: not one.root_id)

    def _current(self):
        """The records in force of these deals (sudo)."""
        roots = self.sudo()._roots()
        return (roots | roots.chain_ids).filtered(lambda one: one.state == "current")

    def _lock_deals(self):
        """Keep others from entering a slip, refund or correction at this moment.

        Whoever comes second is refused by the database and run again by Odoo: an
        advisory lock would let it go on with what it saw before (TRUST.md).
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE cs_incentive_deal SET write_date = write_date"
                " WHERE id = ANY(%s)",
                self.sudo()._roots().ids,
            )
        )

    def _kept_text(self):
        return self.env._(
            "INC-06: a deal stays as it was entered. To correct it, use “Correct” and"
            " say why; a refund and a later transfer slip are entered beside it."
        )

    # Buttons

    def action_correct(self):
        """Open a new record that corrects this one."""
        names = ("kind", "number", "date", "customer", "amount", "origin")
        names += ("slip_number", "slip_date", "is_slip_signed")
        values = {f"default_{name}": self[name] for name in names}
        for name in ("employee_id", "department_id"):
            values[f"default_{name}"] = self[name].id
        values["default_corrects_id"] = self.id
        return self._form_action(self.env._("Correct the Deal"), self._name, values)

    def action_hand_in(self):
        """Open a form for the transfer slip that comes later."""
        values = {"default_deal_id": self.id}
        return self._form_action(self.env._("Hand In the Slip"), SLIP, values)

    def action_refund(self):
        """Open a form for a refund."""
        values = {"default_deal_id": self.id}
        return self._form_action(self.env._("Enter a Refund"), REFUND, values)

    def _form_action(self, name, model, values):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": values,
        }
