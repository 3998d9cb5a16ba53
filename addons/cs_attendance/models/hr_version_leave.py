from odoo import api, models
from odoo.fields import Domain


class HrVersion(models.Model):
    """A changed working schedule re-cuts leave that lies across the change; leave
    whose days were approved stays approved (ATT-09)."""

    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions._cs_restore_approved()
        return versions

    def write(self, vals):
        result = super().write(vals)
        if {
            "resource_calendar_id",
            "date_version",
            "contract_date_start",
        } & vals.keys():
            self._cs_restore_approved()
        return result

    def _refuse_leave(self, leave, leaves_state):
        # sudo: stock's own reshuffling, not a decision
        return super()._refuse_leave(leave.sudo(), leaves_state)

    def _set_leave_draft(self, leave, leaves_state):
        # sudo: see above
        return super()._set_leave_draft(leave.sudo(), leaves_state)

    def _cs_restore_approved(self):
        """Approve again what stock put back although its days were approved."""
        Request = self.env["cs.leave.request"].sudo()
        people = self.sudo().employee_id
        if not people or not Request.search_count(
            Domain("employee_id", "in", people.ids) & Domain("state", "=", "approved"),
            limit=1,
        ):
            return
        waiting = (
            self.env["hr.leave"]
            .sudo()
            .search(
                Domain("employee_id", "in", people.ids)
                & Domain("state", "=", "confirm")
            )
        )
        for leave in waiting:
            if Request._covering(leave):
                leave._cs_system()._action_validate(check_state=False)
