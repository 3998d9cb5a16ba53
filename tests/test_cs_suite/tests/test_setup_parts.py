"""What the assistant makes for customers, inspections, records and training."""

from decimal import Decimal

from odoo.addons.cs_base.models.setup_scope import ANY_KIND
from odoo.addons.cs_helpdesk.engine.customer_class import Figures, grade
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_setup import FIRST, SetupCase

NEW = ("customer", "inspection", "record", "record_category")


def figures(turnover, services, complaints=0):
    return Figures(Decimal(turnover), services, complaints)


@tagged("post_install", "-at_install", "cs_suite", "cs_setup")
class TestSetupParts(SetupCase):
    """HD-21, HD-30, HD-20 and ALL-06, APP-11 as drafts (ALL-04)."""

    def policy(self, made, code):
        record = made[code]["record"]
        return self.env[record["model"]].browse(record["id"])

    def test_every_kind_is_told_what_it_gets(self):
        for kind in ANY_KIND:
            parts = self.parts(kind)
            for code in NEW:
                with self.subTest(kind, code=code):
                    self.assertTrue(parts[code]["preview"])
                    self.assertEqual(parts[code]["obstacle"], "")
            with self.subTest(kind, code="classes"):
                self.assertEqual(
                    [line[:2] for line in parts["customer"]["preview"][-3:]],
                    ["A:", "B:", "C:"],
                )

    # HD-21

    def test_customers_are_classed_by_the_draft(self):
        """The thresholds of a shop on the net, both sides of each."""
        standard = self.policy(self.make("ecommerce", ["customer"]), "customer")
        book = standard._standards()
        for case, expected in (
            (figures("5000", 0), "a"),
            (figures("4999.99", 9), "b"),
            (figures("0", 10), "a"),
            (figures("5000", 0, 1), "a"),
            (figures("5000", 0, 2), "b"),
            (figures("999.99", 2), "c"),
        ):
            with self.subTest(case):
                self.assertEqual(grade(case, book).standard.grade, expected)
        self.assertEqual([one.interval for one in book], [90, 180, 0])
        self.assertEqual((standard.loyal_days, standard.lost_days), (60, 180))

    def test_patients_are_not_classed_by_what_they_paid(self):
        standard = self.policy(self.make("hospital", ["customer"]), "customer")
        found = grade(figures("1000000", 1), standard._standards())
        self.assertEqual(found.standard.grade, "c")

    def test_the_customer_standard_is_the_whole_companys(self):
        """A department is set up: the one standard is made, and found by the next."""
        made = self.make("retail", ["customer"], department=self.department.id)
        standard = self.policy(made, "customer")
        self.assertFalse(standard.department_id)
        again = self.parts("field")["customer"]
        self.assertEqual((again["count"], again["is_found"]), (1, True))
        self.assertEqual(again["record"]["id"], standard.id)
        standard.with_user(self.users["hr"]).action_submit()
        self.assertFalse(
            self.env["cs.customer.policy"]._customer_policy(self.company).id
        )
        standard.with_user(self.users["gm"]).action_approve()
        self.assertEqual(standard.state, "approved")

    # HD-30

    def test_inspections_by_the_rule_book(self):
        plan = self.policy(self.make("property", ["inspection"]), "inspection")
        self.assertEqual((plan.kind, plan.state), ("rules", "draft"))
        self.assertEqual((plan.rounds_per_week, plan.inspector_count), (2, 3))
        self.assertEqual(sum(plan.item_ids.mapped("weight")), 100)
        self.assertEqual(plan.name, "Inspection on the spot (Property duty)")

    def test_a_plan_of_another_kind_is_another_plan(self):
        self.env["cs.inspection.plan"].create(
            {"name": "Safety", "company_id": self.company.id, "kind": "safety"}
        )
        self.assertFalse(self.parts("property")["inspection"]["count"])

    # HD-20, ALL-06

    def test_records_are_kept_and_lent(self):
        policy = self.policy(self.make("hospital", ["record"]), "record")
        self.assertEqual((policy._years("short"), policy._years("long")), (15, 30))
        lent = [policy._loan_days(secrecy) for secrecy in ("normal", "secret", "top")]
        self.assertEqual(lent, [14, 1, 1])
        shop = self.policy(
            self.make("retail", ["record"], department=self.department.id), "record"
        )
        self.assertEqual((shop.short_years, shop.normal_days), (5, 7))

    def test_categories_that_are_there_stay(self):
        """Those of the trade are added once, one of that name is left as it is."""
        Category = self.env["cs.record.category"]
        own = Category.create({"name": "Points sheets", "retention": "permanent"})
        before = Category.search_count([])
        made = self.make("retail", ["record_category"])["record_category"]
        self.assertEqual((made["count"], made["status"]), (3, "Ready"))
        self.assertEqual(Category.search_count([]), before + 2)
        self.assertEqual(own.retention, "permanent")
        own.active = False
        self.assertEqual(self.parts("retail")["record_category"]["count"], 3)

    # APP-11

    def test_training_comes_with_the_appraisal_policy(self):
        parts = self.parts("decoration")
        self.assertTrue(
            any("60" in line for line in parts["appraisal"]["preview"]),
            parts["appraisal"]["preview"],
        )
        policy = self.policy(self.make("decoration", ["appraisal"]), "appraisal")
        rules = ("newcomer_training_days", "manager_training_months", "repay_years")
        self.assertEqual([policy[name] for name in rules], [7, 6, 4])
        self.assertEqual(policy.training_need_days, 60)
        self.assertEqual(policy.training_effect_days, 60)

    # Who may

    def test_administrators_make_none_of_the_policies(self):
        parts = self.parts("ecommerce", "admin")
        for code in ("customer", "inspection", "record"):
            self.assertTrue(parts[code]["obstacle"], code)
        ids = [parts["record"]["id"]]
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.as_role("admin").make("ecommerce", False, FIRST, ids)
        self.assertFalse(self.items())
