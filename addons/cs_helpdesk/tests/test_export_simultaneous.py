from odoo.tests import tagged

from .small_company import CALLERS, SmallCompanyCase


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_export")
class TestExportSimultaneous(SmallCompanyCase):
    """HD-20: of many who fetch one export at one moment one gets it."""

    groups = ("agent", "general_manager")
    tables = ("cs_export_download", "cs_export_request")

    def _fill(self, env, company, users):
        asker, manager = users
        self._ticket(env, asker)
        asked = env["cs.export.request"].with_user(asker)
        asked = asked.with_context(allowed_company_ids=company.ids).create(
            {"what": "ticket", "purpose": self.name, "recipient": self.name}
        )
        asked.action_submit()
        asked.with_user(manager).action_approve()
        self.asked_id = asked.id

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "DELETE FROM mail_message WHERE model = 'cs.export.request'"
                " AND res_id = %s",
                [self.asked_id],
            )
        super()._remove()

    def test_one_of_many_fetches_it(self):
        errors = self._call_at_once(
            f"{self.name}_0",
            "cs.export.request",
            "action_download",
            [self.asked_id] * CALLERS,
        )
        self.assertEqual(errors.count(None), 1, errors)
        for error in filter(None, errors):
            self.assertIn("HD-20", error["message"])
        with self.registry.cursor() as cr:
            asked = self._env(cr)["cs.export.request"].browse(self.asked_id)
            self.assertEqual((asked.state, len(asked.download_ids)), ("done", 1))
