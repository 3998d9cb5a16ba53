"""Waiting for me: the own things of every role, with few queries."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import DecisionCase


@tagged("cs_base", "cs_base_waiting")
class TestWaiting(DecisionCase):
    def rows(self, role):
        page = self.env["cs.waiting"].with_user(self.users[role]).load()
        return {
            row["code"]: row for section in page["sections"] for row in section["rows"]
        }

    def test_decisions_wait_for_who_decides_only(self):
        self._submitted()
        self.assertEqual(self.rows("leader")["decision"]["count"], 1)
        for role in ("agent", "agent2", "hr", "gm"):
            self.assertNotIn("decision", self.rows(role), role)

    def test_a_link_shows_what_was_counted(self):
        document = self._submitted()
        page = self.env["cs.waiting"].with_user(self.users["leader"])
        action = page.get_action("decision")
        found = page.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, document.decision_request_id)
        self.assertEqual(action["name"], "Decisions to take")

    def test_a_month_waits_for_those_who_open_it(self):
        month = self.env["cs.period"]._open_month
        first = self.company._cs_today().replace(day=1)
        period = month(self.company, first)
        self.assertNotIn("month_close", self.rows("hr"), "it is not over")
        self.env.cr.execute(
            "UPDATE cs_period SET month = month - interval '1 month' WHERE id = %s",
            [period.id],
        )
        self.env.invalidate_all()
        for role in ("hr", "payroll", "gm"):
            self.assertEqual(self.rows(role)["month_close"]["count"], 1, role)
            self.assertTrue(self.rows(role)["month_close"]["due"], role)
        for role in ("agent", "leader", "supervisor"):
            self.assertNotIn("month_close", self.rows(role), role)

    def test_nothing_waits_at_first(self):
        page = self.env["cs.waiting"].with_user(self.users["agent2"]).load()
        self.assertEqual((page["sections"], page["total"]), ([], 0))

    def test_who_has_no_post_has_no_page(self):
        outsider = new_test_user(self.env, "cs_outsider", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.env["cs.waiting"].with_user(outsider).load()

    def test_administrators_have_technical_things_only(self):
        """Technical administration is not business approval."""
        self._submitted()
        page = self.env["cs.waiting"].with_user(self.users["admin"]).load()
        self.assertLessEqual({one["code"] for one in page["sections"]}, {"system"})
        self.assertIn("cs_base.cs_setup_action", [x["action"] for x in page["links"]])

    def test_an_unknown_kind_is_refused(self):
        page = self.env["cs.waiting"].with_user(self.users["agent"])
        for code in ("month_close", "nothing", None, ["decision"], {"a": 1}):
            with self.assertRaises(UserError):
                page.get_action(code)

    def test_queries_do_not_grow_with_what_waits(self):
        self._submitted()
        page = self.env["cs.waiting"].with_user(self.users["leader"])
        page.load()
        few = self._queries(page)
        for _number in range(5):
            self._submitted()
        page.load()
        self.assertLessEqual(self._queries(page), few)

    def _queries(self, page):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page.load()
        return self.env.cr.sql_log_count - before
