from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HelpdeskTicket(models.Model):
    """Orders are dispatched by their amount (HD-23)."""

    _inherit = "helpdesk.ticket"

    cs_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Amount"
    )
    cs_order_amount = fields.Monetary(
        "Order Amount",
        currency_field="cs_currency_id",
        copy=False,
        tracking=True,
        help="HD-23: decides who takes the order. HD-21: finished orders make the"
        " turnover of the customer.",
    )
    cs_dispatch_id = fields.Many2one(
        "cs.dispatch.decision",
        "Dispatch",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="HD-23: the last dispatch that names somebody.",
    )
    cs_dispatch_ids = fields.One2many(
        "cs.dispatch.decision", "ticket_id", "Dispatches", readonly=True
    )
    cs_can_dispatch = fields.Boolean(compute="_compute_cs_can_dispatch")
    cs_can_force_dispatch = fields.Boolean(compute="_compute_cs_can_dispatch")
    cs_can_refuse_dispatch = fields.Boolean(compute="_compute_cs_can_dispatch")
    cs_dispatch_note = fields.Char("Why It Waits", compute="_compute_cs_dispatch_note")

    _cs_order_amount_is_money = models.Constraint(
        "CHECK(cs_order_amount >= 0 AND cs_order_amount < 1e12)",
        "The amount of an order is not negative, and below a trillion.",
    )

    @api.depends_context("uid")
    @api.depends(
        "cs_kind",
        "stage_id",
        "cs_dispatch_id",
        "cs_dispatch_ids",
        "cs_order_amount",
        "team_id",
    )
    def _compute_cs_can_dispatch(self):
        for ticket in self:
            is_open = ticket.cs_kind == "order" and not ticket.closed
            # sudo: only facts about the reader come out
            own = ticket.sudo()
            waits = is_open and own.cs_order_amount > 0 and not own.cs_dispatch_id
            ticket.cs_can_dispatch = bool(waits and ticket._cs_is_led())
            ticket.cs_can_force_dispatch = bool(
                ticket.cs_can_dispatch and own.cs_dispatch_ids
            )
            ticket.cs_can_refuse_dispatch = is_open and own._cs_is_dispatched_to_me()

    @api.depends_context("uid", "lang")
    @api.depends("cs_kind", "cs_dispatch_ids", "team_id", "cs_order_amount")
    def _compute_cs_dispatch_note(self):
        for ticket in self:
            own = ticket.sudo()
            note = False
            if ticket.cs_kind == "order" and not own.cs_dispatch_id:
                note = own._cs_dispatch_obstacle()
            ticket.cs_dispatch_note = note

    def _cs_dispatch_obstacle(self):
        """What keeps an order from being dispatched (sudo), as a sentence."""
        if not self.team_id:
            return self.env._("It has no team yet.")
        if not self.cs_order_amount > 0:
            return self.env._("It has no amount yet.")
        if self.cs_dispatch_ids:
            return self.env._("Nobody was free when it was last dispatched.")
        return self.env._("It waits to be dispatched.")

    def _cs_is_dispatched_to_me(self):
        """Whether the order is the current user's by dispatch and no refusal of it
        waits (sudo)."""
        current = self.cs_dispatch_id
        if current.employee_id.user_id != self.env.user or not self.env.uid:
            return False
        if current.origin == "forced":
            return False
        waiting = [("decision_id", "=", current.id), ("state", "=", "submitted")]
        return not self.env["cs.dispatch.refusal"].sudo().search_count(waiting)

    @api.model
    def _cs_dispatch_domain(self):
        """Orders that wait to be dispatched."""
        return [
            ("cs_kind", "=", "order"),
            ("closed", "=", False),
            ("cs_dispatch_id", "=", False),
            ("cs_order_amount", ">", 0),
            ("team_id", "!=", False),
        ]

    def action_cs_dispatch(self):
        """Dispatch waiting orders (HD-23), as who leads their teams.

        :return: a notice of who got them
        """
        self.check_access("read")
        Maker = self.env["cs.dispatch.maker"].sudo()
        decisions = self.env["cs.dispatch.decision"].sudo()
        for ticket in self.sorted("id"):
            ticket._cs_check_dispatches()
            decisions |= Maker._dispatch(ticket.sudo(), "manual")
        return self._cs_dispatch_told(decisions)

    def _cs_check_dispatches(self):
        if not self._cs_is_led():
            raise AccessError(
                self.env._("HD-23: who leads the team dispatches its orders.")
            )

    def _cs_dispatch_told(self, decisions):
        given = decisions.filtered("employee_id")
        texts = [
            self.env._(
                "%(ticket)s goes to %(person)s.",
                ticket=one.ticket_number,
                person=one.employee_id.name,
            )
            for one in given
        ]
        texts += [
            self.env._("Nobody is free for %s; it waits.", one.ticket_number)
            for one in decisions - given
        ]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": "\n".join(texts),
                "type": "success" if decisions == given else "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_cs_dispatch_by_hand(self):
        """Open the dialog to give a waiting order to somebody, as nobody is free."""
        self.ensure_one()
        self.check_access("read")
        self._cs_check_dispatches()
        return self._cs_dispatch_dialog(
            "cs.dispatch.assign", self.env._("Dispatch by Hand")
        )

    def action_cs_refuse_dispatch(self):
        """Open the dialog to refuse an order that one was dispatched to (HD-23)."""
        self.ensure_one()
        self._cs_check_refuses()
        return self._cs_dispatch_dialog(
            "cs.dispatch.refuse", self.env._("Refuse the Order")
        )

    def _cs_dispatch_dialog(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_ticket_id": self.id, "dialog_size": "medium"},
        }

    def _cs_check_refuses(self):
        """:raise UserError: the order is not the user's to refuse"""
        self.check_access("read")
        # sudo: only whether the order is the user's
        is_mine = self.sudo()._cs_is_dispatched_to_me()
        if self.closed or not is_mine:
            raise UserError(
                self.env._(
                    "HD-23: only who an open order was dispatched to refuses it, once;"
                    " what the manager has forced is final."
                )
            )
