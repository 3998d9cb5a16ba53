from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: made by stock itself, not by a person
_NO_PUNCH = ("technical", "auto_check_out", "cs_ledger")
_MOMENTS = {"check_in": "in_mode", "check_out": "out_mode"}


class HrAttendance(models.Model):
    """Attendances made in stock feed the punch ledger; the ledger's days are shown as
    attendances, marked as derived, and never feed it (ATT-30).
    """

    _inherit = "hr.attendance"

    cs_is_derived = fields.Boolean(
        "From the Punch Ledger", readonly=True, default=False, copy=False
    )
    in_mode = fields.Selection(
        selection_add=[("cs_ledger", "Punch ledger")],
        ondelete={"cs_ledger": "set default"},
    )
    out_mode = fields.Selection(
        selection_add=[("cs_ledger", "Punch ledger")],
        ondelete={"cs_ledger": "set default"},
    )

    _cs_derived_uniq = models.UniqueIndex(
        "(employee_id, date) WHERE cs_is_derived",
        "The punch ledger shows one attendance a person and day.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(
            [
                {key: value for key, value in vals.items() if key != "cs_is_derived"}
                for vals in vals_list
            ]
        )
        attendances._cs_feed_ledger(_MOMENTS)
        return attendances

    def write(self, vals):
        """A moment that is changed is another punch; the former one stays."""
        vals = {key: value for key, value in vals.items() if key != "cs_is_derived"}
        changed = vals.keys() & {"check_in", "check_out", "employee_id"}
        if changed and any(self.mapped("cs_is_derived")):
            raise UserError(
                self.env._(
                    "This attendance shows the punch ledger and follows it. File a"
                    " punch correction instead (ATT-31)."
                )
            )
        result = super().write(vals)
        if changed:
            self._cs_feed_ledger(
                _MOMENTS if "employee_id" in changed else changed & _MOMENTS.keys()
            )
        return result

    def unlink(self):
        # Not by @api.ondelete: it is passed over for a context key of any RPC caller.
        self._cs_check_not_derived()
        return super().unlink()

    def _cs_check_not_derived(self):
        if any(self.mapped("cs_is_derived")):
            raise UserError(
                self.env._(
                    "This attendance shows the punch ledger. It goes when the punches"
                    " of the day say so."
                )
            )

    @api.constrains("check_in", "check_out", "employee_id")
    def _check_validity(self):
        """Derived attendances make way for those of stock, which must not overlap."""
        self._cs_clear_derived()
        return super()._check_validity()

    def _cs_feed_ledger(self, names):
        """Put the moments of these attendances into the ledger.

        :param names: check_in, check_out or both
        """
        rows = []
        for attendance in self.filtered(lambda each: not each.cs_is_derived):
            for name in sorted(names):
                mode = attendance[_MOMENTS[name]]
                if attendance[name] and mode not in _NO_PUNCH:
                    text = f"{name} {mode or 'manual'}"
                    rows.append((attendance.employee_id, attendance[name], text))
        self.env["cs.punch"].sudo()._ingest_known(rows)

    def _cs_clear_derived(self):
        """Take away derived attendances that overlap these."""
        own = self.filtered(lambda attendance: not attendance.cs_is_derived)
        if not own:
            return
        own.flush_recordset()
        gone = self.env.execute_query(
            SQL(
                """
                DELETE FROM hr_attendance derived USING hr_attendance own
                 WHERE own.id IN %s AND derived.cs_is_derived
                   AND derived.employee_id = own.employee_id
                   AND derived.check_out > own.check_in
                   AND derived.check_in < COALESCE(own.check_out, 'infinity')
                RETURNING derived.employee_id, date_trunc('month', derived.date)::date
                """,
                tuple(own.ids),
            )
        )
        if gone:
            self.env["cs.attendance.mirror"]._note(gone)
            self.env.invalidate_all()
