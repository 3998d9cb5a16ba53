from odoo import api, fields, models
from odoo.exceptions import UserError


class CsPhoneAssign(models.TransientModel):
    """Says whose calls those of an unknown extension were (HD-03).

    Access: leaders and supervisors for their own people, helpdesk managers; each the
    own dialogs.
    """

    _name = "cs.phone.assign"
    _description = "Whose Calls These Are"

    record_ids = fields.Many2many(
        "cs.phone.record",
        string="Calls",
        default=lambda self: self._default_record_ids(),
    )
    employee_id = fields.Many2one("hr.employee", "Colleague", required=True)

    @api.model
    def _default_record_ids(self):
        context = self.env.context
        if context.get("active_model") != "cs.phone.record":
            return []
        Record = self.env["cs.phone.record"]
        ids = context.get("active_ids") or []
        return Record.search([("id", "in", ids), ("is_to_assign", "=", True)])

    def action_confirm(self):
        """Assign those that nobody has yet."""
        self.ensure_one()
        self.check_access("write")
        calls = self.record_ids.filtered("is_to_assign")
        if not calls:
            raise UserError(self.env._("HD-03: each of these calls has a colleague."))
        calls._assign(self.employee_id)
        return {"type": "ir.actions.act_window_close"}
