from odoo import api, models
from odoo.addons.cs_quality.models.ready_plan import DRESS

#: (kind of book, code) of the rule about badge and uniform in the ready books, the
#: points book first (INC-24)
DRESS_RULES = (("points", "CS-02"), ("service", "SV-04"))


class CsInspectionPlan(models.Model):
    """The ready plan names the rule about badge and uniform of a book in force."""

    _inherit = "cs.inspection.plan"

    @api.model
    def _ready_values(self, company):
        values = super()._ready_values(company)
        rule = self._dress_rule(company)
        if rule:
            named = {"suggested_rule_id": rule.id, "fault_code": rule.code}
            for place in DRESS:
                values["item_ids"][place][2].update(named)
        return values

    @api.model
    def _dress_rule(self, company):
        rules = self.env["cs.discipline.rule"].search(
            [
                ("company_id", "=", company.id),
                ("policy_id.state", "=", "approved"),
                ("code", "in", [code for _kind, code in DRESS_RULES]),
            ]
        )
        found = {one._name_in_books(): one for one in rules if one._is_nameable()}
        named = [found[name] for name in DRESS_RULES if name in found]
        return named[0] if named else rules.browse()
