from odoo import fields, models
from odoo.addons.cs_base.models.cs_waiting import Kind


class CsWaiting(models.AbstractModel):
    """What customers and units wait for."""

    _inherit = "cs.waiting"

    def _kinds(self):
        return [
            *super()._kinds(),
            *self._own_service(),
            self._units_to_report(),
            self._suggestions(),
        ]

    def _links(self):
        return [
            *super()._links(),
            {
                "label": self.env._("My Day"),
                "action": "cs_helpdesk.cs_service_day_action",
                "icon": "fa-phone",
            },
        ]

    def _own_service(self):
        """Own tickets with a limit, callbacks that may be made now, transfers to answer
        (HD-02, HD-03, HD-07)."""
        page = self.env["cs.service.day"]
        callbacks = page._callbacks()
        return [
            Kind(
                code="ticket",
                section="customer",
                label=self.env._("Own tickets of which a limit runs"),
                action="cs_helpdesk.helpdesk_ticket_due_action",
                model="helpdesk.ticket",
                domain=[*page._mine(), ("cs_next_due_at", "!=", False)],
                due="cs_next_due_at",
            ),
            Kind(
                code="callback",
                section="customer",
                label=self.env._("Customers to call back now"),
                action="cs_helpdesk.cs_callback_action",
                model="cs.callback",
                domain=[("can_call", "=", True)],
                count=callbacks["count"],
            ),
            Kind(
                code="transfer",
                section="customer",
                label=self.env._("Tickets that colleagues want to hand to you"),
                action="cs_helpdesk.cs_service_day_action",
                model="cs.ticket.transfer",
                domain=[
                    ("state", "=", "asked"),
                    ("to_id", "=", self.env.uid),
                    ("answer_by", ">=", fields.Datetime.now()),
                ],
                due="answer_by",
            ),
        ]

    def _units_to_report(self):
        """HD-05: complaints whose unit the user answers for and has not reported."""
        units = self.env.user.cs_managed_department_ids
        units |= self.env.user._cs_employees().department_id
        return Kind(
            code="complaint_report",
            section="customer",
            label=self.env._("Complaints your unit has to report on"),
            action="cs_helpdesk.cs_complaint_action",
            model="helpdesk.ticket",
            domain=[
                ("cs_kind", "=", "complaint"),
                ("closed", "=", False),
                (
                    "cs_party_ids",
                    "any",
                    [
                        ("department_id", "in", units.ids),
                        "|",
                        ("reported_at", "=", False),
                        ("is_void", "=", True),
                    ],
                ),
            ],
        )

    def _suggestions(self):
        """HD-08: suggestions that the user may decide on: those of the own
        departments, all for the general manager."""
        domain = [("state", "in", ("received", "studying", "due"))]
        if not self._has_one_of("cs_base.group_general_manager"):
            units = self.env.user.cs_managed_department_ids.ids
            domain.append(("department_id", "in", units))
        return Kind(
            code="suggestion",
            section="decide",
            label=self.env._("Suggestions of customers to decide on"),
            action="cs_helpdesk.cs_suggestion_action",
            model="cs.suggestion",
            domain=domain,
        )
