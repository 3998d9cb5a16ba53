"""Steps that journeys of tickets share: signing in, opening, pressing, entering."""

import contextlib
import json

from .browser import open_page


def shows(text, where=".o_action_manager"):
    """Condition in JavaScript: the text is to be read there."""
    return (
        f"[...document.querySelectorAll({json.dumps(where)})]"
        f".some((el) => el.innerText.includes({json.dumps(text)}))"
    )


def only(text, where):
    """Condition in JavaScript: something is there, and all of it has the text."""
    found = f"[...document.querySelectorAll({json.dumps(where)})]"
    has = f"(el) => el.innerText.includes({json.dumps(text)})"
    return f"{found}.length && {found}.every({has})"


class TicketPages:
    """For a ``DemoCase``: one person at a screen, in Chinese.

    ``self.size`` is the screen, ``self.journey`` the folder of the pictures.
    """

    @contextlib.contextmanager
    def as_person(self, login):
        """A page on which the person has signed in; closed at the end of ``with``."""
        with open_page(self, self.size, f"{self.journey}_{login}") as page:
            page.sign_in(login)
            yield page

    def open(self, page, path, there=".o_view_controller"):
        page.go(f"/odoo/{path}")
        page.wait(f"document.querySelector('.o_action_manager {there}')", timeout=60)
        page.settle()

    def press(self, page, name, within=""):
        """Press a button by its name; on a phone it may be behind the dots."""
        button = f"{within} button[name={name}]".strip()
        if not page.run(f"!!document.querySelector({json.dumps(button)})"):
            page.click(".o_statusbar_buttons button:has(.oi-ellipsis-v)")
        page.click(button)
        page.settle()

    def pick(self, page, selector, text):
        """Choose a record in a many2one by what one types."""
        if self.is_phone:
            page.click(selector)
            page.wait("document.querySelector('.modal .o_kanban_record')")
            page.run(
                "[...document.querySelectorAll('.modal .o_kanban_record')]"
                f".find((el) => el.innerText.includes({json.dumps(text)})).click()"
            )
        else:
            page.click(selector)
            page.type(selector, text)
            option = ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) a"
            page.wait(only(text, option))
            page.click(option)
            chosen = f"document.querySelector({json.dumps(selector)}).value"
            page.wait(f"{chosen}.includes({json.dumps(text)})")
        page.settle()

    def look(self, page, name):
        page.photograph(name)
        self.assertEqual(page.sideways(), [], name)
