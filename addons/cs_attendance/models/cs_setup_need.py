from odoo import api, models

from .cs_setup_roster import TEMPLATES


class CsSetupNeed(models.AbstractModel):
    """How many people each shift needs, one to begin with (ATT-10, ALL-04).

    It hinders nobody: a roster with fewer is marked.
    """

    _name = "cs.setup.need"
    _inherit = ["cs.setup.part.mixin"]
    _description = "Setup: People Needed"

    _setup_model = "cs.roster.need"
    _setup_kinds = TEMPLATES

    @api.model
    def _setup_obstacle(self, scope):
        if not scope.department:
            return self.env._(
                "Choose a department above: each one needs people of its own."
            )
        return super()._setup_obstacle(scope)

    @api.model
    def _setup_preview(self, scope):
        shifts, _patterns = self._template(scope)._parts()
        return [
            self.env._("%s: 1 person every day", shift.name)
            for shift in shifts.values()
        ]

    @api.model
    def _template(self, scope):
        return self.env["cs.setup.roster"]._template(scope)

    @api.model
    def _setup_existing(self, scope):
        return self.env["cs.roster.need"].search(
            [
                ("company_id", "=", scope.company.id),
                ("department_id", "=", scope.department.id),
                ("department_id", "!=", False),
            ]
        )

    @api.model
    def _setup_make(self, scope):
        template = self._template(scope)
        shifts, _patterns = template._parts()
        return self.env["cs.roster.need"].create(
            [
                {
                    "company_id": scope.company.id,
                    "department_id": scope.department.id,
                    "shift_id": template._shift(shift).id,
                    "weekday": str(weekday),
                    "count": 1,
                }
                for shift in shifts.values()
                for weekday in range(7)
            ]
        )
