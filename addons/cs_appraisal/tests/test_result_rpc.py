from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import new_test_user, tagged

from .cycle_case import CycleCase

ROLES = ("agent", "leader", "supervisor", "hr", "payroll", "gm", "admin")
#: what hangs on a result
PARTS = ("result", "line", "change")


@tagged("post_install", "-at_install", "cs_appraisal", "cs_appraisal_result")
class TestResultRpc(RpcMixin, CycleCase):
    """Who sees and does what with appraisals, from outside (APP-08, TRUST.md)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, login="cs_customer", groups="base.group_portal")
        cls.logins["customer"] = "cs_customer"
        other = cls.env["hr.department"].create(
            {"name": "Workshop", "company_id": cls.company.id}
        )
        cls._create_role("foreman", "cs_base.group_team_leader", other)
        cls.logins["foreman"] = cls.users["foreman"].login
        other.manager_id = cls.people["foreman"]
        cls.people["leader"].job_id = cls.job

    def setUp(self):
        super().setUp()
        for role, number in (("agent", 9), ("agent2", 8), ("leader", 7)):
            self.sold(role, number)
        self.running = self.scored()

    def seen(self, role, model):
        """Whose rows a role finds."""
        name = "result_id" if model in ("line", "change", "shift") else "employee_id"
        own = [("company_id", "=", self.company.id)]
        rows = self._rpc(role, f"cs.appraisal.{model}", "search_read", own, [name])
        return sorted({row[name][1].partition(" · ")[0] for row in rows})

    def check(self, model, expected):
        for role, names in expected.items():
            with self.subTest(role=role, model=model):
                self.assertEqual(self.seen(role, model), sorted(names))

    def test_before_results_are_given(self):
        team, all_ = ["agent", "agent2"], ["agent", "agent2", "leader"]
        expected = {"agent": [], "agent2": [], "leader": team, "foreman": []}
        expected |= {"supervisor": all_, "hr": all_, "gm": all_, "payroll": []}
        self.check("result", expected)
        self.check("line", expected)

    def test_after_results_are_given(self):
        self.released(self.running)
        team, all_ = ["agent", "agent2"], ["agent", "agent2", "leader"]
        expected = {"agent": ["agent"], "agent2": ["agent2"], "foreman": []}
        expected |= {"leader": [*team, "leader"], "supervisor": all_, "hr": all_}
        expected |= {"gm": all_, "payroll": []}
        self.check("result", expected)
        self.check("line", expected)

    def test_the_own_appraisal_is_known_but_not_its_score(self):
        [row] = self._rpc("agent", "cs.appraisal", "search_read", [])
        self.assertEqual(row["state"], "calibration")
        self.assertFalse(
            {"score", "grade_id", "explanation"} & row.keys() - {"explanation"}
        )
        self.assertFalse(row["result_ids"])
        self._refused("agent", "cs.appraisal", "action_open_result", [row["id"]])

    def test_groups_of_rows_tell_no_more(self):
        grouped = self._rpc(
            "agent", "cs.appraisal.result", "formatted_read_group", [], ["grade_id"]
        )
        self.assertFalse(grouped)
        result = self.result(self.running, "agent")
        for method, args in (
            ("read", [result.ids, ["score"]]),
            ("get_explanation", [result.ids]),
            ("export_data", [result.ids, ["score"]]),
        ):
            with self.subTest(method):
                self._refused("agent", "cs.appraisal.result", method, *args)

    def test_grades_moved_are_not_for_the_person(self):
        result = self.result(self.running, "agent")
        result.with_user(self.users["supervisor"]).action_calibrate(
            self.policy.grade_ids[1].id, "Too many complaints"
        )
        self.released(self.running)
        self._refused("agent", "cs.appraisal.shift", "search_read", [])
        self.check("shift", {"leader": ["agent"], "supervisor": ["agent"]})
        [row] = self._rpc("agent", "cs.appraisal.result", "search_read", [])
        self.assertNotIn("Too many complaints", str(row))
        why = self._rpc("agent", "cs.appraisal.result", "get_explanation", [row["id"]])
        self.assertNotIn("Too many complaints", str(why))

    def test_nobody_writes(self):
        self.released(self.running)
        result = self.result(self.running, "agent")
        rows = {
            "": result.appraisal_id,
            ".result": result,
            ".line": result.line_ids,
        }
        for role in ROLES:
            for suffix, row in rows.items():
                model = f"cs.appraisal{suffix}"
                with self.subTest(role=role, model=model):
                    self._refused(role, model, "write", row.ids, {"company_id": 1})
                    self._refused(role, model, "unlink", row.ids)
                    self._refused(role, model, "copy", row.ids)
                    self._refused(role, model, "create", {"company_id": 1})

    def test_the_release_is_not_to_be_had_by_writing(self):
        for role in ("hr", "gm", "supervisor"):
            for vals in (
                {"state": "released"},
                {"release_state": "approved"},
                {"released_at": "2025-07-10 02:00:00"},
                {"prepared_by_id": self.users["agent"].id},
            ):
                with self.subTest(role=role, vals=vals):
                    self._refused(
                        role, "cs.appraisal.cycle", "write", self.running.ids, vals
                    )

    def test_who_has_no_business_here(self):
        self.released(self.running)
        for role in ("admin", "customer"):
            for suffix in ("", ".result", ".line", ".change", ".consequence", ".cycle"):
                with self.subTest(role=role, model=suffix):
                    self._refused(role, f"cs.appraisal{suffix}", "search_read", [])
        for role in ("agent", "leader", "payroll"):
            with self.subTest(role):
                self._refused(role, "cs.appraisal.consequence", "search_read", [])

    def test_nobody_includes_himself(self):
        one = self.appraisal(self.running, "agent")
        for role in ("agent", "leader", "supervisor", "gm"):
            self._refused(role, "cs.appraisal", "action_include", one.ids, "Why")
