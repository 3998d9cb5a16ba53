from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_end
from odoo.addons.cs_base.models import period_words as words


class HrPayslipRun(models.Model):
    """An approved run is booked once; when it is reopened, that is taken back (INC-31).

    Access: payroll accountants book; they and the general manager see what is booked.
    """

    _inherit = "hr.payslip.run"

    cs_entry_ids = fields.One2many(
        "cs.payroll.entry",
        "run_id",
        "Entries in the Books",
        readonly=True,
        groups="cs_base.group_payroll_accountant,cs_base.group_general_manager",
    )
    cs_entry_count = fields.Integer("Entries", compute="_compute_cs_booking")
    cs_booking = fields.Selection(
        [("none", "Not Booked"), ("draft", "Draft Entry"), ("posted", "Posted")],
        "In the Books",
        compute="_compute_cs_booking",
    )
    cs_obstacles = fields.Text(
        "What Keeps It from Being Booked", compute="_compute_cs_obstacles"
    )
    cs_has_gaps = fields.Boolean("Accounts Missing", compute="_compute_cs_obstacles")

    @api.depends("cs_state", "cs_entry_ids.state", "cs_entry_ids.move_id.state")
    def _compute_cs_booking(self):
        for run in self:
            # sudo: whether it is booked, which the run's readers may know
            move = run.sudo()._cs_entry().move_id
            run.cs_entry_count = len(run.sudo().cs_entry_ids)
            run.cs_booking = move.state if move else "none"

    @api.depends("cs_state")
    @api.depends_context("uid", "lang")
    def _compute_cs_obstacles(self):
        booker = self.env.user.has_group("cs_base.group_payroll_accountant")
        for run in self:
            # sudo: settings of accounting; payroll accountants only
            own = run.sudo()
            waits = booker and own.cs_state == "approved" and not own._cs_entry()
            found = own._cs_booking_obstacles() if waits else []
            run.cs_obstacles = "\n".join(found)
            run.cs_has_gaps = bool(found and own._cs_gaps())

    def _cs_entry(self):
        """The entry that stands, if any."""
        return self.cs_entry_ids.filtered(lambda entry: entry.state == "booked")

    def _cs_last_day(self):
        return month_end(self.cs_month)

    def _cs_entry_label(self):
        name = self.env._("Pay of %s", words.month_name(self.env, self.cs_month))
        return name if self.cs_number == 1 else f"{name} ({self.cs_number})"

    def _cs_approved(self):
        result = super()._cs_approved()
        for run in self:
            run._cs_book_if_ready()
        return result

    def _cs_reopened(self):
        result = super()._cs_reopened()
        self.cs_entry_ids._take_back()
        return result
