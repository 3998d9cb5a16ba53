from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """Who answers for a matter (首问负责制, HD-02).

    ``cs_first_owner_id`` is who first received it: the colleague who entered it, else
    the first one it was assigned to. It never changes, and the first owner goes on
    reading the ticket. ``cs_owner_id`` answers for it until it is closed: the first
    owner, or who accepted it (``cs.ticket.transfer``). ``user_id`` works on it now;
    helpers come and go without changing who answers.
    """

    _inherit = "helpdesk.ticket"

    cs_first_owner_id = fields.Many2one(
        "res.users",
        string="First Owner",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="HD-02: who first received the matter. Never changes.",
    )
    cs_owner_id = fields.Many2one(
        "res.users",
        string="Owner",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="HD-02: answers for the matter until it is closed, whoever works on it.",
    )
    cs_asked_id = fields.Many2one(
        "res.users",
        string="Asked to Take Over",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Until this colleague accepts, the owner still answers for the matter.",
    )
    cs_transfer_ids = fields.One2many(
        "cs.ticket.transfer", "ticket_id", "Transfers", readonly=True
    )
    cs_can_transfer = fields.Boolean(compute="_compute_cs_can_transfer")
    cs_is_asked = fields.Boolean(compute="_compute_cs_can_transfer")

    @api.depends_context("uid")
    @api.depends("cs_owner_id", "cs_asked_id", "stage_id", "team_id")
    def _compute_cs_can_transfer(self):
        user = self.env.user
        for ticket in self:
            open_owned = bool(ticket.cs_owner_id) and not ticket.closed
            ticket.cs_is_asked = open_owned and ticket.cs_asked_id == user
            ticket.cs_can_transfer = (
                open_owned and not ticket.cs_asked_id and ticket._cs_may_transfer()
            )

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._cs_receive()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if vals.get("user_id"):
            self._cs_receive()
        return result

    def _cs_on_closed(self):
        super()._cs_on_closed()
        self.cs_transfer_ids.filtered(lambda one: one.state == "asked")._end("void")

    def _cs_receive(self):
        """HD-02: note who first received the matter, once."""
        # sudo: whose ticket it is decides, not who may read users
        for ticket in self.sudo().filtered(lambda one: not one.cs_first_owner_id):
            owner = self._cs_receiver() or ticket.user_id
            if owner and owner._is_internal() and owner.id != SUPERUSER_ID:
                ticket._cs_set({"cs_first_owner_id": owner.id, "cs_owner_id": owner.id})

    @api.model
    def _cs_receiver(self):
        """The current user, as somebody who serves customers; else nobody: mail and
        portal deliver a matter, but do not receive it."""
        user = self.env.user
        return user if user._cs_employees() else user.browse()

    def _cs_may_transfer(self):
        """Whether the current user may hand the matter on: the owner, or who leads."""
        self.ensure_one()
        return self.cs_owner_id == self.env.user or self._cs_is_led()

    def _cs_is_led(self):
        """Whether the current user leads the team or manages its department."""
        self.ensure_one()
        # sudo: only to see whether the user is the one
        ticket, user = self.sudo(), self.env.user
        managed = user.sudo().cs_managed_department_ids
        units = ticket.cs_department_id | ticket.team_id.cs_department_id
        return ticket.team_id.user_id == user or bool(units & managed)

    def action_transfer(self):
        """Ask a colleague to take over the matter (HD-02)."""
        self.ensure_one()
        self._cs_check_transfer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand On"),
            "res_model": "cs.ticket.transfer",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def _cs_check_transfer(self):
        self.check_access("read")
        if not self._cs_may_transfer():
            raise UserError(
                self.env._(
                    "HD-02: only the owner or who leads the team hands a matter on. It"
                    " belongs to %s.",
                    self.sudo().cs_owner_id.name or self.env._("nobody yet"),
                )
            )
        if self.closed:
            raise UserError(
                self.env._("The matter is closed, so nobody takes it over any more.")
            )

    def _cs_open_transfer(self):
        """The transfer that waits for the current user's answer."""
        self.ensure_one()
        self.check_access("read")
        return self.cs_transfer_ids.filtered(
            lambda one: one.state == "asked" and one.to_id == self.env.user
        )

    def action_accept_transfer(self):
        """Take the matter over (HD-02)."""
        return self._cs_open_transfer().action_accept()

    def action_refuse_transfer(self):
        """Open the transfer to refuse it with a reason (HD-02)."""
        transfer = self._cs_open_transfer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "cs.ticket.transfer.refuse",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_transfer_id": transfer.id},
        }
