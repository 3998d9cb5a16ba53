from odoo import api, models

from .ready_plan import ready_values


class CsSetupInspection(models.AbstractModel):
    """The plan of inspections on the spot (HD-30, ALL-04): the ready checklist, two
    rounds a week by two or three inspectors, as many people as the place has."""

    _name = "cs.setup.inspection"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Inspection Plan"

    _setup_model = "cs.inspection.plan"
    _setup_kinds = {
        "ecommerce": {"rounds_per_week": 2, "inspector_count": 2, "people_count": 4},
        # many in one hall
        "after_sales": {"rounds_per_week": 2, "inspector_count": 2, "people_count": 6},
        "retail": {"rounds_per_week": 2, "inspector_count": 3, "people_count": 4},
        "decoration": {"rounds_per_week": 2, "inspector_count": 2, "people_count": 3},
        # desk, patrols and equipment rooms
        "property": {"rounds_per_week": 2, "inspector_count": 3, "people_count": 6},
        "hospital": {"rounds_per_week": 2, "inspector_count": 2, "people_count": 4},
        "field": {"rounds_per_week": 2, "inspector_count": 2, "people_count": 3},
    }

    @api.model
    def _setup_title(self, scope):
        return self.env._("Inspection on the spot")

    @api.model
    def _setup_key(self, scope):
        return {"kind": "rules"}

    @api.model
    def _setup_vals(self, scope):
        return {**ready_values(self.env), **super()._setup_vals(scope)}

    @api.model
    def _setup_preview(self, scope):
        plan = self.env[self._setup_model].new(ready_values(self.env))
        return super()._setup_preview(scope) + [
            f"{item.section} · {item.name} · {item.weight:g} %"
            for item in plan.item_ids
        ]
