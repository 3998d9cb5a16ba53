import base64

from odoo.tests import tagged

from .phone_case import HEADER
from .small_company import CALLERS, SmallCompanyCase

ROW = "1,2025-06-09 09:00:00,13800000001,400-{ext},已接,4,,60"


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_phone_record")
class TestPhoneSimultaneous(SmallCompanyCase):
    """HD-03: one log imported many times at one moment: each call is one."""

    groups = ("team_leader", "general_manager")
    tables = ("cs_phone_record", "cs_phone_held", "cs_phone_import")

    def _fill(self, env, company, users):
        # nobody's extension: a call to be assigned
        row = ROW.format(ext=company.id)
        content = base64.b64encode(f"{HEADER}\n{row}".encode())
        Import = env["cs.phone.import"].with_user(users[0])
        Import = Import.with_context(allowed_company_ids=company.ids)
        batches = Import.create([{"name": "log.csv", "content": content}] * CALLERS)
        self.batch_ids = batches.ids

    def test_each_call_is_one(self):
        errors = self._call_at_once(
            f"{self.name}_0", "cs.phone.import", "action_run", self.batch_ids
        )
        self.assertEqual(errors, [None] * CALLERS)
        with self.registry.cursor() as cr:
            batches = self._env(cr)["cs.phone.import"].browse(self.batch_ids)
            self.assertEqual(sum(batches.mapped("new_count")), 1)
            self.assertEqual(sum(batches.mapped("there_count")), CALLERS - 1)
            self.assertEqual(len(batches.record_ids), 1)
