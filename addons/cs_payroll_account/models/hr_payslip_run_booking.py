from odoo import models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

#: So many names stand in a message.
_NAMED = 10


class HrPayslipRun(models.Model):
    """Booking a run (INC-31): a draft that a human with rights in accounting posts."""

    _inherit = "hr.payslip.run"

    def action_cs_book(self):
        """Payroll accountants: make the draft entry of an approved run.

        :return: id of the entry, also when it was booked already
        :raise UserError: says what is missing; nothing is half-booked
        """
        self.ensure_one()
        self.env["cs.payroll.account"]._check_booker()
        self.check_access("read")
        # sudo: payroll accountants have no rights in accounting; the draft follows
        # from the payslips alone
        return self.sudo()._cs_book().id

    def action_cs_accounts(self):
        """Payroll accountants: the pay items of this run that have no accounts yet."""
        self.ensure_one()
        self.env["cs.payroll.account"]._check_booker()
        self.check_access("read")
        rows = self.env["cs.payroll.account"].sudo()
        known = rows.search(
            [("company_id", "=", self.company_id.id), ("rule_id", "!=", False)]
        ).rule_id
        rows.create(
            [
                {"company_id": self.company_id.id, "rule_id": rule.id}
                for rule in self.sudo()._cs_gaps() - known
            ]
        )
        return self.env["cs.payroll.account"]._action_rows(search_default_incomplete=1)

    def action_cs_entries(self):
        """Open what was booked of this run."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("In the Books"),
            "res_model": "cs.payroll.entry",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "mobile_view_mode": "kanban",
            "domain": [("run_id", "=", self.id)],
        }

    def _cs_book(self):
        """Book the run once. :return: the entry that stands"""
        entry = self._cs_entry()
        if entry:
            return entry
        # Waits for who reopens the run just now; one of both then starts again.
        self.env.cr.execute(
            SQL("SELECT id FROM hr_payslip_run WHERE id = %s FOR UPDATE", self.id)
        )
        if self.cs_state != "approved":
            raise UserError(
                self.env._(
                    "INC-31: the pay run %(run)s is booked once it is approved.",
                    run=self.display_name,
                )
            )
        obstacles = self._cs_booking_obstacles()
        if obstacles:
            raise UserError("\n".join(obstacles))
        return self.env["cs.payroll.entry"]._book(self)

    def _cs_book_if_ready(self):
        """Book what can be booked; an approval never fails because of accounting."""
        if self._cs_booking_obstacles():
            return
        try:
            with self.env.cr.savepoint():
                self._cs_book()
        except UserError as error:
            self.message_post(body=str(error))

    def _cs_booking_obstacles(self):
        """:return: list of sentences: what is missing, and what to do"""
        company = self.company_id
        if not company.cs_payroll_journal_id.active:
            return [
                self.env._(
                    "INC-31: no journal of pay runs is set. Choose “Propose Accounts”"
                    " in the list of accounts, or set it in the settings."
                )
            ]
        found = [self._cs_gap_text(), self._cs_contact_text()]
        found.append(self._cs_lock_text(self._cs_last_day()))
        if not any(self._cs_rule_sums().values()):
            found.append(self.env._("INC-31: this pay run has nothing to book."))
        return [text for text in found if text]

    def _cs_gaps(self):
        """Rules of the run that count in gross or net pay and have no accounts."""
        rules = self.env["hr.salary.rule"].browse(self._cs_rule_sums())
        rules = rules.filtered(
            lambda rule: rule.category_id.cs_counts in ("gross", "net")
            and rule.amount_select != "cs_total"
        )
        rows = self.env["cs.payroll.account"]._of_rules(self.company_id, rules)
        return rules.filtered(lambda rule: not rows[rule].is_complete)

    def _cs_gap_text(self):
        names = [f"{rule.name} ({rule.code})" for rule in self._cs_gaps()]
        return names and self.env._(
            "INC-31: these pay items have no accounts yet: %(items)s. Nothing is booked"
            " before; fill in their debit and credit account.",
            items=self._cs_named(names),
        )

    def _cs_contact_text(self):
        if not self.company_id.cs_payroll_by_person:
            return ""
        slips = self.env["hr.payslip"].search(
            [
                ("payslip_run_id", "=", self.id),
                ("state", "=", "done"),
                ("employee_id.work_contact_id", "=", False),
            ]
        )
        names = slips.employee_id.mapped("name")
        return names and self.env._(
            "INC-31: payables are booked by person, but these people have no contact:"
            " %(people)s.",
            people=self._cs_named(names),
        )

    def _cs_named(self, names):
        more, shown = len(names) - _NAMED, ", ".join(names[:_NAMED])
        if more <= 0:
            return shown
        return self.env._("%(names)s and %(more)s more", names=shown, more=more)

    def _cs_lock_text(self, date):
        """Why nothing is booked on this day, or ""; the user's exceptions count."""
        company = self.company_id
        locks = company._get_violated_lock_dates(
            date, False, company.cs_payroll_journal_id
        )
        return locks and self.env._(
            "INC-31: %(month)s is closed in accounting: %(locks)s. An entry dated"
            " %(date)s is not moved to another month. Ask accounting to change the lock"
            " date or to make an exception, then try again.",
            month=words.month_name(self.env, date),
            locks=company._format_lock_dates(locks),
            date=format_date(self.env, date),
        )
