from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.money import cents
from ..engine.outliers import change


class CsIncentiveScreen(models.AbstractModel):
    """What the screens of incentives share: months, amounts in words, names.

    They are of the current company, and read with the rights of the reader; where a
    screen uses more, it says what for.
    """

    _name = "cs.incentive.screen"
    _inherit = ["cs.service.screen"]
    _description = "Screen of Incentives"

    @api.model
    def _clock(self):
        now = words.localized(fields.Datetime.now(), self._zone())
        return f"{now:%H:%M}"

    @api.model
    def _first_day(self, month):
        """:param month: number like 202610
        :raise UserError: there is no such month
        """
        return self.env["cs.service.figures"]._first_day(month)

    @api.model
    def _frame_of_month(self, first, months=1):
        """What the switch goes to.

        :param months: that it goes on by
        """
        today = self.env.company._cs_today()
        following = first + relativedelta(months=months)
        return {
            "month": month_number(first),
            "month_label": words.month_name(self.env, first),
            "previous": month_number(first - relativedelta(months=months)),
            "next": month_number(following) if following <= today else False,
            "clock": self._clock(),
        }

    @api.model
    def _readable(self, model, domain):
        """SQL: ids of the company's records of a domain that the reader may read."""
        self.env[model].flush_model()
        whole = Domain("company_id", "=", self.env.company.id) & Domain(domain)
        return self.env[model]._search(whole).subselect()

    @api.model
    def _sql(self, text, **parts):
        return SQL(text, **parts)

    @api.model
    def _rows(self, text, **parts):
        return self.env.execute_query(SQL(text, **parts))

    @api.model
    def _opened(self, label, model, domain):
        """Records of the company that a number stands for, as the client opens them."""
        whole = [("company_id", "=", self.env.company.id), *domain]
        return {"label": label, "model": model, "domain": whole}

    @api.model
    def _names(self, model, ids):
        """dict id -> name, also of who has left"""
        # sudo: names of people and departments whose records the reader was given
        records = self.env[model].sudo().with_context(active_test=False).browse(ids)
        return {one.id: one.name for one in records.exists()}

    # Amounts, in the company's currency

    @api.model
    def _money(self, amount):
        currency = self.env.company.currency_id
        return self.env["cs.incentive.formula"]._money(cents(amount), currency)

    @api.model
    def _change(self, now, before):
        """How much an amount changed, in words.

        :return: dict ``text``, ``percent`` ("" of nothing) and ``trend``
        """
        difference, percent = change(now, before)
        plus = "+" if difference > 0 else ""
        is_same = not difference
        return {
            "text": plus + self._money(difference),
            "percent": "" if percent is None else self._percent(percent),
            "trend": "same" if is_same else "up" if difference > 0 else "down",
        }

    @api.model
    def _percent(self, number):
        plus = "+" if number > 0 else ""
        tenths = Decimal(round(10 * number)).scaleb(-1)
        return f"{plus}{self._plain(tenths)}%"

    @api.model
    def _plain(self, number):
        """A number without zeros behind it."""
        text = f"{Decimal(number):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return self.env["cs.value.format"]._localize(text)


def month_number(first):
    """202610 for October 2026, as in the address of a page."""
    return first.year * 100 + first.month
