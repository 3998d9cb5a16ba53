from odoo import api, models
from odoo.tools import SQL


class CsPayslipPartMixin(models.AbstractModel):
    """A part of a payslip: it stays as it is together with its slip.

    Neither role nor superuser nor context opens it (TRUST.md): a context comes from
    the caller. Our own code goes on behind the guards by ``_cs_create``
    and ``_cs_unlink``; RPC cannot reach a method with an underscore. The
    mixin comes first in ``_inherit``.
    """

    _name = "cs.payslip.part.mixin"
    _description = "Part of a Payslip"

    #: Many2one to the slip
    _part_slip_field = "payslip_id"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._part_check_free()
        return parts

    def write(self, vals):
        self._part_check_free()
        result = super().write(vals)
        if self._part_slip_field in vals:
            self._part_check_free()
        return result

    def unlink(self):
        # Not by @api.ondelete: it is passed over for a context key.
        self._part_check_free()
        return super().unlink()

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # Public callers of this one do not pass through write.
        self._part_check_free()
        return super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    def _part_check_free(self):
        slips = self[self._part_slip_field]
        if slips.ids:
            # A slip that is confirmed at the same moment makes this one start again.
            self.env.cr.execute(
                SQL("SELECT 1 FROM hr_payslip WHERE id IN %s FOR UPDATE", slips._ids)
            )
        slips._cs_check_free()

    def _cs_create(self, vals_list):
        return super().create(vals_list)

    def _cs_unlink(self):
        return super().unlink()
