from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import new_test_user, tagged

from .test_rebate import MAY, RebateCase

MODELS = ("agent", "term", "entry", "list", "line", "share")
READERS = ("hr", "payroll", "gm")
OTHERS = ("agent", "leader", "supervisor", "admin", "customer")


@tagged("post_install", "-at_install", "cs_incentive", "cs_rebate")
class TestRebateRpc(RpcMixin, RebateCase):
    """INC-33 from outside (TRUST.md)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, login="cs_customer", groups="base.group_portal")
        cls.logins["customer"] = "cs_customer"

    def test_who_reads(self):
        self.entry(1000)
        self.list_of(MAY)
        for model in MODELS:
            name = f"cs.rebate.{model}"
            for role in READERS:
                with self.subTest(role, model=name):
                    self.assertTrue(self._rpc(role, name, "search_count", []))
            for role in OTHERS:
                with self.subTest(role, model=name):
                    self._refused(role, name, "search_read", [])

    def test_another_company_sees_nothing(self):
        self.entry(1000)
        may = self.list_of(MAY)
        other = self.env["res.company"].create({"name": "Other"})
        groups = ["hr_officer", "payroll_accountant", "general_manager"]
        user = new_test_user(
            self.env,
            login="cs_other",
            groups=",".join(f"cs_base.group_{group}" for group in groups),
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.logins["other"] = user.login
        for model in MODELS:
            self.assertEqual(
                self._rpc("other", f"cs.rebate.{model}", "search_count", []), 0
            )
        for method in ("action_export", "action_compute"):
            self._refused("other", "cs.rebate.list", method, may.ids)
        vals = {"agent_id": self.agent.id, "number": "1", "amount": 1, "origin": "x"}
        self._refused("other", "cs.rebate.entry", "create", vals)

    def test_who_enters_and_nobody_changes(self):
        vals = {
            "agent_id": self.agent.id,
            "number": "1",
            "date": "2025-05-05",
            "amount": 100,
            "origin": "Platform",
        }
        for role in (*OTHERS, "gm"):
            with self.subTest(role):
                self._refused(role, "cs.rebate.entry", "create", vals)
                self._refused(
                    role,
                    "cs.rebate.agent",
                    "create",
                    {"partner_id": self.env.user.partner_id.id},
                )
        forged = {"state": "reversal", "author_id": 1, "entered_at": "2000-01-01"}
        made = self._rpc("hr", "cs.rebate.entry", "create", {**vals, **forged})
        entry = self.env["cs.rebate.entry"].browse(made)
        self.assertEqual(entry.state, "current")
        self.assertEqual(entry.author_id, self.users["hr"])
        may = self.list_of(MAY)
        for role in ("hr", "payroll", "gm", "admin"):
            for record in (entry, may.line_ids, may.line_ids.share_ids):
                with self.subTest(role, model=record._name):
                    ids, model = record.ids, record._name
                    self._refused(role, model, "write", ids, {"amount": 1})
                    self._refused(role, model, "unlink", ids)
                    self._refused(role, model, "copy", ids)
        self._refused("hr", "cs.rebate.line", "create", {"list_id": may.id})
        for values in (
            {"state": "draft"},
            {"month": "2025-04-01"},
            {"line_ids": [(5,)]},
            {"computed_at": "2000-01-01"},
        ):
            self._refused("hr", "cs.rebate.list", "write", may.ids, values)
        self._refused("hr", "cs.rebate.list", "unlink", may.ids)
        self._refused(
            "hr", "cs.rebate.term", "write", self.term.ids, {"bands": "0: 9%"}
        )

    def test_who_approves(self):
        self.entry(1000)
        may = self.list_of(MAY, is_approved=False)
        may.action_submit()
        for role in ("hr", "payroll", "supervisor", "admin"):
            with self.subTest(role):
                self._refused(role, "cs.rebate.list", "action_approve", may.ids)
        self._rpc("gm", "cs.rebate.list", "action_approve", may.ids)
        may.invalidate_recordset()
        self.assertEqual(may.state, "approved")
        for method in ("_compute_lines", "_make_list", "_cron_make"):
            self._refused("hr", "cs.rebate.list", method, may.ids)
