from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.fields import Domain


class CsSuperiorRuling(models.AbstractModel):
    """A superior's ruling that makes a day an absence (ATT-11, ATT-13, ATT-14).

    It stays, and the person is told: an appeal against the day is above it (ALL-02).
    Whose day it is say ``employee_id`` and ``date`` of the model.
    """

    _name = "cs.superior.ruling"
    _inherit = ["cs.kept.mixin"]
    _description = "Ruling of a Superior"
    _kept_is_entered = True

    reason = fields.Text("Reasons", required=True)
    ruled_by_id = fields.Many2one(
        "res.users", readonly=True, required=True, default=lambda self: self.env.user
    )

    def _kept_text(self):
        return self.env._(
            "A ruling stays as it is. The person can appeal against the day."
        )

    def _cause(self):
        """What the ruling says of the day, as the judge takes it.

        :rtype: engine.rules.Cause
        """
        raise NotImplementedError

    @api.model
    def _domain_in_force(self):
        return Domain.TRUE

    @api.model
    def _note_causes(self, facts, employees):
        """Enter the rulings on these people among the facts of their days (sudo)."""
        domain = self._domain_in_force() & Domain("employee_id", "in", employees.ids)
        domain &= Domain("date", ">=", facts.first) & Domain("date", "<=", facts.last)
        for ruling in self.search_fetch(domain, order="id"):
            place, cause = (ruling.employee_id.id, ruling.date), ruling._cause()
            slot = facts.slot(*place)
            if cause.is_owed or (slot and slot.is_due):
                known = facts.at(*place)
                known.cause = known.cause or cause

    def _tell_ruled(self):
        """Tell whose day it is about, in the own language (sudo)."""
        for ruling in self:
            user = ruling.employee_id.user_id
            if not user.active:
                continue
            local = ruling.with_context(lang=user.lang)
            local.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=local.env._(
                    "A ruling makes %s an absence",
                    words.day_name(local.env, ruling.date),
                ),
                body=local.env._(
                    "%(who)s has ruled: %(reason)s You can appeal against the day in My"
                    " Attendance.",
                    who=ruling.ruled_by_id.name,
                    reason=ruling.reason,
                ),
            )
