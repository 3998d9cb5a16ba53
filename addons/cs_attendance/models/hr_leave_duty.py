from odoo import models


class HrLeave(models.Model):
    _inherit = "hr.leave"

    def _get_leaves_on_public_holiday(self):
        """Stock validates no leave of a day that is free in the working calendar; who
        is on duty by the roster all the same can be on leave (ATT-11)."""
        leaves = super()._get_leaves_on_public_holiday()
        return leaves.filtered(lambda one: not one._cs_is_on_duty())

    def _cs_is_on_duty(self):
        person = self.employee_id.sudo()
        days = self.request_date_from, self.request_date_to
        plan = self.env["cs.duty.slot"].sudo()._planned(person, *days)
        return any(slot.is_due for slot in plan.get(person.id, {}).values())
