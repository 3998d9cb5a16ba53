from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .customer_case import CustomerCase

READERS = {"agent", "agent2", "leader", "supervisor", "gm", "admin"}
ROLES = READERS | {"hr", "payroll", "fitter"}


@tagged("cs_helpdesk", "cs_customer")
class TestCustomerAccess(CustomerCase):
    """HD-21, HD-22: own customers, those of the own team, of the own departments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls._partner(phone="13900000001")
        cls._order(cls.partner, days_ago=170)
        cls._night()
        cls.one = cls._of(cls.partner)
        cls.visit = cls.one.visit_ids
        cls.change = cls.one.change_ids

    def _reads(self, role, record):
        mine = record.with_user(self.users[role])
        return bool(mine.search([("id", "=", record.id)]))

    def test_who_reads(self):
        for record in (self.one, self.visit, self.change):
            for role in sorted(ROLES):
                with self.subTest(model=record._name, role=role):
                    self.assertEqual(self._reads(role, record), role in READERS)

    def test_strangers_do_not_get_one_by_a_claim(self):
        for role in ("hr", "fitter"):
            with self.assertRaises(AccessError):
                self._claim(role, self.one)
        with self.assertRaises(AccessError):
            self._as("fitter", self.partner).action_cs_customer()
        portal = new_test_user(
            self.env, login="cs_portal_x", groups="base.group_portal"
        )
        self.assertFalse(self.one.with_user(portal).has_access("read"))
        with self.assertRaises(AccessError):
            self.env["cs.customer.claim"].with_user(portal).create(
                {"customer_id": self.one.id, "proof": "brought", "evidence": "x"}
            )

    def test_nobody_enters_class_or_owner(self):
        for role in ("agent", "supervisor", "gm", "admin"):
            mine = self._as(role, self.one)
            for call in (
                lambda mine=mine: mine.write({"grade": "a"}),
                lambda mine=mine: mine.write({"owner_id": mine.env.uid}),
                mine.unlink,
                mine.copy,
                lambda mine=mine: mine.create(
                    {"partner_id": self.customer.id, "company_id": self.company.id}
                ),
            ):
                with self.assertRaises(UserError):
                    call()

    def test_a_visit_is_recorded_by_its_people_only(self):
        for role in ("gm", "hr", "fitter"):
            with self.assertRaises(AccessError):
                self._as(role, self.visit)._record("reached", "x")
        mine = self._as("agent", self.visit)
        for vals in (
            {"state": "reached"},
            {"said": "x"},
            {"purpose": "other"},
            {"customer_id": 1},
        ):
            with self.assertRaises(UserError):
                mine.write(vals)
        mine.write({"user_id": self.users["agent2"].id})
        self._as("agent2", self.visit)._record("reached", "Content")
        with self.assertRaises(UserError):
            mine.write({"planned_on": self.today})
        for call in (mine.unlink, mine.copy):
            with self.assertRaises(UserError):
                call()

    def test_people_plan_visits(self):
        Visit = self.env["cs.customer.visit"]
        planned = Visit.with_user(self.users["leader"]).create(
            {"customer_id": self.one.id, "planned_on": self.today, "topic": "Offer"}
        )
        self.assertEqual((planned.purpose, planned.state), ("other", "planned"))
        self.assertTrue(planned.can_record)
        self.assertFalse(planned.with_user(self.users["gm"]).can_record)
        self.assertEqual(self.one.next_due_on, self.today)
        for vals in (
            {"state": "reached"},
            {"planned_on": "2020-01-01"},
            {"user_id": self.env.ref("base.user_admin").id},
        ):
            with self.assertRaises(UserError):
                Visit.with_user(self.users["agent"]).create(
                    {"customer_id": self.one.id, **vals}
                )
        with self.assertRaises(AccessError):
            Visit.with_user(self.users["fitter"]).create({"customer_id": self.one.id})

    def test_a_dispute_is_for_the_two_and_who_decides(self):
        self._claim("agent2", self.one)
        dispute = self.one.dispute_ids
        readers = {"agent", "agent2", "leader", "supervisor", "gm", "admin"}
        for role in sorted(ROLES):
            with self.subTest(role=role):
                self.assertEqual(self._reads(role, dispute), role in readers)
        for role in ("agent", "agent2", "supervisor", "gm", "admin"):
            mine = self._as(role, dispute)
            for vals in (
                {"state": "awarded"},
                {"winner_id": self.users["agent2"].id},
                {"holder_id": self.users["agent2"].id},
                {"known_claims": 0},
            ):
                with self.assertRaises(UserError):
                    mine.write(vals)
            for call in (mine.unlink, mine.copy, mine.action_withdraw):
                with self.assertRaises(UserError):
                    call()

    def test_other_companies_see_nothing(self):
        other = self.env["res.company"].create({"name": "Moon"})
        stranger = new_test_user(
            self.env,
            login="cs_moon",
            groups="cs_base.group_general_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for record in (self.one, self.visit, self.change):
            mine = record.with_user(stranger).with_context(
                allowed_company_ids=other.ids
            )
            self.assertFalse(mine.search([("id", "=", record.id)]))

    def test_on_contact_and_ticket(self):
        contact = self._as("agent", self.partner)
        self.assertEqual(contact.cs_customer_id.id, self.one.id)
        self.assertIn("C · General", contact.cs_customer_text)
        self.assertEqual(contact.action_cs_customer()["res_id"], self.one.id)
        self.assertFalse(self._as("fitter", self.partner).cs_customer_id)
        ticket = self._ticket(partner_id=self._partner("New").id)
        action = self._as("agent", ticket).action_cs_customer()
        self.assertEqual(self.Customer.browse(action["res_id"]).grade, "c")
