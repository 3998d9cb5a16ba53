from odoo import api, fields, models
from odoo.tools import SQL


class HelpdeskTicketStage(models.Model):
    """A stage may stop the clock, because somebody else's answer is waited for."""

    _inherit = "helpdesk.ticket.stage"

    cs_pauses = fields.Boolean(
        "Pauses the Clock",
        help="HD-03: time in this stage does not count towards closing. The time to the"
        " first reply goes on: what waits for the customer has been answered before.",
    )
    cs_pause_reason = fields.Char(
        "Reason for the Pause", translate=True, help="Kept with each pause."
    )

    _cs_closed_does_not_pause = models.Constraint(
        "CHECK(NOT cs_pauses OR NOT closed)",
        "In a closed stage the clock has stopped; it cannot pause there.",
    )
    _cs_pause_has_reason = models.Constraint(
        "CHECK(NOT cs_pauses OR cs_pause_reason IS NOT NULL)",
        "Please say why the clock pauses in this stage.",
    )

    def write(self, vals):
        result = super().write(vals)
        if {"cs_pauses", "closed"} & vals.keys():
            # sudo: the clock of tickets that the caller need not reach
            Ticket = self.env["helpdesk.ticket"].sudo()
            Ticket.search([("stage_id", "in", self.ids)])._cs_clock_follow()
        return result

    @api.model
    def _cs_set_first_pause(self):
        """At installation: the stage Awaiting of ``helpdesk_mgmt`` waits for customers.

        In SQL and in our columns only, so that nothing stays behind without us.
        """
        stage = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_stage_awaiting", raise_if_not_found=False
        )
        if stage and not stage.closed and not stage.cs_pauses:
            stage.flush_recordset()
            self.env.execute_query(
                SQL(
                    """UPDATE helpdesk_ticket_stage
                          SET cs_pauses = TRUE, cs_pause_reason = %s
                        WHERE id = %s RETURNING id""",
                    '{"en_US": "Waiting for the customer", "zh_CN": "等待客户答复"}',
                    stage.id,
                )
            )
            stage.invalidate_recordset()
