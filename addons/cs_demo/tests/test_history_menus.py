from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import datetime, dateutil, safe_eval, time

from .common import HistoryCase

WINDOW = "ir.actions.act_window"
ROLES = ("agent", "leader", "supervisor", "hr", "payroll", "gm")
NOW = {
    "context_today": lambda: datetime.date.today(),
    "datetime": datetime,
    "relativedelta": dateutil.relativedelta.relativedelta,
    "time": time,
}
#: Menus that may be empty, and why.
EMPTY = {}


@tagged("post_install", "-at_install")
class TestHistoryMenus(HistoryCase):
    """Every screen has something on it, for everybody who sees its menu."""

    def test_no_menu_opens_on_nothing(self):
        found = {}
        for login in ROLES:
            user = self.env.ref(f"cs_base.user_{login}_demo")
            env = self.env(
                user=user,
                context=dict(user.context_get(), allowed_company_ids=self.company.ids),
            )
            windows = list(self.windows(env))
            self.assertTrue(windows)
            for name, action in windows:
                if not self.records(env, action):
                    found.setdefault(name, []).append(login)
        unknown = {
            name: [login for login in logins if login not in EMPTY.get(name, ())]
            for name, logins in found.items()
        }
        self.assertEqual({name: who for name, who in unknown.items() if who}, {})

    def windows(self, env):
        """(xml id, action) of each menu of ours that opens a list."""
        for menu in env["ir.ui.menu"].load_web_menus(False).values():
            name = menu.get("xmlid") or ""
            if name.startswith("cs_") and menu["actionModel"] == WINDOW:
                [values] = env[WINDOW].sudo().browse(menu["actionID"]).read()
                if values["target"] != "new" and values["view_mode"] != "form":
                    yield name, values

    def records(self, env, action):
        """One of what the list shows, with the filters that are on from the start."""
        scope = {"uid": env.uid, "allowed_company_ids": self.company.ids, **NOW}
        context = safe_eval(action["context"] or "{}", dict(scope, active_id=False))
        domain = safe_eval(action["domain"] or "[]", scope)
        Model = env[action["res_model"]].with_context(**context)
        view = action["search_view_id"] and action["search_view_id"][0]
        arch = etree.fromstring(Model.get_view(view or None, "search")["arch"])
        for element in arch.iter("filter"):
            is_on = context.get(f"search_default_{element.get('name')}")
            if is_on and element.get("domain"):
                domain = [*domain, *safe_eval(element.get("domain"), scope)]
        return Model.search(domain, limit=1)
