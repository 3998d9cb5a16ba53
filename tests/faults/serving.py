"""A real Odoo server on a port, callers that log in, and kill -9."""

import contextlib
import copy
import os
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import requests


class Server:
    """One server process (threads for requests and scheduled actions)."""

    def __init__(self, odoo, database, log, cron_threads=1, environment=None, **more):
        """
        :param more: further options of the command line
        """
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url, self.database = f"http://127.0.0.1:{port}", database
        self.log = Path(log)
        command = [odoo.python, "-m", "odoo", "server", "-c", odoo.conf, "-d", database]
        options = {
            "http-interface": "127.0.0.1",
            "http-port": port,
            "workers": 0,
            "max-cron-threads": cron_threads,
            **more,
        }
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command + [f"--{name}={value}" for name, value in options.items()],
                stdout=out,
                stderr=out,
                start_new_session=True,
                env={**os.environ, **(environment or {})},
            )
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise

    def _wait(self):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.url}/web/health", timeout=20).ok:
                    return
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            time.sleep(0.2)
        raise AssertionError("the server did not start")

    @property
    def alive(self):
        return self.process.poll() is None

    def kill(self):
        """kill -9: nothing is finished, nothing is rolled back by Odoo itself."""
        self._end(signal.SIGKILL)

    def stop(self):
        self._end(signal.SIGTERM)

    def _end(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)

    def login(self, login):
        return Caller(self, login)


class Balancer:
    """One address for several servers, each request to the next of them that answers;
    what stands before the machines in production."""

    def __init__(self):
        self.urls, self.turn = [], count()
        balancer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                balancer.forward(self)

            def log_message(self, *arguments):
                """Not on the screen."""

        self.listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.listener.server_address[1]
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def forward(self, request):
        name = "X-Odoo-Database"
        first = next(self.turn)
        for number in range(len(self.urls)):
            url = self.urls[(first + number) % len(self.urls)] + request.path
            with contextlib.suppress(requests.RequestException):
                headers = {name: request.headers[name]}
                answer = requests.get(url, headers=headers, timeout=180)
                # Who asked does not wait for the end of a job.
                with contextlib.suppress(OSError):
                    request.send_response(answer.status_code)
                    request.end_headers()
                return

    def stop(self):
        self.listener.shutdown()
        self.listener.server_close()


class Caller:
    """A logged-in user who calls methods as the web client does."""

    def __init__(self, server, login):
        self.server, self.session = server, requests.Session()
        self._rpc(
            "/web/session/authenticate",
            {"db": server.database, "login": login, "password": login},
        )

    def windows(self, number):
        """The same user so many times: one login, a connection each."""
        callers = [copy.copy(self) for _window in range(number)]
        for caller in callers:
            caller.session = requests.Session()
            caller.session.cookies.update(self.session.cookies)
        return callers

    def call(self, model, method, *args, **kwargs):
        """:raises Refused: with Odoo's message"""
        return self._rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _rpc(self, path, params):
        answer = self.session.post(
            self.server.url + path, json={"params": params}, timeout=180
        ).json()
        if "error" in answer:
            raise Refused(answer["error"]["data"])
        return answer["result"]


class Refused(Exception):
    def __init__(self, data):
        super().__init__(f"{data['name']}: {data['message']}")


def at_once(callers, call):
    """Let every caller do ``call(caller)`` at the same moment.

    :return: list of results; an exception stands where one was raised
    """

    def attempt(caller):
        try:
            return call(caller)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(callers)) as pool:
        return list(pool.map(attempt, callers))
