from odoo.tests import tagged

from .browser import DESKTOP, PHONE, open_page
from .common import ROLES, DemoCase

APP = "cs_base.menu_cs_root"


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestJourneys(DemoCase):
    """Each role signs in on the demo company and walks through its menus."""

    def sign_in(self, page, login):
        page.go("/web/login")
        page.type("input[name=login]", login)
        page.type("input[name=password]", login)
        page.click("form.oe_login_form button[type=submit]")
        page.settle()

    def leaves(self, login):
        """Paths of menus with an action, below our app, as the client gets them."""
        self.authenticate(login, login)
        menus = self.url_open("/web/webclient/load_menus").json()
        by_id = {menu["id"]: menu for menu in menus.values() if menu["id"] != "root"}
        root = next(m for m in by_id.values() if m["xmlid"] == APP)
        return list(self._leaves(by_id, root, []))

    def _leaves(self, by_id, menu, path):
        for child in (by_id[key] for key in menu["children"]):
            here = [*path, child["xmlid"]]
            if child["children"]:
                yield from self._leaves(by_id, child, here)
            elif child["actionID"]:
                yield here

    def open_app(self, page, phone):
        page.leave()
        if phone:
            page.click(".o_menu_toggle")
            page.click(".o_app_menu_sidebar a[href='/odoo']")
            page.click(f".o_app_menu_sidebar [data-menu-xmlid='{APP}']")
        else:
            page.click(".o_navbar_apps_menu button")
            page.click(f".o_app[data-menu-xmlid='{APP}']")
        page.settle()

    def open_menu(self, page, path, phone):
        page.leave()
        if phone:
            page.click(".o_menu_toggle")
            page.click(f".o_app_menu_sidebar [data-menu-xmlid='{path[-1]}']")
        else:
            if len(path) > 1:
                page.click(f".o_menu_sections [data-menu-xmlid='{path[0]}']")
            page.click(f"[data-menu-xmlid='{path[-1]}']")
        page.settle()

    def walk(self, login, size):
        phone = size == PHONE
        paths = self.leaves(login)
        with open_page(
            self, size, f"{login}_{'phone' if phone else 'desktop'}"
        ) as page:
            self.sign_in(page, login)
            self.open_app(page, phone)
            page.photograph("00_app")
            for number, path in enumerate(paths, 1):
                name = path[-1].split(".")[1]
                with self.subTest(login=login, size=size, menu=name):
                    self.open_menu(page, path, phone)
                    page.photograph(f"{number:02}_{name}")
                    self.assertLessEqual(page.overflow(), 0, "wider than the screen")
                    continue
                # Failed: the next menu starts from a fresh page.
                page.go("/odoo")
                self.open_app(page, phone)


def _add_walks():
    """One test per role and size, so that a report names who failed where."""
    for login in ROLES:
        for name, size in (("desktop", DESKTOP), ("phone", PHONE)):

            def test(self, login=login, size=size):
                self.walk(login, size)

            setattr(TestJourneys, f"test_{login}_{name}", test)


_add_walks()
