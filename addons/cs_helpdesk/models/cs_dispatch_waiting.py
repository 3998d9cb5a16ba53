from odoo import models
from odoo.addons.cs_base.models.cs_waiting import Kind


class CsWaiting(models.AbstractModel):
    """Orders to dispatch (HD-23) and lost orders to call about (HD-24). Refusals and
    lost orders to decide are among the decisions."""

    _inherit = "cs.waiting"

    def _kinds(self):
        return [*super()._kinds(), *self._dispatch()]

    def _dispatch(self):
        kinds = [
            Kind(
                code="lost_order_call",
                section="customer",
                label=self.env._("Lost orders to confirm by a second callback"),
                action="cs_helpdesk.cs_lost_order_action",
                model="cs.lost.order",
                domain=[
                    ("state", "=", "reported"),
                    ("called_by_id", "=", False),
                    ("reported_by_id", "!=", self.env.uid),
                    ("team_id.user_ids", "in", self.env.user.ids),
                    ("responsible_id", "not in", self._mine()),
                ],
            )
        ]
        if not self._has_one_of("cs_base.group_team_leader"):
            return kinds
        managed = self.env.user.cs_managed_department_ids.ids
        Ticket = self.env["helpdesk.ticket"]
        return [
            *kinds,
            Kind(
                code="dispatch",
                section="people",
                label=self.env._("Orders to dispatch"),
                action="cs_helpdesk.cs_dispatch_waiting_action",
                model="helpdesk.ticket",
                domain=[
                    *Ticket._cs_dispatch_domain(),
                    "|",
                    ("team_id.user_id", "=", self.env.uid),
                    ("cs_department_id", "in", managed),
                ],
            ),
        ]
