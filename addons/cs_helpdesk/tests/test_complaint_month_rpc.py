from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import new_test_user, tagged

from .month_case import MonthCase

ROLES = ("agent", "leader", "supervisor", "hr", "payroll", "gm", "admin")
MODELS = ("month", "month.line", "month.case", "month.change")


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_complaint_month")
class TestComplaintMonthRpc(RpcMixin, MonthCase):
    """Who sees and does what with the statistics, from outside (HD-06, TRUST.md)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, login="cs_customer", groups="base.group_portal")
        cls.logins["customer"] = "cs_customer"

    def setUp(self):
        super().setUp()
        self.received(
            "2025-06-05 09:00",
            (self.group_one, self.people["agent"], 50),
            (self.workshop, self.people["fitter"], 50),
        )
        self.list = self.month()

    def found(self, role, model):
        own = [("company_id", "=", self.company.id)]
        return self._rpc(role, f"cs.complaint.{model}", "search_count", own)

    def test_who_reads(self):
        """Before and after publishing: lists, cases."""
        before = {"agent": (0, 0), "leader": (0, 1), "payroll": (0, 0)}
        before |= {"supervisor": (1, 1), "hr": (1, 2), "gm": (1, 2)}
        for role, expected in before.items():
            with self.subTest(role):
                seen = self.found(role, "month"), self.found(role, "month.case")
                self.assertEqual(seen, expected)
        self.publish(self.list)
        after = {"agent": 1, "agent2": 0, "fitter": 1, "leader": 1, "payroll": 0}
        after |= {"foreman": 1, "supervisor": 1, "hr": 2, "gm": 2}
        for role, cases in after.items():
            with self.subTest(role):
                self.assertEqual(self.found(role, "month"), 1)
                self.assertEqual(self.found(role, "month.line"), 2)
                self.assertEqual(self.found(role, "month.case"), cases)

    def test_who_has_no_business_here(self):
        self.publish(self.list)
        for role in ("admin", "customer"):
            for model in (*MODELS, "live", "week", "week.line"):
                with self.subTest(role=role, model=model):
                    self._refused(role, f"cs.complaint.{model}", "search_read", [])
        for role in ("agent", "payroll"):
            for model in ("live", "week", "week.line"):
                with self.subTest(role=role, model=model):
                    self._refused(role, f"cs.complaint.{model}", "search_read", [])

    def test_the_named_person_never_reads_the_complaint(self):
        self.publish(self.list)
        [row] = self._rpc("agent", "cs.complaint.month.case", "search_read", [])
        self.assertNotIn("ticket_id", row)
        self.assertFalse(row["can_open"])
        for field in ("ticket_id", "explanation"):
            self._refused(
                "agent", "cs.complaint.month.case", "read", [row["id"]], [field]
            )
        why = self._rpc(
            "agent", "cs.complaint.month.case", "get_explanation", [row["id"]]
        )
        self.assertNotIn("Kettle", str(why))

    def test_a_leader_who_is_named_sees_the_own_row_only(self):
        self.received(
            "2025-06-06 09:00",
            (self.group_one, self.people["leader"], 50),
            (self.group_one, self.people["agent2"], 50),
        )
        self.month()
        self.publish(self.list)
        rows = self._rpc(
            "leader", "cs.complaint.month.case", "search_read", [], ["employee_id"]
        )
        self.assertEqual(
            sorted(one["employee_id"][1] for one in rows), ["agent", "leader"]
        )

    def test_nobody_writes(self):
        self.publish(self.list)
        records = {
            "month": self.list.ids,
            "month.line": self.list.line_ids.ids,
            "month.case": self.cases(self.list).ids,
        }
        context = {"install_mode": True, "tracking_disable": True}
        for role in ROLES:
            for model, ids in records.items():
                name = f"cs.complaint.{model}"
                with self.subTest(role=role, model=model):
                    for vals in ({"number": 0}, {"state": "draft"}):
                        self._refused(role, name, "write", ids, vals, context=context)
                    self._refused(role, name, "unlink", ids)
                    self._refused(role, name, "copy", ids)
                    self._refused(role, name, "create", [{"month_id": self.list.id}])
        for method in ("_decision_write", "_kept_write", "_on_published"):
            self._refused("gm", "cs.complaint.month", method, self.list.ids)
        self._refused("gm", "cs.complaint.month.maker", "_refresh", [])

    def test_who_acts(self):
        for role in ("agent", "leader", "hr", "payroll", "admin"):
            for method in ("action_refresh", "action_submit", "action_publish"):
                with self.subTest(role=role, method=method):
                    self._refused(role, "cs.complaint.month", method, self.list.ids)
        with self.later:
            self.list.with_user(self.users["supervisor"]).action_submit()
        self._refused(
            "supervisor", "cs.complaint.month", "action_approve", self.list.ids
        )
        self.assertTrue(
            self._rpc("gm", "cs.complaint.month", "action_approve", self.list.ids)
        )
        self.assertTrue(
            self._rpc("gm", "cs.complaint.month", "action_publish", self.list.ids)
        )
        self._refused("gm", "cs.complaint.month", "action_publish", self.list.ids)

    def test_a_week_of_somebody_else(self):
        [number] = self._rpc(
            "leader", "cs.complaint.week", "create", [{"day": "2025-06-05"}]
        )
        self._rpc("leader", "cs.complaint.week", "action_show", [number])
        for role in ("supervisor", "gm", "hr"):
            self._refused(role, "cs.complaint.week", "read", [number], ["day"])
            self._refused(role, "cs.complaint.week", "action_show", [number])
            self.assertFalse(self._rpc(role, "cs.complaint.week.line", "search", []))
        self._refused(
            "leader", "cs.complaint.week.line", "create", [{"week_id": number}]
        )
