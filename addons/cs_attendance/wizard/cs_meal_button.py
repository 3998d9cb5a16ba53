from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CsMealButton(models.TransientModel):
    """The one button of ATT-15: away, or back."""

    _name = "cs.meal.button"
    _description = "Away for a Meal"

    state = fields.Selection(
        [("here", "At the Desk"), ("away", "Away")], compute="_compute_state"
    )
    away_at = fields.Datetime("Away Since", compute="_compute_state")
    back_by = fields.Datetime(compute="_compute_state")
    last_text = fields.Char(compute="_compute_state")

    @api.depends_context("uid")
    def _compute_state(self):
        Break = self.env["cs.meal.break"].sudo()
        employee = self._employee()
        one = Break._open_of(employee)
        last = Break.search([("employee_id", "=", employee.id)], limit=1)
        for button in self:
            button.state = "away" if one else "here"
            button.away_at = one.away_at
            button.back_by = one and one.away_at + timedelta(minutes=one.limit_minutes)
            button.last_text = last.explanation

    @api.depends_context("lang")
    @api.depends("state")
    def _compute_display_name(self):
        for button in self:
            button.display_name = self.env._("Away for a Meal")

    def _employee(self):
        # sudo: one's own file is not open to everybody
        return self.env.user.employee_id.sudo()

    def action_away(self):
        """Go away for a meal, now."""
        employee = self._check_person()
        self.env["cs.meal.break"]._go(employee)
        return self._again()

    def action_back(self):
        """Be back, now."""
        one = self.env["cs.meal.break"]._open_of(self._check_person())
        if not one:
            raise UserError(self.env._("You are not away."))
        one._come_back()
        return self.env["cs.undo"]._offer(
            one.sudo(False), self.env._("You are back."), self._again()
        )

    def _check_person(self):
        self.check_access("read")
        self.env["cs.meal.break"].check_access("read")
        employee = self._employee()
        if not employee:
            raise UserError(self.env._("You are no employee of this company."))
        return employee

    @api.model
    def _again(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "cs_attendance.cs_meal_button_action"
        )
