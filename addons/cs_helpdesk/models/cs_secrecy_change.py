from odoo import api, fields, models

from .cs_secret_mixin import LEVELS


class CsSecrecyChange(models.Model):
    """That a level of secrecy changed: by whom, when, from what to what, why (HD-20).

    Written by the server, and kept. Access as for ``cs.secret.reading``.
    """

    _name = "cs.secrecy.change"
    _inherit = ["cs.secret.log.mixin"]
    _description = "Change of a Level of Secrecy"

    user_id = fields.Many2one(string="Changed By")
    changed_at = fields.Datetime("Changed On", required=True, readonly=True)
    level_from = fields.Selection(LEVELS, "Before", required=True, readonly=True)
    level_to = fields.Selection(LEVELS, "After", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)

    _of_one = models.Constraint(
        "CHECK(num_nonnulls(ticket_id, customer_id) = 1 AND level_from <> level_to)",
        "HD-20: a change is of one ticket or one customer, to another level.",
    )

    def _kept_text(self):
        return self.env._("HD-20: how a level changed is written by the system.")

    @api.model
    def _note(self, records, level, reason):
        """Before the level is written (sudo: nobody writes these rows)."""
        now = fields.Datetime.now()
        rows = []
        for record in records.sudo():
            values = record._secret_vals()
            before = values.pop("level")
            rows.append(
                {
                    **values,
                    "user_id": self.env.uid,
                    "changed_at": now,
                    "level_from": before,
                    "level_to": level,
                    "reason": reason,
                }
            )
        return self.sudo()._kept_create(rows)
