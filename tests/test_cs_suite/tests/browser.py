"""A small driver over Odoo's own headless Chromium: type, click, look, photograph."""

import base64
import contextlib
import json
import os
import time
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urljoin

import odoo
from odoo.addons.bus.websocket import CloseCode, WebsocketConnectionHandler, _kick_all
from odoo.tests.common import (
    ChromeBrowser,
    ChromeBrowserException,
    _registry_test_lock,
    get_db_name,
)

DESKTOP, PHONE = "1400x900", "390x844"

#: runs before each page's own scripts: counts what the page still waits for; a worker
#: would be fetched at any time, also while a test uses the cursor that it shares
COUNT_REQUESTS = """
    if (navigator.serviceWorker) {
        navigator.serviceWorker.register = () => new Promise(() => {});
    }
    window.csPending = 0;
    const { fetch } = window;
    window.fetch = (...args) => {
        window.csPending++;
        return fetch(...args).finally(() => window.csPending--);
    };
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (...args) {
        window.csPending++;
        this.addEventListener("loadend", () => window.csPending--);
        return send.apply(this, args);
    };
"""
#: the page has drawn what it was asked for, waits for nothing and nothing moves
SETTLED = """
    document.readyState === "complete"
    && !window.csPending
    && !document.querySelector(".o_blockUI, .o_loading_indicator, .o_app_menu_sidebar")
    && document.querySelector(".o_action_manager > *, .oe_login_form, .o_portal")
    && [...document.querySelectorAll(".o_content")].every((el) => el.childElementCount)
    && !document.getAnimations().some((moving) => moving.playState === "running")
"""
#: an action that is on the screen already is not the one that was asked for
LEAVE = """
    document.querySelector(".o_action_manager > *")?.classList.add("cs_left");
    document.querySelectorAll(".modal .btn-close").forEach((x) => x.click());
"""
#: nor is the empty control panel that stands there until a view is loaded
ARRIVED = """
    document.querySelector(
        ".o_action_manager > :not(.cs_left):not(.o_control_panel), .modal"
    )
"""
#: looks at a condition every 25 ms for a second; a page at rest stays so for 100 ms
LOOKS = 4
WAIT = """
    (async () => {
        for (let look = 0, held = 0; look < 40; look++) {
            held = %(condition)s ? held + 1 : 0;
            if (held >= %(looks)s) {
                return true;
            }
            await new Promise((resume) => setTimeout(resume, 25));
        }
        return false;
    })()
"""


@contextlib.contextmanager
def server_answers():
    """The server answers requests meanwhile; the test has the cursor again after."""
    _registry_test_lock.release()
    try:
        yield
    finally:
        if not _registry_test_lock.acquire(timeout=300):
            raise AssertionError("a request of the page took more than 300 s")


def leave(case, page):
    """Nothing of the browser is at the server any more: its page is left, and its
    websocket is ended, which would be waited for until it times out."""
    with server_answers():
        page.browser.navigate_to("about:blank")
        _kick_all(CloseCode.KILL_NOW)
        case._wait_remaining_requests()


