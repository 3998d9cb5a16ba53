from odoo import api, models
from odoo.fields import Command

#: The few accounts that a pay run is booked on, numbered as in the charts of China.
ACCOUNTS = (
    ("221101", "应付职工薪酬", "liability_current"),
    ("222104", "应交个人所得税", "liability_current"),
    ("224101", "其他应付款—代扣社保公积金", "liability_current"),
    ("660101", "销售费用—职工薪酬", "expense"),
    ("660201", "管理费用—职工薪酬", "expense"),
)


class CsDemo(models.AbstractModel):
    """The books of the demo company: as much as its pay runs need (INC-31)."""

    _inherit = "cs.demo"

    @api.model
    def _load_pay_run(self, months_ago):
        """Approved, it is booked by itself; the accountant posts the entry."""
        self._load_accounts()
        result = super()._load_pay_run(months_ago)
        runs = self.env["hr.payslip.run"].search(
            [
                ("company_id", "=", self._demo_company().id),
                ("cs_month", "=", self._month(months_ago)),
            ]
        )
        entries = runs._cs_entry()
        moves = entries.move_id.filtered(lambda one: one.state == "draft")
        if moves:
            self._as("payroll", moves).action_post()
        return result

    def _load_accounts(self):
        if self.env.ref("cs_demo.journal_payroll", raise_if_not_found=False):
            return
        company = self._demo_company()
        for code, name, account_type in ACCOUNTS:
            values = {
                "code": code,
                "name": name,
                "account_type": account_type,
                "company_ids": [Command.set(company.ids)],
            }
            account = self.env["account.account"].with_company(company).create(values)
            self._set_xml_id(f"cs_demo.account_{code}", account)
        journal = self.env["account.journal"].create(
            {
                "name": "工资",
                "code": "GZ",
                "type": "general",
                "company_id": company.id,
            }
        )
        self._set_xml_id("cs_demo.journal_payroll", journal)
        # The payroll accountant keeps the books of wages, too.
        accountant = self.env.ref("cs_base.user_payroll_demo")
        accountant.group_ids = [
            Command.link(self.env.ref("account.group_account_user").id)
        ]
        Accounts = self._as("payroll", self.env["cs.payroll.account"])
        Accounts.with_company(company).action_propose()
