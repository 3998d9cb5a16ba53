from odoo import api, models

#: kind of company -> hours to the first reply (HD-03: per team; ours)
REPLY_HOURS = {
    "ecommerce": 0.5,
    "after_sales": 2,
    "retail": 4,
    "decoration": 4,
    "property": 1,
    "hospital": 1,
    "field": 2,
}


class CsSetupTeam(models.AbstractModel):
    """A team for tickets with what it asks for in each (HD-03, HD-09, ALL-04).

    Archived: nothing is asked of anybody before it is taken into use.
    """

    _name = "cs.setup.team"
    _inherit = ["cs.setup.part.mixin"]
    _description = "Setup: Service Team"

    _setup_model = "helpdesk.ticket.team"
    _setup_kinds = REPLY_HOURS

    @api.model
    def _setup_who(self):
        return self.env["cs.setup.category"]._setup_who()

    @api.model
    def _setup_preview(self, scope):
        hours = f"{REPLY_HOURS[scope.kind]:g}"
        return [
            self.env._("First reply within %s hours", hours),
            *(name for name, _vals in self._asked(scope)),
        ]

    @api.model
    def _setup_existing(self, scope):
        Team = self.env["helpdesk.ticket.team"].with_context(active_test=False)
        return Team.search(
            [
                ("company_id", "=", scope.company.id),
                ("cs_department_id", "=", scope.department.id),
            ]
        )

    @api.model
    def _setup_make(self, scope):
        team = self.env["helpdesk.ticket.team"].create(
            {
                "name": scope.department.name or self.env._("Customer service"),
                "active": False,
                "company_id": scope.company.id,
                "cs_department_id": scope.department.id,
                "cs_first_reply_hours": REPLY_HOURS[scope.kind],
            }
        )
        self.env["cs.intake.field"].create(
            [
                {"team_id": team.id, "name": name, "sequence": 10 * number, **vals}
                for number, (name, vals) in enumerate(self._asked(scope), 1)
            ]
        )
        return team

    @api.model
    def _asked(self, scope):
        """:return: list of (name, values) of intake fields"""
        ask = getattr(self, f"_ask_{scope.kind}", list)
        return ask()

    def _ask_ecommerce(self):
        """HD-10: problem orders keep these."""
        return [
            (self.env._("Order number"), {}),
            (self.env._("Purchase date"), {"type": "date"}),
            (self.env._("Waybill"), {}),
            (self.env._("What the buyer asks"), {}),
        ]

    def _ask_after_sales(self):
        return [
            (self.env._("Product and model"), {}),
            (self.env._("Purchase date"), {"type": "date"}),
            (self.env._("Under warranty"), {"type": "yesno"}),
        ]

    def _ask_property(self):
        return [
            (self.env._("Building and room"), {}),
            (self.env._("When somebody is at home"), {}),
        ]

    def _ask_hospital(self):
        """HD-09: age, sex, illness, history, address, intent; the phone is the
        ticket's own."""
        sexes = "\n".join((self.env._("Male"), self.env._("Female")))
        return [
            (self.env._("Age"), {"type": "integer"}),
            (self.env._("Sex"), {"type": "selection", "choices": sexes}),
            (self.env._("Illness"), {"is_required": True}),
            (self.env._("Medical history"), {}),
            (self.env._("Address"), {}),
            (self.env._("Intends to come"), {"type": "yesno", "is_required": True}),
        ]

    def _ask_field(self):
        return [
            (self.env._("Device and number"), {}),
            (self.env._("Place of use"), {}),
            (self.env._("Service contract"), {"type": "yesno"}),
        ]
