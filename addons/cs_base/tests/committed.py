"""Tests with transactions of their own, committed, for what happens at one moment."""

from threading import Barrier, Thread
from unittest.mock import patch

import requests

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import HttpCase
from odoo.tools import mute_logger


class CommittedCase(HttpCase):
    """The test's own cursor would serve one after the other, so everything here is
    committed, and deleted again by the test.
    """

    registry_test_mode = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The runner holds the lock of the registry, which each request asks for.
        cls.startClassPatcher(patch.object(Registry, "_lock", DummyRLock()))

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _call_at_once(self, login, model, method, ids, args=()):
        """Call a method on each record at the same moment, over RPC.

        :param login: of the caller, who has it as password too
        :param ids: one call for each, the same id several times if need be
        :return: errors in the order of the ids; None where it went well
        """
        session = requests.Session()
        session.cookies.update(self.opener.cookies)
        answer = session.post(
            f"{self.base_url()}/web/session/authenticate",
            json={"params": {"db": self.cr.dbname, "login": login, "password": login}},
            timeout=30,
        )
        self.assertTrue(answer.json()["result"]["uid"])
        barrier = Barrier(len(ids))
        errors = [Exception("not run")] * len(ids)

        def run(index):
            barrier.wait(30)
            params = {"model": model, "method": method, "kwargs": {}}
            answer = requests.post(
                f"{self.base_url()}/web/dataset/call_kw/{model}/{method}",
                cookies=session.cookies,
                json={"params": {**params, "args": [[ids[index]], *args]}},
                timeout=120,
            )
            errors[index] = answer.json().get("error", {}).get("data")

        threads = [Thread(target=run, args=(index,)) for index in range(len(ids))]
        with mute_logger("odoo.http", "odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return errors
