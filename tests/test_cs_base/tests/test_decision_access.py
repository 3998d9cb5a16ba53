from lxml import etree

from odoo.tests import tagged
from odoo.tools import SQL

from .common import DecisionCase, RpcCase

DOCUMENT = "test.cs.document"


@tagged("post_install", "-at_install", "cs_base", "cs_base_decision")
class TestAccess(RpcCase):
    """Who reads what (TRUST.md, access matrix), asked from outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls._outsider("hr_other", "cs_base.group_hr_officer")
        cls._outsider("gm_other", "cs_base.group_general_manager")

    @classmethod
    def _outsider(cls, role, groups):
        """Somebody of another company; sees only that one."""
        cls._create_role(role, groups)
        user = cls.users[role]
        cls.people[role].unlink()
        user.write(
            {
                "company_ids": [(6, 0, cls.other_company.ids)],
                "company_id": cls.other_company.id,
            }
        )
        cls.logins[role] = user.login
        cls.people[role] = cls.env["hr.employee"].create(
            {"name": role, "user_id": user.id, "company_id": cls.other_company.id}
        )

    def _sees(self, model, records, readers):
        """Exactly these roles find and read the records; read_group agrees."""
        for role in self.logins:
            expected = records.ids if role in readers else []
            with self.subTest(model=model, role=role):
                domain = [("id", "in", records.ids)]
                if not self.env[model].with_user(self.users[role]).has_access("read"):
                    self.assertFalse(expected)
                    self._refused(role, model, "search", domain)
                    continue
                for context in ({}, {"active_test": False}):
                    found = self._rpc(role, model, "search", domain, context=context)
                    self.assertEqual(sorted(found), sorted(expected))
                if expected:
                    self._rpc(role, model, "read", records.ids, ["display_name"])
                else:
                    self._refused(role, model, "read", records.ids, ["display_name"])
                    found = self._rpc(
                        role, model, "formatted_read_group", domain, [], ["__count"]
                    )
                    self.assertEqual(found[0]["__count"], 0)

    def test_submissions_and_decisions(self):
        """R: person o, leader t, supervisor d, HR and GM c; admin nothing."""
        self._ladder((1, None, "employee", self.people["payroll"]))
        document = self._submitted()
        readers = {"agent", "leader", "supervisor", "hr", "gm", "payroll"}
        self._sees("cs.decision.request", document.decision_request_id, readers)
        self._as("payroll", document).action_refuse("no")
        # Who has decided reads it for good.
        self._sees("cs.decision.request", document.decision_request_id, readers)
        self._sees("cs.decision", document.decision_ids, readers)

    def test_somebody_of_no_team_is_read_by_few(self):
        document = self._submitted("payroll")
        readers = {"payroll", "gm", "hr", "supervisor"}
        self.assertEqual(self._asked(document), self.people["gm"])
        self._sees("cs.decision.request", document.decision_request_id, readers)
        self.people["payroll"].write({"department_id": False, "parent_id": False})
        document = self._submitted("payroll")
        readers = {"payroll", "gm", "hr"}
        self._sees("cs.decision.request", document.decision_request_id, readers)

    def test_a_deputy_reads_while_it_runs_and_what_was_decided(self):
        deputy = self._deputy("leader", "agent2", "2000-01-01", "2999-12-31")
        decided, other = self._submitted(), self._submitted()
        readers = {"agent", "agent2", "leader", "supervisor", "hr", "gm"}
        requests = (decided | other).decision_request_id
        self._sees("cs.decision.request", requests, readers)
        self._rpc("agent2", DOCUMENT, "action_approve", decided.ids)
        self._as("leader", deputy).active = False
        self.env.flush_all()
        self._sees("cs.decision.request", decided.decision_request_id, readers)
        self._sees(
            "cs.decision.request", other.decision_request_id, readers - {"agent2"}
        )

    def test_a_change_of_departments_counts_at_once(self):
        """Record rules cache what they inline; ours ask at the time of reading."""
        document = self._submitted()
        request = document.decision_request_id
        self.assertTrue(
            self._rpc(
                "supervisor", "cs.decision.request", "search", [("id", "=", request.id)]
            )
        )
        self.department.manager_id = self.people["payroll"]
        self.env.flush_all()
        self.assertFalse(
            self._rpc(
                "supervisor", "cs.decision.request", "search", [("id", "=", request.id)]
            )
        )

    def test_the_inbox_is_the_callers(self):
        document = self._submitted()
        request = document.decision_request_id
        for role in self.logins:
            with self.subTest(role=role):
                for domain, readers in (
                    ([("waiting_for_me", "=", True)], {"leader"}),
                    ([("waiting_for_me", "!=", False)], {"leader"}),
                    ([("decided_by_me", "=", True)], set()),
                ):
                    found = self._rpc(role, "cs.decision.request", "search", domain)
                    self.assertEqual(found, request.ids if role in readers else [])

    def test_deputies(self):
        deputy = self._deputy("leader", "agent2", "2026-03-10", "2026-03-11")
        self._sees("cs.deputy", deputy, {"leader", "agent2", "hr", "gm"})
        for role in self.logins:
            with self.subTest(role=role):
                self._refused(role, "cs.deputy", "unlink", deputy.ids)
                if role not in ("leader", "hr", "gm"):
                    vals = {"date_to": "2999-01-01"}
                    self._refused(role, "cs.deputy", "write", deputy.ids, vals)

    def test_ladders(self):
        draft = self._ladder((1, None, "supervisor"), approve=False)
        approved = self._ladder((1, None, "supervisor"))
        readers = {"leader", "supervisor", "hr", "payroll", "gm"}
        inside = set(self.logins) - {"admin", "hr_other", "gm_other"}
        self._sees("cs.decision.ladder", draft, readers)
        self._sees("cs.decision.rung", draft.rung_ids, readers)
        self._sees("cs.decision.ladder", approved, inside)
        self._sees("cs.decision.rung", approved.rung_ids, inside)
        vals = {
            "name": "Other",
            "kind_id": self.kind.id,
            "company_id": self.company.id,
            "date_from": "2027-01-01",
        }
        for role in set(self.logins) - {"hr"}:
            with self.subTest(role=role):
                # A supervisor proposes what he or she wrote.
                if role != "supervisor":
                    self._refused(role, "cs.decision.ladder", "create", [vals])
                self._refused(role, "cs.decision.ladder", "action_submit", draft.ids)
                self._refused(role, "cs.decision.rung", "unlink", draft.rung_ids.ids)
            self._refused(
                role, "cs.decision.kind", "write", self.kind.ids, {"code": "x"}
            )

    def test_an_unreadable_document_is_named_but_not_opened(self):
        document = self._submitted()
        request = document.decision_request_id
        self.env["ir.rule"].create(
            {
                "name": "own only",
                "model_id": self.env["ir.model"]._get_id(DOCUMENT),
                "domain_force": "[('employee_id.user_id', '=', user.id)]",
            }
        )
        self.env.flush_all()
        [read] = self._rpc(
            "leader", "cs.decision.request", "read", request.ids, ["name", "can_open"]
        )
        self.assertEqual(read["name"], "Leave")
        self.assertFalse(read["can_open"])
        action = self._rpc(
            "leader", "cs.decision.request", "action_open_document", request.ids
        )
        self.assertEqual(action["res_model"], "cs.decision.request")
        self._refused("leader", DOCUMENT, "read", document.ids, ["measure"])
        self._rpc("leader", "cs.decision.request", "action_approve", request.ids)
        document.invalidate_recordset()
        self.assertEqual(document.state, "approved")

    def test_deciding_from_the_list_asks_the_document(self):
        request = self._submitted().decision_request_id
        for role in set(self.logins) - {"leader"}:
            with self.subTest(role=role):
                for method, args in (
                    ("action_approve", []),
                    ("action_refuse", ["x"]),
                    ("action_return", ["x"]),
                ):
                    self._refused(
                        role, "cs.decision.request", method, request.ids, *args
                    )
        wizard = self._rpc(
            "leader",
            "cs.decision.reason",
            "create",
            {"request_id": request.id, "outcome": "refuse", "reason": "no"},
        )
        self._refused("agent2", "cs.decision.reason", "action_confirm", [wizard])
        self._rpc("leader", "cs.decision.reason", "action_confirm", [wizard])
        request.invalidate_recordset()
        self.assertEqual(request.state, "refused")

    def test_asking_again_who_decides(self):
        document = self._submitted()
        request = document.decision_request_id
        self.users["leader"].active = False
        self.env.flush_all()
        for role in ("agent", "supervisor", "payroll", "admin", "hr_other"):
            with self.subTest(role=role):
                self._refused(
                    role, "cs.decision.request", "action_route_again", request.ids
                )
        for role in ("agent", "supervisor", "payroll"):
            offered = request.with_user(self.users[role]).sudo().can_route_again
            self.assertFalse(offered, role)
        self.assertTrue(request.with_user(self.users["hr"]).can_route_again)
        self._rpc("hr", "cs.decision.request", "action_route_again", request.ids)
        request.invalidate_recordset()
        self.assertEqual(request.pending_decider_ids, self.people["supervisor"])
        self.assertEqual(document.activity_ids.user_id, self.users["supervisor"])
        own = self._submitted("hr").decision_request_id
        self.assertFalse(own.with_user(self.users["hr"]).can_route_again)
        self._refused("hr", "cs.decision.request", "action_route_again", own.ids)

    def test_nobody_moves_into_a_deciding_seat(self):
        """T-17: the organisation is not in the hands of who would gain."""
        agent = self.people["agent"]
        for vals in (
            {"parent_id": self.people["agent2"].id},
            {"department_id": self.department.id},
            {"user_id": self.users["agent2"].id},
        ):
            self._refused("agent", "hr.employee", "write", agent.ids, vals)
        group = self.env.ref("cs_base.group_general_manager")
        self._refused(
            "agent",
            "res.users",
            "write",
            self.users["agent"].ids,
            {"group_ids": [(4, group.id)]},
        )
        self._refused(
            "agent",
            "res.company",
            "write",
            self.company.ids,
            {"cs_general_manager_id": agent.id},
        )


@tagged("cs_base", "cs_base_decision")
class TestCost(DecisionCase):
    def test_a_long_list_costs_few_queries(self):
        """The buttons of 100 documents, and the inbox they wait in."""
        documents = self.env[DOCUMENT].union(*(self._submitted() for _i in range(100)))
        mine = self._as("leader", documents)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            mine.read(["can_decide", "can_withdraw", "can_submit", "waiting_names"])
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            found = self._as("leader", self.env["cs.decision.request"]).search(
                [("waiting_for_me", "=", True)]
            )
        self.assertEqual(len(found), 100)
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            found.read(["can_open", "waiting_names", "size", "waiting_for_me"])

    def test_declared_constraints_exist(self):
        found = {
            name
            for [name] in self.env.execute_query(
                SQL(
                    "SELECT conname FROM pg_constraint"
                    " UNION SELECT relname FROM pg_class WHERE relkind = 'i'"
                )
            )
        }
        for name in (
            "cs_decision_request_step_uniq",
            "cs_undo_once",
            "cs_decision_request_one_pending",
            "cs_decision_request_round_uniq",
            "cs_decision_kind_code_uniq",
            "cs_decision_ladder_scope_excl",
            "cs_decision_rung_limit_uniq",
            "cs_decision_rung_no_limit_uniq",
            "cs_deputy_dates_ordered",
            "cs_deputy_two_people",
            "cs_appeal_one_open",
        ):
            self.assertIn(name, found)


@tagged("cs_base", "cs_base_decision")
class TestForm(DecisionCase):
    def _form(self, model=DOCUMENT):
        arch = self.env[model].get_view(view_type="form")["arch"]
        return etree.fromstring(arch)

    def test_the_form_has_buttons_and_decisions(self):
        form = self._form()
        buttons = form.xpath("//header/button/@string")
        self.assertEqual(
            buttons,
            ["Submit", "Approve", "Approve", "Return", "Refuse", "Withdraw", "Undo"],
        )
        self.assertEqual(len(form.xpath("//notebook")), 1)
        self.assertTrue(form.xpath("//notebook/page[@name='cs_decisions']"))
        self.assertTrue(self._form("cs.appeal").xpath("//page[@name='cs_decisions']"))

    def test_what_is_frozen_looks_frozen(self):
        form = self._form()
        for name in ("name", "measure", "line_ids"):
            [field] = form.xpath(f"//field[@name='{name}'][not(ancestor::field)]")
            self.assertEqual(field.get("readonly"), "state != 'draft'")
        [line] = form.xpath("//field[@name='line_ids']//field[@name='amount']")
        self.assertIsNone(line.get("readonly"))

    def test_no_duplicate_when_inherited(self):
        """Odoo asks for the view of the same model more than once."""
        self._form()
        self.assertEqual(len(self._form().xpath("//page[@name='cs_decisions']")), 1)
