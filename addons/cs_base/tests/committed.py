"""Tests with transactions of their own, committed, for what happens at one moment."""

from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import HttpCase


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
