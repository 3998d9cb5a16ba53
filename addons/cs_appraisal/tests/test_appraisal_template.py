from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.addons.cs_base.tests.policy_case import PolicyModelChecks
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .template_case import TemplateCase


@tagged("cs_appraisal", "cs_appraisal_template")
class TestAppraisalTemplate(PolicyModelChecks, TemplateCase):
    """Templates as policies, and what they check (APP-03 to APP-05, APP-09)."""

    policy_model = "cs.appraisal.template"
    key = {"cycle_kind": "month"}
    regulations = {
        "item_ids": [],
        "deduction_ids": [],
        "weight_superior": 100,
        "weight_peer": 0,
        "weight_self": 0,
        "weight_subordinate": 0,
        "weight_customer": 0,
        "peer_count": 3,
        "subordinate_count": 3,
    }
    refused = [
        {"weight_superior": 100.01},
        {"weight_peer": -1},
        {"peer_count": -1},
        {"subordinate_count": 51},
    ]

    def _draft(self, role="hr", **vals):
        """Only what is proposed needs an item."""
        if role != "hr":
            vals = {"item_ids": [Command.create(self.item())]} | vals
        return super()._draft(role, **vals)

    @mute_logger("odoo.sql_db")
    def test_bounds_of_items(self):
        line = {"curve": "linear", "start": 1, "target": 5}
        for vals in (
            self.item(weight=100.01),
            self.item(full_score=0),
            self.item(metric_id=False),
            self.item(curve=False),
            self.item(points_each=0),
            self.item(target=1e10),
            self.item(**line | {"target": 1}),
            self.item(**line | {"start_points": -1}),
            self.item(**line | {"start_points": 10.01}),
            self.rating_item(full_score=10),
            self.rating_item(metric_id=self.sets.id),
            self.item(source="manual", curve="unit", points_each=1),
        ):
            with (
                self.subTest(vals),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.template(vals).item_ids.flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_bounds_of_deductions(self):
        for points in (0, -1, 1000.01):
            with (
                self.subTest(points),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                row = {"metric_id": self.late.id, "points_each": points}
                template = self.template(deduction_ids=[Command.create(row)])
                template.deduction_ids.flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_rows_exist_once(self):
        for items in (
            [self.item(), self.item()],
            [self.deduction_item(), self.deduction_item(name="Again")],
        ):
            with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
                self.template(*items).item_ids.flush_recordset()

    def test_steps_are_kept_in_one_way(self):
        item = self.template(self.conversion_item(steps="0：0，60％：8.50")).item_ids
        self.assertEqual(item.steps, "0: 0; 60%: 8.5")
        item.steps = "0:1\n50%:2"
        self.assertEqual(item.steps, "0: 1; 50%: 2")

    def test_steps_that_say_nothing_sound(self):
        for steps, message in (
            (False, "is empty.*0: 0; 60%: 4"),
            ("60%: 4", "“60%: 4” leaves lower figures"),
            ("0: 0; 60", "“60” is not a figure, a colon and points"),
            ("0: 0; 60%: 4; 50%: 3", "“50%: 3” comes after a higher figure"),
            ("0: 0; 60%: 4; 0.6: 3", "two steps from the figure of “0.6: 3”"),
            ("0: 0; 60%: 11", "gives 11 points, more than the full score of 10"),
            ("0: 0;" * 99, "too long"),
        ):
            with self.subTest(steps), self.assertRaisesRegex(ValidationError, message):
                self.template(self.conversion_item(steps=steps))

    def test_steps_above_the_full_score_when_not_capped(self):
        vals = self.conversion_item(steps="0: 0; 60%: 11", is_capped=False)
        self.assertTrue(self.template(vals).item_ids)

    def test_weights_make_100(self):
        template = self.template(self.item(weight=89.99), late=1)
        with self.assertRaisesRegex(UserError, r"make 89\.99 %.*let them make 100"):
            template.action_submit()

    def test_a_template_has_items(self):
        with self.assertRaisesRegex(UserError, "has no items yet"):
            self.template().action_submit()

    def test_parts_of_raters_make_100(self):
        """APP-05: only where somebody rates."""
        template = self.template(self.rating_item(100), weight_superior=60)
        with self.assertRaisesRegex(UserError, "parts of the raters make 60 %"):
            template.action_submit()
        template.write({"weight_peer": 20, "weight_subordinate": 20})
        template.action_submit()
        self.template(
            self.item(), weight_superior=0, job_id=self.job.id
        ).action_submit()

    def test_deductions_and_their_item_go_together(self):
        with self.assertRaisesRegex(UserError, "fill the table of deductions"):
            self.template(self.deduction_item(100)).action_submit()
        with self.assertRaisesRegex(UserError, "Deductions need an item"):
            self.template(self.item(), late=1).action_submit()

    @freeze_time("2025-06-15 04:00")
    def test_approved_rows_stay_and_a_new_version_copies_them(self):
        template = self.template(self.item(weight=50), self.deduction_item(), late=0.5)
        template.action_submit()
        template.with_user(self.users["gm"]).action_approve()
        row = template.item_ids[0]
        for record in (row, template.deduction_ids):
            for act in (
                lambda one=record: one.write({"points_each": 2}),
                record.unlink,
            ):
                with self.assertRaises(UserError):
                    act()
        with self.assertRaises(UserError):
            template.write({"item_ids": [Command.create(self.conversion_item())]})
        draft = template.browse(template.action_new_version()["res_id"])
        draft.item_ids[0].points_each = 2
        draft.deduction_ids.points_each = 1
        draft.write({"date_from": "2025-08-01"})
        self.assertIn("Points Each", draft.change_table)
        draft.action_submit()
        changed = [(one["field"], one["before"], one["after"]) for one in draft.changes]
        expected = [("item_ids", 1, 2), ("deduction_ids", 0.5, 1)]
        self.assertEqual(changed, expected)

    def test_the_dialog_follows_the_source(self):
        with Form(self.template().with_user(self.users["hr"])) as form:
            with form.item_ids.new() as item:
                item.metric_id = self.sets
                item.curve = "unit"
                item.points_each = 1
                self.assertEqual(item.name, self.sets.name)
            with form.item_ids.new() as item:
                item.metric_id = self.sets
                item.source = "rating"
                item.name = "Initiative"
        self.assertEqual(form.record.item_ids.mapped("full_score"), [10, 5])
        self.assertEqual(form.record.item_ids.metric_id, self.sets)

    def test_curves_in_words(self):
        line = {"curve": "linear", "start": 60, "target": 5, "is_capped": True}
        items = self.template(
            self.item("a"),
            self.item("b", is_capped=True),
            self.item("c", points_each=-0.5),
            self.item("d", **line),
            self.conversion_item(),
            self.rating_item(),
        ).item_ids
        self.assertEqual(
            items.mapped("scoring"),
            [
                "1 each, not capped",
                "1 each, at most 10",
                "10 less 0.5 each",
                "60 → 0 … 5 → 10",
                "0: 0; 50%: 4; 70%: 10",
                "",
            ],
        )
