from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.addons.cs_base.tests.period_common import close_month
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .discipline_case import NOW, DisciplineCase


@tagged("cs_incentive", "cs_discipline")
@freeze_time(NOW)
class TestDisciplineEntry(DisciplineCase):
    """From the report to the record of the person (INC-20, INC-21, INC-25 to 27)."""

    def test_leader_reports_supervisor_decides(self):
        """INC-21: the class has its points from the policy of the day."""
        entry = self.submitted()
        self.assertEqual(entry.reporter_id, self.people["leader"])
        self.assertEqual(entry.department_id, self.group_one)
        with self.assertRaises(UserError):
            entry.with_user(self.users["leader"]).action_approve()
        self.decided(entry, "supervisor")
        self.assertEqual((entry.state, entry.points), ("approved", -1))
        self.assertEqual(entry.incentive_policy_id, self.policy)

    def test_screen(self):
        """Rules of other departments are not offered; the outcome is shown at once."""
        Entry = self.env["cs.discipline.entry"].with_user(self.users["leader"])
        with Form(Entry) as form:
            form.employee_id = self.people["agent"]
            form.date = "2025-06-10"
            form.description = "Seen"
            codes = {rule.code for rule in form.allowed_rule_ids}
            self.assertEqual(codes, self.rules.keys() - {"OFFICE"})
            form.rule_id = self.rules["LIGHT"]
            self.assertIn("1 points", form.outcome)
        self.assertEqual(form.record.state, "draft")

    def test_only_of_days_of_employment(self):
        self.people["agent"].version_id.write(
            {"contract_date_start": "2024-01-01", "contract_date_end": "2025-06-09"}
        )
        with self.assertRaisesRegex(UserError, "not employed"):
            self.submitted(date="2025-06-10")
        self.submitted(date="2025-06-09")

    def test_an_entry_is_taken_back_after_the_person_has_left(self):
        """INC-21: an appeal that is upheld later books in the open month."""
        entry = self.approved("UNPAID", count=3)
        self.people["agent"].version_id.write(
            {"contract_date_start": "2024-01-01", "contract_date_end": "2025-05-31"}
        )
        self.appeal(entry)
        self.assertTrue(entry.is_cancelled)

    def test_a_supervisor_who_reports_does_not_decide(self):
        entry = self.submitted(by="supervisor")
        with self.assertRaises(UserError):
            entry.with_user(self.users["supervisor"]).action_approve()
        self.decided(entry, "gm")

    def test_a_leader_without_a_login(self):
        """Such a superior leads and is liable, but has no say; the next one decides."""
        self.people["leader"].user_id = False
        entry = self.submitted("UNPAID", by="supervisor")
        self.decided(entry, "gm")
        self.assertEqual(entry.joint_ids.employee_id, self.people["leader"])

    def test_rule_of_another_department(self):
        with self.assertRaisesRegex(UserError, "not in force"):
            self.submitted("OFFICE")

    def test_day(self):
        """Not before the book, not tomorrow, not in a closed month (ALL-05)."""
        for day, words in (("2024-12-31", "not in force"), ("2025-06-21", "not come")):
            with self.subTest(day), self.assertRaisesRegex(UserError, words):
                self.submitted(date=day)
        self.submitted(date="2025-06-20")
        close_month(self.env, self.company, "2025-05-01")
        with self.assertRaisesRegex(UserError, "closed"):
            self.submitted(date="2025-05-31")
        self.submitted(date="2025-06-01")

    def test_what_the_rule_needs(self):
        entry = self.entry("PROOF")
        with self.assertRaisesRegex(UserError, "complaint, a photo"):
            entry.with_user(self.users["leader"]).action_submit()
        file = self.env["ir.attachment"].with_user(self.users["leader"])
        file = file.create({"name": "photo", "raw": b"1"})
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Rude", "description": "x", "company_id": self.company.id}
        )
        vals = {"evidence_ids": [Command.link(file.id)]}
        entry.with_user(self.users["leader"]).write(vals)
        entry.write({"ticket_id": ticket.id})
        entry.with_user(self.users["leader"]).action_submit()
        self.assertEqual(file.res_id, entry.id)

    def test_blank_description(self):
        with self.assertRaisesRegex(UserError, "what happened"):
            self.submitted(description="  ")

    def test_award(self):
        """Points and money are given; nobody is liable for it."""
        entry = self.approved("PRAISE")
        self.assertEqual((entry.points, entry.amount), (5, 50))
        self.assertFalse(entry.joint_ids)

    def test_unpaid_orders(self):
        """INC-27: 5 each; INC-26: the direct supervisor pays double."""
        entry = self.approved("UNPAID", count=7)
        self.assertEqual(entry.amount, -35)
        self.assertEqual(entry.joint_ids.employee_id, self.people["leader"])
        self.assertEqual(entry.joint_ids.amount, -70)
        self.assertEqual(entry.joint_ids.state, "approved")

    def test_joint_person_does_not_decide(self):
        """INC-26: who would pay for it is concerned: the leader's fine goes past the
        supervisor; the general manager is nobody's department supervisor."""
        entry = self.submitted("UNPAID", "leader", "supervisor")
        self.assertEqual(entry.waiting_names, "gm")
        self.decided(entry, "gm")
        self.assertEqual(entry.joint_ids.employee_id, self.people["supervisor"])
        self.assertFalse(entry.joint_ids.joint_ids)
        self.people["leader"].parent_id = self.people["gm"]
        other = self.submitted("UNPAID", "leader", "supervisor")
        self.decided(other, "gm")
        self.assertFalse(other.joint_ids)

    def test_joint_once(self):
        entry = self.approved("UNPAID")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            other = self.approved("LIGHT")
            other._decision_write({"joint_of_id": entry.id})
            other.flush_recordset()

    def test_no_joint_liability_by_policy(self):
        """A factor of 0 switches it off."""
        later = self.in_force(
            "cs.incentive.policy", {"joint_factor": 0}, date_from="2025-06-11"
        )
        self.assertTrue(self.approved("UNPAID", date="2025-06-10").joint_ids)
        entry = self.approved("UNPAID", date="2025-06-11")
        self.assertEqual(entry.incentive_policy_id, later)
        self.assertFalse(entry.joint_ids)

    def test_compensation_is_no_fine(self):
        entry = self.approved("DAMAGE", amount_chosen=120.5)
        self.assertEqual(entry.amount, -120.5)
        self.assertFalse(entry.joint_ids)
        with self.assertRaisesRegex(UserError, "has to be given"):
            self.submitted("DAMAGE")

    def test_leak(self):
        """INC-25: 1 000, above the limit of 500, so HR and the general manager
        decide; a serious case from 10 000 to 100 000 with a proposal."""
        entry = self.submitted("LEAK")
        with self.assertRaises(UserError):
            entry.with_user(self.users["supervisor"]).action_approve()
        self.decided(entry, "hr")
        self.assertEqual(entry.state, "submitted")
        self.decided(entry, "gm")
        self.assertEqual(entry.amount, -1000)
        case = self.case("LEAK", "serious")
        for amount in (9999.99, 100000.01):
            with self.subTest(amount), self.assertRaisesRegex(UserError, "INC-25"):
                self.submitted("LEAK", case_id=case, amount_chosen=amount)
        for amount in (10000, 100000):
            serious = self.submitted("LEAK", case_id=case, amount_chosen=amount)
            self.decided(serious, "hr", "gm")
            self.assertEqual(serious.amount, -amount)
            self.assertEqual(serious.joint_ids.amount, -2 * amount)
            self.assertEqual(serious.proposal_ids.consequence_id.code, "dismissal")

    def decided(self, entry, *roles, **options):
        for role in roles:
            entry.with_user(self.users[role]).action_approve()
        return entry

    def test_serious_amount_boundary(self):
        """INC-20: 500 is decided by the supervisor, more by HR and the manager."""
        for amount, kind in ((500, "discipline_entry"), (500.01, "discipline_serious")):
            entry = self.submitted("DAMAGE", amount_chosen=amount)
            self.assertEqual(entry.decision_request_ids.kind, kind)

    def test_refused_leaves_nothing(self):
        entry = self.submitted("UNPAID")
        entry.with_user(self.users["supervisor"]).action_refuse("Not proven.")
        self.assertEqual(entry.state, "refused")
        self.assertFalse(entry.joint_ids)
        self.assertFalse(self.booked(entry))

    def test_returned_and_corrected(self):
        entry = self.submitted()
        entry.with_user(self.users["supervisor"]).action_return("Which day?")
        entry.with_user(self.users["leader"]).write({"date": "2025-06-11"})
        entry.with_user(self.users["leader"]).action_submit()
        self.decided(entry, "supervisor")
        self.assertEqual(entry.date, fields.Date.to_date("2025-06-11"))

    def test_thrown_away(self):
        entry = self.entry()
        entry.with_user(self.users["leader"]).action_drop()
        self.assertEqual(entry.state, "dropped")
        with self.assertRaises(UserError):
            entry.with_user(self.users["leader"]).action_submit()
        with self.assertRaises(UserError):
            self.submitted().with_user(self.users["leader"]).action_drop()

    def test_proposals(self):
        """INC-20: only what is to be decided; HR submits, the manager decides."""
        entry = self.approved("MOVE")
        proposal = entry.proposal_ids
        self.assertEqual(proposal.consequence_id.code, "transfer")
        with self.assertRaises(UserError):
            proposal.with_user(self.users["supervisor"]).action_submit()
        proposal.with_user(self.users["hr"]).action_submit()
        with self.assertRaises(UserError):
            proposal.with_user(self.users["hr"]).action_approve()
        proposal.with_user(self.users["gm"]).action_approve()
        self.assertEqual(proposal.state, "approved")

    def test_the_person_is_told(self):
        """INC-21: in the record, without other names; the leader of the joint fine."""
        entry = self.approved("UNPAID")
        notes = self.env["mail.message"].search(
            [
                ("model", "=", entry._name),
                ("res_id", "in", (entry | entry.joint_ids).ids),
            ]
        )
        told = {
            partner: note.body
            for note in notes.filtered("partner_ids")
            for partner in note.partner_ids
        }
        own = told[self.users["agent"].partner_id]
        self.assertIn("Unpaid", own)
        joint = told[self.users["leader"].partner_id]
        self.assertIn("INC-26", joint)
        for text in (own, joint):
            for name in ("leader", "supervisor", "agent"):
                self.assertNotIn(name, text)

    def test_explained(self):
        """ALL-01: rule, facts, parameters, repetition."""
        self.approved("AGAIN", date="2025-06-01")
        entry = self.approved("AGAIN")
        told = entry.with_user(self.users["agent"]).get_explanation()
        text = str(told)
        for part in (
            "INC-21",
            "INC-29",
            "Number 2",
            "Class B1",
            "Again",
            "Months back",
        ):
            self.assertIn(part, text)
        joint = self.approved("UNPAID").joint_ids
        told = str(joint.with_user(self.users["leader"]).get_explanation())
        self.assertIn("INC-26", told)

    def booked(self, entry):
        """(section, points, amount) of what the entry put into the ledger"""
        items = self.env["cs.incentive.item"].search(
            [("res_model", "=", entry._name), ("res_id", "=", entry.id)], order="id"
        )
        return [(one.section, one.points, one.amount) for one in items]

    def test_the_ledger(self):
        """INC-30: points and money apart, signed; the joint fine of INC-26."""
        light, fine = self.approved(), self.approved("UNPAID", count=2)
        praise = self.approved("PRAISE")
        self.assertEqual(self.booked(light), [("points", -1, 0)])
        self.assertEqual(self.booked(fine), [("deduction", 0, -10)])
        self.assertEqual(self.booked(fine.joint_ids), [("deduction", 0, -20)])
        self.assertEqual(
            sorted(self.booked(praise)), [("award", 0, 50), ("points", 5, 0)]
        )

    def test_appeal_upheld(self):
        """ALL-02: cancelled by another entry, the joint one, too; never edited."""
        entry = self.approved("UNPAID", count=2)
        self.assertTrue(entry.with_user(self.users["agent"]).can_appeal)
        self.assertFalse(entry.with_user(self.users["leader"]).can_appeal)
        self.appeal(entry)
        self.assertTrue(entry.is_cancelled and entry.joint_ids.is_cancelled)
        self.assertEqual((entry.state, entry.amount), ("approved", -10))
        reversal = entry.reversal_ids
        self.assertEqual((reversal.amount, reversal.state), (10, "approved"))
        self.assertEqual(entry.joint_ids.reversal_ids.amount, 20)
        self.assertFalse(entry.with_user(self.users["agent"]).can_appeal)
        self.assertIn("ALL-02", str(reversal.get_explanation()))
        self.assertEqual(
            self.booked(entry), [("deduction", 0, -10), ("deduction", 0, 10)]
        )
        self.assertFalse(self.booked(reversal), "the item is taken back, no other made")

    def test_appeal_of_the_joint_person(self):
        """Only the joint entry falls."""
        entry = self.approved("UNPAID")
        self.appeal(entry.joint_ids, "leader")
        self.assertTrue(entry.joint_ids.is_cancelled)
        self.assertFalse(entry.is_cancelled)

    def test_appeal_rejected_or_late(self):
        entry = self.approved()
        self.appeal(entry, uphold=False)
        self.assertFalse(entry.is_cancelled)
        late = fields.Datetime.now() + timedelta(days=60)
        with freeze_time(late), self.assertRaisesRegex(UserError, "ended"):
            self.appeal(entry)

    def test_appeal_ends_proposals(self):
        entry = self.approved("MOVE")
        proposal = entry.proposal_ids
        proposal.with_user(self.users["hr"]).action_submit()
        self.appeal(entry, decider="hr")
        self.assertEqual(proposal.state, "void")
        with self.assertRaises(UserError):
            proposal.with_user(self.users["gm"]).action_approve()

    def test_who_decided_does_not_decide_on_the_appeal(self):
        entry = self.submitted("LEAK")
        self.decided(entry, "hr", "gm")
        with self.assertRaises(UserError):
            self.appeal(entry, decider="hr")

    def test_personal_file(self):
        self.approved()
        self.submitted(date="2025-06-11")
        person = self.people["agent"].with_user(self.users["hr"])
        self.assertEqual(person.cs_discipline_count, 1)
        action = person.action_open_cs_discipline()
        public = self.env["hr.employee.public"].with_user(self.users["supervisor"])
        public = public.browse(person.id)
        self.assertEqual(public.cs_discipline_count, 1)
        self.assertEqual(public.action_open_cs_discipline(), action)
        Entry = self.env["cs.discipline.entry"]
        self.assertEqual(Entry.search_count(action["domain"]), 1)
