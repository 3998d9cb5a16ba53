from collections import Counter

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, MissingError, UserError
from odoo.tools import float_compare

from . import deal_values as values_of
from .cs_incentive_deal import KINDS

#: What people enter; the rest is set by the server.
TEXTS = ("number", "customer", "slip_number", "origin", "reason")
LINKS = ("employee_id", "department_id", "corrects_id")
DAYS = ("date", "slip_date")
#: What a correction takes from the deal that it corrects: what makes it that deal.
SAME = ("kind", "number", "company_id", "currency_id")


class CsIncentiveDeal(models.Model):
    """Entering deals: what is refused, in words, and what the database ensures."""

    _inherit = "cs.incentive.deal"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_deal_vals(vals) for vals in vals_list]
        corrected = self._corrected(vals_list)
        corrected._lock_deals()
        corrected.invalidate_recordset(["state"])
        self._check_deals(vals_list)
        # sudo: nobody writes deals; what is corrected is marked, and stays
        corrected.sudo()._kept_write({"state": "corrected"})
        try:
            with self.env.cr.savepoint():
                deals = super().create(vals_list)
                deals.flush_recordset()
        except UniqueViolation as error:
            # Somebody else entered it just now: again, and then it is there.
            raise ConcurrencyError(str(error)) from error
        return deals

    @api.model
    def _prepare_deal_vals(self, vals):
        """What people enter, completed by what only the server knows."""
        values = {name: values_of.clean(self.env, vals.get(name)) for name in TEXTS}
        values |= {name: values_of.number_of(vals.get(name)) for name in LINKS}
        values |= {name: values_of.day(self.env, vals.get(name)) for name in DAYS}
        values["date"] = values["date"] or self.env.company._cs_today()
        kind = vals.get("kind", "sale")
        values["kind"] = kind if kind in dict(KINDS) else False
        values["amount"] = vals.get("amount")
        values["is_slip_signed"] = vals.get("is_slip_signed") is True
        company = self._company_of(values)
        values |= {"company_id": company.id, "currency_id": company.currency_id.id}
        corrected = self.browse(values["corrects_id"] or []).exists()
        if corrected:
            corrected.check_access("read")
            values |= corrected._convert_to_write({n: corrected[n] for n in SAME})
        values["reason"] = values["reason"] if corrected else False
        # sudo: the first entry belongs to whoever reads a correction of it
        root = corrected.sudo()._roots()
        return {
            **values,
            "corrects_id": corrected.id,
            "root_id": root.id,
            "author_id": self.env.uid,
            "entered_at": fields.Datetime.now(),
            "state": "current",
        }

    @api.model
    def _corrected(self, vals_list):
        return self.browse({vals["corrects_id"] for vals in vals_list} - {False})

    @api.model
    def _company_of(self, vals):
        for model, name in (
            ("hr.employee", "employee_id"),
            ("hr.department", "department_id"),
        ):
            # sudo: the company of whom the deal is about
            one = self.env[model].sudo().browse(vals[name] or [])
            try:
                if one.company_id:
                    return one.company_id
            except MissingError:
                continue
        return self.env.company.sudo()

    @api.model
    def _check_deals(self, vals_list):
        """Refuse what cannot be a deal, in words.

        :param vals_list: as prepared
        """
        people, units = self._may_enter_for(
            self.env["hr.employee"].browse({v["employee_id"] or 0 for v in vals_list}),
            self.env["hr.department"].browse(
                {v["department_id"] or 0 for v in vals_list}
            ),
        )
        allowed = self._corrected(vals_list)._enterable()
        days = {}
        for vals in vals_list:
            reason = self._obstacle(vals)
            if reason:
                raise UserError(reason)
            may = (
                vals["employee_id"] in people.ids or vals["department_id"] in units.ids
            )
            old = self.browse(vals["corrects_id"] or [])
            if not may or old - allowed:
                raise UserError(self._not_allowed_text(vals))
            if old:
                old.sudo().with_env(self.env)._check_correction(vals)
            days.setdefault(vals["company_id"], set()).update(
                self._days_to_be_open(vals, old.sudo())
            )
        self._check_free(vals_list)
        for company, some in days.items():
            company = self.env["res.company"].browse(company)
            values_of.check_open(self.env, company, some)

    @api.model
    def _check_free(self, vals_list):
        """A kind and number is entered once, or names what it corrects."""
        keys = Counter(values_of.key(vals) for vals in vals_list)
        if len(keys) < len(vals_list):
            raise UserError(
                self.env._(
                    "INC-06: two of these deals have the same kind and number. Please"
                    " enter one of them."
                )
            )
        for (_key, deal), vals in zip(self._there(vals_list), vals_list, strict=True):
            if deal and deal.id != vals["corrects_id"]:
                raise UserError(self._there_text(deal))

    @api.model
    def _there(self, vals_list):
        """Deals in force of these kinds and numbers, in one query.

        :return: list of (key, deal (sudo) or none) in the order of ``vals_list``
        """
        # sudo: whether there is one, whoever entered it
        found = self.sudo().search(
            [
                ("state", "=", "current"),
                ("company_id", "in", [vals["company_id"] for vals in vals_list]),
                ("number", "in", [vals["number"] for vals in vals_list]),
            ]
        )
        found = found.grouped(values_of.key)
        keys = [values_of.key(vals) for vals in vals_list]
        return [(key, found.get(key, self.sudo().browse())) for key in keys]

    @api.model
    def _days_to_be_open(self, vals, old):
        """ALL-05: what is corrected must not have counted in a closed month, nor may
        the new record count there.

        :param old: the deal that is corrected (sudo), or none
        """
        days = {old.counts_on, self._counted_day(vals, old)}
        if not old or old.date != vals["date"]:
            days.add(vals["date"])
        return days - {False, None}

    @api.model
    def _counted_day(self, vals, old):
        slip = vals["slip_date"]
        if not (slip and vals["slip_number"] and vals["is_slip_signed"]):
            slip = old._roots().own_slip_ids[:1].date
        return max(vals["date"], slip) if slip and vals["amount"] else None

    def _check_correction(self, vals):
        """Whether this deal may be corrected to these values."""
        if self.state != "current":
            raise UserError(
                self.env._(
                    "INC-06: this deal was corrected already. Please correct the deal"
                    " in force."
                )
            )
        if self._company_of(vals) != self.company_id:
            raise UserError(self._not_allowed_text(vals))
        # sudo: all refunds of the deal, whoever may read them
        refunds = self.sudo()._roots().own_refund_ids
        if (
            refunds
            and float_compare(sum(refunds.mapped("amount")), vals["amount"], 2) > 0
        ):
            raise UserError(
                self.env._(
                    "INC-06: more than that was refunded already. Please enter an"
                    " amount of at least %s.",
                    self._money_text(sum(refunds.mapped("amount"))),
                )
            )
        if refunds and vals["date"] > min(refunds.mapped("date")):
            raise UserError(
                self.env._("INC-06: a deal cannot be closed after its refund.")
            )
