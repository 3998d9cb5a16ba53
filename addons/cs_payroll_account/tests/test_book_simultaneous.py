from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .book_case import make_chart

CALLERS = 12


@tagged("post_install", "-at_install", "cs_payroll_account")
class TestBookSimultaneous(CommittedCase):
    """INC-31: twelve who book at one moment make one entry, and all get it.

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.login = f"payroll_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": self.login})
            env = env(context={"allowed_company_ids": company.ids})
            user = new_test_user(
                env,
                login=self.login,
                password=self.login,
                groups="cs_base.group_payroll_accountant",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            person = env["hr.employee"].create(
                {"name": self.login, "company_id": company.id}
            )
            self.company_id, self.user_id = company.id, user.id
            self.person_id = person.id
            self.partner_ids = (
                company.partner_id | user.partner_id | person.work_contact_id
            ).ids
            make_chart(env, company)
            env["cs.payroll.account"]._propose(company)
            self.run_id = self._approved(env, person)

    def _approved(self, env, person):
        wage = env.ref("cs_payroll.rule_wage")
        env.flush_all()
        [[run]] = env.execute_query(
            SQL(
                """INSERT INTO hr_payslip_run (name, company_id, cs_month, cs_number,
                                               cs_state, state, date_start, date_end)
                   VALUES ('June', %s, '2025-06-01', 1, 'approved', 'close',
                           '2025-06-01', '2025-06-30') RETURNING id""",
                person.company_id.id,
            )
        )
        [[slip]] = env.execute_query(
            SQL(
                """INSERT INTO hr_payslip (name, company_id, employee_id, contract_id,
                       payslip_run_id, state, date_from, date_to, credit_note,
                       cs_is_extra)
                   VALUES ('Slip', %s, %s, %s, %s, 'done', '2025-06-01', '2025-06-30',
                           false, false) RETURNING id""",
                person.company_id.id,
                person.id,
                person.version_id.id,
                run,
            )
        )
        env.cr.execute(
            SQL(
                """INSERT INTO hr_payslip_line (slip_id, salary_rule_id, employee_id,
                       contract_id, code, name, sequence, condition_select,
                       amount_select, condition_python, quantity, rate, amount, total)
                   VALUES (%s, %s, %s, %s, 'WAGE', '{"en_US": "x"}', 1, 'none',
                           'cs_wage', 'x', 1, 100, 5000.01, 5000.01)""",
                slip,
                wage.id,
                person.id,
                person.version_id.id,
            )
        )
        return run

    def _remove(self):
        """Past the guards: what is booked stays for ever."""
        company, run = self.company_id, self.run_id
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            for query in (
                "DELETE FROM cs_payroll_entry WHERE company_id = %s",
                "DELETE FROM cs_payroll_account WHERE company_id = %s",
                "DELETE FROM account_move_line WHERE company_id = %s",
                "DELETE FROM account_move WHERE company_id = %s",
                "UPDATE res_company SET cs_payroll_journal_id = NULL WHERE id = %s",
                "DELETE FROM account_journal WHERE company_id = %s",
                "DELETE FROM account_account WHERE id IN (SELECT account_account_id"
                " FROM account_account_res_company_rel WHERE res_company_id = %s)",
            ):
                cr.execute(query, [company])
            cr.execute("DELETE FROM hr_payslip WHERE payslip_run_id = %s", [run])
            cr.execute("DELETE FROM hr_payslip_run WHERE id = %s", [run])
            env.invalidate_all()
            env["hr.employee"].browse(self.person_id).unlink()
            env["res.users"].browse(self.user_id).unlink()
            env["res.company"].browse(company).unlink()
            env["res.partner"].browse(self.partner_ids).exists().unlink()

    def test_twelve_at_once(self):
        errors = self._call_at_once(
            self.login, "hr.payslip.run", "action_cs_book", [self.run_id] * CALLERS
        )
        for error in filter(None, errors):
            self.assertEqual(error["name"], "odoo.exceptions.UserError", error)
        with self.registry.cursor() as cr:
            entries = self._env(cr)["cs.payroll.entry"].search(
                [("run_id", "=", self.run_id)]
            )
            self.assertEqual(len(entries), 1)
            moves = self._env(cr)["account.move"].search(
                [("company_id", "=", self.company_id)]
            )
            self.assertEqual(moves, entries.move_id)
            self.assertEqual(sum(moves.line_ids.mapped("debit")), 5000.01)
