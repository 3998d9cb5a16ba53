from odoo.tests import tagged

from ..hooks import KEPT_APART
from .small_company import CALLERS, SmallCompanyCase


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_customer")
class TestCustomerSimultaneous(SmallCompanyCase):
    """HD-22: of many who claim one customer at one moment each is heard once, and one
    dispute opens. HD-21: of many who record one visit one wins."""

    # the owner, two who claim, and who decides between them
    groups = ("agent",) * 4
    tables = tuple(name for name in KEPT_APART if name.startswith("cs_customer"))

    def _fill(self, env, company, users):
        partner = env["res.partner"].create({"name": self.name})
        self.partner_ids = partner.ids
        self._ticket(env, users[0], partner_id=partner.id)
        env["cs.customer"]._recompute(company)
        customer = env["cs.customer"].search([("partner_id", "=", partner.id)])
        self.customer_id = customer.id

    def test_one_dispute_of_many_claims(self):
        vals = {"customer_id": self.customer_id, "proof": "brought", "evidence": "x"}
        claims = [
            {**vals, "claimant_id": self.user_ids[1 + number % 2]}
            for number in range(CALLERS)
        ]
        login = f"{self.name}_1"
        errors = self._call_at_once(login, "cs.customer.claim", "create", claims)
        self.assertEqual(errors.count(None), 2, errors)
        with self.registry.cursor() as cr:
            customer = self._env(cr)["cs.customer"].browse(self.customer_id)
            self.assertEqual(len(customer.claim_ids), 2)
            self.assertEqual(len(customer.dispute_ids), 1)
            self.assertEqual(customer.owner_id.id, self.user_ids[0])

    def test_one_record_of_many_opens(self):
        """Contact and ticket are opened by many at once: one record (database)."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            partner = env["res.partner"].create({"name": f"{self.name} new"})
            new = partner.id
            # registered by the caller, who so owns the customer
            cr.execute(
                "UPDATE res_partner SET create_uid = %s WHERE id = %s",
                [self.user_ids[1], new],
            )
        try:
            login = f"{self.name}_1"
            errors = self._call_at_once(
                login, "res.partner", "action_cs_customer", [new] * CALLERS
            )
            self.assertEqual(set(errors), {None})
            with self.registry.cursor() as cr:
                customers = self._env(cr)["cs.customer"]
                self.assertEqual(customers.search_count([("partner_id", "=", new)]), 1)
        finally:
            with self.registry.cursor() as cr:
                cr.execute(
                    "DELETE FROM cs_customer_change WHERE customer_id IN"
                    " (SELECT id FROM cs_customer WHERE partner_id = %s)",
                    [new],
                )
                cr.execute("DELETE FROM cs_customer WHERE partner_id = %s", [new])
                self._env(cr)["res.partner"].browse(new).unlink()
