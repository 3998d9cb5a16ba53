from odoo import api, fields, models
from odoo.exceptions import UserError

#: States in which the matter of a suggestion is finished (HD-08).
FINISHED = ("done", "not_adopted")


class HelpdeskTicket(models.Model):
    """A ticket of the kind "suggestion" closes with its suggestion (HD-08)."""

    _inherit = "helpdesk.ticket"

    cs_suggestion_id = fields.Many2one(
        "cs.suggestion",
        string="Study of the Suggestion",
        compute="_compute_cs_suggestion_id",
    )

    @api.depends("cs_kind")
    def _compute_cs_suggestion_id(self):
        found = self.env["cs.suggestion"]
        # Whoever reads the ticket only is shown none.
        if found.has_access("read"):
            found = found.search([("ticket_id", "in", self.ids)])
        by_ticket = {one.ticket_id.id: one for one in found}
        for ticket in self:
            ticket.cs_suggestion_id = by_ticket.get(ticket._origin.id)

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        if any(ticket.cs_kind == "suggestion" for ticket in tickets):
            tickets._cs_register_suggestions()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if "cs_kind" in vals:
            self._cs_register_suggestions()
        return result

    def _cs_missing(self):
        missing = super()._cs_missing()
        own = self.filtered(lambda ticket: ticket.cs_kind == "suggestion")
        for one in own and own._cs_suggestions():
            if one.state not in FINISHED:
                missing.append(
                    self.env._(
                        "HD-08: the suggestion is carried out, or not adopted, and the"
                        " customer was told; it is “%s”",
                        one._state_label(one.state),
                    )
                )
        return missing

    def _cs_on_reopened(self):
        super()._cs_on_reopened()
        own = self.filtered(lambda ticket: ticket.cs_kind == "suggestion")
        if own:
            own._cs_suggestions()._reopen()

    def action_cs_suggestion(self):
        """Open the suggestion, with the caller's rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.suggestion",
            "res_id": self.cs_suggestion_id.id,
            "views": [(False, "form")],
        }

    def _cs_suggestions(self):
        """Their suggestions (sudo)."""
        return self.env["cs.suggestion"].sudo().search([("ticket_id", "in", self.ids)])

    def _cs_register_suggestions(self):
        """Register new ones; take back what was no suggestion after all."""
        kind = self.filtered(lambda ticket: ticket.cs_kind == "suggestion")
        there = self._cs_suggestions()
        if not kind and not there:
            return
        wrong = there.filtered(lambda one: one.ticket_id not in kind)
        if any(one.state != "received" for one in wrong):
            raise UserError(
                self.env._(
                    "HD-08: this suggestion is being studied already. Decide on it, and"
                    " open a new ticket for another matter."
                )
            )
        new = kind - there.ticket_id.with_env(self.env)
        wrong._discard()
        if new:
            self.env["cs.suggestion"]._register_tickets(new)
            new.filtered("closed")._cs_check_closing()
        self.invalidate_recordset(["cs_suggestion_id"])
