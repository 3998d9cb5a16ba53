"""Real Odoo processes on copies of a real database, seen from outside.

./test says through the environment where things are (docs/development.md).
"""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from configparser import RawConfigParser
from pathlib import Path

import pytest


class Server:
    """One Odoo on one database; start it, kill it, start it again."""

    def __init__(self, database, log):
        self.database = database
        self.log = log
        self.process = None

    def start(self, *options):
        """Start and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [os.environ["CS_PYTHON"], "-m", "odoo", "server"]
        command += ["-c", os.environ["CS_CONFIG"], "-d", self.database]
        command += ["--http-port", str(self.port), *options]
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        for _attempt in range(300):
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            if self.get("/web/health") == 200:
                return
            time.sleep(0.2)
        raise AssertionError(self.log.read_text()[-2000:])

    def get(self, path):
        """Status of a page, None when nobody answers."""
        try:
            with urllib.request.urlopen(self.url(path), timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def stop(self, number=signal.SIGTERM):
        """Signal it and wait for its end.

        :return: exit code
        """
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def database(request):
    """Name of a fresh copy of the database that has everything installed."""
    source = os.environ["CS_DATABASE"]
    name = f"fault-{request.node.name.replace('_', '-')[:40]}"
    config = RawConfigParser()
    config.read(os.environ["CS_CONFIG"])
    files = Path(config["options"]["data_dir"]) / "filestore"
    subprocess.run(["dropdb", "--force", "--if-exists", name], check=True)
    subprocess.run(["createdb", "-T", source, name], check=True)
    shutil.rmtree(files / name, ignore_errors=True)
    if (files / source).is_dir():
        shutil.copytree(files / source, files / name)
    yield name
    subprocess.run(["dropdb", "--force", name], check=True)
    shutil.rmtree(files / name, ignore_errors=True)


@pytest.fixture
def server(database, tmp_path):
    server = Server(database, tmp_path / "odoo.log")
    yield server
    if server.process and server.process.poll() is None:
        server.stop(signal.SIGKILL)
