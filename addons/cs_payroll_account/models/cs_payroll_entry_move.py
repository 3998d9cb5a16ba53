from decimal import Decimal

from odoo import fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, formatLang

#: So many differences are named.
_NAMED = 5


class CsPayrollEntry(models.Model):
    """The journal entry of a pay run: what may happen to it, and how it is taken back.

    Guards look at the entry's state, never at a context, which comes from the caller.
    """

    _inherit = "cs.payroll.entry"

    # What may happen to it

    def _check_move(self, vals):
        """:raise UserError: somebody cancels the entry, brings it back, or takes it to
        another month"""
        for entry in self:
            state, date = vals.get("state"), vals.get("date")
            if state and state not in entry._states_of_move():
                entry._refuse()
            if date:
                entry._check_month(fields.Date.to_date(date))

    def _states_of_move(self):
        return {
            "booked": ("draft", "posted"),
            "cancelled": ("cancel",),
            "reversed": (),
        }[self.state]

    def _check_lines(self):
        """:raise UserError: accounts and amounts follow from the payslips"""
        for entry in self:
            entry._refuse()

    def _check_reversing(self):
        """:raise UserError: only a reopened run reverses its entry, and once"""
        for entry in self:
            if entry.state != "reversed" or entry.reversal_id:
                entry._refuse()

    def _check_posting(self):
        """Before it is posted: it stands, in its month, open, and equals the slips."""
        for entry in self:
            if entry.state != "booked" or entry.run_id.cs_state != "approved":
                entry._refuse()
            entry._check_month(entry.move_id.date)
            entry._check_open(entry.move_id.date)
            entry._check_amounts()

    def _refuse(self):
        raise UserError(
            self.env._(
                "INC-31: this entry follows from the pay run %(run)s, and its lines"
                " from the payslips. Have the run reopened: that takes the entry back,"
                " and the run is booked anew when it is approved again.",
                run=self.run_id.display_name,
            )
        )

    def _check_month(self, date):
        month = self.run_id.cs_month
        if date and (date.year, date.month) != (month.year, month.month):
            raise UserError(
                self.env._(
                    "INC-31: the pay of %(month)s is an expense of that month. The"
                    " entry cannot be dated %(date)s.",
                    month=words.month_name(self.env, month),
                    date=format_date(self.env, date),
                )
            )

    def _check_open(self, date):
        """:raise UserError: a lock date of accounting covers the day"""
        text = self.run_id._cs_lock_text(date)
        if text:
            raise UserError(text)

    # Against the payslips

    def _check_amounts(self):
        """:raise UserError: names accounts that differ from the payslips"""
        differences = self._differences()
        if not differences:
            return
        accounts = self.env["account.account"].with_company(self.company_id)
        partners = self.env["res.partner"]
        texts = [
            self.env._(
                "%(account)s %(partner)s: entry %(found)s, payslips %(wanted)s",
                account=accounts.browse(account).code,
                partner=partners.browse(partner).name or "",
                found=self._money(found),
                wanted=self._money(wanted),
            )
            for (account, partner), found, wanted in differences[:_NAMED]
        ]
        raise UserError(
            self.env._(
                "INC-31: the entry of the pay run %(run)s differs from the payslips and"
                " cannot be posted:\n%(differences)s",
                run=self.run_id.display_name,
                differences="\n".join(texts),
            )
        )

    def _money(self, amount):
        return formatLang(self.env, float(amount), currency_obj=self.currency_id)

    def _differences(self):
        """list of ((account id, partner id), in the entry, by the payslips)"""
        found, wanted = self._booked(), self._wanted()
        return [
            (key, found.get(key, Decimal(0)), wanted.get(key, Decimal(0)))
            for key in sorted(found.keys() | wanted.keys())
            if found.get(key, 0) != wanted.get(key, 0)
        ]

    def _wanted(self):
        """dict (account id, partner id or 0) -> balance by the payslips as they are"""
        totals = {}
        sides = self.line_ids._sides()
        for account, _text, partner, amount in self.run_id._cs_book_sums(sides):
            key = (account, partner or 0)
            totals[key] = totals.get(key, Decimal(0)) + amount
        return totals

    def _booked(self):
        """dict (account id, partner id or 0) -> balance of the journal entry"""
        lines = self.env["account.move.line"]
        lines.flush_model(["account_id", "partner_id", "balance", "move_id"])
        whose = tuple(self.line_ids._person_accounts().ids) or (0,)
        rows = self.env.execute_query(
            SQL(
                """SELECT account_id,
                          CASE WHEN account_id IN %s THEN coalesce(partner_id, 0)
                               ELSE 0 END,
                          sum(balance)::text
                     FROM account_move_line
                    WHERE move_id = %s AND account_id IS NOT NULL
                    GROUP BY 1, 2""",
                whose,
                self.move_id.id,
            )
        )
        return {(account, partner): Decimal(sum_) for account, partner, sum_ in rows}

    # Taking it back

    def _take_back(self):
        """The run was reopened: a draft is cancelled, a posted entry reversed."""
        for entry in self.filtered(lambda entry: entry.state == "booked"):
            if entry.move_id.state == "posted":
                entry._reverse()
            else:
                entry._end("cancelled")
                entry._own_move().button_cancel()

    def _reverse(self):
        """Reverse it visibly, dated by the company's setting; never moved silently.

        :raise UserError: that day is locked
        """
        company, move = self.company_id, self._own_move()
        by_entry = company.cs_payroll_reversal == "entry"
        date = move.date if by_entry else company._cs_today()
        self._check_open(date)
        self._end("reversed")
        vals = {
            "date": date,
            "ref": self.env._("Reversal of %(entry)s", entry=move.name),
        }
        reversal = move._reverse_moves([vals], cancel=True)
        self._kept_write({"reversal_id": reversal.id})

    def _end(self, state):
        self._kept_write(
            {
                "state": state,
                "ended_at": fields.Datetime.now(),
                "ended_by_id": self.env.uid,
            }
        )

    def _own_move(self):
        """The journal entry, without a context that the caller composed."""
        context = {"lang": self.env.lang, "allowed_company_ids": self.company_id.ids}
        return self.move_id.with_context(context)  # pylint: disable=context-overridden
