from contextlib import contextmanager

from odoo.addons.cs_base.tests.common import CsCase
from odoo.exceptions import UserError
from odoo.tests import freeze_time


@freeze_time("2025-06-15 04:00")
class PolicyCase(CsCase):
    """Policies around 15 June 2025, noon in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Policy = cls.env["test.cs.policy"]

    def _draft(self, role="hr", **vals):
        vals = {"name": "Rules", "company_id": self.company.id} | vals
        return self.Policy.with_user(self.users[role]).create(vals).sudo()

    def _as(self, role, policy):
        return policy.with_user(self.users[role])

    def _proposed(self, role="hr", **vals):
        policy = self._draft(role, **vals)
        self._as(role, policy).action_submit()
        return policy

    def _approved(self, date_from, role="hr", **vals):
        policy = self._proposed(role, date_from=date_from, **vals)
        self._as("gm", policy).action_approve()
        return policy

    @contextmanager
    def assertRefused(self, words):
        """A UserError that says it, with everything undone as after a request."""
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            yield
