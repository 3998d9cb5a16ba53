from odoo import api, fields, models

LOST_OUTCOMES = {
    "invalid": "cs_helpdesk.outcome_order_invalid",
    "failed": "cs_helpdesk.outcome_order_failed",
}


class HelpdeskTicket(models.Model):
    """An order is closed as lost only by an approved report (HD-24)."""

    _inherit = "helpdesk.ticket"

    cs_lost_order_ids = fields.One2many(
        "cs.lost.order", "ticket_id", "Reports of Loss", readonly=True
    )
    cs_lost_order_count = fields.Integer(compute="_compute_cs_lost_order_count")

    @api.depends("cs_lost_order_ids")
    def _compute_cs_lost_order_count(self):
        found = self.env["cs.lost.order"]
        # Whoever reads the ticket only is shown none.
        if found.has_access("read"):
            rows = found._read_group(
                [("ticket_id", "in", self.ids)], ["ticket_id"], ["__count"]
            )
            found = {ticket.id: count for ticket, count in rows}
        for ticket in self:
            ticket.cs_lost_order_count = found and found.get(ticket._origin.id, 0)

    @api.model
    def _cs_dispatch_domain(self):
        """Nobody is sent to a customer who has perhaps gone."""
        states = [("state", "in", ("reported", "submitted"))]
        return [
            *super()._cs_dispatch_domain(),
            ("cs_lost_order_ids", "not any", states),
        ]

    def _cs_missing(self):
        missing = super()._cs_missing()
        reports = self.cs_lost_order_ids
        if reports.filtered(lambda one: one.state in ("reported", "submitted")):
            missing.append(
                self.env._("HD-24: the decision on the report that it is lost")
            )
        lost = {self.env.ref(name).id for name in LOST_OUTCOMES.values()}
        if self.cs_outcome_id.id in lost and not self._cs_is_lost():
            missing.append(
                self.env._(
                    "HD-24: an approved report that it is lost; only that closes it"
                    " with this outcome"
                )
            )
        return missing

    def _cs_is_lost(self):
        """Whether an archived report says so (sudo)."""
        self.ensure_one()
        return "approved" in self.cs_lost_order_ids.mapped("state")

    def _cs_is_called_back(self):
        """A lost order is no finished service (HD-07)."""
        return not self._cs_is_lost() and super()._cs_is_called_back()

    def _cs_close_as_lost(self, kind):
        """HD-24: the order is closed by the approval (sudo)."""
        self.ensure_one()
        if not self.closed:
            self.cs_outcome_id = self.env.ref(LOST_OUTCOMES[kind])
            self.action_close()

    def action_cs_lost(self):
        """The report that an order is lost, or the form of a new one (HD-24)."""
        self.ensure_one()
        self.check_access("read")
        report = self.env["cs.lost.order"].search([("ticket_id", "=", self.id)])
        live = report.filtered(lambda one: one.state != "refused")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lost Order"),
            "res_model": "cs.lost.order",
            "res_id": live[:1].id,
            "views": [(False, "form")],
            "context": {"default_ticket_id": self.id},
        }
