from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RpcCase

DOCUMENT = "test.cs.document"
ROLES = ("agent", "agent2", "leader", "supervisor", "hr", "payroll", "gm", "admin")


@tagged("post_install", "-at_install", "cs_base", "cs_base_decision")
class TestHostile(RpcCase):
    """What a caller tries past the screens (TRUST.md)."""

    def _untouched(self, document, state="submitted", decisions=0):
        document.invalidate_recordset()
        self.assertEqual(document.state, state)
        self.assertEqual(len(document.decision_ids), decisions)
        self.assertEqual(document.approved_figure, 0)

    def test_nobody_approves_the_own_document(self):
        """T-11: as maker, as beneficiary, as submitter; in any role."""
        for role in ROLES[:-2]:
            document = self._submitted(role)
            with self.subTest(role=role):
                self.assertFalse(self._as(role, document).can_decide)
                self._refused(role, DOCUMENT, "action_approve", document.ids)
                self._refused(role, DOCUMENT, "action_refuse", document.ids, "x")
                self._refused(role, DOCUMENT, "action_return", document.ids, "x")
                self._untouched(document)

    def test_nor_through_a_second_user(self):
        """T-11."""
        user, _employee = self._second_self("agent", "cs_agent_again")
        self.logins["again"] = user.login
        document = self._submitted()
        self._refused("again", DOCUMENT, "action_approve", document.ids)
        self._untouched(document)

    def test_decisions_are_not_written_by_hand(self):
        """T-13: not by the decider, not by an administrator, not by import."""
        document = self._submitted()
        request = document.decision_request_id
        done = self._submitted()
        self._as("leader", done).action_approve()
        decision = done.decision_ids
        vals = {
            "request_id": request.id,
            "company_id": self.company.id,
            "res_model": DOCUMENT,
            "res_id": document.id,
            "step": 1,
            "outcome": "approve",
            "user_id": self.users["leader"].id,
            "decider_id": self.people["leader"].id,
            "decided_at": "2026-01-01 00:00:00",
            "state_from": "submitted",
            "state_to": "approved",
        }
        for role in ROLES:
            for model, record, change in (
                ("cs.decision", decision, {"outcome": "refuse"}),
                ("cs.decision.request", request, {"state": "approved"}),
            ):
                for method, args in (
                    ("create", [[vals]]),
                    ("write", [record.ids, change]),
                    ("web_save", [record.ids, change, {}]),
                    ("unlink", [record.ids]),
                    ("copy", [record.ids]),
                    ("name_create", ["x"]),
                    ("_record", [vals]),
                    ("_insert", [vals]),
                    ("_change", [record.ids, change]),
                    ("_close", [record.ids, "approved"]),
                    ("_decide", [record.ids, document.ids, "approve", "x"]),
                ):
                    with self.subTest(role=role, model=model, method=method):
                        self._refused(role, model, method, *args)
                        self._refused(
                            role, model, method, *args, context={"_force_unlink": True}
                        )
            for model in ("cs.decision", "cs.decision.request"):
                with self.subTest(role=role, model=model, method="load"):
                    result = self._rpc(role, model, "load", ["res_id"], [["1"]])
                    self.assertFalse(result["ids"])
        self._untouched(document)
        self.assertEqual(
            self.env["cs.decision"].search([("id", "=", decision.id)]), decision
        )
        self.assertEqual(decision.outcome, "approve")

    def test_not_even_by_the_superuser(self):
        """T-13: the guard is in the model, and knows no context."""
        document = self._submitted()
        request = document.decision_request_id
        for records, call in (
            (request, lambda r: r.write({"state": "approved"})),
            (request, lambda r: r.unlink()),
            (request, lambda r: r.copy()),
            (request, lambda r: r.create({"name": "x"})),
            (request.decision_ids, lambda r: r.create({"request_id": request.id})),
            (document, lambda r: r.write({"state": "approved"})),
            (document, lambda r: r.unlink()),
            (document, lambda r: r.write({"measure": 9})),
        ):
            for context in (
                {},
                {"_force_unlink": True},
                {"install_mode": True, "module": "cs_base"},
                {"skip_validation_check": True, "tracking_disable": True},
            ):
                with self.subTest(context=context), self.assertRaises(UserError):
                    call(records.with_context(**context))
        self._untouched(document)

    def test_a_document_starts_as_a_draft(self):
        """T-15: create with each other state, by value, default, parent, import."""
        name = {"name": "x", "company_id": self.company.id}
        for role in ROLES:
            for state in ("submitted", "approved", "refused", "nonsense"):
                with self.subTest(role=role, state=state):
                    self._refused(role, DOCUMENT, "create", [name | {"state": state}])
                    self._refused(
                        role,
                        "test.cs.folder",
                        "create",
                        [{"document_ids": [(0, 0, name | {"state": state})]}],
                    )
                    result = self._rpc(
                        role, DOCUMENT, "load", ["name", "state"], [["x", state]]
                    )
                    self.assertFalse(result["ids"])
                    created = self._rpc(
                        role,
                        DOCUMENT,
                        "create",
                        [name],
                        context={
                            "default_state": state,
                            "default_approved_figure": 9,
                            "install_mode": True,
                        },
                    )
                    document = self.env[DOCUMENT].browse(created)
                    self.assertEqual(document.state, "draft")
                    self.assertEqual(document.approved_figure, 0)
            self._refused(role, DOCUMENT, "create", [name | {"approved_figure": 9}])

    def test_personal_defaults_do_not_reach_protected_fields(self):
        """T-15: anybody may set own defaults."""
        for field, value in (("state", "approved"), ("approved_figure", 9)):
            self._rpc("agent", "ir.default", "set", DOCUMENT, field, value, True)
        created = self._rpc("agent", DOCUMENT, "create", [{"name": "x"}])
        document = self.env[DOCUMENT].browse(created)
        self.assertEqual(document.state, "draft")
        self.assertEqual(document.approved_figure, 0)

    def test_states_are_not_written(self):
        """T-15: every state, in drafts and in submitted documents, any way."""
        folder = self.env["test.cs.folder"].create({"name": "f"})
        draft = self._document(parent_id=folder.id)
        submitted = self._submitted(parent_id=folder.id)
        for role in ROLES:
            for document in (draft, submitted):
                for state in ("draft", "submitted", "approved", "refused"):
                    vals = {"state": state}
                    for model, method, args in (
                        (DOCUMENT, "write", [document.ids, vals]),
                        (DOCUMENT, "web_save", [document.ids, vals, {}]),
                        (DOCUMENT, "_decision_write", [document.ids, vals]),
                        (
                            "test.cs.folder",
                            "write",
                            [folder.ids, {"document_ids": [(1, document.id, vals)]}],
                        ),
                    ):
                        with self.subTest(role=role, state=state, method=method):
                            self._refused(role, model, method, *args)
                            self._refused(
                                role,
                                model,
                                method,
                                *args,
                                context={
                                    "skip_validation_check": True,
                                    "tracking_disable": True,
                                    "install_mode": True,
                                    "_force_unlink": True,
                                },
                            )
                    result = self._rpc(
                        role,
                        DOCUMENT,
                        "load",
                        [".id", "state"],
                        [[str(document.id), state]],
                    )
                    self.assertFalse(result["ids"])
        self._untouched(draft, "draft")
        self._untouched(submitted)

    def test_the_content_is_frozen(self):
        """T-12, T-15: no amount can be raised after submission."""
        folder = self.env["test.cs.folder"].create({"name": "f"})
        document = self._document(parent_id=folder.id, line_ids=[(0, 0, {"amount": 1})])
        self._as("agent", document).action_submit()
        line = document.line_ids
        zh = {"zh_CN": "changed", "en_US": "changed"}
        for role in ROLES:
            for model, method, args in (
                (DOCUMENT, "write", [document.ids, {"measure": 99}]),
                (DOCUMENT, "write", [document.ids, {"employee_id": False}]),
                (DOCUMENT, "write", [document.ids, {"create_uid": 1, "name": "x"}]),
                (DOCUMENT, "update_field_translations", [document.ids, "name", zh]),
                (DOCUMENT, "web_override_translations", [document.ids, {"name": "c"}]),
                (DOCUMENT, "unlink", [document.ids]),
                (
                    "test.cs.folder",
                    "write",
                    [folder.ids, {"document_ids": [(2, document.id)]}],
                ),
                ("test.cs.folder", "write", [folder.ids, {"document_ids": [(5,)]}]),
                ("test.cs.document.line", "write", [line.ids, {"amount": 9}]),
                ("test.cs.document.line", "unlink", [line.ids]),
                (
                    "test.cs.document.line",
                    "create",
                    [{"document_id": document.id, "amount": 9}],
                ),
                ("test.cs.document.line", "copy", [line.ids]),
                (
                    DOCUMENT,
                    "write",
                    [document.ids, {"line_ids": [(1, line.id, {"amount": 9})]}],
                ),
            ):
                with self.subTest(role=role, method=method, args=args):
                    self._refused(role, model, method, *args)
                    self._refused(
                        role, model, method, *args, context={"_force_unlink": True}
                    )
        self._untouched(document)
        self.assertEqual(document.measure, 1)
        self.assertEqual(document.name, "Leave")
        self.assertEqual(line.amount, 1)

    def test_a_line_does_not_move_into_a_frozen_document(self):
        document = self._submitted()
        line = self._document(line_ids=[(0, 0, {"amount": 1})]).line_ids
        self._refused(
            "agent",
            "test.cs.document.line",
            "write",
            line.ids,
            {"document_id": document.id},
        )

    def test_a_copy_is_a_draft_without_decisions(self):
        """T-15."""
        document = self._submitted()
        self._as("leader", document).action_approve()
        for default in ({}, {"name": "y"}, {"state": "approved", "effects": 9}):
            copies = self._rpc("agent", DOCUMENT, "copy", document.ids, default)
            copy = self.env[DOCUMENT].browse(copies)
            self._untouched(copy, "draft")
            self.assertEqual(copy.effects, 0)
            self.assertFalse(copy.decision_request_ids)

    def test_the_callers_context_does_not_silence_the_decision(self):
        """T-14: no activity, mail or default is skipped or set by context."""
        document = self._document()
        context = {
            "mail_activity_automation_skip": True,
            "mail_notrack": True,
            "tracking_disable": True,
            "default_outcome": "refuse",
            "default_state": "approved",
            "allowed_company_ids": [self.env.company.id],
        }
        self._rpc("agent", DOCUMENT, "action_submit", document.ids, context=context)
        self._untouched(document)
        self.assertEqual(document.activity_ids.user_id, self.users["leader"])
        self._rpc("leader", DOCUMENT, "action_approve", document.ids, context=context)
        document.invalidate_recordset()
        self.assertEqual(document.decision_ids.outcome, "approve")
        self.assertFalse(document.activity_ids)

    def test_odd_arguments_get_an_answer(self):
        document = self._submitted()
        for reason in (7, True, ["x"], {"a": 1}, "x" * 5001, "", "\0"):
            with self.subTest(reason=str(reason)[:9]):
                self._refused("leader", DOCUMENT, "action_refuse", document.ids, reason)
        self._untouched(document)
        self._refused("leader", DOCUMENT, "action_approve", [999999999])
        self.assertTrue(self._rpc("leader", DOCUMENT, "action_approve", []))

    def test_text_of_reasons_stays_text(self):
        reason = "<script>alert(1)</script>{{7*7}}=HYPERLINK(1)\u202e"
        document = self._submitted()
        self._rpc("leader", DOCUMENT, "action_refuse", document.ids, reason)
        self.assertEqual(document.decision_ids.reason, reason)
        message = (
            self.env["mail.message"]
            .search([("model", "=", DOCUMENT), ("res_id", "=", document.id)])
            .filtered(lambda m: m.message_type == "user_notification")
        )
        bodies = "".join(message.mapped("body"))
        self.assertIn("{{7*7}}", bodies)
        self.assertNotIn("<script>", bodies)

    def test_an_expired_or_concerned_deputy_is_refused(self):
        self._deputy("leader", "agent2", "2020-01-01", "2020-01-02")
        self._deputy("leader", "agent", "2020-01-01", "2999-01-02")
        document = self._submitted()
        for role in ("agent", "agent2"):
            self._refused(role, DOCUMENT, "action_approve", document.ids)
        self._untouched(document)
