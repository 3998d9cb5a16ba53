from odoo import fields, models


class CsSetupPart(models.Model):
    """Something that the setup assistant makes, registered by an addon (ALL-04).

    A data record of the addon, with the model that makes it; the recipe is in
    ``cs.setup.part.mixin``. Readable by who sees the assistant; nobody changes it by
    hand. It goes with its addon.
    """

    _name = "cs.setup.part"
    _description = "Part of the Setup Assistant"
    _order = "sequence, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, required=True)
    area = fields.Char(
        "Heading", required=True, translate=True, help="Under which it is shown"
    )
    description = fields.Text(required=True, translate=True)
    check_text = fields.Text(
        "What to Check",
        required=True,
        translate=True,
        help="What whoever reads the draft looks at first",
    )
    res_model = fields.Char(
        "Maker Model", required=True, help="Model that inherits cs.setup.part.mixin"
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "The code of a part is unique.")

    def _handler(self):
        """The model that makes it, or None when its addon is not loaded."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        return model if hasattr(model, "_setup_make") else None
