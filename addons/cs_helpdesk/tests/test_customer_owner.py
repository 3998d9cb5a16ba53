from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .customer_case import CustomerCase


@tagged("cs_helpdesk", "cs_customer")
class TestCustomerOwner(CustomerCase):
    """HD-22: proofs in their order, disputes, appeals."""

    def setUp(self):
        super().setUp()
        self.partner = self._partner(phone="13900000001", street="Bund 1")
        self._order(self.partner, days_ago=3)
        self._night()
        self.customer = self._of(self.partner)

    def _dispute(self):
        self._claim("agent2", self.customer)
        return self.customer.dispute_ids

    def _why(self):
        return self.customer._get_explanation().reasons[-1].key

    def test_hd22_who_entered_the_first_ticket_registered_the_customer(self):
        self._order(self.partner, role="agent2")
        self._night()
        self.assertEqual(self.customer.owner_id, self.users["agent"])
        self.assertEqual(self.customer.owner_proof, "registration")

    def test_hd22_who_made_the_contact_registered_the_customer(self):
        partner = self._partner()
        partner.flush_recordset()
        self.cr.execute(
            "UPDATE res_partner SET create_uid = %s, create_date = '2024-01-01'"
            " WHERE id = %s",
            [self.users["agent2"].id, partner.id],
        )
        self._order(partner)
        self._night()
        self.assertEqual(self._of(partner).owner_id, self.users["agent2"])

    def test_hd22_first_full_contact(self):
        """By mail nobody registers; who answers a full contact first has it."""
        partner = self._partner(phone="13900000002")
        ticket = self._ticket(None, partner_id=partner.id)
        ticket.user_id = self.users["agent2"]
        self._night()
        self.assertFalse(self._of(partner).owner_id, "no address")
        partner.street = "Bund 2"
        self._night()
        customer = self._of(partner)
        self.assertEqual(customer.owner_id, self.users["agent2"])
        self.assertEqual(customer.owner_proof, "contact")

    def test_hd22_who_left_owns_nobody(self):
        self._order(self.partner, role="agent2", days_ago=1)
        self.people["agent"].active = False
        self._night()
        self.assertEqual(self.customer.owner_id, self.users["agent2"])

    def test_hd22_a_weaker_proof_changes_nothing(self):
        self._claim("agent2", self.customer, proof="contact")
        self.assertEqual(self.customer.owner_id, self.users["agent"])
        self.assertFalse(self.customer.dispute_ids)
        self.assertEqual(self._why(), "customer.owner.rank")

    def test_hd22_a_contradiction_goes_to_who_leads_both(self):
        dispute = self._dispute()
        self.assertTrue(self.customer.is_disputed)
        self.assertEqual(self.customer.owner_id, self.users["agent"], "until decided")
        self.assertEqual(
            (dispute.state, dispute.challenger_id, dispute.holder_id),
            ("submitted", self.users["agent2"], self.users["agent"]),
        )
        self.assertEqual(dispute.waiting_names, self.people["leader"].name)
        self._night()
        self.assertEqual(len(self.customer.dispute_ids), 1)

    def test_hd22_without_a_common_leader_the_general_manager_decides(self):
        self.people["agent2"].parent_id = self.people["foreman"]
        self.people["agent2"].department_id = self.workshop
        dispute = self._dispute()
        self.assertEqual(dispute.waiting_names, self.people["gm"].name)

    def test_hd22_decided_and_recorded(self):
        dispute = self._dispute()
        for role in ("agent", "agent2"):
            with self.assertRaises(UserError):
                self._as(role, dispute).action_approve("Mine")
        with self.assertRaisesRegex(UserError, "reason"):
            self._as("leader", dispute).action_approve()
        self._as("leader", dispute).action_approve("Signed list")
        self.assertEqual(
            (dispute.state, dispute.winner_id), ("awarded", self.users["agent2"])
        )
        self.assertEqual(self.customer.owner_id, self.users["agent2"])
        self.assertFalse(self.customer.is_disputed)
        self.assertEqual(self._why(), "customer.owner.ruling")
        change = self.customer.change_ids[0]
        self.assertEqual(change.owner_from_id, self.users["agent"])
        self.assertEqual(change.owner_to_id, self.users["agent2"])

    def test_hd22_refused_it_stays_until_another_claim(self):
        dispute = self._dispute()
        self._as("leader", dispute).action_refuse("The list is of another lady")
        self.assertEqual(
            (dispute.state, self._why()), ("kept", "customer.owner.ruling")
        )
        self.assertEqual(self.customer.owner_id, self.users["agent"])
        self._night()
        self.assertEqual(len(self.customer.dispute_ids), 1)
        self._claim("agent2", self.customer, proof="statement")
        self.assertEqual(len(self.customer.dispute_ids), 2)
        self.assertEqual(self._why(), "customer.owner.dispute_again")

    def test_hd22_returned_is_completed_and_submitted_again(self):
        dispute = self._dispute()
        self._as("leader", dispute).action_return("Which list?")
        with self.assertRaises(AccessError):
            self._as("agent", dispute).note = "Not yours"
        mine = self._as("agent2", dispute)
        mine.note = "Of the spring fair"
        mine.action_submit()
        self.assertEqual(dispute.state, "submitted")

    def test_hd22_taken_back(self):
        dispute = self._dispute()
        self._as("leader", dispute).action_approve("Slip")
        decision = self._as("leader", dispute.decision_ids)
        decision.action_undo()
        self.assertEqual((dispute.state, dispute.winner_id.id), ("submitted", False))
        self.assertEqual(self.customer.owner_id, self.users["agent"])

    def test_hd22_the_loser_appeals_once(self):
        dispute = self._dispute()
        self._as("leader", dispute).action_approve("Signed list")
        self.assertTrue(self._as("agent", dispute).can_appeal)
        self.assertFalse(self._as("agent2", dispute).can_appeal)
        with self.assertRaises(AccessError):
            self._as("agent2", dispute).action_appeal()
        appeal = (
            self.env["cs.appeal"]
            .with_user(self.users["agent"])
            .create(
                {
                    "res_model": dispute._name,
                    "res_id": dispute.id,
                    "claim": "I registered her two days before the fair",
                }
            )
        )
        appeal.action_submit()
        self._as("hr", appeal).action_approve("The register shows it")
        self.env.invalidate_all()
        self.assertEqual((dispute.state, dispute.is_appealed), ("kept", True))
        self.assertEqual(self.customer.owner_id, self.users["agent"])
        self.assertFalse(self._as("agent2", dispute).can_appeal, "for good")

    def test_hd22_a_claim_stays_as_it_was_entered(self):
        claim = self._claim("agent2", self.customer)
        mine = self._as("agent2", claim)
        self.assertEqual(claim.entered_by_id, self.users["agent2"])
        for call in (mine.unlink, mine.copy, lambda: mine.write({"proof": "contact"})):
            with self.assertRaises(UserError):
                call()

    def test_hd22_a_colleague_enters_what_the_customer_said(self):
        claim = self._claim(
            "agent2",
            self.customer,
            claimant_id=self.users["agent"].id,
            proof="statement",
        )
        self.assertEqual(claim.entered_by_id, self.users["agent2"])
        self.assertFalse(self.customer.dispute_ids)
        self.assertEqual(self.customer.owner_proof, "statement")

    def test_hd22_refused(self):
        other = self._ticket()
        outsider = self.env.ref("base.user_admin")
        for vals in (
            {"evidence": ""},
            {"evidence": "x" * 5001},
            {"since_on": self.today + timedelta(days=1)},
            {"ticket_id": other.id},
            {"claimant_id": outsider.id},
            {"entered_by_id": outsider.id},
            {"customer_id": 0},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self._claim("agent2", self.customer, **vals)

    def test_hd22_papers_are_ones_own(self):
        Paper = self.env["ir.attachment"]
        theirs = Paper.create({"name": "Pay", "raw": b"1"})
        with self.assertRaises(UserError):
            self._claim("agent2", self.customer, attachment_ids=[(4, theirs.id)])
        mine = Paper.with_user(self.users["agent2"]).create({"name": "a", "raw": b"1"})
        claim = self._claim("agent2", self.customer, attachment_ids=[(4, mine.id)])
        self.assertEqual((mine.res_model, mine.res_id), (claim._name, claim.id))
