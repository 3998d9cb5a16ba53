from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

CALLERS = 8


@tagged("post_install", "-at_install", "cs_appraisal", "cs_appraisal_talk")
class TestSignSimultaneous(CommittedCase):
    """APP-08: of several signatures at one moment one is kept.

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.login = f"signer_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": self.login})
            self.company_id = company.id
            user = new_test_user(
                env,
                login=self.login,
                password=self.login,
                groups="cs_base.group_agent",
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
            person = env["hr.employee"].create(
                {"name": self.login, "user_id": user.id, "company_id": company.id}
            )
            cr.execute(
                "INSERT INTO cs_appraisal_cycle (name, company_id, kind, date_from,"
                " date_to, opens_on, due_on, state, release_state) VALUES (%s, %s,"
                " 'month', '2025-06-01', '2025-06-30', '2025-07-05', '2025-07-10',"
                " 'open', 'draft')"
                " RETURNING id",
                [self.login, company.id],
            )
            self.cycle_id = cr.fetchone()[0]
            cr.execute(
                "INSERT INTO cs_appraisal (cycle_id, company_id, employee_id, state)"
                " VALUES (%s, %s, %s, 'released') RETURNING id",
                [self.cycle_id, company.id, person.id],
            )
            self.appraisal_id = cr.fetchone()[0]
            self.user_id, self.person_id = user.id, person.id

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            for table in (
                "cs_appraisal_signature",
                "cs_appraisal",
                "cs_appraisal_cycle",
            ):
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company_id,
                    )
                )
            user = env["res.users"].browse(self.user_id)
            company = env["res.company"].browse(self.company_id)
            person = env["hr.employee"].browse(self.person_id)
            partners = user.partner_id | company.partner_id | person.work_contact_id
            person.unlink()
            user.unlink()
            company.unlink()
            partners.exists().unlink()

    def test_one_signature_is_kept(self):
        errors = self._call_at_once(
            self.login, "cs.appraisal", "action_sign", [self.appraisal_id] * CALLERS
        )
        self.assertEqual(errors.count(None), 1)
        for error in filter(None, errors):
            self.assertIn(
                error["name"],
                ("odoo.exceptions.UserError", "odoo.exceptions.ValidationError"),
            )
        with self.registry.cursor() as cr:
            appraisal = self._env(cr)["cs.appraisal"].browse(self.appraisal_id)
            self.assertEqual(len(appraisal.signature_ids), 1)
            self.assertEqual(appraisal.state, "signed")
