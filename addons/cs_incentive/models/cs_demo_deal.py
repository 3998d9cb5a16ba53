from dateutil.relativedelta import relativedelta

from odoo import api, models

#: (group, months ago, day, amount): orders without advice, shared by the group
PUBLIC = (
    ("presale1", 2, 8, 9600),
    ("presale2", 2, 11, 7200),
    ("presale1", 1, 7, 8800),
    ("presale1", 1, 18, 4300),
    ("presale2", 1, 9, 6900),
)
#: (person, months ago, day, amount, customer, day of the transfer slip)
BIG = (
    ("zhou_muyang", 2, 10, 12800, "青禾幼儿园净水设备", 12),
    ("chen_sining", 2, 14, 8600, "云栖民宿", 15),
    ("sun_menghan", 2, 20, 15200, "远航物流员工福利", 22),
    ("zhou_muyang", 1, 6, 6400, "青禾幼儿园滤芯", 8),
    ("zheng_haoran", 1, 13, 9900, "松山茶社", None),
    ("wang_ziqian", 1, 17, 11300, "南桥社区食堂", None),
)


class CsDemo(models.AbstractModel):
    """Deals of the demo company: public sales of its groups, and orders of companies,
    two of them without a transfer slip; of one a part is refunded (INC-02, INC-06)."""

    _inherit = "cs.demo"

    @api.model
    def _load_deals(self):
        """Two months of them, entered by HR, once."""
        if self.env.ref("cs_incentive.refund_demo", raise_if_not_found=False):
            return
        deals = self._demo_deals(self._public_deals() + self._big_deals())
        for number, deal in enumerate(deals, 1):
            self._set_xml_id(f"cs_incentive.deal_{number}_demo", deal)
        Slip = self._as("hr", self.env["cs.incentive.deal.slip"])
        # Of last month's order of 松山茶社 the slip came later.
        slip = Slip.create(
            {
                "deal_id": deals.filtered(lambda one: one.customer == "松山茶社").id,
                "number": "CD-0611",
                "date": self._demo_date(1, 25),
                "is_signed": True,
            }
        )
        self._set_xml_id("cs_incentive.slip_demo", slip)
        Refund = self._as("hr", self.env["cs.incentive.deal.refund"])
        refund = Refund.create(
            {
                "deal_id": deals.filtered(lambda one: one.customer == "云栖民宿").id,
                "number": "TK-2207",
                "date": self._demo_date(1, 11),
                "amount": 1900,
                "reason": "两台型号不符，客户退回",
            }
        )
        self._set_xml_id("cs_incentive.refund_demo", refund)

    def _demo_deals(self, values):
        Deal = self._as("hr", self.env["cs.incentive.deal"])
        company = self._ref("company", "xinglan")
        Deal = Deal.with_context(lang="zh_CN", allowed_company_ids=[company])
        return Deal.create(values)

    def _demo_date(self, months_ago, day):
        company = self.env.ref("cs_base.company_xinglan_demo")
        return company._cs_today() + relativedelta(months=-months_ago, day=day)

    def _demo_public(self):
        """Rows like ``PUBLIC``."""
        return PUBLIC

    def _demo_big(self):
        """Rows like ``BIG``."""
        return BIG

    def _public_deals(self):
        return [
            {
                "kind": "public",
                "number": f"PUB{number:03}",
                "department_id": self._ref("department", group),
                "date": self._demo_date(months_ago, day),
                "amount": amount,
                "customer": "静默下单",
                "origin": "旗舰店后台 · 静默订单",
                **self._slip(number, months_ago, day),
            }
            for number, (group, months_ago, day, amount) in enumerate(
                self._demo_public(), 1
            )
        ]

    def _big_deals(self):
        return [
            {
                "kind": "sale",
                "number": f"QY{number:03}",
                "employee_id": self._ref("employee", person),
                "date": self._demo_date(months_ago, day),
                "amount": amount,
                "customer": customer,
                "origin": "企业团购合同台账",
                **(self._slip(100 + number, months_ago, slip) if slip else {}),
            }
            for number, (person, months_ago, day, amount, customer, slip) in enumerate(
                self._demo_big(), 1
            )
        ]

    def _slip(self, number, months_ago, day):
        return {
            "slip_number": f"CD-{number:04}",
            "slip_date": self._demo_date(months_ago, day),
            "is_slip_signed": True,
        }
