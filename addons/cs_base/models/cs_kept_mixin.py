from odoo import api, models
from odoo.exceptions import UserError


class CsKeptMixin(models.AbstractModel):
    """Records that stay as they are: nobody changes or deletes them.

    Neither role nor superuser nor context opens it, because a context comes from the
    caller; that is why it is no ``@api.ondelete`` either. The model's own code goes on
    behind the guards by ``_kept_create`` and ``_kept_write``; RPC cannot reach a method
    with an underscore. The mixin comes first in ``_inherit``.
    """

    _name = "cs.kept.mixin"
    _description = "Record That Stays as It Is"

    #: Whether people enter such records; else only the model's own code does.
    _kept_is_entered = False

    @api.model_create_multi
    def create(self, vals_list):
        if not self._kept_is_entered:
            self._kept_refuse()
        return super().create(vals_list)

    def write(self, vals):
        self._kept_refuse()

    def unlink(self):
        self._kept_refuse()

    def copy(self, default=None):
        self._kept_refuse()

    def _kept_refuse(self):
        raise UserError(self._kept_text())

    def _kept_text(self):
        """:return: translated sentence: why not, and what to do instead"""
        raise NotImplementedError

    def _kept_create(self, vals_list):
        return super().create(vals_list)

    def _kept_write(self, vals):
        return super().write(vals)

    def _kept_unlink(self):
        return super().unlink()
