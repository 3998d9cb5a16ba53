from odoo import models


class HrPayslipRun(models.Model):
    """From a run to what it is made of; each window shows what its reader may read."""

    _inherit = "hr.payslip.run"

    def get_formview_id(self, access_uid=None):
        """Links to a monthly run open our form, not that for runs by hand."""
        self.ensure_one()
        if not self.cs_month:
            return super().get_formview_id(access_uid=access_uid)
        return self.env.ref("cs_payroll.cs_payslip_run_view_form").id

    def action_cs_open_slips(self):
        """The slips of the run."""
        return self._cs_window(
            "cs_payroll.cs_payslip_action",
            [("payslip_run_id", "in", self.ids)],
            self.env._("Payslips"),
        )

    def action_cs_open_negative(self):
        """Slips on which more is taken off than paid."""
        return self._cs_window(
            "cs_payroll.cs_payslip_action",
            self._cs_negative_domain(),
            self.env._("Slips Below Zero"),
        )

    def action_cs_open_statements(self):
        """The statements that the run took."""
        return self._cs_window(
            "cs_incentive.cs_incentive_statement_action",
            [("payslip_run_id", "in", self.ids)],
            self.env._("Statements Taken"),
        )

    def action_cs_open_waiting(self):
        """Statements of the month that nobody has approved yet."""
        return self._cs_window(
            "cs_incentive.cs_incentive_statement_action",
            self._cs_waiting_domain(),
            self.env._("Statements Not Approved"),
        )

    def action_cs_open_late(self):
        """Approved statements of the month that no run has taken."""
        return self._cs_window(
            "cs_incentive.cs_incentive_statement_action",
            self._cs_late_domain(),
            self.env._("Statements Not Handed Over"),
        )

    def action_cs_open_newer(self):
        """Monthly inputs that the slips do not know yet."""
        return self._cs_window(
            "cs_payroll.cs_payroll_input_action",
            self._cs_newer_domain(),
            self.env._("Inputs Newer Than the Slips"),
        )

    def action_cs_open_sheets(self):
        """Attendance sheets behind the slips that HR has not approved."""
        self.check_access("read")
        return self._cs_window(
            "cs_attendance.cs_attendance_sheet_action",
            [("id", "in", self._cs_open_sheets().ids)],
            self.env._("Attendance Sheets Not Approved"),
        )

    def action_cs_open_amounts(self):
        """The amounts of the run by pay item."""
        return self._cs_window(
            "cs_payroll.cs_payslip_line_action",
            [("slip_id.payslip_run_id", "in", self.ids)],
            self.env._("Amounts by Pay Item"),
        )

    def action_cs_open_missing(self):
        """People of the month without a slip, by their public record."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("People Without a Slip"),
            "res_model": "hr.employee.public",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": [("id", "in", self._cs_people_without_slip().ids)],
            "context": {"active_test": False},
        }

    def _cs_window(self, action, domain, name):
        """The window action ``action`` narrowed down to ``domain``."""
        self.check_access("read")
        window = self.env["ir.actions.actions"]._for_xml_id(action)
        return window | {"name": name, "domain": domain, "context": {}}
