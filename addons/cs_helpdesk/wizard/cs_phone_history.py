from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

#: So much is shown of each; a caller is on the line.
OPEN_MAX, CLOSED_MAX, CALLBACKS_MAX = 10, 5, 3


class CsPhoneEntry(models.TransientModel):
    """What is known of a caller: only what the agent may read anyway (HD-09).

    By the customer, and by the number where the customer is unknown. The same matter is
    an open ticket of the kind, received within the days of HD-04.
    """

    _inherit = "cs.phone.entry"

    same_id = fields.Many2one(
        "helpdesk.ticket", "Open Already", compute="_compute_same_id"
    )
    history = fields.Json(compute="_compute_history")

    @api.depends("phone_key", "partner_id", "cs_kind", "team_id")
    def _compute_same_id(self):
        for entry in self:
            entry.same_id = entry._find_same() if entry.phone_key else False

    def _find_same(self):
        Ticket = self.env["helpdesk.ticket"]
        days = self._same_days()
        zone = self.company_id._cs_zone()
        today = self.company_id._cs_today()
        domain = self._tickets_of_caller() & Domain("stage_id.closed", "=", False)
        domain &= Domain("cs_kind", "=", self.cs_kind)
        earliest = fields.Datetime.now() - timedelta(days=days + 1)
        domain &= Domain("create_date", ">=", earliest)
        found = Ticket.search(domain, limit=OPEN_MAX, order="create_date desc, id desc")
        # local days, as HD-04 counts them
        local = found.with_context(tz=zone.key)
        return found.filtered(
            lambda one: (
                today - fields.Datetime.context_timestamp(local, one.create_date).date()
            ).days
            <= days
        )[:1]

    def _same_days(self):
        # sudo: the unit's policy decides, not who may read the unit
        unit, today = self.team_id.sudo().cs_department_id, self.company_id._cs_today()
        policy = self.env["cs.helpdesk.policy"]._policy_of_unit(
            self.company_id, unit, today
        )
        field = policy._fields["repeat_days"]
        return policy.repeat_days if policy else field.default(policy)

    def _tickets_of_caller(self):
        same = Domain("cs_phone_key", "=", self.phone_key)
        callers = self.partner_id or self._callers()
        if callers:
            same |= Domain("partner_id", "in", callers.ids)
        return same & Domain("company_id", "=", self.company_id.id)

    @api.depends_context("lang", "tz", "uid")
    @api.depends("phone_key", "partner_id")
    def _compute_history(self):
        for entry in self:
            entry.history = entry._known() if entry.phone_key else False

    def _known(self):
        Ticket = self.env["helpdesk.ticket"]
        mine = self._tickets_of_caller()
        order = "create_date desc, id desc"
        open_ones = Ticket.search(
            mine & Domain("stage_id.closed", "=", False), limit=OPEN_MAX, order=order
        )
        closed = Ticket.search(
            mine & Domain("stage_id.closed", "=", True), limit=CLOSED_MAX, order=order
        )
        callers = self._callers()
        return {
            "callers": [{"id": one.id, "name": one.display_name} for one in callers],
            "open": [self._row(one) for one in open_ones],
            "closed": [self._row(one) for one in closed],
            "callbacks": self._callback_rows(),
        }

    def _row(self, ticket):
        kinds = dict(ticket._fields["cs_kind"]._description_selection(self.env))
        return {
            "id": ticket.id,
            "number": ticket.number,
            "title": ticket.name,
            "kind": kinds[ticket.cs_kind],
            "stage": ticket.stage_id.name,
            "who": ticket.user_id.name or "",
            "when": self._day(ticket.create_date),
        }

    def _callback_rows(self):
        callbacks = self.env["cs.callback"].search(
            self._callbacks_of_caller(), limit=CALLBACKS_MAX, order="id desc"
        )
        labels = {
            name: dict(callbacks._fields[name]._description_selection(self.env))
            for name in ("state", "satisfaction")
        }
        return [
            {
                "id": one.ticket_id.id,
                "number": one.sudo().ticket_id.number,
                "state": labels["state"][one.state],
                "said": labels["satisfaction"].get(one.satisfaction, ""),
                "when": self._day(one.done_at or one.next_at or one.due_at),
            }
            for one in callbacks
        ]

    def _callbacks_of_caller(self):
        same = Domain("phone_key", "=", self.phone_key)
        if self.partner_id:
            same |= Domain("partner_id", "=", self.partner_id.id)
        return same & Domain("company_id", "=", self.company_id.id)

    def _day(self, moment):
        local = fields.Datetime.context_timestamp(self, moment)
        return local.strftime("%Y-%m-%d %H:%M")
