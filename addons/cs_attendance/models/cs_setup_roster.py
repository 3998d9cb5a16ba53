from odoo import api, models

#: kind of company -> ready shifts and patterns (``cs.roster.template``)
TEMPLATES = {
    "ecommerce": "shop",
    "after_sales": "centre",
    "retail": "retail",
    "decoration": "shop",
    "property": "property",
    "hospital": "centre",
    "field": "shop",
}


class CsSetupRoster(models.AbstractModel):
    """Shifts and roster patterns of a kind of company (ATT-10, ALL-04).

    They rule nobody before people are put into a pattern or a roster is planned.
    """

    _name = "cs.setup.roster"
    _inherit = ["cs.setup.part.mixin"]
    _description = "Setup: Shifts and Roster Patterns"

    _setup_model = "cs.roster.pattern"
    _setup_kinds = TEMPLATES

    @api.model
    def _template(self, scope):
        return self.env["cs.roster.template"].new(
            {"company_id": scope.company.id, "template": TEMPLATES[scope.kind]}
        )

    @api.model
    def _setup_preview(self, scope):
        shifts, patterns = self._template(scope)._parts()
        hours = [
            f"{shift.name} {_clock(shift.start)}–{_clock(shift.stop)}"
            for shift in shifts.values()
        ]
        return [*hours, *(pattern.name for pattern in patterns)]

    @api.model
    def _setup_existing(self, scope):
        return self._template(scope)._there()

    @api.model
    def _setup_make(self, scope):
        return self._template(scope)._load()


def _clock(hours):
    """8.5 -> 08:30"""
    minutes = round(hours * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
