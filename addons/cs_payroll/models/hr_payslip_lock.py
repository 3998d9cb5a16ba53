from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: What follows from the flow, besides our own fields; nobody writes it.
STAMPS = {"state", "number", "compute_date", "paid", "refunded_id"}
#: How a slip is looked at.
VIEWED = {"hide_child_lines", "hide_invisible_lines"}


class HrPayslip(models.Model):
    """Confirmed slips and those of monthly runs stay as they are (TRUST.md, INC-31).

    Neither role nor superuser nor context opens them. Our own code goes on behind the
    guards by ``_cs_create`` and ``_cs_write``.
    """

    _inherit = "hr.payslip"

    compute_date = fields.Date(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        fresh = self._cs_fresh()
        for vals in vals_list:
            self._cs_check_fresh(vals, fresh)
        slips = super().create([vals | fresh for vals in vals_list])
        slips._cs_check_free()
        return slips

    def write(self, vals):
        protected = sorted(self._cs_protected() & vals.keys())
        if protected:
            raise UserError(self._cs_protected_text(protected[0]))
        opened = set(vals) <= self._cs_open_fields()
        if not opened:
            self._cs_check_free()
        result = super().write(vals)
        if not opened:
            # Nor moved into a monthly run, nor out of one's own reach.
            self._cs_check_free()
            self.check_access("write")
        return result

    def unlink(self):
        # Not by @api.ondelete: it is passed over for a context key.
        self._cs_check_free()
        return super().unlink()

    def copy_data(self, default=None):
        protected = self._cs_protected()
        return [
            {name: value for name, value in vals.items() if name not in protected}
            for vals in super().copy_data(default)
        ]

    def copy(self, default=None):
        """A duplicate has the inputs; its lines are computed anew."""
        return self.create(
            [
                vals | {"input_line_ids": slip._cs_input_commands()}
                for slip, vals in zip(self, self.copy_data(default), strict=True)
            ]
        )

    def _cs_input_commands(self):
        return [
            fields.Command.create(vals | {"payslip_id": False})
            for vals in self.input_line_ids.copy_data()
        ]

    def _cs_create(self, vals_list):
        return super().create(vals_list)

    def _cs_write(self, vals):
        return super().write(vals)

    def _cs_unlink(self):
        return super().unlink()

    # What is guarded

    def _cs_protected(self):
        """Names of fields that nobody writes from outside, whatever the state."""
        return _own_fields(self) | STAMPS

    def _cs_fresh(self):
        return fresh_values(self)

    def _cs_check_fresh(self, vals, fresh):
        name = forged(self, vals, fresh)
        if name:
            raise UserError(self._cs_protected_text(name))

    def _cs_open_fields(self):
        return VIEWED | _mail_fields(self)

    def _cs_protected_text(self, name):
        return self.env._(
            "“%(field)s” follows from the buttons of a payslip and cannot be written.",
            field=self._fields[name]._description_string(self.env),
        )

    def _cs_check_open(self):
        """:raise UserError: a slip is confirmed, or its pay run approved"""
        for slip in self.sudo():
            if slip.state == "done" or slip.payslip_run_id.cs_state == "approved":
                raise UserError(
                    self.env._(
                        "INC-31: the payslip %(name)s is confirmed and stays as it is.",
                        name=slip.display_name,
                    )
                )

    def _cs_check_free(self):
        """:raise UserError: a slip is confirmed, or belongs to a monthly run"""
        self._cs_check_open()
        for slip in self.sudo():
            if slip.cs_month or slip.payslip_run_id.cs_month:
                raise UserError(
                    self.env._(
                        "INC-31: the payslip %(name)s belongs to a monthly pay run."
                        " It follows from the statement, attendance and the monthly"
                        " inputs, and is confirmed together with the run.",
                        name=slip.display_name,
                    )
                )

    def _cs_check_others(self):
        """:raise AccessError: it is the own slip"""
        mine = self.env.user._cs_employees()
        if not self.env.su and self.sudo().employee_id & mine:
            raise AccessError(
                self.env._("Nobody confirms or refunds the own payslip (INC-31).")
            )


def fresh_values(records):
    """What protected fields begin with; lists of other records begin empty."""
    return {
        name: "draft" if name == "state" else False
        for name in records._cs_protected()
        if records._fields[name].type not in ("one2many", "many2many")
    }


def forged(records, vals, fresh):
    """Name of a protected field that somebody gives another value; or None."""
    for name in sorted(records._cs_protected() & vals.keys()):
        if vals[name] and vals[name] != fresh.get(name):
            return name
    return None


def _own_fields(records):
    """Names of stored fields of ours that are not computed."""
    return {
        name
        for name, field in records._fields.items()
        if name.startswith("cs_") and field.store and not field.compute
    }


def _mail_fields(records):
    return {
        name
        for model in ("mail.thread", "mail.activity.mixin")
        for name in records.env[model]._fields
    }
