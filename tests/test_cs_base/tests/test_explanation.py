"""What an explanation says, and to whom (ALL-01)."""

import json
from unittest.mock import patch

from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Reason
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .explained_case import ExplainedCase


@tagged("cs_base", "cs_base_explanation")
class TestExplanation(ExplainedCase):
    def test_reads_as_sentences_facts_and_parameters(self):
        view = self._read()
        self.assertEqual(view["title"], "22 October")
        self.assertEqual(view["verdict"], "No punch out")
        first, second = view["reasons"]
        self.assertEqual(first["rule"]["code"], "TST-01")
        self.assertEqual(first["rule"]["title"], "Missed punch")
        self.assertEqual(
            first["sentence"],
            "No punch 12 min after the shift of 10/22/2026;"
            " −¥\N{NO-BREAK SPACE}1,234.50 is at stake.",
        )
        self.assertEqual(
            first["params"],
            [
                {"label": "Monthly quota", "value": "3"},
                {"label": "Confirmation", "value": "by the direct superior"},
                {"label": "test grace", "value": "7.5 min"},
            ],
        )
        self.assertEqual(second["sentence"], "Confirmed by Lin Xiaotong.")
        self.assertEqual(
            second["rule"], {"code": "TST-99", "title": "", "text": "", "id": False}
        )
        json.dumps(view)

    def test_only_readable_facts_are_shown(self):
        view = self._read("agent")
        link = {"model": "test.cs.fact", "ids": self.own.ids}
        self.assertEqual(
            view["reasons"][0]["facts"],
            [
                {"label": "Punch in", "display": "08:24 front door", "link": link},
                {"label": "Punch out", "display": "none", "link": False},
                {
                    "label": "test leave",
                    "display": "Record no longer exists",
                    "link": False,
                },
            ],
        )
        self.assertEqual(view["reasons"][1]["facts"], [])
        self.assertEqual(view["hidden_facts"], 1)
        dump = json.dumps(view)
        self.assertNotIn("TOP SECRET", dump)
        self.assertNotIn("test shift", dump)

    def test_a_supervisor_sees_all_facts(self):
        view = self._read("supervisor")
        self.assertEqual(view["hidden_facts"], 0)
        self.assertEqual(view["reasons"][1]["facts"][0]["display"], self.foreign.name)

    def test_without_access_to_the_model_nothing_is_told(self):
        """Neither what is gone nor that there was nothing: only how many exist or
        existed. The technical administrator has no access to the facts."""
        view = self._read("admin")
        self.assertEqual(view["reasons"][0]["facts"], [])
        self.assertFalse(view["reasons"][0]["policy"])
        self.assertEqual(view["hidden_facts"], 4)

    def test_policy_in_force(self):
        policy = self._read()["reasons"][0]["policy"]
        self.assertEqual(policy["name"], "Template")
        self.assertEqual(policy["since"], "07/01/2026")
        self.assertEqual(policy["link"]["ids"], self.policy.ids)

    def test_a_name_that_may_not_be_read_hides_the_fact(self):
        def _compute_display_name(records):
            for record in records:
                if record == self.own:
                    raise AccessError(record.env._("no"))
                record.display_name = "named"

        self.env.invalidate_all()
        Model = type(self.env["test.cs.fact"])
        with patch.object(Model, "_compute_display_name", _compute_display_name):
            view = self._read("supervisor")
        self.assertEqual(view["hidden_facts"], 1)
        self.assertEqual(
            [fact["display"] for fact in view["reasons"][0]["facts"]],
            ["none", "named", "Record no longer exists"],
        )

    def test_a_person_is_shown_by_the_public_name(self):
        """Agents may not read personnel files."""
        agent = self.people["agent2"]
        self.Result._set_explanations(
            {self.result.id: self._with_facts(Fact("hr.employee", agent.id, "who"))}
        )
        [fact] = self._read("agent")["reasons"][0]["facts"]
        self.assertEqual(fact["display"], agent.name)
        self.assertEqual(fact["link"]["model"], "hr.employee.public")
        [fact] = self._read("hr")["reasons"][0]["facts"]
        self.assertEqual(fact["link"]["model"], "hr.employee")

    def test_many_facts_of_one_role_become_a_number(self):
        facts = self.env["test.cs.fact"].create(
            [{"name": f"Order {n}"} for n in range(8)] + [{"name": "gone"}]
        )
        explanation = self._with_facts(
            *(Fact("test.cs.fact", fact.id, "order") for fact in facts),
            Fact("test.cs.fact", self.foreign.id, "order"),
        )
        facts[-1].unlink()
        self.Result._set_explanations({self.result.id: explanation})
        view = self._read("agent")
        self.assertEqual(
            view["reasons"][0]["facts"],
            [
                {
                    "label": "order",
                    "display": "8 records",
                    "link": {"model": "test.cs.fact", "ids": facts[:-1].ids},
                },
                {"label": "order", "display": "1 no longer exist", "link": False},
            ],
        )
        self.assertEqual(view["hidden_facts"], 1)

    def _with_facts(self, *facts):
        return Explanation([Reason("TST-01", "test.confirmed", facts=facts)])

    def test_models_that_are_gone_hide_their_facts(self):
        """An uninstalled addon leaves references behind; abstract models have no
        records."""
        explanation = self._with_facts(
            Fact("no.such.model", 1, "who"), Fact("cs.explained.mixin", 1, "who")
        )
        self.Result._set_explanations({self.result.id: explanation})
        view = self._read("admin")
        self.assertEqual(view["reasons"][0]["facts"], [])
        self.assertEqual(view["hidden_facts"], 2)

    def test_language_and_zone_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        zh = {"lang": "zh_CN"}
        text = self.env.ref("test_cs_base.text_test_missed")
        text.with_context(**zh).text = "{day}下班后{minutes}无打卡，涉及{amount}。"
        self.env.ref("test_cs_base.rule_tst_01").with_context(**zh).title = "漏打卡"
        view = self._read(**zh)
        self.assertEqual(view["reasons"][0]["rule"]["title"], "漏打卡")
        self.assertIn("2026/10/22下班后", view["reasons"][0]["sentence"])
        self.assertRegex(view["history"][0]["moment"], r"^(2026-)?10-23 09:00$")
        utc = self._read(tz="UTC", **zh)
        self.assertRegex(utc["history"][0]["moment"], r"^(2026-)?10-23 01:00$")

    def test_hostile_text_stays_text(self):
        text = "\u202e<script>alert(1)</script>{{7*7}} {minutes.__class__} =1+1"
        self.Result._set_explanations({self.result.id: self._explanation(text=text)})
        self.assertEqual(
            self._read()["reasons"][1]["sentence"], f"Confirmed by {text[1:]}."
        )

    def test_a_missing_value_stays_visible(self):
        self.Result._set_explanations({self.result.id: self._with_facts()})
        self.assertEqual(self._read()["reasons"][0]["sentence"], "Confirmed by ‹who›.")

    def test_a_missing_text_is_humanised(self):
        explanation = Explanation([Reason("TST-01", "test.came_late")], "test.not_ok")
        self.Result._set_explanations({self.result.id: explanation})
        view = self._read()
        self.assertEqual(view["verdict"], "not ok")
        self.assertEqual(view["reasons"][0]["sentence"], "came late")

    def test_recomputing_writes_only_differences(self):
        other = self.Result.create({"name": "23 October"})
        both = {self.result.id: self._explanation(), other.id: self._with_facts()}
        self.assertEqual(self.Result._set_explanations(both), other)
        self.assertFalse(self.Result._set_explanations(both))
        changed = self.Result._set_explanations({**both, other.id: None})
        self.assertEqual(changed, other)
        self.assertEqual([self.result.is_explained, other.is_explained], [True, False])
        self.assertFalse(self.Result._set_explanations({}))

    def test_a_month_costs_a_few_statements(self):
        results = self.Result.create([{"name": str(n)} for n in range(1500)])
        self.env.flush_all()
        explanation = self._explanation()
        with self.assertQueryCount(2):
            self.Result._set_explanations(dict.fromkeys(results.ids, explanation))
        with self.assertQueryCount(2):
            self.Result._set_explanations(dict.fromkeys(results.ids, explanation))

    def test_reading_costs_the_same_whatever_the_length(self):
        facts = self.env["test.cs.fact"].create(
            [{"name": str(n), "user_id": self.users["agent"].id} for n in range(200)]
        )
        long = self.Result.create({"name": "long"})
        self.Result._set_explanations(
            {
                long.id: self._explanation(
                    *(Fact("test.cs.fact", fact.id, "order") for fact in facts)
                )
            }
        )
        self._read(record=long)
        counts = []
        for record in (self.result, long):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._read(record=record)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[1], 20)

    def test_without_explanation(self):
        empty = self.Result.create({"name": "empty"})
        self.assertFalse(empty.is_explained)
        view = self._read(record=empty)
        self.assertEqual((view["reasons"], view["verdict"]), ([], ""))

    def test_a_copy_explains_nothing(self):
        self.assertFalse(self.result.copy().is_explained)

    def test_a_stored_form_of_another_version_is_refused_in_words(self):
        self.env.cr.execute(
            "UPDATE test_cs_explained SET explanation = %s WHERE id = %s",
            ['{"v": 2}', self.result.id],
        )
        self.result.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "compute the result again"):
            self._read()

    def test_one_record_at_a_time(self):
        with self.assertRaises(ValueError):
            self.Result.get_explanation()
