from psycopg2.errors import CheckViolation

from odoo.addons.cs_base.tests.policy_case import PolicyModelChecks
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .quality_case import QualityCase


@tagged("cs_quality", "cs_inspection", "cs_inspection_plan")
class TestInspectionPlan(PolicyModelChecks, QualityCase):
    """Inspection plans as policies, and what they check (HD-30)."""

    policy_model = "cs.inspection.plan"
    key = {"kind": "rules"}
    regulations = {
        "rounds_per_week": 2,
        "inspector_count": 2,
        "people_count": 4,
        "newcomer_months": 3,
        "finish_days": 3,
        "pass_score": 80,
        "item_ids": [],
    }
    refused = [
        {"rounds_per_week": -1},
        {"rounds_per_week": 8},
        {"inspector_count": 1},
        {"inspector_count": 4},
        {"people_count": -1},
        {"people_count": 101},
        {"newcomer_months": -1},
        {"newcomer_months": 25},
        {"finish_days": 0},
        {"finish_days": 31},
        {"pass_score": -0.01},
        {"pass_score": 100.01},
    ]

    def _draft(self, role="hr", **vals):
        """Only what is proposed needs items."""
        if role != "hr":
            vals = {"item_ids": [self.item("All", 100)]} | vals
        return super()._draft(role, **vals)

    @mute_logger("odoo.sql_db")
    def test_bounds_of_items(self):
        for vals in ({"weight": 100.01}, {"weight": -0.01}, {"max_points": 0}):
            with (
                self.subTest(vals),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                items = [self.item("One", **{"weight": 1, **vals})]
                self._draft(item_ids=items).flush_recordset()

    def test_weights_make_100(self):
        for weights, is_right in (((99.99,), False), ((60, 40), True), ((), False)):
            items = [self.item(str(n), weight) for n, weight in enumerate(weights)]
            draft = self._draft(item_ids=items, date_from="2031-01-01")
            if is_right:
                draft.action_submit()
                self.assertEqual(draft.state, "proposed")
            else:
                with self.subTest(weights), self.assertRaisesRegex(UserError, "HD-30"):
                    draft.action_submit()

    def test_kinds_go_on_side_by_side(self):
        """HD-30: rules, service process, safety; each with a plan of its own."""
        found = {}
        for kind in ("rules", "safety"):
            plan = self._draft(kind=kind, date_from="2025-01-01")
            plan._decision_write({"state": "approved"})
            plan.flush_recordset()
            found[kind] = plan
        person = self.people["agent"]
        for kind, plan in found.items():
            day = plan.date_from
            rules = self.env["cs.inspection.plan"]._policy_on(person, day, kind=kind)
            self.assertEqual(rules[person.id], plan)

    def test_ready_plan(self):
        """仪容仪表、纪律、日常规范; it can be proposed as it is."""
        Plan = self.env["cs.inspection.plan"]
        opened = Plan.with_user(self.users["hr"]).action_ready()
        plan = Plan.browse(opened["res_id"])
        sections = [len(own) for own in plan.item_ids.grouped("section").values()]
        self.assertEqual(sections, [3, 3, 3, 3])
        self.assertEqual(sum(plan.item_ids.mapped("weight")), 100)
        self.assertEqual(len(plan.item_ids.filtered("is_serious")), 2)
        plan.date_from = "2031-01-01"
        plan.with_user(self.users["hr"]).action_submit()
        with self.assertRaises(AccessError):
            Plan.with_user(self.users["agent"]).action_ready()
