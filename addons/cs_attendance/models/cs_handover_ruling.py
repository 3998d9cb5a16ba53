from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..engine.rules import Cause

KINDS = [
    ("left_post", "Left before the relief had accepted"),
    ("unclear", "Unclear handover caused a missed shift or an error"),
]
#: All that a superior enters; whose day it is follows from the handover.
ENTERED = {"handover_id", "kind", "left_at", "reason"}


class CsHandoverRuling(models.Model):
    """A superior's ruling on a handover (ATT-14); append-only.

    It makes the day of who handed over an absence. A mistake is put right by an
    appeal against the day, which is above every other fact of it.

    Access: who sees the handover reads; supervisors rule in their departments, the
    general manager in the company, nobody on the own handover.
    """

    _name = "cs.handover.ruling"
    _inherit = ["cs.superior.ruling"]
    _description = "Ruling on a Handover"
    _order = "id desc"

    handover_id = fields.Many2one(
        "cs.handover", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="handover_id.company_id", store=True)
    employee_id = fields.Many2one(
        related="handover_id.outgoing_id", store=True, index=True
    )
    date = fields.Date(related="handover_id.date", store=True)
    kind = fields.Selection(KINDS, "What Happened", required=True)
    left_at = fields.Datetime()

    _once = models.Constraint(
        "UNIQUE(handover_id, kind)", "This has been ruled on already."
    )
    _left_has_time = models.Constraint(
        "CHECK((kind = 'left_post') = (left_at IS NOT NULL))",
        "Leaving the post needs the time, an unclear handover does not.",
    )

    @api.depends("kind", "employee_id.name", "date")
    def _compute_display_name(self):
        names = dict(self._fields["kind"]._description_selection(self.env))
        for one in self.sudo():
            what = names.get(one.kind, "")
            one.display_name = f"{one.date or ''} {what}".strip()

    @api.constrains("kind", "left_at", "handover_id")
    def _check_left(self):
        """Who left after the relief had accepted did not leave the post."""
        for one in self.filtered(lambda one: one.kind == "left_post"):
            accepted = one.handover_id.relief_signed_at
            if one.left_at > fields.Datetime.now() or (
                accepted and one.left_at >= accepted
            ):
                raise ValidationError(
                    self.env._(
                        "ATT-14: leaving the post lies in the past and before the"
                        " relief accepted. Please correct the time."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {
                **{name: vals[name] for name in ENTERED & vals.keys()},
                "ruled_by_id": self.env.uid,
            }
            for vals in vals_list
        ]
        rulings = super().create(vals_list)
        for one in rulings.sudo():
            if one.employee_id.user_id == self.env.user:
                raise AccessError(
                    self.env._("Nobody rules on a handover of their own.")
                )
            self.env["cs.period"].sudo()._check_open(
                one.company_id, one.date, code="attendance_sheet"
            )
        rulings.sudo().handover_id._touch_day()
        rulings.sudo()._tell_ruled()
        return rulings

    def _cause(self):
        """ATT-14: left the post, or handed over so unclearly that something failed."""
        key = f"att.handover_{self.kind}"
        return Cause("ATT-14", key, ((self._name, "ruling", self.id),))
