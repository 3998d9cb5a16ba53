"""The Chinese terms that cs_helpdesk lends to the addons below it: into a database that
was used before, over what its people renamed, and after cs_helpdesk is gone."""

import json

from conftest import trouble

RENAME = """
stage = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
stage.with_context(lang="zh_CN").name = "办结"
env.cr.commit()
"""

CHECK = """
import json
from odoo.addons.test_cs_suite.lent import english_terms
stages = env["helpdesk.ticket.stage"].with_context(lang="zh_CN").search([])
english = english_terms(env, ("cs_base", "cs_helpdesk"))
print("RESULT", json.dumps([english, stages.mapped("name")]))
"""

UNINSTALL = """
env["ir.module.module"].search([("name", "=", "cs_base")]).button_immediate_uninstall()
"""

USE = """
import json
zh = env(context={"lang": "zh_CN"})
tickets = zh["helpdesk.ticket"]
kinds = ("list", "kanban", "form", "search", "pivot")
views = tickets.get_views([(False, kind) for kind in kinds])["views"]
ticket = tickets.create({"name": "漏水", "description": "漏水"})
ticket.stage_id = zh.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
figures = zh["helpdesk.ticket.team"].retrieve_dashboard()
page = zh["ir.qweb"]._render(
    "helpdesk_mgmt.portal_ticket_list",
    {"grouped_tickets": [ticket], "groupby": "none", "keep_query": str},
)
figure = figures[-1]["name"]
print("RESULT", json.dumps([sorted(views), ticket.closed, figure, str(page)]))
"""


def test_lent_terms(odoo):
    def quiet(log):
        lines = trouble(log)
        assert not lines, "\n".join(lines)

    def ask(script):
        quiet(odoo.shell(database, script))
        line = next(x for x in odoo.output.splitlines() if x.startswith("RESULT"))
        return json.loads(line.removeprefix("RESULT"))

    database = odoo.copy(odoo.template, "lent")
    try:
        quiet(odoo.shell(database, RENAME))
        english, names = ask(CHECK)
        assert len(english) > 300
        assert names == [
            "New",
            "In Progress",
            "Awaiting",
            "办结",
            "Cancelled",
            "Rejected",
        ]

        chinese = ["新建", "处理中", "待客户反馈", "办结", "已取消", "已拒绝"]
        quiet(odoo.server(database, "-i", "cs_helpdesk"))
        assert ask(CHECK) == [[], chinese]
        quiet(odoo.server(database, "-u", "helpdesk_mgmt"))
        assert ask(CHECK) == [[], chinese]

        quiet(odoo.shell(database, UNINSTALL))
        views, closed, figure, page = ask(USE)
        assert views == ["form", "kanban", "list", "pivot", "search"]
        assert (closed, figure) == (True, "Open Tickets")
        assert "漏水" in page and "最近阶段变更" in page
    finally:
        odoo.drop(database)
