from datetime import date

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .quality_case import QualityCase


@tagged("cs_quality", "cs_anomaly")
class TestAnomaly(QualityCase):
    """An anomaly order from its record to the check of its effect (HD-31)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_role("head", "cs_base.group_team_leader", cls.quality)
        cls.quality.manager_id = cls.people["head"]

    def order(self, role="agent", **vals):
        Order = self.env["cs.anomaly"].with_user(self.users[role])
        values = {
            "name": "Hotline down",
            "happened_on": "2025-06-05",
            "company_id": self.company.id,
            "department_id": self.group_one.id,
            "cause": "A worn cable",
            "handling": "Mobile phones",
            "measure": "A second line",
            "effect_due_on": "2025-07-05",
            "task_ids": [self.task(self.quality)],
        }
        return Order.create(values | vals).with_env(self.env)

    def task(self, department):
        return Command.create(
            {
                "department_id": department.id,
                "task": "Order a line",
                "due_on": "2025-06-20",
            }
        )

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def approved(self, **vals):
        order = self.order(**vals)
        self._as("agent", order).action_submit()
        self._as("leader", order).action_approve()
        return order

    def reported(self):
        order = self.approved()
        task = self._as("head", order.task_ids)
        task.write({"report": "A second line since Monday"})
        task.action_done()
        return order

    def test_from_the_record_to_the_effect(self):
        order = self.reported()
        self.assertEqual(order.state, "approved")
        self.assertEqual(order.task_ids.done_by_id, self.users["head"])
        mine = self._as("supervisor", order)
        self.assertTrue(mine.can_check)
        mine.write({"effect_note": "No failure since"})
        mine.action_effective()
        self.assertEqual((order.state, order.effect), ("closed", "good"))
        self.assertEqual(order.effect_by_id, self.users["supervisor"])
        with self.assertRaises(UserError):
            mine.action_effective()

    def test_what_is_missing_is_said(self):
        for name, text in (
            ("cause", "Cause"),
            ("handling", "Handled"),
            ("measure", "Measure"),
            ("task_ids", "departments"),
            ("effect_due_on", "by when"),
        ):
            order = self.order(**{name: [] if name == "task_ids" else False})
            with self.subTest(name), self.assertRaisesRegex(UserError, text):
                self._as("agent", order).action_submit()

    def test_a_serious_one_goes_to_the_general_manager(self):
        order = self.order(is_serious=True)
        self._as("agent", order).action_submit()
        with self.assertRaises(UserError):
            self._as("leader", order).action_approve()
        self._as("gm", order).action_approve()
        self.assertEqual(order.state, "approved")

    def test_not_approved_by_who_wrote_it(self):
        order = self.order("leader")
        self._as("leader", order).action_submit()
        with self.assertRaises(UserError):
            self._as("leader", order).action_approve()
        self._as("supervisor", order).action_approve()
        self.assertEqual(order.state, "approved")

    def test_the_effect_waits_for_every_department(self):
        order = self.approved(
            task_ids=[self.task(self.quality), self.task(self.group_one)]
        )
        self.assertEqual(order.open_task_count, 2)
        first, last = order.task_ids.sorted(
            lambda one: one.department_id != self.quality
        )
        for role, task in (("head", first), ("leader", last)):
            with self.assertRaisesRegex(UserError, "every department"):
                self._as("supervisor", order).action_effective()
            with self.assertRaisesRegex(UserError, "report"):
                self._as(role, task).action_done()
            self._as(role, task).write({"report": "Done"})
            self._as(role, task).action_done()
        with self.assertRaisesRegex(UserError, "found"):
            self._as("supervisor", order).action_effective()
        self._as("supervisor", order).effect_note = "Works"
        self._as("supervisor", order).action_effective()

    def test_only_the_head_reports_once(self):
        order = self.approved()
        for role in ("agent", "leader", "inspector", "hr", "gm"):
            task = self._as(role, order.task_ids)
            with self.subTest(role), self.assertRaises(UserError):
                task.write({"report": "x"})
            with self.assertRaises(UserError):
                task.action_done()
        task = self._as("head", order.task_ids)
        with Form(self._as("head", order)) as form, form.task_ids.edit(0) as line:
            line.report = "Done on Monday"
        task.action_done()
        with self.assertRaises(UserError):
            task.write({"report": "Other"})
        with self.assertRaises(UserError):
            task.action_done()

    def test_who_checks_the_effect(self):
        order = self.reported()
        for role in ("agent", "leader", "head", "hr", "inspector"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, order).write({"effect_note": "x"})
            with self.assertRaises(AccessError):
                self._as(role, order).action_effective()
        self._as("gm", order).effect_note = "Works"
        self._as("gm", order).action_effective()

    def test_without_effect_the_next_one_follows(self):
        order = self.reported()
        mine = self._as("supervisor", order)
        mine.effect_note = "It failed again"
        opened = mine.action_not_effective()
        follower = order.browse(opened["res_id"])
        self.assertEqual(order.effect, "bad")
        self.assertEqual(follower.follows_id, order)
        self.assertEqual(follower.state, "draft")
        self.assertEqual(follower.create_uid, self.users["supervisor"])
        self.assertFalse(follower.measure)

    def test_what_was_submitted_stays(self):
        order = self.reported()
        for role in ("agent", "supervisor", "gm", "head"):
            mine = self._as(role, order)
            for vals in (
                {"cause": "Nobody's"},
                {"state": "closed"},
                {"effect": "good"},
                {"open_task_count": 0},
                {"task_ids": [self.task(self.group_one)]},
                {"task_ids": [[2, order.task_ids.id]]},
                {"task_ids": [[1, order.task_ids.id, {"task": "x"}]]},
                {"task_ids": [[1, order.task_ids.id, {"done_at": False}]]},
            ):
                with self.subTest(role=role, vals=vals), self.assertRaises(UserError):
                    mine.write(vals)
            with self.assertRaises(UserError):
                mine.unlink()
        for vals in ({"effect": "good"}, {"follows_id": order.id}):
            with self.assertRaises(UserError):
                self.order(**vals)

    def test_who_reads_it(self):
        draft, order = self.order(), self.approved()
        expected = {
            "agent": draft | order,
            "agent2": draft.browse(),
            "inspector": order,
            "head": order,
            "leader": draft | order,
            "supervisor": draft | order,
            "hr": draft | order,
            "gm": draft | order,
            "payroll": draft.browse(),
        }
        every = draft | order
        for role, seen in expected.items():
            with self.subTest(role):
                found = self._as(role, every).search([("id", "in", every.ids)])
                self.assertEqual(found, seen.sorted())
                tasks = self._as(role, every.task_ids)
                self.assertEqual(
                    tasks.search([("id", "in", tasks.ids)]).anomaly_id, seen
                )
        self.assertFalse(self._as("admin", every).has_access("read"))

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses(self):
        order = self.reported()
        other = self.order()
        for error, change in (
            (CheckViolation, lambda: order._decision_write({"state": "closed"})),
            (CheckViolation, lambda: order._decision_write({"effect": "good"})),
            (
                UniqueViolation,
                lambda: other.write({"task_ids": [self.task(self.quality)]}),
            ),
        ):
            with self.assertRaises(error), self.env.cr.savepoint():
                change()
                self.env.flush_all()

    def test_heads_are_told_and_it_waits(self):
        order = self.approved()
        told = self.env["mail.message"].search(
            [
                ("model", "=", "cs.anomaly"),
                ("res_id", "=", order.id),
                ("partner_ids", "in", self.users["head"].partner_id.ids),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertEqual(self.waits("head", "anomaly_task"), order)
        self.assertFalse(self.waits("supervisor", "anomaly_effect"))
        task = self._as("head", order.task_ids)
        task.write({"report": "Done"})
        task.action_done()
        self.assertFalse(self.waits("head", "anomaly_task"))
        self.assertEqual(self.waits("supervisor", "anomaly_effect"), order)
        self.assertEqual(order.happened_on, date(2025, 6, 5))

    def waits(self, role, code):
        page = self.env["cs.waiting"].with_user(self.users[role])
        page = page.with_context(allowed_company_ids=self.company.ids)
        kind = next(one for one in page._kinds() if one.code == code)
        return page.env[kind.model].search(kind.domain)
