"""From outside, as every role: reasons are read through get_explanation only."""

import json

from odoo.tests import HttpCase, JsonRpcException, tagged

from .explained_case import ExplainedCase

#: whoever may write the result itself; payroll etc. are agents too
ROLES = ["agent", "leader", "supervisor", "hr", "payroll", "gm", "admin"]


@tagged("cs_base", "cs_base_explanation", "post_install", "-at_install")
class TestExplanationAccess(ExplainedCase, HttpCase):
    def _login(self, role):
        login = self.users[role].login
        self.authenticate(login, login + "x" * (8 - len(login)))

    def _call(self, method, *args, model="test.cs.explained", **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _assert_refused(self, method, *args, **kwargs):
        with (
            self.assertRaisesRegex(
                JsonRpcException, "AccessError|AttributeError|ValueError|UserError"
            ),
            self.assertLogs("odoo.http", "WARNING"),
        ):
            self._call(method, *args, **kwargs)

    def test_the_stored_form_is_closed_to_every_role(self):
        ids = self.result.ids
        field = ["explanation"]
        domain = [["explanation", "!=", False]]
        forged = {"name": "forged", "explanation": {"v": 1}}
        attempts = {
            "read": [ids, field],
            "web_read": [ids, {"explanation": {}}],
            "search_read": [[], field],
            "web_search_read": [[], {"explanation": {}}],
            "search": [domain],
            "search_count": [[["parent_id.explanation", "ilike", "secret"]]],
            "formatted_read_group": [[], field, ["__count"]],
            "web_read_group": [[], field, ["__count"]],
            "export_data": [ids, field],
            "write": [ids, {"explanation": {"v": 1}}],
            "web_save": [ids, {"explanation": {"v": 1}}, {"id": {}}],
            "create": [[forged]],
            "_set_explanations": [{}],
            "_get_explanation": [ids],
        }
        for role in ROLES:
            self._login(role)
            for method, args in attempts.items():
                with self.subTest(role=role, method=method):
                    self._assert_refused(method, *args)
            with self.subTest(role=role, method="ordered search"):
                self._assert_refused("search", [], order="explanation")
            with self.subTest(role=role, method="create by context"):
                self._assert_refused(
                    "create",
                    [{"name": "forged"}],
                    context={"default_explanation": {"v": 1}},
                )
            with self.subTest(role=role, method="fields_get"):
                self.assertNotIn("explanation", self._call("fields_get"))

    def test_no_role_imports_reasons(self):
        for role in ROLES:
            self._login(role)
            with self.subTest(role=role):
                result = self._call(
                    "load", ["name", "explanation"], [["forged", '{"v": 1}']]
                )
                self.assertFalse(result["ids"])
                self.assertEqual(result["messages"][0]["type"], "error")
                self.assertFalse(self.Result.search([("name", "=", "forged")]))

    def test_a_stored_default_forges_nothing(self):
        """Everybody may keep defaults of one's own."""
        self._login("agent")
        self._call(
            "set",
            "test.cs.explained",
            "explanation",
            self.explanation.to_json(),
            user_id=True,
            model="ir.default",
        )
        [record_id] = self._call("create", [{"name": "forged"}])
        self.assertFalse(self.Result.browse(record_id).is_explained)

    def test_the_reader_gets_what_the_reader_may_read(self):
        self._login("agent")
        view = self._call("get_explanation", self.result.ids)
        self.assertEqual(view["hidden_facts"], 1)
        self.assertNotIn("TOP SECRET", json.dumps(view))
        self._login("agent2")
        view = self._call("get_explanation", self.result.ids)
        self.assertIn("TOP SECRET", json.dumps(view))
        self.assertNotIn("front door", json.dumps(view))
        self.assertEqual(view["hidden_facts"], 1)

    def test_who_may_not_read_the_result_gets_nothing(self):
        self.env["ir.rule"].create(
            {
                "name": "none",
                "model_id": self.env["ir.model"]._get_id("test.cs.explained"),
                "domain_force": "[(0, '=', 1)]",
            }
        )
        self._login("supervisor")
        self._assert_refused("get_explanation", self.result.ids)

    def test_context_opens_nothing(self):
        self._login("agent")
        view = self._call(
            "get_explanation",
            self.result.ids,
            context={"active_test": False, "su": True, "uid": 1, "sudo": True},
        )
        self.assertNotIn("TOP SECRET", json.dumps(view))

    def test_a_zone_that_does_not_exist_is_harmless(self):
        self._login("agent")
        context = {"lang": False, "tz": "Nowhere/Land"}
        view = self._call("get_explanation", self.result.ids, context=context)
        self.assertEqual(view["verdict"], "No punch out")

    def test_nobody_edits_rules_or_texts(self):
        rule = self.env.ref("test_cs_base.rule_tst_01")
        text = self.env.ref("test_cs_base.text_test_missed")
        for role in ROLES:
            self._login(role)
            for record in (rule, text):
                with self.subTest(role=role, model=record._name):
                    for method, args in {
                        "write": [record.ids, {"text": "forged"}],
                        "unlink": [record.ids],
                        "copy": [record.ids],
                        "create": [[{"text": "forged"}]],
                        "update_field_translations": [
                            record.ids,
                            "text",
                            {"en_US": "forged"},
                        ],
                    }.items():
                        self._assert_refused(method, *args, model=record._name)

    def test_everybody_reads_the_rule_book(self):
        for role in ROLES:
            self._login(role)
            with self.subTest(role=role):
                [rule] = self._call(
                    "search_read",
                    [["code", "=", "ALL-01"]],
                    ["title", "text", "source"],
                    model="cs.rule",
                )
                self.assertIn("Customer Service Base", rule["source"])
