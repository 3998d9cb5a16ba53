from odoo import api, models
from odoo.exceptions import UserError

from .hr_payslip_lock import _mail_fields, _own_fields, forged, fresh_values


class HrPayslipRun(models.Model):
    """Monthly runs move on by their own buttons only (INC-31); the state of others by
    the two of the payroll addon."""

    _inherit = "hr.payslip.run"

    @api.model_create_multi
    def create(self, vals_list):
        fresh = fresh_values(self)
        for vals in vals_list:
            name = forged(self, vals, fresh)
            if name:
                raise UserError(self._cs_protected_text(name))
        return super().create([vals | fresh for vals in vals_list])

    def write(self, vals):
        protected = sorted(self._cs_protected() & vals.keys())
        if protected:
            raise UserError(self._cs_protected_text(protected[0]))
        if not vals.keys() <= _mail_fields(self):
            self._cs_check_by_hand()
        return super().write(vals)

    def unlink(self):
        # Not by @api.ondelete: it is passed over for a context key.
        self._cs_check_by_hand()
        self.sudo().slip_ids._cs_check_open()
        return super().unlink()

    def _cs_unlink(self):
        return super().unlink()

    def copy_data(self, default=None):
        protected = self._cs_protected()
        return [
            {name: value for name, value in vals.items() if name not in protected}
            for vals in super().copy_data(default)
        ]

    def draft_payslip_run(self):
        self._cs_check_by_hand()
        return self._cs_write({"state": "draft"})

    def close_payslip_run(self):
        self._cs_check_by_hand()
        return self._cs_write({"state": "close"})

    def _cs_protected(self):
        """Names of fields that nobody writes from outside, whatever the state."""
        return _own_fields(self) | {"state"}

    def _cs_protected_text(self, name):
        return self.env._(
            "“%(field)s” follows from the buttons of a pay run and cannot be written.",
            field=self._fields[name]._description_string(self.env),
        )

    def _cs_check_by_hand(self):
        """:raise UserError: a run is that of a month"""
        for run in self.sudo():
            if run.cs_month:
                raise UserError(
                    self.env._(
                        "INC-31: the pay run %(name)s is handed over, received,"
                        " computed and approved by its buttons, and otherwise stays as"
                        " it is.",
                        name=run.display_name,
                    )
                )
