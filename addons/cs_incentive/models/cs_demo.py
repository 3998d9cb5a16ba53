from odoo import api, models
from odoo.fields import Command

#: What big orders of companies earn, beside what the ready scheme holds.
BIG_ORDERS = (
    ("BIG_ORDER", "企业团购提成", "earning", "bands", {"bands": "0: 0.8%"}),
    ("REFUND", "退款扣回提成", "deduction", "back", {"back_code": "BIG_ORDER"}),
)
#: Rules of units that the demo company has not: being late falls under SV-05 there.
ELSEWHERE = ("GO-06", "SF-07")


class CsDemo(models.AbstractModel):
    """Incentive schemes and rule books of the demo company (ALL-03, ALL-04)."""

    _inherit = "cs.demo"

    @api.model
    def _make_scheme(self, name, ready, values, changes=None, is_approved=True):
        """A scheme from a ready one, proposed by HR, once.

        :param name: of the external id
        :param values: scope, first day and name
        :param changes: code of a pay item -> values that are different
        :param is_approved: else it waits for the general manager
        """
        Ready = self.env["cs.incentive.ready.scheme"].with_context(lang="zh_CN")
        values = Ready._prepare_scheme_vals(ready) | values
        for _command, _id, line in values["line_ids"]:
            line.update((changes or {}).get(line["code"], {}))
        if ready == "shop":
            values["line_ids"] += self._big_order_lines(len(values["line_ids"]))
        xml_id = f"cs_incentive.scheme_{name}_demo"
        steps = self._proposal(is_approved)
        self._make(xml_id, "cs.incentive.scheme", "hr", values, steps)

    def _big_order_lines(self, count):
        metric = self.env["cs.metric"].search([("code", "=", "deal_sales")])
        return [
            Command.create(
                {
                    "sequence": 10 * (count + number),
                    "code": code,
                    "name": name,
                    "section": section,
                    "calculator": calculator,
                    "metric_id": metric.id if calculator == "bands" else False,
                    **values,
                }
            )
            for number, (code, name, section, calculator, values) in enumerate(
                BIG_ORDERS, 1
            )
        ]

    @api.model
    def _make_book(self, name, ready, values):
        """An approved rule book from a ready one, once."""
        xml_id = f"cs_incentive.book_{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        Ready = self.env["cs.discipline.ready.book"].with_context(lang="zh_CN")
        values = Ready._prepare_book_vals(ready) | values
        for *_command, rule in values["rule_ids"]:
            if rule["code"] in ELSEWHERE:
                rule["suggested_by"] = False
        self._make(xml_id, "cs.discipline.book", "hr", values)
        book = self.env.ref(xml_id)
        Ready._translate(book, ready)
        for login, method in self._proposal(is_approved=True):
            getattr(self._as(login, book), method)()

    def _proposal(self, is_approved):
        steps = [("hr", "action_submit"), ("gm", "action_approve")]
        return steps if is_approved else steps[:1]
