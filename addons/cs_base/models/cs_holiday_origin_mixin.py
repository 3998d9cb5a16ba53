from odoo import api, fields, models


class CsHolidayOriginMixin(models.AbstractModel):
    """Tells lines filled by the library from those a person made or changed.

    What a person touched is never overwritten by the next filling.
    """

    _name = "cs.holiday.origin.mixin"
    _description = "Origin of a Holiday"

    cs_filled = fields.Boolean(
        string="Filled",
        readonly=True,
        copy=False,
        help="Filled from the official list and not changed since. The next filling"
        " may correct it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, "cs_filled": False} for vals in vals_list])

    def write(self, vals):
        return super().write({**vals, "cs_filled": False})

    def _write_filled(self, vals):
        """Write as the filling does: the lines stay (or become) filled ones."""
        self.write(vals)
        return super().write({"cs_filled": True})
