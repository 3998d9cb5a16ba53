from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from . import deal_values as values_of


class CsIncentiveDealFactMixin(models.AbstractModel):
    """What is entered beside a deal, and kept: its transfer slip, its refunds (INC-06).

    It belongs to the first entry of the deal, whatever was corrected since; people
    read it as they read the deal in force, and enter it as they enter deals.
    """

    _name = "cs.incentive.deal.fact.mixin"
    _inherit = ["cs.kept.mixin"]
    _description = "Kept Beside a Deal"
    _order = "date desc, id desc"
    _kept_is_entered = True

    deal_id = fields.Many2one(
        "cs.incentive.deal",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', '=', 'current')]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(related="deal_id.kind", store=True)
    employee_id = fields.Many2one(
        "hr.employee",
        "Whose Deal",
        compute="_compute_from_deal",
        store=True,
        index=True,
    )
    department_id = fields.Many2one(
        "hr.department", "Group", compute="_compute_from_deal", store=True, index=True
    )
    number = fields.Char(required=True)
    date = fields.Date(required=True, default=lambda self: self.env.company._cs_today())
    author_id = fields.Many2one(
        "res.users", "Entered By", required=True, readonly=True, ondelete="restrict"
    )
    entered_at = fields.Datetime("Entered On", required=True, readonly=True)

    @api.depends_context("lang")
    @api.depends("number", "deal_id.display_name")
    def _compute_display_name(self):
        for fact in self.sudo():
            parts = (fact.number, fact.deal_id.display_name)
            fact.display_name = " · ".join(part for part in parts if part)

    @api.depends(
        "deal_id.state",
        "deal_id.employee_id",
        "deal_id.department_id",
        "deal_id.chain_ids.state",
        "deal_id.chain_ids.employee_id",
        "deal_id.chain_ids.department_id",
    )
    def _compute_from_deal(self):
        for fact in self:
            deal = fact.deal_id._current()[:1]
            fact.employee_id = deal.employee_id
            fact.department_id = deal.department_id

    @api.model_create_multi
    def create(self, vals_list):
        Deal = self.env["cs.incentive.deal"]
        wanted = [values_of.number_of(vals.get("deal_id")) for vals in vals_list]
        deals = Deal.browse(set(wanted) - {False}).exists()
        if set(wanted) - set(deals.ids):
            raise UserError(self.env._("INC-06: please choose the deal."))
        deals.check_access("read")
        vals_list = [
            self._prepare_fact_vals(vals, Deal.browse(deal))
            for vals, deal in zip(vals_list, wanted, strict=True)
        ]
        deals._lock_deals()
        self._check_facts(vals_list)
        try:
            with self.env.cr.savepoint():
                facts = super().create(vals_list)
                self.env.flush_all()
        except UniqueViolation as error:
            # Somebody else entered it just now: again, and then it is there.
            raise ConcurrencyError(str(error)) from error
        return facts

    @api.model
    def _prepare_fact_vals(self, vals, deal):
        """What people enter, completed by what only the server knows."""
        # sudo: the first entry belongs to whoever reads a correction of it
        root = deal.sudo()._roots()
        today = self.env.company._cs_today()
        return {
            "deal_id": root.id,
            "company_id": root.company_id.id,
            "number": values_of.clean(self.env, vals.get("number")),
            "date": values_of.day(self.env, vals.get("date")) or today,
            "author_id": self.env.uid,
            "entered_at": fields.Datetime.now(),
        }

    @api.model
    def _check_facts(self, vals_list):
        """Refuse what cannot be, in words."""
        roots = self.env["cs.incentive.deal"].browse([v["deal_id"] for v in vals_list])
        roots.invalidate_recordset()
        deals = {deal._roots().id: deal for deal in roots._current()}
        enterable = roots._current().with_env(self.env)._enterable()
        days = {}
        for vals in vals_list:
            deal = deals[vals["deal_id"]]
            if deal.id not in enterable.ids:
                raise UserError(
                    deal.with_env(self.env)._not_allowed_text(
                        {
                            "employee_id": deal.employee_id.id,
                            "department_id": deal.department_id.id,
                        }
                    )
                )
            reason = self._fact_obstacle(deal, vals)
            if reason:
                raise UserError(reason)
            days.setdefault(deal.company_id, set()).update(self._fact_days(deal, vals))
        for company, some in days.items():
            values_of.check_open(self.env, company, some)

    @api.model
    def _fact_obstacle(self, deal, vals):
        """:return: why this cannot be beside the deal in force (sudo), or None"""
        if not vals["number"]:
            return self.env._("Please enter the number of the slip or refund.")
        if vals["date"] > deal.company_id._cs_today():
            return self.env._("This day has not come yet.")
        if not deal.amount:
            return self.env._("INC-06: this deal was taken away by a correction.")
        return None

    @api.model
    def _fact_days(self, deal, vals):
        """:return: days whose months must be open"""
        return {vals["date"]}