class Page:
    """One browser page of a test; errors in its console fail the test.

    The page and the test share a cursor. The server answers the page only while the
    test waits for it; in between the cursor is the test's alone.
    """

    def __init__(self, case, browser, folder):
        self.case, self.browser, self.folder = case, browser, folder
        self.ask(
            "Page.addScriptToEvaluateOnNewDocument", params={"source": COUNT_REQUESTS}
        )
        # As people set it who want no animations, which would be waited for.
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.ask("Emulation.setEmulatedMedia", params={"features": [still]})

    def ask(self, *args, **kwargs):
        """Send a command to the browser, as ``ChromeBrowser`` takes it."""
        with server_answers():
            return self.browser._websocket_request(*args, **kwargs)

    def run(self, expression):
        """Value of a JavaScript expression (promises are awaited)."""
        answer = self.ask(
            "Runtime.evaluate",
            params={
                "expression": expression,
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        self.check_console()
        if "exceptionDetails" in answer:
            raise AssertionError(json.dumps(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def check_console(self):
        if self.browser._result.done():
            self.browser._result.result()  # raises what the console reported

    def wait(self, condition, what=None, timeout=20, looks=LOOKS):
        """Wait until a JavaScript condition holds several looks running.

        The page itself looks, a second at a time, and is looked at anew when it was
        left meanwhile. Counts its turns: the clock stands still in a test that
        freezes the time.
        """
        for _second in range(timeout):
            try:
                if self.run(WAIT % {"condition": f"({condition})", "looks": looks}):
                    return
            except ChromeBrowserException:
                self.check_console()
                with server_answers():
                    time.sleep(0.1)
        self.photograph("timeout")
        raise AssertionError(f"waited {timeout} s for {what or condition}")

    def go(self, path):
        url = urljoin(self.case.base_url(), path)
        with server_answers():
            self.browser.navigate_to(url, wait_stop=True)
        # The first page of a database waits for its bundles to be made.
        self.wait("document.readyState === 'complete'", url, timeout=120, looks=1)

    def click(self, selector):
        """Click the first visible element; wait for it first."""
        found = f"""
            [...document.querySelectorAll({json.dumps(selector)})]
                .find((el) => el.offsetParent || el.getClientRects().length)
        """
        self.wait(found, selector, looks=1)
        self.run(f"({found}).click()")

    def type(self, selector, text):
        self.wait(f"document.querySelector({json.dumps(selector)})", selector, looks=1)
        self.run(
            f"""{{
                const input = document.querySelector({json.dumps(selector)});
                input.value = {json.dumps(text)};
                input.dispatchEvent(new Event("input", {{ bubbles: true }}));
            }}"""
        )

    def sign_in(self, login):
        """As one of the demo company, without a page being loaded for it."""
        self.case.authenticate(login, login, browser=self.browser)

    def sign_in_by_form(self, login):
        """As one of the demo company, whose password is the login; come to the first
        page as people do."""
        self.go("/web/login")
        self.type("input[name=login]", login)
        self.type("input[name=password]", login)
        self.click("form.oe_login_form button[type=submit]")
        self.wait("document.querySelector('.o_action_manager > *')", timeout=120)
        self.settle()

    def leave(self):
        """Close dialogs and note what is shown, before another action is opened."""
        self.run(LEAVE)
        self.wait("!document.querySelector('.modal')", "dialogs to close", looks=1)

    def settle(self, arrived=ARRIVED):
        """Wait until the new page or dialog is complete; an error in it fails."""
        self.wait(f"({SETTLED}) && ({arrived})", "the page to settle")
        problem = self.run(
            'document.querySelector(".o_error_dialog, .o_notification.border-danger")'
            "?.innerText || ''"
        )
        if problem:
            self.photograph("error")
            raise AssertionError(problem)

    def photograph(self, name):
        """Save what is visible as ``<folder>/<name>.png``."""
        shot = self.ask("Page.captureScreenshot", timeout=30.0)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def sideways(self):
        """Classes of what has to be scrolled sideways to be seen in full."""
        return self.run(
            """[...document.querySelectorAll("html, .o_action_manager *, .modal *")]
                .filter((el) => el.scrollWidth > el.clientWidth + 1)
                .filter((el) => el.localName === "html"
                    || /auto|scroll/.test(getComputedStyle(el).overflowX))
                .map((el) => `${el.localName}.${el.className}`)"""
        )

    def unfolded(self):
        """Whether a picker, a menu or another popover lies over the page."""
        return self.run("!!document.querySelector('.o_popover')")


def screenshot_folder():
    """Where pictures go: ``CS_SCREENSHOTS`` or the folder of Odoo's own."""
    base = os.environ.get("CS_SCREENSHOTS") or odoo.tools.config["screenshots"]
    return Path(base) / get_db_name()


@contextlib.contextmanager
def open_page(case, size, name):
    """A fresh browser at the login page's door, as HttpCase.browser_js makes it.

    :param size: DESKTOP or PHONE
    :param name: folder for its pictures
    """
    case.browser_size = size
    case.touch_enabled = size == PHONE
    users = case.registry["res.users"]
    browser = ChromeBrowser(case)
    with contextlib.ExitStack() as stack:
        stack.enter_context(case.allow_requests(browser=browser))
        stack.callback(case._wait_remaining_requests)
        stack.callback(_kick_all, CloseCode.KILL_NOW)
        # Without it each page says that it lost its connection.
        stack.enter_context(
            patch.object(
                WebsocketConnectionHandler, "websocket_allowed", return_value=True
            )
        )
        # The stock onboarding tour would sit on the first page.
        stack.enter_context(
            patch.object(users, "_compute_tour_enabled", lambda self: None)
        )
        stack.callback(browser.stop)
        case.authenticate(None, None, browser=browser)
        case.cr.flush()
        case.cr.clear()
        stack.enter_context(_registry_test_lock)
        yield Page(case, browser, screenshot_folder() / name)
