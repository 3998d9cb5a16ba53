from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_start
from odoo.exceptions import UserError


class CsPayrollHandover(models.TransientModel):
    """Hands the approved statements of a month over to payroll, and tells before how
    many there are (INC-31)."""

    _name = "cs.payroll.handover"
    _description = "Hand Over to Payroll"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, default=lambda self: self._default_month())
    approved_count = fields.Integer("Approved", compute="_compute_counts")
    approved_total = fields.Monetary("Of Them in All", compute="_compute_counts")
    waiting_count = fields.Integer("Not Approved Yet", compute="_compute_counts")
    taken_count = fields.Integer("Handed Over Before", compute="_compute_counts")
    run_id = fields.Many2one(
        "hr.payslip.run", "Pay Run of the Month", compute="_compute_counts"
    )

    def _default_month(self):
        """Last month: its statements are approved now."""
        return self.env.company._cs_today() + relativedelta(months=-1, day=1)

    @api.depends("company_id", "month")
    def _compute_counts(self):
        for one in self:
            # sudo: numbers only, the own statement is not left out of them
            Statement = self.env["cs.incentive.statement"].sudo()
            rows = Statement._read_group(
                one._domain(),
                ["state", "payslip_run_id"],
                ["__count", "total:sum"],
            )
            counted = dict.fromkeys(("approved", "waiting", "taken"), 0)
            total = 0
            for state, run, count, amount in rows:
                kind = "taken" if run else _kind(state)
                counted[kind] += count
                total += amount if kind == "approved" else 0
            one.approved_count = counted["approved"]
            one.approved_total = total
            one.waiting_count = counted["waiting"]
            one.taken_count = counted["taken"]
            one.run_id = one._run()

    def _domain(self):
        month = self.month and month_start(self.month)
        return [("company_id", "=", self.company_id.id), ("month", "=", month)]

    def _run(self):
        """The newest run of the month, empty where there is none."""
        month = self.month and month_start(self.month)
        return self.env["hr.payslip.run"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("cs_month", "=", month),
                ("cs_is_extra", "=", False),
            ],
            order="cs_number desc",
            limit=1,
        )

    def action_open_approved(self):
        return self._statements(
            [("state", "=", "approved"), ("payslip_run_id", "=", False)],
            self.env._("Approved statements"),
        )

    def action_open_waiting(self):
        return self._statements(
            [("state", "in", ["computed", "reviewed"])],
            self.env._("Statements not approved yet"),
        )

    def _statements(self, domain, name):
        self.ensure_one()
        window = self.env["ir.actions.actions"]._for_xml_id(
            "cs_incentive.cs_incentive_statement_action"
        )
        return window | {
            "name": name,
            "domain": [*self._domain(), *domain],
            "context": {},
            "target": "current",
        }

    def action_confirm(self):
        """Hand over; the run checks who may.

        :return: action that shows the run
        """
        self.ensure_one()
        if not self.month:
            raise UserError(self.env._("Choose a month."))
        self.env["hr.payslip.run"].action_cs_hand_over(
            self.company_id.id, month_start(self.month)
        )
        run = self._run()
        window = self.env["ir.actions.actions"]._for_xml_id(
            "cs_payroll.cs_payslip_run_action"
        )
        form = [view for view in window["views"] if view[1] == "form"]
        return window | {"res_id": run.id, "views": form, "name": run.display_name}


def _kind(state):
    return "approved" if state == "approved" else "waiting"
