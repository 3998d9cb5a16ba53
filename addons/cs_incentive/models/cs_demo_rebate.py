from odoo import api, models

#: key -> (agent, table, reading)
AGENTS = {
    "lanxi": ("澜溪商贸", "0: 2%; 100000: 3%", "whole"),
    "yunfan": ("云帆家居生活馆", "0: 1.5%; 80000: 2.5%", "marginal"),
    "hengtong": ("恒通工程代理", "0: 2%", "whole"),
}
#: (agent, kind, months ago, day, amount, where it is from)
FACTS = (
    ("lanxi", "turnover", 2, 28, 86400, "代理商平台月报"),
    ("yunfan", "turnover", 2, 28, 92500, "代理商平台月报"),
    ("hengtong", "turnover", 2, 27, 31800, "工程合同台账"),
    ("lanxi", "turnover", 1, 28, 118600, "代理商平台月报"),
    ("yunfan", "turnover", 1, 28, 74300, "代理商平台月报"),
    ("yunfan", "return", 1, 22, 5200, "退货单"),
    ("hengtong", "turnover", 1, 26, 27400, "工程合同台账"),
)


class CsDemo(models.AbstractModel):
    """Rebate agents of the demo company: a list approved and partly paid, the list of
    the month before to be submitted (INC-33)."""

    _inherit = "cs.demo"

    @api.model
    def _load_rebates(self):
        """Two months of them, once."""
        if self.env.ref("cs_incentive.rebate_list_1_demo", raise_if_not_found=False):
            return
        for key in AGENTS:
            self._make_rebate_agent(key)
        for number, fact in enumerate(FACTS, 1):
            self._make_rebate_fact(number, *fact)
        self._make_rebate_list(2, [("hr", "action_submit"), ("gm", "action_approve")])
        self._make_rebate_fact(0, "lanxi", "payment", 0, 1, 1500, "招商银行回单")
        self._make_rebate_list(1, [("hr", "action_compute")])

    def _make_rebate_agent(self, key):
        name, bands, reading = AGENTS[key]
        company = self._ref("company", "xinglan")
        partner = self.env["res.partner"].create(
            {"name": name, "is_company": True, "company_id": company}
        )
        self._set_xml_id(f"cs_incentive.rebate_partner_{key}_demo", partner)
        agent = f"cs_incentive.rebate_agent_{key}_demo"
        values = {"partner_id": partner.id, "company_id": company}
        self._make(agent, "cs.rebate.agent", "hr", values)
        term = {
            "agent_id": self.env.ref(agent).id,
            "date_from": self._demo_date(3, 1),
            "bands": bands,
            "reading": reading,
        }
        xml_id = f"cs_incentive.rebate_term_{key}_demo"
        steps = [("hr", "action_submit"), ("gm", "action_approve")]
        self._make(xml_id, "cs.rebate.term", "hr", term, steps)

    def _make_rebate_fact(self, number, key, kind, months_ago, day, amount, origin):
        values = {
            "agent_id": self.env.ref(f"cs_incentive.rebate_agent_{key}_demo").id,
            "kind": kind,
            "number": f"FY{months_ago}{number:03}",
            "date": self._demo_date(months_ago, day),
            "amount": amount,
            "origin": origin,
        }
        login = "payroll" if kind == "payment" else "hr"
        xml_id = f"cs_incentive.rebate_entry_{number}_demo"
        self._make(xml_id, "cs.rebate.entry", login, values)

    def _make_rebate_list(self, months_ago, steps):
        values = {
            "company_id": self._ref("company", "xinglan"),
            "month": self._demo_date(months_ago, 1),
        }
        xml_id = f"cs_incentive.rebate_list_{3 - months_ago}_demo"
        self._make(xml_id, "cs.rebate.list", "hr", values, steps)
