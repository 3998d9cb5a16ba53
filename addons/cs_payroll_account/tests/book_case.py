from decimal import Decimal

from odoo.addons.cs_payroll.tests.payroll_case import JUNE, JUNE_END, PayrollCase
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

#: code -> amounts of agent and agent2, as the computation writes them
AMOUNTS = {
    "WAGE": (6000, 5000),
    "COMMISSION": ("1234.56", "0.10"),
    "FINE": (-100, "-0.20"),
    "GROSS": ("7134.56", "4999.90"),
    "PENSION": ("-480", "-400"),
    "TAX": ("-45.67", 0),
    "NET": ("6608.89", "4599.90"),
    "ER_INSURANCE": (960, 800),
}
GROSS = Decimal("12134.46")
NET = Decimal("11208.79")
WITHHELD = 880
TAX = Decimal("45.67")
EMPLOYER = 1760
#: code of the chart -> type
CHART = {
    "2211": "liability_current",
    "2221": "liability_current",
    "2241": "liability_current",
    "6601": "expense",
}


def make_chart(env, company):
    """:return: dict code -> account, and the journal of wages"""
    accounts = {
        code: env["account.account"].create(
            {
                "code": code,
                "name": f"Account {code}",
                "account_type": kind,
                "company_ids": [Command.set(company.ids)],
            }
        )
        for code, kind in CHART.items()
    }
    journal = env["account.journal"].create(
        {
            "name": "Wages",
            "code": "WAGE",
            "type": "general",
            "company_id": company.id,
        }
    )
    return accounts, journal


class BookCase(PayrollCase):
    """June 2025 is approved: agent and agent2 have slips. A small chart of China."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts, cls.journal = make_chart(cls.env, cls.company)
        cls.bookkeeper = new_test_user(
            cls.env,
            login="cs_bookkeeper",
            groups="account.group_account_invoice",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env["cs.payroll.account"]._propose(cls.company)
        cls.pay_run = cls.approved_run()

    @classmethod
    def approved_run(cls, number=1, state="approved", roles=("agent", "agent2")):
        """A run with slips as the computation leaves them, past the guards."""
        [[run]] = cls.env.execute_query(
            SQL(
                """INSERT INTO hr_payslip_run (name, company_id, cs_month, cs_number,
                                               cs_state, state, date_start, date_end)
                   VALUES ('June 2025', %s, %s, %s, %s, 'close', %s, %s)
                   RETURNING id""",
                cls.company.id,
                JUNE,
                number,
                state,
                JUNE,
                JUNE_END,
            )
        )
        run = cls.env["hr.payslip.run"].browse(run)
        for place, role in enumerate(roles):
            own = {code: row[place] for code, row in AMOUNTS.items()}
            cls.done_slip(run, cls.people[role], own)
        return run

    @classmethod
    def done_slip(cls, run, person, amounts, *, refund=False):
        [[slip]] = cls.env.execute_query(
            SQL(
                """INSERT INTO hr_payslip (name, company_id, employee_id, contract_id,
                       payslip_run_id, state, date_from, date_to, credit_note,
                       cs_is_extra, cs_department_id)
                   VALUES ('Slip', %s, %s, %s, %s, 'done', %s, %s, %s, %s, %s)
                   RETURNING id""",
                cls.company.id,
                person.id,
                person.version_id.id,
                run.id,
                JUNE,
                JUNE_END,
                refund,
                run.cs_number > 1,
                person.department_id.id or None,
            )
        )
        for code, total in amounts.items():
            cls.slip_line(slip, person, code, total)
        cls.env.invalidate_all()
        return cls.env["hr.payslip"].browse(slip)

    @classmethod
    def slip_line(cls, slip, person, code, total):
        rule = cls.rule(code)
        cls.env.cr.execute(
            SQL(
                """INSERT INTO hr_payslip_line (slip_id, salary_rule_id, employee_id,
                       contract_id, company_id, category_id, code, name, sequence,
                       condition_select, amount_select, condition_python, active,
                       appears_on_payslip, quantity, rate, amount, total, date_from)
                   VALUES (%s, %s, %s, %s, %s, %s, %s, '{"en_US": "x"}', %s, 'none',
                           'cs_input', 'x', true, true, 1, 100, %s, %s, %s)""",
                slip,
                rule.id,
                person.id,
                person.version_id.id,
                cls.company.id,
                rule.category_id.id,
                code,
                rule.sequence,
                total,
                total,
                JUNE,
            )
        )

    @classmethod
    def rule(cls, code):
        return cls.our_rules().filtered(lambda rule: rule.code == code)

    def book(self, role="payroll", run=None):
        """The entry that a role books."""
        run = run or self.pay_run
        entry = run.with_user(self.users[role]).action_cs_book()
        return self.env["cs.payroll.entry"].browse(entry)

    def balances(self, move):
        """dict code of an account -> Decimal"""
        sums = {}
        for line in move.line_ids:
            code = line.account_id.code
            sums[code] = sums.get(code, 0) + Decimal(f"{line.balance:.2f}")
        return sums

    def force(self, query, *args):
        """Write past all guards."""
        self.env.flush_all()
        self.env.cr.execute(SQL(query, *args))
        self.env.invalidate_all()

    def post(self, entry):
        entry.move_id.with_user(self.bookkeeper).action_post()

    def reopen(self, run=None, reason="A line was missing"):
        (run or self.pay_run).with_user(self.users["gm"]).action_cs_reopen(reason)

    def lock(self, day="2025-06-30"):
        self.company.sudo().fiscalyear_lock_date = day
