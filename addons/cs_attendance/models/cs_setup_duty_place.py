from odoo import api, models
from odoo.fields import Command


class CsSetupDutyPlace(models.AbstractModel):
    """A place of duty round the clock, with areas of patrol (ATT-13, ALL-04).

    Archived: no duty is planned before somebody takes it into use.
    """

    _name = "cs.setup.duty.place"
    _inherit = ["cs.setup.part.mixin"]
    _description = "Setup: Place of Duty"

    _setup_model = "cs.duty.place"
    _setup_kinds = {"property": True}

    @api.model
    def _setup_obstacle(self, scope):
        if not scope.department:
            return self.env._("Choose a department above: its people are on duty.")
        return super()._setup_obstacle(scope)

    @api.model
    def _areas(self):
        return [
            self.env._("Main entrance"),
            self.env._("Fire control room"),
            self.env._("Car park"),
            self.env._("Machine rooms"),
        ]

    @api.model
    def _setup_preview(self, scope):
        hours = self.env._("Duty 08:00–20:00 and 20:00–08:00")
        return [hours, *self._areas()]

    @api.model
    def _setup_existing(self, scope):
        Place = self.env["cs.duty.place"].with_context(active_test=False)
        return Place.search(
            [
                ("company_id", "=", scope.company.id),
                ("department_id", "=", scope.department.id),
                ("department_id", "!=", False),
            ]
        )

    @api.model
    def _setup_make(self, scope):
        return self.env["cs.duty.place"].create(
            {
                "name": self.env._("Service desk on duty"),
                "active": False,
                "company_id": scope.company.id,
                "department_id": scope.department.id,
                "hours_ids": [
                    Command.create({"hour_from": 8, "hour_to": 20}),
                    Command.create({"hour_from": 20, "hour_to": 8}),
                ],
                "area_ids": [
                    Command.create({"name": name, "sequence": 10 * number})
                    for number, name in enumerate(self._areas(), 1)
                ],
            }
        )
