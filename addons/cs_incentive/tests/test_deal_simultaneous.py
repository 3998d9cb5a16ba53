from uuid import uuid4

from odoo.addons.cs_base.tests.committed import CommittedCase
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

CALLERS = 6
TABLES = ("cs_incentive_deal_refund", "cs_incentive_deal_slip", "cs_incentive_deal")


@tagged("post_install", "-at_install", "cs_incentive", "cs_incentive_deal")
class TestDealSimultaneous(CommittedCase):
    """INC-06: at one moment, a deal is refunded at most once over, and has one slip.

    Real transactions, committed, and cleaned up again.
    """

    def setUp(self):
        super().setUp()
        self.login = f"deals_{uuid4().hex[:8]}"
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].create({"name": self.login})
            self.company_id = company.id
            user = new_test_user(
                env,
                login=self.login,
                password=self.login,
                groups="cs_base.group_hr_officer",
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
            person = env["hr.employee"].create(
                {"name": self.login, "company_id": company.id}
            )
            self.user_id, self.person_id = user.id, person.id
            deal = env["cs.incentive.deal"].with_user(user).create(self.deal_vals("1"))
            self.deal_id = deal.id

    def deal_vals(self, number):
        return {
            "number": number,
            "employee_id": self.person_id,
            "date": "2025-06-05",
            "amount": 100,
            "origin": "Shop",
        }

    def _remove(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = self._env(cr)
            for table in TABLES:
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company_id,
                    )
                )
            env["hr.employee"].browse(self.person_id).unlink()
            env["res.users"].browse(self.user_id).unlink()
            env["res.company"].browse(self.company_id).unlink()

    def at_once(self, model, vals_list):
        """Create each of these at one moment. :return: how many went well"""
        errors = self._call_at_once(self.login, model, "create", vals_list)
        for error in errors:
            if error:
                self.assertEqual(error["name"], "odoo.exceptions.UserError", error)
        return errors.count(None)

    def test_at_one_moment(self):
        refund = {"deal_id": self.deal_id, "date": "2025-06-07", "reason": "x"}
        refunds = [{**refund, "number": f"R{n}", "amount": 40} for n in range(CALLERS)]
        self.assertEqual(self.at_once("cs.incentive.deal.refund", refunds), 2)
        slip = {"deal_id": self.deal_id, "date": "2025-06-07", "is_signed": True}
        slips = [{**slip, "number": f"CD{n}"} for n in range(CALLERS)]
        self.assertEqual(self.at_once("cs.incentive.deal.slip", slips), 1)
        deals = [self.deal_vals("2")] * CALLERS
        self.assertEqual(self.at_once("cs.incentive.deal", deals), 1)
        changes = {"corrects_id": self.deal_id, "reason": "x", "amount": 90}
        corrections = [self.deal_vals("1") | changes] * CALLERS
        self.assertEqual(self.at_once("cs.incentive.deal", corrections), 1)
        with self.registry.cursor() as cr:
            deals = self._env(cr)["cs.incentive.deal"].browse(self.deal_id)
            self.assertEqual(deals.refunded, 80)
            self.assertEqual(str(deals._current().counts_on), "2025-06-07")
