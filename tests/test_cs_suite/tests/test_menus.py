from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..schema import addons_of_suite
from .common import ROLES, DemoCase
from .views import specification

EVERYBODY = set(ROLES)
MANAGERS = {"leader", "supervisor", "gm"}

#: Who sees what. A new menu of ours needs a line here.
MENUS = {
    "cs_base.menu_cs_root": EVERYBODY,
    "cs_base.menu_cs_config": {"hr", "sysadmin"},
    "cs_base.menu_cs_settings": {"sysadmin"},
}

#: Stock menus that tell whether a role got more than its own.
STOCK_MENUS = {
    "base.menu_administration": {"sysadmin"},
    "base.menu_management": {"sysadmin"},
    "hr.menu_human_resources_configuration": {"hr"},
}


@tagged("post_install", "-at_install", "cs_suite", "cs_demo")
class TestMenus(DemoCase):
    def load_menus(self, login):
        """Menus that the web client shows to ``login``, by xml id."""
        self.authenticate(login, login)
        menus = self.url_open("/web/webclient/load_menus").json()
        return {
            menu["xmlid"]: menu
            for menu in menus.values()
            if menu.get("xmlid") and menu["id"] != "root"
        }

    def test_every_menu_of_ours_is_in_the_table(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.ui.menu"), ("module", "in", addons_of_suite())]
        )
        empty = self.env["ir.ui.menu"].search(
            [("action", "=", False), ("child_id", "=", False)]
        )
        self.assertEqual(
            set(data.filtered(lambda x: x.res_id not in empty.ids).mapped("complete_name")),
            set(MENUS),
        )

    def test_each_role_sees_its_menus_and_no_other(self):
        ours = tuple(f"{name}." for name in addons_of_suite())
        for login in ROLES:
            with self.subTest(login=login):
                seen = set(self.load_menus(login))
                self.assertEqual(
                    {name for name in seen if name.startswith(ours)},
                    {name for name, roles in MENUS.items() if login in roles},
                )
                self.assertEqual(
                    seen & set(STOCK_MENUS),
                    {name for name, roles in STOCK_MENUS.items() if login in roles},
                )

    def test_a_customer_has_no_back_office(self):
        self.authenticate("customer", "customer")
        answer = self.url_open("/odoo", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_each_role_opens_every_menu_it_sees(self):
        ours = tuple(f"{name}." for name in addons_of_suite())
        opened = 0
        for login in ROLES:
            for xmlid, menu in self.load_menus(login).items():
                if xmlid.startswith(ours) and menu["actionID"]:
                    with self.subTest(login=login, menu=xmlid):
                        self.open_action(menu["actionID"], login)
                        opened += 1
        self.assertTrue(opened)

    def open_action(self, action_id, login):
        """Do what the client does: load views, read the list, open and start one."""
        action = self.make_jsonrpc_request(
            "/web/action/load", {"action_id": action_id}
        )
        if action["type"] != "ir.actions.act_window":
            return
        model = action["res_model"]
        uid = self.user(login).id
        scope = {"uid": uid, "allowed_company_ids": self.company.ids, "active_id": False}
        context = {
            **safe_eval(str(action["context"] or {}), scope),
            **self.user(login).context_get(),
        }
        answer = self.call_kw(
            model,
            "get_views",
            views=[*action["views"], [action["search_view_id"] and action["search_view_id"][0], "search"]],
            options={"toolbar": True, "load_filters": True},
            context=context,
        )
        fields = answer["models"][model]["fields"]
        domain = safe_eval(str(action["domain"] or []), scope)
        record_id = False
        for kind, view in answer["views"].items():
            spec = specification(view["arch"], fields)
            if kind in ("list", "kanban"):
                page = self.call_kw(
                    model, "web_search_read", domain=domain, specification=spec, limit=40, context=context
                )
                record_id = page["records"] and page["records"][0]["id"]
            elif kind == "form":
                if record_id:
                    self.call_kw(model, "web_read", [[record_id]], specification=spec, context=context)
                if self.call_kw(model, "has_access", [[]], operation="create"):
                    self.call_kw(model, "onchange", [[], {}, [], spec], context=context)
