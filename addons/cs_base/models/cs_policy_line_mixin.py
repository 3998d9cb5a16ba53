from odoo import api, models


class CsPolicyLineMixin(models.AbstractModel):
    """A row of a policy's table, frozen together with the policy.

    Concrete models declare ``policy_id`` (required, ``ondelete="cascade"``,
    indexed); their other stored fields are parameters.
    """

    _name = "cs.policy.line.mixin"
    _inherit = ["cs.decision.line.mixin"]
    _description = "Row of a Policy's Table"

    _decision_parent_field = "policy_id"
    #: fields by which a row is found again in another version of the policy
    _policy_row_key = ("name",)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.policy_id._policy_touch()
        return rows

    def write(self, vals):
        self.policy_id._policy_touch()
        return super().write(vals)

    def unlink(self):
        self.policy_id._policy_touch()
        return super().unlink()

    def _valid_field_parameter(self, field, name):
        return name == "unit" or super()._valid_field_parameter(field, name)

    @api.model
    def _policy_parameters(self):
        """Names of the columns that say something, in the order of declaration."""
        technical = {"policy_id", "sequence", *models.MAGIC_COLUMNS}
        return [
            name
            for name, field in self._fields.items()
            if field.store and not field.compute and name not in technical
        ]
