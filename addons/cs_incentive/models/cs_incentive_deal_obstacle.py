from datetime import date
from decimal import Decimal

from odoo import api, models

from . import deal_values as values_of


class CsIncentiveDeal(models.Model):
    """Entering deals: who may, and why something is no deal, in words."""

    _inherit = "cs.incentive.deal"

    @api.model
    def _may_enter_for(self, employees, departments):
        """Of these people and groups, those for whom the user may enter deals.

        :return: hr.employee (sudo), hr.department (sudo)
        """
        people = self.env["cs.metric.figure"]._may_enter(employees.exists())
        user, units = self.env.user, departments.exists().sudo()
        units = units.filtered(
            lambda one: (one.company_id or self.env.company) in self.env.companies
        )
        if not user.has_group("cs_base.group_hr_officer"):
            if not user.has_group("cs_base.group_supervisor"):
                return people, units.browse()
            units &= user.cs_managed_department_ids.sudo()
        own = user._cs_employees()._cs_all_records().department_id
        return people, units - own

    def _enterable(self):
        """Of these deals, those for which the user may enter something."""
        deals = self.sudo()
        people, units = self._may_enter_for(deals.employee_id, deals.department_id)
        return self.filtered(
            lambda one: one.sudo().employee_id in people
            or one.sudo().department_id in units
        )

    # Why not

    @api.model
    def _not_allowed_text(self, vals):
        # An id is guessed: who is not in the reader's directory is not named either.
        directory = self.env["hr.employee.public"].with_context(active_test=False)
        person = directory.search([("id", "=", vals["employee_id"] or 0)])
        unit = self.env["hr.department"].search(
            [("id", "=", vals["department_id"] or 0)]
        )
        return self.env._(
            "INC-06: you cannot enter deals of %(name)s. HR officers enter those of the"
            " company and supervisors those of their departments, never those of the"
            " own person or group.",
            name=person.name or unit.name or self.env._("nobody"),
        )

    @api.model
    def _there_text(self, deal):
        return self.env._(
            "INC-06: there is this deal already: %(name)s, %(amount)s (%(origin)s)."
            " Open it and correct it, with the reason.",
            name=deal.with_env(self.env).sudo().display_name,
            amount=deal.with_env(self.env).sudo()._money_text(deal.amount),
            origin=deal.origin,
        )

    @api.model
    def _obstacle(self, vals):
        """:return: why this is no deal, in words; None when it is one"""
        if not vals["kind"]:
            return self.env._("Please choose the kind of deal.")
        if not vals["number"]:
            return self.env._("Please enter the number of the order or contract.")
        if vals["kind"] == "public" and (
            vals["employee_id"] or not vals["department_id"]
        ):
            return self.env._(
                "INC-02: a public sale belongs to a group. Please choose the group and"
                " no person."
            )
        if vals["kind"] != "public" and (
            vals["department_id"] or not vals["employee_id"]
        ):
            return self.env._(
                "INC-06: please choose whose deal it is: one person, and no group."
            )
        if not vals["origin"]:
            return self.env._(
                "INC-06: please say where the deal is taken from: the platform or file."
            )
        if vals["corrects_id"] and not vals["reason"]:
            return self.env._("INC-06: please say why the deal is corrected.")
        return self._amount_obstacle(vals) or self._slip_obstacle(vals)

    @api.model
    def _amount_obstacle(self, vals):
        # 0 as it is entered; nothing at all and False are no amount
        is_zero = type(vals["amount"]) in (int, float, Decimal) and vals["amount"] == 0
        takes_away = vals["corrects_id"] and is_zero
        if not takes_away and not values_of.is_amount(vals["amount"]):
            return values_of.amount_text(self.env)
        return None

    @api.model
    def _slip_obstacle(self, vals):
        today = self.env.company._cs_today()
        if vals["date"] > today or (vals["slip_date"] or date.min) > today:
            return self.env._("This day has not come yet.")
        if vals["is_slip_signed"] and not (vals["slip_number"] and vals["slip_date"]):
            return self.env._(
                "INC-06: a signed transfer slip has a number and a day. Please enter"
                " both, or hand in the slip later."
            )
        return None

    def _money_text(self, amount):
        return self.currency_id.format(amount)
