from odoo import api, models


class CsDemo(models.AbstractModel):
    """A secret customer of the demo company with a top secret ticket, which the agent
    and the leader have read once each (HD-20)."""

    _inherit = "cs.demo"

    @api.model
    def _make_secret(self):
        xml_id = "cs_helpdesk.ticket_ning_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        partner = self.env.ref("cs_helpdesk.customer_ning_demo")
        self._make(
            xml_id,
            "helpdesk.ticket",
            "agent",
            {
                "name": "入户安装时间和停车安排",
                "description": "客户要求提前确认上门人员姓名，行程不得外传。",
                "company_id": company.id,
                "team_id": self.env.ref("cs_helpdesk.team_presale_demo").id,
                "partner_id": partner.id,
                "cs_phone": "13900000035",
                "user_id": self._ref("user", "agent"),
            },
        )
        customer = self.env["cs.customer"]._ensure(company, partner)
        customer._compute_again()
        leader = self._ref("user", "leader")
        customer = customer.with_user(leader).with_context(lang="zh_CN")
        customer._secret_set("secret", "公众人物，联系方式和住址不得外传")
        ticket = self.env.ref(xml_id)
        agent = ticket.with_user(self._ref("user", "agent"))
        agent._secret_set("top", "含上门行程")
        agent._secret_note_charge()
        ticket.with_user(leader)._secret_permit("核对安装日期，安排上门人员")
