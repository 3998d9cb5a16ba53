from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.cs_customer_policy import READY
from .customer_case import CustomerCase


@tagged("cs_helpdesk", "cs_customer")
class TestCustomerClass(CustomerCase):
    """HD-21: class, loyalty, next visit; with the ready standard."""

    def test_hd21_classes_by_turnover_and_services(self):
        best, one_short, middle, rest = (self._partner(name) for name in "ABCD")
        self._order(best, 50000)
        self._order(one_short, 49999.99)
        for _number in range(3):
            self._order(middle, 1)
        self._order(rest, 9999.99)
        self._night()
        found = [self._of(one).grade for one in (best, one_short, middle, rest)]
        self.assertEqual(found, ["a", "b", "b", "c"])
        self.assertEqual(self._of(one_short).turnover, 49999.99)
        self.assertEqual(self._of(middle).service_count, 3)

    def test_hd21_complaints_keep_from_class_a(self):
        partner = self._partner()
        self._order(partner, 60000)
        self._complaint(partner_id=partner.id)
        self._night()
        self.assertEqual(self._of(partner).grade, "a", "one is allowed")
        self._complaint(partner_id=partner.id)
        self._night()
        customer = self._of(partner)
        self.assertEqual((customer.grade, customer.complaint_count), ("b", 2))
        keys = [reason.key for reason in customer._get_explanation().reasons]
        self.assertIn("customer.class.complaints", keys)

    def test_hd21_what_counts(self):
        """The months of the window; neither cancelled nor open nor of others."""
        partner = self._partner()
        cancelled = self.env.ref("cs_helpdesk.outcome_order_cancelled").id
        self._order(partner, 50000, cs_outcome_id=cancelled)
        self._order(partner, 50000, days_ago=370)
        self._ticket(partner_id=partner.id, cs_kind="order", cs_order_amount=50000)
        self._night()
        customer = self._of(partner)
        self.assertEqual((customer.turnover, customer.service_count), (0, 0))

    def test_hd21_contacts_of_a_firm_are_one_customer(self):
        firm = self._partner("Firm", is_company=True)
        people = [self._partner(name, parent_id=firm.id) for name in ("Li", "Wu")]
        for person in people:
            self._order(person, 25000)
        self._night()
        self.assertEqual(self._of(firm).grade, "a")
        self.assertFalse(self._of(people[0]))

    def test_hd21_loyalty_at_its_days(self):
        """90 days after the last activity still loyal, 365 still general."""
        partners = {days: self._partner(str(days)) for days in (90, 91, 365, 366)}
        for days, partner in partners.items():
            self._order(partner, days_ago=days)
        self._night()
        found = {days: self._of(one).loyalty for days, one in partners.items()}
        self.assertEqual(
            found, {90: "loyal", 91: "general", 365: "general", 366: "lost"}
        )
        self.assertFalse(self._of(partners[366]).next_due_on, "lost: no visits")

    def test_hd21_next_due_and_reminder_14_days_before(self):
        """Class C every 180 days: planned on the 14th day before, not on the 15th."""
        early, now = self._partner("early"), self._partner("now")
        self._order(early, days_ago=165)
        self._order(now, days_ago=166)
        self._night()
        due = self.today + timedelta(days=14)
        self.assertEqual(self._of(early).next_due_on, due + timedelta(days=1))
        self.assertFalse(self._of(early).visit_ids)
        visit = self._of(now).visit_ids
        self.assertEqual(
            (visit.planned_on, visit.user_id, visit.purpose, visit.state),
            (due, self.users["agent"], "due", "planned"),
        )
        waiting = self.env["cs.waiting"].with_user(self.users["agent"])
        waiting = waiting.with_company(self.company)
        [kind] = [one for one in waiting._kinds() if one.code == "customer_visit"]
        self.assertEqual(waiting._row(kind)["count"], 1)
        lines = self.env["cs.reminder"]._lines_customer_visit(self.company, self.today)
        self.assertEqual(len(lines[self.users["agent"]]), 1)

    def test_hd21_a_visit_is_planned_once(self):
        partner = self._partner()
        self._order(partner, days_ago=170)
        self._night()
        self._night()
        visit = self._of(partner).visit_ids
        self.assertEqual(len(visit), 1)
        self.assertFalse(
            self.env["cs.customer.visit"]._insert_due(
                self.company,
                [[visit.customer_id.id, None, str(visit.planned_on)]],
            ),
            "the database keeps one for a customer and day",
        )

    def test_hd21_recording_a_visit_and_the_follow_up(self):
        partner = self._partner()
        self._order(partner, days_ago=170)
        self._night()
        visit = self._as("agent", self._of(partner).visit_ids)
        follow_up = self.today + timedelta(days=10)
        wizard = self.env["cs.customer.visit.record"].with_user(self.users["agent"])
        form = wizard.create(
            {
                "visit_id": visit.id,
                "outcome": "reached",
                "said": "Wants an offer",
                "follow_up_on": follow_up,
                "topic": "Offer",
            }
        )
        form.action_save()
        self.assertEqual((visit.state, visit.done_on), ("reached", self.today))
        customer = self._of(partner)
        self.assertEqual(customer.loyalty, "loyal")
        self.assertEqual(customer.next_due_on, follow_up)
        following = customer.visit_ids - visit.with_env(self.env)
        self.assertEqual(
            (following.purpose, following.topic, following.follows_id.id),
            ("follow_up", "Offer", visit.id),
        )
        with self.assertRaisesRegex(UserError, "recorded already"):
            form.action_save()

    def test_hd21_not_reached_is_planned_again(self):
        partner = self._partner()
        self._order(partner, days_ago=190)
        self._night()
        visit = self._of(partner).visit_ids
        self._as("agent", visit)._record("not_reached", "Nobody at home")
        with self.assertRaises(UserError):
            self._as("agent", visit)._record("reached", "Late")
        self.assertLess(self._of(partner).next_due_on, self.today, "still due")

    def test_hd21_nothing_said_is_nothing_recorded(self):
        partner = self._partner()
        self._order(partner, days_ago=170)
        self._night()
        visit = self._as("agent", self._of(partner).visit_ids)
        for said in (None, "", " \0 "):
            with self.assertRaises(UserError):
                visit._record("reached", said)
        with self.assertRaises(UserError):
            visit._record("reached", "Fine", self.today)

    def test_hd21_history_is_kept_with_its_reasons(self):
        partner = self._partner()
        self._order(partner, 1)
        self._night()
        self._order(partner, 60000)
        self._night()
        self._night()
        customer = self._of(partner)
        last, first = customer.change_ids
        self.assertEqual((first.grade_from, first.grade_to), (False, "c"))
        self.assertEqual((last.grade_from, last.grade_to), ("c", "a"))
        self.assertEqual(last.what, "Class C → Class A")
        self.assertTrue(last.is_explained)
        for call in (last.unlink, last.copy, lambda: last.write({"grade_to": "b"})):
            with self.assertRaises(UserError):
                call()
        shown = self._as("agent", customer).get_explanation()
        rules = {reason["rule"]["code"] for reason in shown["reasons"]}
        self.assertEqual(rules, {"HD-21", "HD-22"})

    def test_hd21_as_many_queries_for_many_customers_as_for_few(self):
        def customers(count):
            for number in range(count):
                partner = self._partner(f"Bulk {number}")
                self.env["helpdesk.ticket"].create(
                    {
                        "name": "Question",
                        "description": "-",
                        "company_id": self.company.id,
                        "team_id": self.team.id,
                        "partner_id": partner.id,
                    }
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._night()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        customers(1)  # fills the caches
        few = customers(2)
        self.assertEqual(customers(20), few)
        self.assertLess(few, 60)

    def test_hd21_colleagues_are_no_customers(self):
        self._ticket(partner_id=self.users["agent2"].partner_id.id)
        self._night()
        self.assertFalse(self._of(self.users["agent2"].partner_id))

    def test_hd21_cron(self):
        partner = self._partner()
        self._order(partner, 1)
        with patch.object(
            self.env.registry["ir.cron"], "_commit_progress", return_value=1
        ):
            self.Customer._cron_recompute()
        self.assertEqual(self._of(partner).grade, "c")


@tagged("cs_helpdesk", "cs_customer")
class TestCustomerPolicy(CustomerCase):
    """HD-21: the standard is what the general manager approved."""

    def _policy(self, **vals):
        return (
            self.env["cs.customer.policy"]
            .with_user(self.users["hr"])
            .create(
                {
                    "name": "Standard",
                    "company_id": self.company.id,
                    "date_from": self.today,
                    **vals,
                }
            )
        )

    def test_hd21_a_new_one_is_ready(self):
        policy = self._policy()
        self.assertEqual(policy.class_ids.mapped("grade"), ["a", "b", "c"])
        self.assertEqual(policy.class_ids.mapped("interval_days"), [30, 60, 180])
        self.assertEqual(policy.reminder_days, 14)

    def test_hd21_only_what_is_approved_counts(self):
        partner = self._partner()
        self._order(partner, 500)
        policy = self._policy()
        policy.class_ids[0].turnover_from = 500
        policy.action_submit()
        self._night()
        self.assertEqual(self._of(partner).grade, "c")
        self._as("gm", policy).action_approve()
        self._night()
        customer = self._of(partner)
        self.assertEqual(customer.grade, "a")
        [fact] = customer._get_explanation().reasons[0].facts
        self.assertEqual((fact.model, fact.id), (policy._name, policy.id))
        with self.assertRaises(UserError):
            policy.class_ids[0].turnover_from = 1

    @mute_logger("odoo.sql_db")
    def test_hd21_refused(self):
        rest = [row for row in READY if row["grade"] == "c"]
        for vals in (
            {"class_ids": [(0, 0, row) for row in READY[:2]]},
            {"class_ids": [(0, 0, {**rest[0], "services_from": 1})]},
            {"class_ids": [(0, 0, {"grade": "a"}), (0, 0, rest[0])]},
        ):
            with self.assertRaisesRegex(UserError, "HD-21"):
                self._policy(**vals).action_submit()
        for vals in (
            {"loyal_days": 365},
            {"window_months": 0},
            {"department_id": self.department.id},
        ):
            with self.assertRaises(CheckViolation), self.cr.savepoint():
                self._policy(**vals).flush_recordset()
