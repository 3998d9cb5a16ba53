"""What production files promise (docs/production.md)."""

import re
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def options():
    config = RawConfigParser()
    config.read(ROOT / "odoo.conf")
    return config["options"]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_odoo_is_closed(options):
    assert options["list_db"] == "False"
    assert options["proxy_mode"] == "True"
    assert "http_interface" in options


def test_no_secrets_in_the_configuration(options):
    assert not {"admin_passwd", "db_password", "smtp_password"} & set(options)


def test_waiting_jobs_are_not_killed(options):
    assert int(options["limit_time_real_cron"]) > 70


def test_services_are_separate_and_watched(compose):
    services = compose["services"]
    names = {"db", "install", "web", "jobs", "queue", "websocket", "proxy"}
    assert set(services) == names
    apart = {name: service.get("profiles") for name, service in services.items()}
    assert {n: p for n, p in apart.items() if p} == {
        "install": ["install"],
        "queue": ["queue"],
    }
    for name, service in services.items():
        assert name == "install" or service["healthcheck"]["test"]


def test_passwords_come_from_files(compose):
    for service in compose["services"].values():
        for name, value in service["environment"].items():
            assert not re.search("PASSWORD$", name), name
            assert "PASSWORD" not in name or value.startswith("/run/secrets/")
    assert all(secret["file"] for secret in compose["secrets"].values())


def test_connections_fit_into_the_database(options, compose):
    limit = re.search(r"max_connections=(\d+)", compose["services"]["db"]["command"])
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if "=" in line and not line.startswith("#")
    )
    web = int(example["WEB_REPLICAS"]) * int(example["WEB_WORKERS"])
    # Each web container has its evented process, and there is the websocket service.
    processes = web + int(example["WEB_REPLICAS"]) + int(example["JOB_WORKERS"]) + 1
    # So has a queue container, and the process that hands jobs out.
    processes += int(example["QUEUE_WORKERS"]) + 2
    assert processes * int(options["db_maxconn"]) < int(limit[1])
