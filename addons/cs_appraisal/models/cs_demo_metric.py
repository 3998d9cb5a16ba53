from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.addons.cs_base.engine.period import month_end

#: department -> how busy it is, in parts of a hundred
SHOPS = {"presale1": 100, "presale2": 85}
MONTHS = (3, 2, 1)


class CsDemo(models.AbstractModel):
    """Figures of the demo company that come from its shop platforms (APP-03)."""

    _inherit = "cs.demo"

    @api.model
    def _load_figures(self):
        """Three months of what the platforms say of those who sell, once."""
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        Figure = self.env["cs.metric.figure"].with_user(self._ref("user", "hr"))
        Figure = Figure.with_context(
            lang="zh_CN", allowed_company_ids=company.ids
        ).with_company(company)
        # sudo: whether it was loaded before
        if Figure.sudo().search_count([("company_id", "=", company.id)], limit=1):
            return
        for months_ago in MONTHS:
            first = company._cs_today() + relativedelta(months=-months_ago, day=1)
            if not self.env["cs.period"]._is_closed(company, first):
                Figure.create(list(self._figures_of_month(months_ago, first)))

    def _figures_of_month(self, months_ago, first):
        for place, employee, busy in self._sellers(first):
            yield from (
                {
                    "employee_id": employee.id,
                    "metric_id": self.env.ref(f"cs_appraisal.metric_{code}").id,
                    "date_from": first,
                    "date_to": month_end(first),
                    "numerator": numerator,
                    "denominator": of,
                    "origin": "旗舰店后台 · 客服绩效报表",
                }
                for code, numerator, of in _numbers(place, months_ago, busy)
            )

    def _sellers(self, first):
        """Agents who sell, there from the first day: (place, person, how busy)."""
        place = 0
        for row in self._rows("people"):
            if row["department"] not in SHOPS or row["job"] != "agent":
                continue
            place += 1
            employee = self.env["hr.employee"].browse(self._ref("employee", row["key"]))
            joined = employee.sudo()._get_first_version_date() or first
            if joined <= first:
                yield place, employee, SHOPS[row["department"]]


def _numbers(place, months_ago, busy):
    """(code, number, of how many), different from person to person and month."""
    asked = busy + (place * 17 + months_ago * 11) % 60
    deals = asked * (48 + (place * 13 + months_ago * 7) % 30) // 100
    refunds = deals * ((place * 5 + months_ago * 3) % 9) // 100
    listed = 30 + (place * 7 + months_ago) % 15
    return (
        ("deals", deals, False),
        ("conversion", deals, asked),
        ("sales_amount", deals * (168 + place * 9), False),
        ("refund_rate", refunds, deals),
        ("listings_wrong", (place + months_ago) % 4, listed),
        ("sets_sold", 7 + (place * 3 + months_ago * 2) % 9, False),
    )
