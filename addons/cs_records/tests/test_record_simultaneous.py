from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

CALLERS = 4


@tagged("post_install", "-at_install", "cs_records")
class TestRecordSimultaneous(CommittedCase):
    """ALL-06: one original is handed out once, and a number is given once, whoever is
    at it at the same moment. Real transactions, committed, and cleaned up again."""

    def setUp(self):
        super().setUp()
        self.login = f"records_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": self.login})
            self.company_id = company.id
            values = {"company_id": company.id, "company_ids": [(6, 0, company.ids)]}
            group = "cs_base.group_hr_officer"
            users = [
                new_test_user(env, login=login, password=login, groups=group, **values)
                for login in (self.login, f"{self.login}_borrower")
            ]
            self.user_ids = [user.id for user in users]
            env = env(context={"allowed_company_ids": company.ids})
            record = env["cs.record"].create(self.vals(env))
            record.action_file()
            self.record_id, self.loan_ids = record.id, []
            Loan = env["cs.record.loan"].with_user(users[1])
            for _number in range(CALLERS):
                vals = {"record_number": record.number, "purpose": "An audit"}
                loan = Loan.create(vals).sudo()
                loan._decision_write({"state": "approved"})
                self.loan_ids.append(loan.id)

    def vals(self, env):
        category = env.ref("cs_records.category_other")
        return {
            "name": "A document",
            "category_id": category.id,
            "company_id": self.company_id,
            "department_id": False,
            "cabinet": "Cabinet 1",
        }

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            for table in ("cs_record_loan", "cs_record"):
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company_id,
                    )
                )
            env["res.users"].browse(self.user_ids).unlink()
            env["res.company"].browse(self.company_id).unlink()

    def test_at_one_moment(self):
        errors = self._call_at_once(
            self.login, "cs.record.loan", "action_hand_out", self.loan_ids
        )
        self.assertEqual(errors.count(None), 1)
        for error in errors:
            if error:
                self.assertEqual(error["name"], "odoo.exceptions.UserError", error)
        with self.registry.cursor() as cr:
            vals = self.vals(self._env(cr))
        created = self._call_at_once(
            self.login, "cs.record", "create", [vals] * CALLERS
        )
        self.assertEqual(created, [None] * CALLERS)
        with self.registry.cursor() as cr:
            records = self._env(cr)["cs.record"].search(
                [("company_id", "=", self.company_id)], order="serial"
            )
            serials = list(range(1, CALLERS + 2))
            self.assertEqual(records.mapped("serial"), serials)
