from datetime import timedelta

from odoo import api, models

#: key -> (who, what, for what, where, who gets it, days, steps after submitting)
REQUESTS = {
    "visits": (
        "agent", "customer", "下月上门回访排期，按片区分给两位师傅",
        "inside", "售前一组", 7,
        [("leader", "action_approve"), ("agent", "action_download")],
    ),
    "filters": (
        "agent2", "customer", "滤芯到期提醒，逐户电话通知", "inside", "售前一组", 10,
        [("leader", "action_approve", "只限本人联系，用后删除。")],
    ),
    "survey": (
        "leader", "ticket", "第三方满意度调查抽样名单",
        "outside", "明镜调研公司", 14, [],
    ),
}  # fmt: skip


class CsDemo(models.AbstractModel):
    """Exports of the demo company: fetched, approved, waiting (HD-20)."""

    _inherit = "cs.demo"

    @api.model
    def _make_export_requests(self):
        company = self.env["res.company"].browse(self._ref("company", "xinglan"))
        team = self.env.ref("cs_helpdesk.team_presale_demo")
        for key, row in REQUESTS.items():
            login, what, purpose, kind, recipient, days, steps = row
            values = {
                "what": what,
                "team_ids": team.ids,
                "purpose": purpose,
                "recipient_kind": kind,
                "recipient": recipient,
                "wanted_until": company._cs_today() + timedelta(days=days),
            }
            xml_id = f"cs_helpdesk.export_{key}_demo"
            steps = [(login, "action_submit"), *steps]
            self._make(xml_id, "cs.export.request", login, values, steps)
