from odoo.tests import tagged

from ..schema import addons_of_suite
from .browser import DESKTOP, PHONE, open_page
from .common import ROLES, DemoCase

SIZES = (DESKTOP, PHONE)


@tagged("post_install", "-at_install", "cs_suite", "cs_journey")
class TestJourneys(DemoCase):
    """Each role signs in on the demo company and walks through its menus.

    Every screen is seen by every role that has it, and at both sizes: where several
    roles have it, they take turns with the sizes.
    """

    _screens = None

    def screens(self, login):
        """Our menus, as the client gets them; each action once.

        :return: list of tuples app, menu path below it as xml ids, action
        """
        self.authenticate(login, login)
        menus = self.url_open("/web/webclient/load_menus").json()
        ours = tuple(f"{name}." for name in addons_of_suite())
        found, seen = [], set()
        for key in menus["root"]["children"]:
            app = menus[str(key)]
            for path, action in self._paths(menus, app, []):
                if path[-1].startswith(ours) and action not in seen:
                    seen.add(action)
                    found.append((app["xmlid"], path, action))
        return found

    def _paths(self, menus, menu, path):
        for child in (menus[str(key)] for key in menu["children"]):
            here = [*path, child["xmlid"]]
            if child["children"]:
                yield from self._paths(menus, child, here)
            elif child["actionID"]:
                yield here, child["actionID"]

    def destinations(self, login, size):
        """What a role sees at a size: dict app -> list of menu paths below it."""
        if not self._screens:
            type(self)._screens = {role: self.screens(role) for role in ROLES}
        who = {}
        for role, screens in self._screens.items():
            for _app, _path, action in screens:
                who.setdefault(action, []).append(role)
        order, found = list(who), {}
        for app, path, action in self._screens[login]:
            turn = (order.index(action) + who[action].index(login)) % 2
            if len(who[action]) == 1 or size == SIZES[turn]:
                found.setdefault(app, []).append(path)
        return found

    def open_app(self, page, app, phone):
        page.leave()
        if phone:
            page.click(".o_menu_toggle")
            page.click(".o_app_menu_sidebar a[href='/odoo']")
            page.click(f".o_app_menu_sidebar [data-menu-xmlid='{app}']")
        else:
            page.click(".o_navbar_apps_menu button")
            page.click(f".o_app[data-menu-xmlid='{app}']")
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
        apps = self.destinations(login, size)
        self.assertTrue(apps)
        with open_page(
            self, size, f"{login}_{'phone' if phone else 'desktop'}"
        ) as page:
            page.sign_in_by_form(login)
            for app, paths in apps.items():
                self.walk_app(page, app, paths, phone)

    def walk_app(self, page, app, paths, phone):
        self.open_app(page, app, phone)
        page.photograph(app)
        for path in paths:
            with self.subTest(menu=path[-1], phone=phone):
                self.open_menu(page, path, phone)
                page.photograph(path[-1])
                self.assertEqual(page.sideways(), [], "wider than the screen")
                self.assertFalse(page.unfolded(), "unfolded over the screen")
                continue
            # Failed: the next menu starts from a fresh page.
            page.go("/odoo")
            self.open_app(page, app, phone)


def _add_walks():
    """One test per role and size, so that a report names who failed where."""
    for login in ROLES:
        for name, size in zip(("desktop", "phone"), SIZES, strict=True):

            def test(self, login=login, size=size):
                self.walk(login, size)

            setattr(TestJourneys, f"test_{login}_{name}", test)


_add_walks()
