from odoo import api, models


class CsDecisionLineMixin(models.AbstractModel):
    """A part of a document with decisions: frozen together with it.

    ``_decision_parent_field`` names the Many2one to the document.
    """

    _name = "cs.decision.line.mixin"
    _description = "Part of a Document with Decisions"

    _decision_parent_field = None

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines[self._decision_parent_field]._decision_check_open()
        return lines

    def write(self, vals):
        self[self._decision_parent_field]._decision_check_open()
        result = super().write(vals)
        if self._decision_parent_field in vals:
            self[self._decision_parent_field]._decision_check_open()
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        self[self._decision_parent_field]._decision_check_open()
        return super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    def unlink(self):
        self[self._decision_parent_field]._decision_check_open()
        return super().unlink()

    def _decision_line_write(self, vals):
        """Write past the guard, for the document's own code."""
        return super().write(vals)
