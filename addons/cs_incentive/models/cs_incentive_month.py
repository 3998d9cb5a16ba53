from collections import Counter
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.addons.cs_base.engine.period import previous_month
from odoo.addons.cs_base.models import period_words as words

from .cs_incentive_screen import month_number

READERS = (
    "cs_base.group_hr_officer",
    "cs_base.group_payroll_accountant",
    "cs_base.group_general_manager",
)
STATEMENT = "cs.incentive.statement"
#: Sums of statements; ``carried`` is what both carryings come to.
SUMS = ("earning", "award", "deduction", "carried", "total")
#: Months of the picture, this one with them.
MONTHS = 6


class CsIncentiveMonth(models.AbstractModel):
    """HR's month: what it comes to, what is open, what is far from the rest (INC-30).

    Access: HR officers, the payroll accountant and the general manager. All is read
    with the reader's rights, so the own statement is in no figure before it is
    approved. The number of queries does not depend on people.
    """

    _name = "cs.incentive.month"
    _inherit = ["cs.incentive.screen"]
    _description = "Income Month"

    @api.model
    @api.readonly
    def get_month(self, month=None):
        """The month at a glance.

        :param month: number like 202610; None for the newest with statements
        :return: dict for the client action ``cs_incentive.month``
        :raise AccessError: for all but HR, payroll and the general manager
        """
        self._check_groups(*READERS)
        newest = self._newest_month()
        first = self._first_day(month) if month else newest or self._last_month()
        sums = self._sums(first)
        frame = self._frame_of_month(first) | {
            "newest": bool(newest) and month_number(newest),
            "is_empty": first not in sums,
            "is_closed": self._is_closed(first),
        }
        if frame["is_empty"]:
            return frame
        figures = self.env["cs.incentive.month.figures"]
        return {
            **frame,
            "currency": self.env.company.currency_id.name,
            "note": self._own_note(first),
            "head": self._head(first, sums),
            "months": self._months(first, sums),
            "states": self._states(first, sums),
            "open": self.env["cs.incentive.month.open"]._open(first),
            "sections": figures._sections(first),
            "outliers": figures._outliers(first),
        }

    def _last_month(self):
        return previous_month(self.env.company._cs_today().replace(day=1))

    def _newest_month(self):
        domain = [("company_id", "=", self.env.company.id)]
        return self.env[STATEMENT].search(domain, order="month desc", limit=1).month

    def _is_closed(self, first):
        return self.env["cs.period"]._is_closed(
            self.env.company, first, code="incentive"
        )

    def _own_note(self, first):
        """Figures without the own statement say so."""
        own = self.env.user._cs_employees()
        # sudo: only whether there is an own statement that is not approved
        hidden = (
            self.env[STATEMENT]
            .sudo()
            .search_count(
                [
                    ("employee_id", "in", own.ids),
                    ("company_id", "=", self.env.company.id),
                    ("month", "=", first),
                    ("approved_at", "=", False),
                ]
            )
        )
        if not hidden:
            return ""
        return self.env._("Without your own statement, which is not approved yet.")

    # Sums

    def _sums(self, first):
        """dict month -> dict of sums as Decimals, ``people`` and ``states``, of the
        months of the picture that have statements"""
        rows = self._rows(
            """SELECT month, state, count(*), sum(earning)::text, sum(award)::text,
                      sum(deduction)::text, sum(carried_in + carried_out)::text,
                      sum(total)::text
                 FROM cs_incentive_statement WHERE id IN %(readable)s
                GROUP BY month, state""",
            readable=self._readable(
                STATEMENT,
                [
                    ("month", ">=", first - relativedelta(months=MONTHS - 1)),
                    ("month", "<=", first),
                ],
            ),
        )
        found = {}
        for month, state, count, *amounts in rows:
            sums = found.setdefault(month, Counter(people=0, states=Counter()))
            sums["people"] += count
            sums["states"][state] += count
            for name, amount in zip(SUMS, amounts, strict=True):
                sums[name] += Decimal(amount)
        return found

    def _head(self, first, sums):
        now = sums[first]
        before = sums.get(previous_month(first), {})
        labels = {
            "people": self.env._("Headcount"),
            "earning": self.env._("Earnings"),
            "award": self.env._("Awards"),
            "deduction": self.env._("Deductions"),
            "carried": self.env._("Carried over"),
            "total": self.env._("Net income"),
        }
        return [
            {
                "key": key,
                "label": label,
                "value": str(now[key]) if key == "people" else self._money(now[key]),
                "change": self._head_change(key, now, before),
            }
            for key, label in labels.items()
        ]

    def _head_change(self, key, now, before):
        """False without a month before."""
        if not before:
            return False
        found = self._change(now[key], before.get(key, 0))
        if key == "people":
            more = now[key] - before[key]
            found["text"] = f"+{more}" if more > 0 else self._plain(more)
        return found

    def _months(self, first, sums):
        """Net incomes of the last months, for bars.

        :return: list of dicts ``number``, ``label``, ``text``, ``share`` (per cent of
            the highest); without a text, there was nothing
        """
        begin = min(sums)
        days = [first - relativedelta(months=back) for back in range(MONTHS)][::-1]
        days = [day for day in days if day >= begin]
        totals = {day: sums[day]["total"] for day in days if day in sums}
        most = max(*totals.values(), 0) or 1
        return [
            {
                "number": month_number(day),
                "label": words.month_short(self.env, day),
                "text": self._money(totals[day]) if day in totals else "",
                "share": round(100 * max(totals.get(day, 0), 0) / most),
                "is_now": day == first,
            }
            for day in days
        ]

    def _states(self, first, sums):
        states = self.env[STATEMENT]._fields["state"]._description_selection(self.env)
        return [
            self._opened(label, STATEMENT, [("month", "=", first), ("state", "=", key)])
            | {"key": key, "count": sums[first]["states"][key]}
            for key, label in states
        ]
