"""Runs in the environment of ./test: url, language, list, folder [, names …].

Each row of the list names a picture, who looks, the size of the window, the path below
/odoo/ and what to press before, parted by "|".
"""

import base64
import contextlib
import csv
import io
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket
from PIL import Image

BROWSERS = ("google-chrome", "chromium", "chromium-browser")
CODES = {"zh": "zh_CN", "en": "en_US"}
#: the page has drawn what it was asked for
SETTLED = """
    document.readyState === "complete"
    && !document.querySelector(".o_blockUI, .o_loading_indicator")
    && document.querySelector(".o_action_manager > *")
    && !document.getAnimations().some((moving) => moving.playState === "running")
"""
SIGN_IN = """
    document.querySelector("input[name=login]").value = %(login)s;
    document.querySelector("input[name=password]").value = %(login)s;
    document.querySelector(".oe_login_form button[type=submit]").click();
"""
#: the language of the reader, put back at the end
SPEAK = """
    (async () => {
        const ask = (model, method, args) => fetch("/web/dataset/call_kw", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ jsonrpc: "2.0", params: {
                model, method, args, kwargs: {},
            } }),
        }).then((answer) => answer.json());
        const { uid } = await fetch("/web/session/get_session_info", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: "{}",
        }).then((answer) => answer.json()).then(({ result }) => result);
        await ask("res.users", "write", [[uid], { lang: %(lang)s }]);
    })()
"""


class Browser:
    """One window of a headless browser."""

    def __init__(self, process, port):
        self.process, self.count = process, 0
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            tabs = json.load(answer)
        address = next(tab for tab in tabs if tab["type"] == "page")
        self.socket = websocket.create_connection(
            address["webSocketDebuggerUrl"], suppress_origin=True
        )

    def ask(self, method, **params):
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.count:
                return answer.get("result", answer)

    def run(self, script):
        found = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in found:
            raise SystemExit(f"{script}: {found['exceptionDetails']}")
        return found["result"].get("value")

    def wait(self, condition, seconds=60):
        end = time.monotonic() + seconds
        held = 0
        while held < 4:
            if time.monotonic() > end:
                raise SystemExit(f"not seen within {seconds} s: {condition}")
            held = held + 1 if self.run(f"!!({condition})") else 0
            time.sleep(0.15)

    def go(self, url):
        self.ask("Page.navigate", url=url)
        time.sleep(1)

    def resize(self, size):
        width, height = (int(part) for part in size.split("x"))
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 500,
        )
        self.ask("Emulation.setTouchEmulationEnabled", enabled=width < 500)

    def photograph(self, path):
        """Few colours are enough for a page, and a third of the bytes."""
        shot = base64.b64decode(self.ask("Page.captureScreenshot")["data"])
        image = Image.open(io.BytesIO(shot)).convert("RGB")
        path.parent.mkdir(parents=True, exist_ok=True)
        image.quantize(160).save(path, optimize=True)


@contextlib.contextmanager
def browser(name):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [name, "--headless", "--no-sandbox", "--disable-gpu"]
        command += ["--no-first-run", "--remote-debugging-port=0"]
        command += [f"--user-data-dir={folder}", "about:blank"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            try:
                line = next(x for x in process.stderr if "DevTools listening" in x)
                yield Browser(process, line.split(":")[2].split("/")[0])
            finally:
                process.kill()


def press(page, selector):
    page.wait(f"document.querySelector({json.dumps(selector)})")
    page.run(f"document.querySelector({json.dumps(selector)}).click()")
    time.sleep(0.5)
    page.wait(SETTLED)


def take(page, url, row, path):
    page.ask("Network.clearBrowserCookies")
    page.resize(row["size"])
    page.go(f"{url}/web/login")
    page.wait("document.querySelector('.oe_login_form')")
    page.run(SIGN_IN % {"login": json.dumps(row["login"])})
    page.wait(SETTLED)
    page.go(f"{url}/odoo/{row['path']}")
    page.wait(SETTLED)
    for selector in filter(None, row["open"].split("|")):
        press(page, selector.strip())
    page.photograph(path)


def speak(page, url, login, lang):
    page.ask("Network.clearBrowserCookies")
    page.go(f"{url}/web/login")
    page.wait("document.querySelector('.oe_login_form')")
    page.run(SIGN_IN % {"login": json.dumps(login)})
    page.wait(SETTLED)
    page.run(SPEAK % {"lang": json.dumps(lang)})


def main():
    url, language, table, folder, *names = sys.argv[1:]
    with open(table) as lines:
        rows = [r for r in csv.DictReader(lines) if not names or r["name"] in names]
    found = [name for name in BROWSERS if subprocess.call(["which", name]) == 0]
    logins = sorted({row["login"] for row in rows})
    with browser(found[0]) as page:
        page.ask("Page.enable")
        page.ask("Network.enable")
        try:
            for login in logins:
                speak(page, url, login, CODES[language])
            for row in rows:
                take(page, url, row, Path(folder) / f"{row['name']}.png")
        finally:
            for login in logins:
                speak(page, url, login, CODES["zh"])


main()
