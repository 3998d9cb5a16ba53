from odoo import models
from odoo.fields import Command

from . import demo_tickets

#: Complaints of today: (by, team, category, what, cause, units with their shares,
#: units that have reported: (department, login, what was done)).
OPEN = (
    (
        *("agent", "presale1", "refund", "退货签收八天仍未退款"),
        "仓库验收单未同步财务",
        (("presale1", 40), ("aftersale", 60)),
        (),
    ),
    (
        *("agent2", "presale1", "delivery", "大件送货只送到楼下"),
        "下单时未勾选送货上楼",
        (("presale1", 100),),
        (("presale1", "leader", "已协调快递明日上午送到家门口，并退还搬运费"),),
    ),
    (
        *("night", "aftersale", "install", "热水器安装后夜里滴水"),
        "排水口未接软管",
        (("aftersale", 100),),
        (),
    ),
    (
        *("xu_jiayan", "aftersale", "install", "约好的维修师傅两次没来"),
        "",
        (),
        (),
    ),
    (
        *("cao_wenjing", "complaint", "refund", "客服承诺的补偿没有兑现"),
        "补偿券过期未补发",
        (("presale2", 100),),
        (("presale2", "zhao_qihang", "已补发优惠券并电话致歉"),),
    ),
)
#: Units that complaints are about, and with whom they are shared.
UNITS = ("aftersale", "presale1", "presale2", "night", "aftersale", "presale1")
#: How many in the first 27 days of a month.
COUNT = {3: 9, 2: 11, 1: 12, 0: 10}
#: Complaints of this month have been settled when they are so many days old.
SETTLED = 5


class CsDemo(models.AbstractModel):
    """Complaints of the demo company, more of them (HD-04 to HD-06)."""

    _inherit = "cs.demo"

    def _complaint_rows(self):
        """Those of the small demo company last: its last one is told twice."""
        texts = self._history_table("complaints")
        rows, place = [], 0
        today = self._demo_company()._cs_today()
        for months_ago, count in COUNT.items():
            days = 27 if months_ago else min(max(today.day - SETTLED, 0), 27)
            for number in range(count * days // 27):
                text = texts[place % len(texts)]
                row = self._complaint_row(months_ago, number, place, text)
                rows.append(row | {"day": str(1 + number * 27 // count)})
                place += 1
        return rows + super()._complaint_rows()

    def _complaint_row(self, months_ago, number, place, text):
        chance = self._chance("complaint", months_ago, number)
        unit = UNITS[place % len(UNITS)]
        # Nobody reads what names oneself, and heads report for their units.
        login = self._one_of_staff(chance, unit, self._month(months_ago), True)
        keys = {row["login"]: row["key"] for row in self._rows("people")}
        person = keys[login] if chance.random() < 0.6 else ""
        is_shared = chance.random() < 0.2
        other = "presale2" if unit != "presale2" else "aftersale"
        return text | {
            "key": f"history_{months_ago}_{number}",
            "months_ago": str(months_ago),
            "hour": str(chance.randrange(9, 21)),
            "taken_by": chance.choice(("agent", "agent2", "night")),
            "unit": unit,
            "person": person,
            "share": "70" if is_shared else "100",
            "unit2": other if is_shared else "",
            "person2": "",
            "share2": "30" if is_shared else "",
            "risk": "media" if place % 17 == 9 else "",
            "refusals": "2" if place % 9 == 4 else "0",
            "days": str(chance.choice((0.3, 0.6, 1, 1.2, 1.5, 2, 2.4, 3.5))),
        }

    def _load_tickets(self):
        super()._load_tickets()
        for number, (by, team, category, name, cause, units, reports) in enumerate(
            OPEN
        ):
            customer, phone = demo_tickets.customer(900 + number)
            values = {
                "name": name,
                "description": name,
                "company_id": self._demo_company().id,
                "team_id": self.env.ref(self._team_id(team)).id,
                "category_id": self.env.ref(f"cs_helpdesk.category_{category}_demo").id,
                "cs_kind": "complaint",
                "partner_name": customer,
                "cs_phone": phone,
                "user_id": self._ref("user", by),
                "cs_cause": cause,
                "cs_party_ids": [
                    Command.create(
                        {
                            "department_id": self._ref("department", unit),
                            "share": share,
                        }
                    )
                    for unit, share in units
                ],
            }
            xml_id = f"cs_demo.complaint_open_{number}"
            self._make(xml_id, "helpdesk.ticket", by, values)
            self._report_units(self.env.ref(xml_id), reports)

    def _report_units(self, complaint, reports):
        for department, login, text in reports:
            unit = self.env["hr.department"].browse(self._ref("department", department))
            party = complaint.cs_party_ids.filtered(
                lambda one, unit=unit: one.department_id == unit and one.state == "open"
            )
            if party:
                party.with_user(self._ref("user", login))._report(text)
